"""YAML text to plain values, and where each of them stands.

Values are plain dicts and lists, so that everything after the loader is free of
YAML. Places are worked out when a finding asks for one.
"""

from commplan.document.files import find_plan_files, is_plan_name, load_file, read_bytes
from commplan.document.ignores import Ignore, parse_ignores
from commplan.document.model import (
    DEFAULT_LIMITS,
    Document,
    Limits,
    Oddity,
    Pointer,
    SourceFile,
    Span,
    escape_pointer,
)
from commplan.document.reader import decode, read_documents
from commplan.document.scalars import visible

__all__ = [
    "DEFAULT_LIMITS",
    "Document",
    "Ignore",
    "Limits",
    "Oddity",
    "Pointer",
    "SourceFile",
    "Span",
    "decode",
    "escape_pointer",
    "find_plan_files",
    "is_plan_name",
    "load_file",
    "parse_ignores",
    "read_bytes",
    "read_documents",
    "visible",
]
