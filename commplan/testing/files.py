"""Files beside a plan in a few lines, for rule pages and tests.

A mapping of path to content, as a text of YAML::

    templates/status.md: |
      {{ summary }}
    evidence/training.csv: |
      person,course,completed
      alice,ic-101,2026-03-10

Paths are relative to the plan. No other file is there: an example means the same
wherever it is run.
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Mapping

from commplan.checker.load import Disk, State
from commplan.document import Limits
from commplan.errors import PlanSyntaxError


def read_files(text: str) -> Mapping[str, str]:
    """The files that a text of the documented form describes.

    Raises ValueError for anything else.
    """
    import yaml

    written = yaml.safe_load(textwrap.dedent(text)) or {}
    contents = written.values() if isinstance(written, dict) else (None,)
    if not all(isinstance(content, str) for content in contents):
        raise ValueError("files: expected a mapping of paths to texts")
    return written


class Shelf(Disk):
    """Files in memory, in place of all those on the disk."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = {os.path.normpath(path): text.encode() for path, text in files.items()}

    def state(self, path: str) -> State | None:
        """The length of the file; None where it is not on the shelf."""
        return (len(self._files[path]), 0) if path in self._files else None

    def read(self, path: str, limits: Limits) -> bytes:  # noqa: ARG002  # what is in memory fits
        """The bytes of a file on the shelf."""
        data = self._files.get(path)
        if data is None:
            raise PlanSyntaxError(path, "cannot be read: No such file or directory")
        return data
