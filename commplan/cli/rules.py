"""``commplan rules``: list the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from commplan.cli.options import Parser, add_config, split
from commplan.config import load
from commplan.engine.select import select
from commplan.plugins import registry
from commplan.rule import Rule

EXAMPLES = """\
  commplan rules                          every rule that is installed
  commplan rules --profile basic          what a first plan is held to
  commplan rules --select ESC             one area
  commplan rules --format json            for programs
"""


def parser() -> Parser:
    """The options of ``rules``."""
    made = Parser("rules", "List the rules: code, severity, profile, name and title.", EXAMPLES)
    made.add_argument("--profile", metavar="NAME", help="only the rules of this profile")
    made.add_argument(
        "--select",
        metavar="RULES",
        action="append",
        default=[],
        help="only these: codes, prefixes, names or classes (0-4), by comma",
    )
    made.add_argument("--format", choices=("text", "json"), default="text", help="text or json")
    add_config(made)
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan rules``."""
    arguments = parser().parse(words)
    configuration = load(arguments.config, ".")
    catalogue = registry(configuration.plugins, configuration.custom_rules).rules()
    choice = configuration.choice._replace(
        profile=arguments.profile or "complete",
        packs=(),
        select=split(arguments.select),
        ignore=(),
        mandatory=(),
    )
    chosen = select(catalogue, choice).rules
    print(_json(chosen) if arguments.format == "json" else _text(chosen), end="")
    return 0


def _text(rules: Iterable[Rule]) -> str:
    rows = [(r.code, r.severity.value, r.profile, r.name, r.title + _fix(r)) for r in rules]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    return "".join(
        "  ".join([*(text.ljust(width) for text, width in zip(row, widths, strict=False)), row[4]])
        + "\n"
        for row in rows
    )


def _fix(rule: Rule) -> str:
    return f" [fix: {rule.fix}]" if rule.fix else ""


def _json(rules: Iterable[Rule]) -> str:
    import json

    listed = [
        {
            "code": rule.code,
            "name": rule.name,
            "title": rule.title,
            "severity": rule.severity.value,
            "class": rule.evidence_class,
            "profile": rule.profile,
            "needs": list(rule.needs),
            "reads": list(rule.reads),
            "of": list(rule.of),
            "threads": list(rule.threads),
            "lists": list(rule.lists),
            "parameters": dict(rule.parameters),
            "fix": rule.fix,
            "since": rule.since,
            "source": rule.source,
        }
        for rule in rules
    ]
    return json.dumps(listed, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
