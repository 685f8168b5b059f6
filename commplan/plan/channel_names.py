"""What Slack lets a channel be called."""

from collections.abc import Iterator

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")
_LONGEST = 80


def name_faults(name: str) -> tuple[str, ...]:
    """What keeps a text from being the name of a Slack channel; nothing for a legal name."""
    if _PLAIN.issuperset(name) and len(name) <= _LONGEST:
        return ()  # as most names are
    return tuple(_faults(name))


def legal_name(text: str) -> str | None:
    """A legal name that is close to a text, if enough of it is legal."""
    words = "".join(c if _is_legal(c) else " " for c in text.lower()).split()
    return "-".join(words)[:_LONGEST] or None


def _faults(name: str) -> Iterator[str]:
    if len(name) > _LONGEST:
        yield f"{len(name)} characters, more than {_LONGEST}"
    odd = dict.fromkeys(character for character in name if not _is_legal(character))
    if capitals := [character for character in odd if character.isalpha()]:
        yield f"capitals ({''.join(capitals)})"
    if any(character.isspace() for character in odd):
        yield "spaces"
    if others := [c for c in odd if not (c.isalpha() or c.isspace())]:
        yield f"punctuation ({' '.join(others)})"


def _is_legal(character: str) -> bool:
    if character in _PLAIN:
        return True
    if character.isascii():
        return False
    from unicodedata import category

    return category(character)[0] not in "PZC" and category(character) not in ("Lu", "Lt")
