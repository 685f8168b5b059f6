"""``commplan explain``: print the page of one rule."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from commplan.cli.options import Parser, add_config
from commplan.config import load
from commplan.plugins import registry
from commplan.rule import Rule
from commplan.rule_page import class_words, page, parameter_words, reads_words

FIXES = {
    "safe": "safe: --fix mends it where that changes nothing else",
    "unsafe": "unsafe: --fix=unsafe proposes an edit where one can be told",
    None: "none",
}
EXAMPLES = """\
  commplan explain CHN101
  commplan explain channel-unowned
"""


def parser() -> Parser:
    """The options of ``explain``."""
    made = Parser("explain", "Print one rule's page: why, and what is bad and good.", EXAMPLES)
    made.add_argument("rule", metavar="RULE", help="a code or a name")
    add_config(made)
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan explain``."""
    arguments = parser().parse(words)
    configuration = load(arguments.config, ".")
    catalogue = registry(configuration.plugins, configuration.custom_rules).rules()
    print(render(catalogue.get(arguments.rule)), end="")
    return 0


def render(rule: Rule) -> str:
    """The page as plain text."""
    told = page(rule)
    facts = [
        ("severity", rule.severity.value),
        ("profile", rule.profile),
        ("class", class_words(rule)),
        ("since", rule.since),
        ("fix", FIXES[rule.fix]),
        ("needs", ", ".join(rule.needs)),
        ("reads", reads_words(rule)),
        *(("parameter", f"{name} = {parameter_words(rule, name)}") for name in rule.parameters),
        ("source", rule.source),
    ]
    parts = [
        f"{rule.code} {rule.name}",
        told.title,
        "\n".join(f"  {name:<11}{value}" for name, value in facts if value),
        told.why,
        _example("Bad", told.bad),
        _example("Files", told.files),
        _example("Good", told.good),
        _example("Good files", told.good_files if told.good_files != told.files else ""),
        _example("Workspace", told.workspace),
        _example(
            "Good workspace", told.good_workspace if told.good_workspace != told.workspace else ""
        ),
        _example("Facts", told.facts),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _example(heading: str, text: str) -> str:
    return f"{heading}:\n{textwrap.indent(text, '    ')}" if text else ""
