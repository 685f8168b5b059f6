"""What a reporter is: a name and a function from a report to text."""

from collections.abc import Callable, Mapping, Sequence

from commplan.finding import Finding, Report, Severity
from commplan.named import NamedTuple
from commplan.rule import Rule


class Replacement(NamedTuple):
    """Text of a file, and what a fix puts in its place. Lines and columns as in a location."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Rendering(NamedTuple):
    """What a reporter may use besides the report itself."""

    version: str
    """The version of commplan."""
    rules: Mapping[str, Rule]
    """Every known rule by code."""
    lines: Callable[[str], Sequence[str]]
    """The lines of a reported file, without line ends; empty where it cannot be read."""
    edits: Callable[[Finding], Sequence[Replacement]] = lambda _: ()
    """What the fix of a reported finding replaces; nothing where there is none to be made."""
    colour: bool = False
    """Whether terminal escapes are wanted."""
    verbosity: int = 0
    """-1 quiet, 0 normal, 1 and more verbose."""
    fail_on: Severity = Severity.ERROR
    """The least severity that makes the run fail."""


class Reporter(NamedTuple):
    """One output format."""

    name: str
    """What ``--format`` takes."""
    summary: str
    """One sentence for ``--help``."""
    render: Callable[[Report, Rendering], str]
    """The whole output as text, ending in a line break unless it is empty."""
