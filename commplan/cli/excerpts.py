"""The source lines that reports show. What is secret in them is covered."""

from __future__ import annotations

import os
from collections.abc import Sequence

from commplan.checker.target import Target
from commplan.document import DEFAULT_LIMITS, SourceFile, load_file, read_documents
from commplan.errors import CommplanError
from commplan.finding import Location, Report
from commplan.plan import cover_credentials

_MOST_BYTES = 1_000_000
"""How much of a file is read that is no valid YAML."""


class Excerpts:
    """Lines of reported files by path, read when first asked for."""

    def __init__(self, target: Target, report: Report) -> None:
        self._target = target
        findings = (*report.findings, *(waived.finding for waived in report.waived))
        self._secret = [finding.location for finding in findings if finding.sensitive]
        self._known: dict[str, tuple[str, ...]] = {}

    def __call__(self, path: str) -> Sequence[str]:
        """The lines of a file without line ends; empty where it cannot be read."""
        if path not in self._known:
            lines = [cover_credentials(line) for line in self._read(path)]
            for location in self._secret:
                if location.path == path:
                    _cover(lines, location)
            self._known[path] = tuple(lines)
        return self._known[path]

    def _read(self, path: str) -> Sequence[str]:
        try:
            return source_of(self._target, path).lines
        except CommplanError:
            # No valid YAML; it is shown as far as it can be.
            stdin = self._target.stdin
            is_typed = stdin is not None and stdin[0] == path
            data = stdin[1][:_MOST_BYTES] if stdin and is_typed else _beginning(path)
            return data.decode("utf-8", "replace").splitlines()


def source_of(target: Target, path: str) -> SourceFile:
    """The documents of a file as this run sees it. Raises CommplanError."""
    if target.stdin is not None and target.stdin[0] == path:
        return read_documents(target.stdin[1], path)
    if target.disk is not None:
        return read_documents(target.disk.read(path, DEFAULT_LIMITS), path)
    return load_file(path)


def _cover(lines: list[str], location: Location) -> None:
    """Replace what is marked by bullets of the same number."""
    for number in range(location.line, min(location.end_line, len(lines)) + 1):
        line = lines[number - 1]
        start = location.column - 1 if number == location.line else 0
        stop = location.end_column - 1 if number == location.end_line else len(line)
        lines[number - 1] = line[:start] + "•" * (min(stop, len(line)) - start) + line[stop:]


def _beginning(path: str) -> bytes:
    if not os.path.isfile(path):
        return b""  # reading a pipe would wait for somebody to write
    try:
        with open(path, "rb") as file:
            return file.read(_MOST_BYTES)
    except OSError:
        return b""
