"""The tags of YAML's core schema, which are honoured; all others are refused.

A tag of another language asks a reader to build objects of its choice, and one
of the optional types means something else to every reader.
"""

from typing import Any

from yaml.events import MappingStartEvent, SequenceStartEvent

from commplan.document.scalars import Scalar, resolve_plain

_CORE = "tag:yaml.org,2002:"
_SCALARS: dict[str, type] = {
    f"{_CORE}int": int,
    f"{_CORE}float": float,
    f"{_CORE}bool": bool,
    f"{_CORE}null": type(None),
}
_COLLECTIONS = {MappingStartEvent: f"{_CORE}map", SequenceStartEvent: f"{_CORE}seq"}
_SHOWN = 40


def is_text(tag: str) -> bool:
    """Whether a scalar with ``tag`` is text, whatever it looks like."""
    return tag in ("!", f"{_CORE}str")


def fits_collection(event: Any) -> bool:
    """Whether the tag of a mapping or list says no more than its brackets do."""
    return event.tag in ("!", _COLLECTIONS[type(event)])


def tagged_value(text: str, tag: str) -> Scalar:
    """The number, truth value or null that ``text`` is by its ``tag``.

    Raises ValueError, with words for the user, if it is none or the tag is refused.
    """
    wanted = _SCALARS.get(tag)
    if wanted is None:
        raise ValueError(refusal(tag))
    value = resolve_plain(text).value
    if wanted is float and type(value) is int:
        value = float(value)
    if type(value) is not wanted:
        shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
        raise ValueError(f"expected a value that fits the tag {_show(tag)}, found {shown!r}")
    return value


def refusal(tag: str) -> str:
    """What to tell about a tag that is not honoured where it stands."""
    return f"the tag {_show(tag)} is not allowed here; expected plain YAML"


def _show(tag: str) -> str:
    return f"!!{tag.removeprefix(_CORE)}" if tag.startswith(_CORE) else tag
