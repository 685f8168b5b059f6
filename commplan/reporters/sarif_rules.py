"""What a SARIF log says about the rules themselves."""

from __future__ import annotations

from textwrap import indent

from commplan.api import Page, Rule, Severity, page
from commplan.reporters.json_text import Json, encodable

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
"""SARIF's word for each severity."""

_GRAVITY = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
"""GitHub's word for each severity, by which it ranks alerts."""

_TEXT_LIMIT = 1024
_NAME_LIMIT = 255
_TAG_LIMIT = 20
"""What GitHub accepts: characters of a description and of a name, tags of a rule."""


def descriptor(code: str, name: str, rule: Rule | None) -> dict[str, Json]:
    """Return the reporting descriptor of a rule, or of a code that is no rule's."""
    if rule is None:
        return {"id": code, "name": _cut(name, _NAME_LIMIT), **_texts(name, name, name, name)}
    parts = page(rule)
    title = parts.title or name
    body = parts.why.strip() or title
    return {
        "id": code,
        "name": _cut(rule.name, _NAME_LIMIT),
        **_texts(title, body, f"{title}.\n\n{body}", _markdown(title, parts)),
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "precision": _precision(rule),
            "problem.severity": _GRAVITY[rule.severity],
            "tags": list(_tags(rule)),
        },
    }


def _texts(short: str, full: str, text: str, markdown: str) -> dict[str, Json]:
    return {
        "shortDescription": {"text": _cut(short, _TEXT_LIMIT)},
        "fullDescription": {"text": _cut(full, _TEXT_LIMIT)},
        "help": {"text": encodable(text), "markdown": encodable(markdown)},
    }


def _markdown(title: str, parts: Page) -> str:
    blocks = [f"# {title}", parts.why.strip()]
    for heading, example in (
        ("Bad", parts.bad),
        ("Good", parts.good),
        ("Workspace", parts.workspace),
    ):
        if example:
            blocks.append(f"## {heading}\n\n{indent(example.rstrip(), '    ')}")
    return "\n\n".join(filter(None, blocks)) + "\n"


def _precision(rule: Rule) -> str:
    """Rate the evidence: computed is certain, live can be stale, measured is an estimate."""
    if rule.evidence_class < 3:
        return "very-high"
    return "high" if rule.evidence_class == 3 else "medium"


def _tags(rule: Rule) -> tuple[str, ...]:
    """Area and profile, then the practices and controls that the rule serves."""
    sources = (source.strip() for source in rule.source.split(";"))
    return tuple(dict.fromkeys((rule.area, rule.profile, *filter(None, sources))))[:_TAG_LIMIT]


def _cut(text: str, limit: int) -> str:
    text = encodable(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"
