"""Write what is made from rules and packs: the index of rules, their pages, scopes and packs.

With ``--check`` nothing is written; the exit code says whether the pages are up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from commplan.catalogue import catalogue
from commplan.finding import Severity
from commplan.packs import load_pack, pack_names, packs_page
from commplan.rule import Rule
from commplan.rule_page import Page, class_words, page, parameter_words, reads_words
from commplan.rules import written_rules
from commplan.schema import schema
from commplan.testing import AS_OF, fixed
from commplan.workspace import FACTS
from commplan.workspace.scopes_page import BEGIN, END, scopes_block

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS))  # the modules beside this one, however it is run

from schema_pages import RECORDS, records_table, schema_page  # noqa: E402

INDEX = DOCS.parent / "commplan" / "rules" / "_index.py"
SUBJECTS = {
    "PLN": "The plan as a whole",
    "STK": "Stakeholders and contacts",
    "GOL": "Goals and indicators",
    "CHN": "Channels",
    "SEV": "Severities",
    "SLA": "Response-time promises",
    "ESC": "Escalation",
    "AVL": "Availability",
    "PRO": "Protocols, templates and tone",
    "SEC": "Security and confidentiality",
    "NTF": "Duties to notify",
    "REV": "Reviews",
    "TRN": "Training and programmes",
    "FBK": "Feedback",
    "TKT": "Requests, tickets, automation, alerts",
    "WVR": "Waivers and ignores",
    "AUD": "The audit itself",
}


def main(words: list[str]) -> int:
    """Write or check every generated page."""
    rules = tuple(sorted(written_rules(), key=lambda rule: rule.code))
    wanted = {DOCS / "rules" / f"{rule.name}.md": rule_page(rule) for rule in rules}
    wanted[DOCS / "rules" / "README.md"] = list_of_rules(rules)
    wanted[INDEX] = index(rules)
    scopes = DOCS / "slack-scopes.md"
    wanted[scopes] = with_scopes(scopes.read_text("utf-8"), rules)
    records = DOCS / "evidence.md"
    wanted[records] = with_records(records.read_text("utf-8"))
    wanted[DOCS / "packs.md"] = packs_page(map(load_pack, pack_names()))
    wanted[DOCS / "plan-language.md"] = schema_page(
        schema("communication-plan"), "The plan language", PLAN_LANGUAGE
    )
    wanted[DOCS / "configuration.md"] = schema_page(
        schema("config"), "Configuration", CONFIGURATION
    )
    stale = [p for p, text in wanted.items() if not p.exists() or p.read_text("utf-8") != text]
    dead = sorted(set((DOCS / "rules").glob("*.md")) - set(wanted))
    if "--check" in words:
        for path in (*stale, *dead):
            print(f"{path.relative_to(DOCS.parent)} is out of date; run 'python3 dev.py docs'")
        return 1 if stale or dead else 0
    (DOCS / "rules").mkdir(exist_ok=True)
    for path in stale:
        path.write_text(wanted[path], "utf-8")
    for path in dead:
        path.unlink()
    return 0


def rule_page(rule: Rule) -> str:
    """One rule's page."""
    told = page(rule)
    parts = [
        "<!-- generated from the rule's docstring; edit it there -->",
        f"# {rule.code} {rule.name}",
        f"{told.title}.",
        "\n".join(["| | |", "|---|---|", *(f"| {k} | {v} |" for k, v in facts(rule))]),
        told.why,
        *example("Bad", told.bad),
        *fixed_example(rule, told),
        *example("Files", told.files),
        *example("Workspace", told.workspace),
        *example("Good", told.good),
        *(example("Good files", told.good_files) if told.good_files != told.files else ()),
        *(
            example("Good workspace", told.good_workspace)
            if told.good_workspace != told.workspace
            else ()
        ),
        *(
            ("## Facts", "In JSON output, `facts` holds:", facts_list(told.facts))
            if told.facts
            else ()
        ),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def facts(rule: Rule) -> Iterator[tuple[str, str]]:
    """The rule's data sheet."""
    yield "severity", rule.severity.value
    yield "profile", rule.profile
    yield "class", class_words(rule)
    yield "since", rule.since
    yield "fix", rule.fix or "none"
    if rule.reads:
        scopes = sorted({scope for fact in rule.reads for scope in FACTS[fact].scopes})
        yield "reads", reads_words(rule)
        yield "Slack scopes", ", ".join(f"`{scope}`" for scope in scopes) or "none"
    for name in rule.parameters:
        yield f"parameter `{name}`", parameter_words(rule, name)
    yield "serves", rule.source


def example(heading: str, text: str) -> tuple[str, ...]:
    """A block of YAML under a heading."""
    return (f"## {heading}", f"```yaml\n{text}\n```") if text else ()


def fixed_example(rule: Rule, told: Page) -> tuple[str, ...]:
    """What ``--fix`` makes of the bad example, as a difference."""
    if rule.fix is None:
        return ()
    made = fixed(
        rule,
        told.bad,
        workspace=told.workspace or None,
        files=told.files,
        as_of=told.as_of or AS_OF,
        rules=catalogue(written_rules()),
    )
    lines = list(unified_diff(told.bad.splitlines(), made.splitlines(), n=2, lineterm=""))[3:]
    shown = "\n".join("…" if line.startswith("@@") else line for line in lines)
    option = "--fix" if rule.fix == "safe" else "--fix=unsafe"
    words = f"`commplan {'audit' if told.workspace else 'check'} {option}` makes of it:"
    return ("## Fixed", words, f"```diff\n{shown}\n```") if lines else ()


def facts_list(text: str) -> str:
    """The keys of ``facts`` as a list."""
    lines = (line.partition(":") for line in text.splitlines() if line.strip())
    return "\n".join(f"- `{key.strip()}`: {meaning.strip()}" for key, _, meaning in lines)


def index(rules: tuple[Rule, ...]) -> str:
    """The module that tells what each rule is without importing it."""
    lines = (
        f"    Rule({fields(rule)}, Deferred({rule.module!r}, {rule.judge.__name__!r})),"
        for rule in rules
    )
    return "\n".join((INDEX_HEAD, *lines, ")", ""))


def fields(rule: Rule) -> str:
    """All but the function of a rule, as Python writes it."""
    return ", ".join(
        f"Severity.{value.name}" if isinstance(value, Severity) else repr(value)
        for value in rule[:-1]
    )


INDEX_HEAD = """\
\"\"\"What every rule is. Made by `python3 dev.py docs` from the rules: edit them, not this.\"\"\"

from commplan.api import Deferred, Bounds, Rule, Severity

RULES = ("""


def list_of_rules(rules: tuple[Rule, ...]) -> str:
    """The list of all rules by subject."""
    parts = ["<!-- generated from the rules -->", "# Rules", INTRODUCTION]
    for area, heading in SUBJECTS.items():
        rows = [r for r in rules if r.area == area]
        if rows:
            parts.append(f"## {heading}")
            parts.append(
                "\n".join(
                    [
                        "| code | name | severity | profile | fix | what it flags |",
                        "|---|---|---|---|---|---|",
                    ]
                    + [
                        f"| {r.code} | [{r.name}]({r.name}.md) | {r.severity.value} "
                        f"| {r.profile} | {r.fix or '–'} | {r.title} |"
                        for r in rows
                    ]
                )
            )
    return "\n\n".join(parts) + "\n"


PLAN_LANGUAGE = """\
A plan is a YAML file of kind `CommunicationPlan`; the [example plans](../plans/README.md) show all
of it at work. Every section is optional, and what is not promised is not checked. A baseline
(`kind: Baseline`) has the same sections; plans that [extend](adopting.md) it have them, too. An
editor with a YAML language server completes and explains every key if the first line is

```yaml
# yaml-language-server: $schema=https://commplan.dev/schemas/v1/communication-plan.schema.json
```"""

CONFIGURATION = """\
`commplan.toml`, or `[tool.commplan]` in `pyproject.toml`; the closest one upward of the first PATH.
[Command line](command-line.md#configuration) has an example."""

INTRODUCTION = """\
A code is an area, a class and a number. The class says what a rule rests on: 0 the form of one
file, 1 the content of plans, 2 what follows from them over time, 3 the live workspace, 4 what
happened. Codes are never reused; the name is an alias. `commplan explain CODE` prints a page."""


def with_scopes(text: str, rules: tuple[Rule, ...]) -> str:
    """The page about scopes with its tables made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    using = {fact: [r.code for r in rules if fact in r.reads] for fact in FACTS}
    return before + scopes_block(using) + after


def with_records(text: str) -> str:
    """The page about records with its table made anew."""
    before, _, rest = text.partition(RECORDS)
    _, _, after = rest.partition(END)
    return f"{before}{records_table(schema('evidence'))}\n{END}{after}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
