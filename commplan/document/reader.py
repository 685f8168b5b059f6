"""Bytes to documents, with every fault as one error.

The parser is imported when there is something to parse: a run that finds all
its files in the cache never pays for it.
"""

from typing import TYPE_CHECKING

from commplan.document.model import DEFAULT_LIMITS, Document, Limits, Places, SourceFile
from commplan.errors import PlanSyntaxError

if TYPE_CHECKING:
    from commplan.document.loader import Content

_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_documents(data: bytes, path: str, limits: Limits = DEFAULT_LIMITS) -> SourceFile:
    """The documents in the bytes of a file that is shown as ``path``.

    Raises PlanSyntaxError, and nothing else, for bytes that are not UTF-8 or not
    YAML, that go beyond ``limits``, or that use what commplan refuses: tags of
    other languages, keys that are not text, anchors that contain themselves.
    """
    if len(data) > limits.size:
        raise too_large(path, limits)
    text = decode(data, path)
    places = Places(text)
    documents = tuple(
        Document(path, index, value, places, mappings, oddities)
        for index, (value, mappings, oddities) in enumerate(_load(text, path, limits))
    )
    return SourceFile(path, text, documents)


def too_large(path: str, limits: Limits) -> PlanSyntaxError:
    """The error for a file beyond the limit on size."""
    return PlanSyntaxError(path, f"the file is too large; expected at most {limits.size:,} bytes")


def decode(data: bytes, path: str) -> str:
    """The text of a file that is shown as ``path``, without its byte order mark.

    Raises PlanSyntaxError, with the place of the first wrong byte, for what is not UTF-8.
    """
    if data.startswith(_UTF_16):
        raise PlanSyntaxError(path, "the file is UTF-16; expected UTF-8")
    data = data.removeprefix(_BOM)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        from commplan.document.events import advance

        line, column = advance(1, 1, data[: error.start].decode())
        problem = f"the byte 0x{data[error.start]:02X} is not UTF-8; expected a text file in UTF-8"
        raise PlanSyntaxError(path, problem, line, column) from None


def _load(text: str, path: str, limits: Limits) -> "list[Content]":
    """What is in every document of ``text``."""
    from yaml.error import YAMLError

    from commplan.document.loader import Loader

    try:
        return Loader(text, path, limits).load()
    except YAMLError as error:
        from commplan.document.faults import syntax_error

        raise syntax_error(error, text, path) from None
    except UnicodeDecodeError:  # libyaml hands on what a tag escapes with %, unchecked
        raise PlanSyntaxError(path, "a tag is not UTF-8; expected plain YAML without it") from None
