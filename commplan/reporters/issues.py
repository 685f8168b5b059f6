"""What a run has to say besides findings, for formats that know nothing but issues.

A list of issues looks the same whether all is well or nobody could look. So what
failed is an issue of its own, and so is what was left out of the judgement.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from commplan.api import Report
from commplan.reporters.summary import left_out
from commplan.reporters.words import NO_VERDICT, failure_details, failure_words

INCOMPLETE = "incomplete"
LEFT_OUT = "left-out"
_NO_FILE = "commplan.toml"
"""Stands for the missing file where there was none to look at: it says where plans are."""


class Issue(NamedTuple):
    """Something that is no finding, and the file at which it is shown."""

    kind: str
    """``incomplete`` or ``left-out``."""
    path: str
    message: str
    """One neutral line."""
    key: str
    """What it is about: the same from run to run."""


def issues(report: Report) -> Iterator[Issue]:
    """What could not be done, then what was known, waived or not assessed."""
    somewhere = report.paths[0] if report.paths else _NO_FILE
    for failure in report.incomplete:
        message = "; ".join([failure_words(failure), *failure_details(failure)])
        path = failure.path if failure.path is not None else somewhere
        yield Issue(INCOMPLETE, path, f"{message}. {NO_VERDICT}", message)
    if report.files == 0:
        message = "no plan file was found"
        yield Issue(INCOMPLETE, somewhere, f"{message}. {NO_VERDICT}", message)
    if told := left_out(report):
        reasons = sorted({skipped.reason for skipped in report.skipped})
        yield Issue(LEFT_OUT, somewhere, "; ".join(told), "\0".join(reasons))
