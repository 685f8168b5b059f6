"""What a word of the command line may have meant."""

from collections.abc import Collection


def meant(word: str, known: Collection[str], after: str = "") -> str:
    """``did you mean 'x'?`` for something close, else all that there is.

    ``after`` is what follows the proposed word when it is typed.
    """
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=1)
    return f"did you mean {close[0] + after!r}?" if close else f"there are {', '.join(known)}"
