"""``commplan who``: who is reached, when and how, at one instant."""

from __future__ import annotations

import time
from collections.abc import Sequence

from commplan.checker.live import load_plans
from commplan.checker.target import Target
from commplan.cli.hints import meant
from commplan.cli.main import Exit, fail
from commplan.cli.options import Parser, add_config
from commplan.cli.who_json import answer_json
from commplan.cli.who_text import answer_text
from commplan.clock import parse_instant
from commplan.config import load
from commplan.document import find_plan_files
from commplan.errors import ConfigError
from commplan.named import NamedTuple
from commplan.plan import Plan, Reference, slas_of
from commplan.timeline import CalendarError, Timeline, presence, unfold
from commplan.timeline.answer import Answer, dues

EXAMPLES = """\
  commplan who sev1                                  now: who is called, when and by which medium
  commplan who escalation:major --at 2026-11-28T03:00+01:00
  commplan who channel:it-help plans/it-ops          who answers there
  commplan who sev1 --format json                    for programs
"""
_KINDS = ("severity", "escalation", "channel")


class Asked(NamedTuple):
    """What was asked for, found in a plan."""

    plan: Plan
    kind: str
    id: str


def parser() -> Parser:
    """The options of ``who``."""
    made = Parser(
        "who",
        "Answer who is reached for a severity, an escalation path or a channel at an instant, "
        "when and by which medium.",
        EXAMPLES,
    )
    made.add_argument(
        "what", metavar="WHAT", help="an id, or severity:ID, escalation:ID, channel:ID"
    )
    made.add_argument(
        "paths",
        nargs="*",
        default=[],
        metavar="PATH",
        help="plan files or folders; none takes 'plans' of the configuration, else plans/",
    )
    made.add_argument(
        "--at",
        metavar="INSTANT",
        help="when it begins, such as 2026-11-28T03:00:00Z (default: now)",
    )
    made.add_argument("--format", choices=("text", "json"), default="text", help="text or json")
    add_config(made)
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan who``. Exit code 1 says that somewhere nobody is reached."""
    arguments = parser().parse(words)
    at = _instant(arguments.at)
    paths = arguments.paths or load(arguments.config, ".").plans
    files = tuple(sorted(find_plan_files(paths)))
    plans = load_plans(Target(files, frozenset(arguments.paths)))
    if not plans:
        return fail("no valid plan found; 'commplan check' tells what is wrong", Exit.NO_PLANS)
    asked = _find(plans, arguments.what)
    try:
        answers = [_answer(one, at) for one in asked]
    except CalendarError as error:
        return fail(f"cannot be told: {error}", Exit.INCOMPLETE)
    render = answer_json if arguments.format == "json" else answer_text
    print(render(answers, at), end="")
    return Exit.CLEAN if all(answer.reaches_somebody for answer in answers) else Exit.FINDINGS


def _instant(text: str | None) -> int:
    if text is None:
        return time.time_ns() // 1000
    try:
        return parse_instant(text)
    except ValueError as error:
        raise ConfigError(f"--at: {error}") from error


def _find(plans: Sequence[Plan], what: str) -> list[Asked]:
    """Everything that goes by a name, in one plan or in several."""
    kind, colon, name = what.partition(":")
    kinds = (kind,) if colon else _KINDS
    if colon and kind not in _KINDS:
        raise ConfigError(f"{kind!r} cannot be asked for; {meant(kind, _KINDS, ':' + name)}")
    wanted = name if colon else what
    found = [Asked(plan, k, wanted) for plan in plans for k in kinds if wanted in plan.ids(k)]
    if not found:
        known = sorted({name for plan in plans for k in kinds for name in plan.ids(k)})
        raise ConfigError(f"nothing is called {what!r}; {meant(wanted, known)}")
    for plan in plans:
        here = [f"{asked.kind}:{asked.id}" for asked in found if asked.plan is plan]
        if len(here) > 1:
            raise ConfigError(f"{what!r} is more than one thing; write {' or '.join(here)}")
    return found


def _answer(asked: Asked, at: int) -> Answer:
    plan = asked.plan
    timeline = Timeline(plan, at)
    if asked.kind == "channel":
        return _of_channel(plan, timeline, asked.id)
    severity = plan.severities.get(asked.id) if asked.kind == "severity" else None
    path = severity.path if severity else Reference("escalation", asked.id, plan.root)
    name = f"{asked.kind}:{asked.id}"
    if severity is not None and path is None:
        raise ConfigError(f"{plan.origin.path}: {name} names no escalation path")
    if path is None or not timeline.sound(path):
        raise ConfigError(
            f"{plan.origin.path}: {name} leads to something that does not exist, or in a circle; "
            "'commplan check' tells where"
        )
    slas = slas_of(plan, severity) if severity else ()
    return Answer(
        plan, name, timeline.zone(path), unfold(timeline, path.id), None, dues(timeline, slas)
    )


def _of_channel(plan: Plan, timeline: Timeline, id: str) -> Answer:
    answering = plan.channels[id].answering
    name = f"channel:{id}"
    if answering is None:
        raise ConfigError(f"{plan.origin.path}: {name} has no owner and no responders")
    if not timeline.sound(answering):
        raise ConfigError(f"{plan.origin.path}: {answering}, who answers in {name}, is broken")
    promised = dues(timeline, (sla for sla in plan.slas.values() if id in sla.channels))
    there = presence(timeline, answering)
    return Answer(plan, name, timeline.zone(answering), None, there, promised, answering)
