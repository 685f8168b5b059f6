"""Templates to begin with: what readers of a type of message ask, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence

_FIELDS = {
    "incident-update": ("summary", "impact", "actions_taken", "next_update"),
    "status": ("summary", "impact", "next_update"),
    "change-request": ("summary", "reason", "impact", "start", "end", "way_back"),
    "delay-notice": ("summary", "reason", "new_target"),
    "maintenance": ("summary", "start", "end", "impact"),
    "pir": ("summary", "timeline", "causes", "actions"),
    "security": ("summary", "what_to_do", "contact"),
    "report": ("summary", "indicators", "next_report"),
}


def skeleton_fields(type_: str) -> tuple[str, ...]:
    """The fields that a template of a type begins with."""
    return _FIELDS.get(type_, ("summary",))


def skeleton_text(fields: Sequence[str]) -> str:
    """A text that uses each field once, a summary alone and the others under their names."""
    lines = (f"{_label(field)}{{{{ {field} }}}}" for field in fields)
    return "\n".join(lines) + "\n"


def _label(field: str) -> str:
    return "" if field == "summary" else f"{field.replace('_', ' ').capitalize()}: "
