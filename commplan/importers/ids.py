"""Foreign names as ids of a plan."""

from __future__ import annotations


def legal_id(name: str) -> str:
    """``name`` as an id: itself, with what an id cannot hold percent-encoded.

    An id holds no blanks, ``/`` and ``:``; those, ``%`` itself and whatever
    cannot be printed become ``%`` and two hexadecimal digits per byte of UTF-8,
    so ``Ada Byron`` is ``Ada%20Byron``. Different names never become the same id.
    """
    return "".join(letter if _stays(letter) else _encoded(letter) for letter in name)


def _stays(letter: str) -> bool:
    return letter.isprintable() and letter not in " /:%"


def _encoded(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "surrogatepass"))
