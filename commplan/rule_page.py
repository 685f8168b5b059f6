"""A rule's page: what its docstring says, split into parts."""

import textwrap
from collections.abc import Mapping
from typing import NamedTuple

from commplan.plan.naming import one_of
from commplan.rule import CLASSES, Bounds, Rule

_HEADINGS = (
    "Bad:",
    "Good:",
    "Files:",
    "Good files:",
    "Workspace:",
    "Good workspace:",
    "As of:",
    "Facts:",
)


class Page(NamedTuple):
    """The parts of a docstring; examples are YAML fragments of a plan."""

    title: str
    why: str
    """Why it matters and how to mend it, as paragraphs."""
    bad: str
    good: str
    files: str
    """The files beside Bad: a mapping of path to content."""
    good_files: str
    """The files beside Good, where they differ from ``files``."""
    workspace: str
    """The workspace in which Bad is bad: a fragment of a snapshot, for live rules."""
    good_workspace: str
    """The workspace in which Good is good, where it differs from ``workspace``."""
    as_of: str
    """The instant of the examples, where it matters."""
    facts: str
    """The keys of ``facts`` in a finding, one per line."""


def page(rule: Rule) -> Page:
    """Split the docstring of a rule."""
    title, _, rest = textwrap.dedent("    " + rule.docstring).strip().partition("\n")
    parts: dict[str, list[str]] = {"": []}
    heading = ""
    for line in textwrap.dedent(rest).splitlines():
        if line.rstrip() in _HEADINGS or line.startswith("As of:"):
            heading, _, same_line = line.partition(":")
            heading += ":"
            parts[heading] = [same_line.strip()] if same_line.strip() else []
        else:
            parts[heading].append(line)
    texts = {key: textwrap.dedent("\n".join(lines)).strip("\n") for key, lines in parts.items()}
    return Page(
        title=title.rstrip("."),
        why=texts[""],
        bad=texts.get("Bad:", ""),
        good=texts.get("Good:", ""),
        files=texts.get("Files:", ""),
        good_files=texts.get("Good files:", "") or texts.get("Files:", ""),
        workspace=texts.get("Workspace:", ""),
        good_workspace=texts.get("Good workspace:", "") or texts.get("Workspace:", ""),
        as_of=texts.get("As of:", "").strip(),
        facts=texts.get("Facts:", ""),
    )


def default_words(value: object) -> str:
    """A parameter's default as people read it: ``a, b``, ``a: b, c; d: e``, or ``none``."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {default_words(item)}" for key, item in value.items()) or "none"
    return (", ".join(map(str, value)) or "none") if isinstance(value, tuple) else str(value)


def parameter_words(rule: Rule, name: str) -> str:
    """A parameter's default and what else it takes: ``0.2 (0 to 1)``."""
    taken = rule.takes.get(name)
    return default_words(rule.parameters[name]) + (f" ({taken_words(taken)})" if taken else "")


def taken_words(taken: Bounds | tuple[str, ...]) -> str:
    """What a parameter takes: ``0 to 1``, ``at least 3``, or ``none or day``."""
    if not isinstance(taken, Bounds):
        return one_of(taken)
    least = f"{taken.least:g}"
    return f"at least {least}" if taken.most is None else f"{least} to {taken.most:g}"


def class_words(rule: Rule) -> str:
    """What a rule rests on: ``1 (content)``, ``4 (measured; judged by an audit)``."""
    name = CLASSES[rule.evidence_class]
    audited = "; judged by an audit" if name in ("live", "measured") else ""
    return f"{rule.evidence_class} ({name}{audited})"


def reads_words(rule: Rule) -> str:
    """What a rule reads: ``members, all people (where the plan has integrations)``."""
    words = ", ".join(f"all {fact}" if fact in rule.lists else fact for fact in rule.reads)
    return f"{words} (where the plan has {' or '.join(rule.of)})" if rule.of else words
