"""Options that several commands share, and an argument parser that helps."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import pairwise
from typing import NoReturn

from commplan.errors import ConfigError
from commplan.rule import PROFILES

WIDTH = 96
"""Columns of ``--help``."""

_MEANT_WITH_EQUALS = (("--fix", "safe"), ("--fix", "unsafe"))
"""Words that would be taken for an option and a path."""


class Parser(argparse.ArgumentParser):
    """Parses one command's words; unknown options get a suggestion."""

    def __init__(self, command: str, description: str, examples: str) -> None:
        super().__init__(
            prog=f"commplan {command}",
            description=description,
            epilog=f"examples:\n{examples}",
            formatter_class=_Formatter,
            allow_abbrev=False,
        )

    def parse(self, words: Sequence[str]) -> argparse.Namespace:
        """Parse, or raise ConfigError with what is wrong and what may have been meant."""
        if at := next((at for at in pairwise(words) if at in _MEANT_WITH_EQUALS), None):
            raise ConfigError(f"{self.prog}: write '{'='.join(at)}', without a blank")
        # A bare --fix must not take the path after it for its value.
        words = ["--fix=safe" if word == "--fix" else word for word in words]
        namespace, unknown = self.parse_known_args(words)
        if unknown:
            raise ConfigError(
                f"{self.prog}: unknown option {unknown[0]!r}{self._nearest(unknown[0])}"
            )
        return namespace

    def error(self, message: str) -> NoReturn:
        """Turn argparse's complaint into ours."""
        raise ConfigError(f"{self.prog}: {message}; see '{self.prog} --help'")

    def hide(self, *options: str) -> None:
        """Leave out of ``--help`` what is taken only to say why it is refused."""
        for option in options:
            self._option_string_actions[option].help = argparse.SUPPRESS

    def _nearest(self, word: str) -> str:
        from difflib import get_close_matches

        option = word.partition("=")[0]
        close = get_close_matches(option, self._option_string_actions, n=1, cutoff=0.5)
        return f"; did you mean {close[0]!r}?" if close else f"; see '{self.prog} --help'"


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Writes help of one width everywhere.

    argparse makes a formatter for each option that is added, and each would
    import ``shutil`` to ask how wide the terminal is.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=WIDTH)


FORMATS = (
    "text (default), json, sarif, github, gitlab, junit, checkstyle, markdown, html, "
    "or one that a plugin adds"
)


def add_reporting(parser: Parser) -> None:
    """Add the options that every command with a report takes."""
    add_scope(parser)
    add_result(parser)
    add_running(parser)


def add_scope(parser: Parser) -> None:
    """Add which plans are judged, and by which rules."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="plan files or folders; '-' reads one plan from standard input; "
        "none takes 'plans' of the configuration, else plans/",
    )
    rules = parser.add_argument_group("which rules")
    rules.add_argument(
        "--profile",
        "--pack",
        metavar="NAME",
        action="append",
        default=[],
        help=f"how much is asked for: one of {', '.join(PROFILES)} (default: standard); and packs "
        "of duties that all plans have to meet, such as gdpr; may be repeated",
    )
    rules.add_argument(
        "--select",
        metavar="RULES",
        action="append",
        default=[],
        help="only these rules: codes, prefixes (ESC, SLA2), names or classes (0-4), by comma",
    )
    rules.add_argument(
        "--ignore", metavar="RULES", action="append", default=[], help="all but these rules"
    )


def add_result(parser: Parser, formats: str = FORMATS) -> None:
    """Add what comes out, in ``formats`` as ``--help`` names them."""
    result = parser.add_argument_group("what comes out")
    result.add_argument(
        "--format",
        metavar="NAME[:FILE]",
        action="append",
        default=[],
        dest="formats",
        help=f"{formats}; without FILE, or with '-', it is printed; may be repeated",
    )
    result.add_argument(
        "--fail-on",
        metavar="SEVERITY",
        choices=("error", "warning", "info"),
        help="the least severity that makes the run fail: error (default), warning or info",
    )
    result.add_argument(
        "--strict-evidence",
        action="store_true",
        help="findings that are inconclusive count as others do: an error is not lowered to a "
        "warning, and --fail-on looks at them",
    )
    result.add_argument(
        "--report-only",
        metavar="FILE",
        nargs="*",
        default=None,
        help="judge all plans, but report only what concerns these files; "
        "without a FILE, what concerns the PATHs",
    )
    result.add_argument(
        "--baseline",
        metavar="FILE",
        help="what 'commplan baseline' wrote, or a report in JSON; what it lists is known and does "
        "not make the run fail (default: 'baseline' of the configuration)",
    )
    result.add_argument(
        "--no-baseline", action="store_true", help="show what the baseline knows as new"
    )
    result.add_argument(
        "--no-ignores", action="store_true", help="show what waivers and ignores hide"
    )
    result.add_argument(
        "--exit-zero", action="store_true", help="findings do not make the run fail"
    )
    result.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour the text (default: on a terminal, unless NO_COLOR is set)",
    )
    add_verbosity(result)


def add_running(parser: Parser) -> None:
    """Add how to run."""
    run = parser.add_argument_group("how to run")
    run.add_argument(
        "--as-of",
        metavar="INSTANT",
        help="judge as if it were then, such as 2026-11-21T09:00:00Z "
        "(default: now; check rounds it down to the hour)",
    )
    run.add_argument("--stdin-filename", metavar="NAME", help="the name of the plan that '-' reads")
    add_config(run)
    run.add_argument("--jobs", metavar="N", type=int, help="processes to use (default: all cores)")
    run.add_argument("--no-cache", action="store_true", help="judge every file anew")


def add_fixing(parser: Parser) -> None:
    """Add the options of commands that can mend what they find."""
    group = parser.add_argument_group("mending")
    group.add_argument(
        "--fix",
        metavar="HOW",
        nargs="?",
        const="safe",
        choices=("safe", "unsafe"),
        help="mend what can be mended in the plan files, keeping what they mean; --fix=unsafe also "
        "does what a person has to look over; Slack is never changed",
    )
    group.add_argument(
        "--diff",
        action="store_true",
        help="print what --fix (or --fix=unsafe) would change and write nothing",
    )


def add_config(group: argparse._ActionsContainer) -> None:
    """Add ``--config``."""
    group.add_argument(
        "--config", metavar="FILE", help="the configuration (default: the closest one)"
    )


def add_workspace(
    group: argparse._ActionsContainer, default: str | None = "slack", *, several: bool = False
) -> None:
    """Add what every command takes that reads a workspace, or ``several`` of them."""
    group.add_argument(
        "--workspace",
        metavar="SOURCE",
        action="append" if several else "store",
        default=[] if several else default,
        help=f"slack{' (default)' if default else ''}, slack:NAME (token in SLACK_BOT_TOKEN_NAME), "
        "slack:TEAM (an id, for the token of an organisation), slack:NAME/TEAM, "
        "snapshot:FILE, export:FOLDER-or-ZIP, or one that a plugin adds"
        + ("; may be repeated, for plans about several workspaces" if several else ""),
    )
    group.add_argument(
        "--max-wait",
        metavar="SECONDS",
        type=seconds,
        default=900.0,
        help="how long to wait in all where Slack refuses a call for being too fast (default: 900)",
    )
    group.add_argument(
        "--max-time",
        metavar="SECONDS",
        type=seconds,
        default=10_800.0,
        help="how long reading may take (default: 10800)",
    )
    group.add_argument(
        "--resume",
        action="store_true",
        help="go on from where an earlier read with the same options was cut off",
    )
    group.add_argument(
        "--checkpoint",
        metavar="FILE",
        help="where to keep what Slack has answered until all is read "
        "(default: a file in the user's state folder)",
    )


def add_history(group: argparse._ActionsContainer) -> None:
    """Add ``--history``, for commands that measure what happened."""
    group.add_argument(
        "--history",
        metavar="DIR",
        help="a folder that keeps who wrote when, and what rules look for in texts, never a text: "
        "the next audit reads only what is new; COMMPLAN_HISTORY may name it instead",
    )
    group.add_argument(
        "--history-keep",
        metavar="DURATION",
        help="how long it keeps that, such as 400d or 13mo (default: for ever)",
    )
    group.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        default="duckdb",
        help="what measures messages: duckdb (default), in this process, or the spark that"
        ' Spark\'s own settings name (pip install "commplan[spark]")',
    )


def seconds(text: str) -> float:
    """A time that can be waited for. Raises ValueError."""
    found = float(text)
    if not 0 <= found < float("inf"):
        raise ValueError(text)
    return found


def add_verbosity(
    group: argparse._ActionsContainer,
    quiet: str = "only findings",
    verbose: str = "tell more, such as every rule that was not assessed",
) -> None:
    """Add ``-q`` and ``-v``, which do what is said."""
    group.add_argument(
        "-q",
        "--quiet",
        action="store_const",
        const=-1,
        default=0,
        dest="verbosity",
        help=quiet,
    )
    group.add_argument(
        "-v",
        "--verbose",
        action="count",
        default=0,
        dest="more",
        help=verbose,
    )


def split(values: Sequence[str]) -> tuple[str, ...]:
    """Take apart repeated options that also allow commas."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())
