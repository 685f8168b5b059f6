"""The smallest plan that keeps a promise: one person, one place to ask, one response time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from commplan.document.quoting import scalar

SCHEMA = "https://commplan.dev/schemas/v1/communication-plan.schema.json"

CONFIGURATION = """\
# https://commplan.dev/schemas/v1/config.schema.json describes every key.
plans = ["plans"]
profile = "basic"  # what nobody wants to be wrong; then "standard", then "complete"
"""


class Beginnings(NamedTuple):
    """What has to be known for a first plan."""

    plan: str
    """The id of the plan."""
    name: str
    """Who answers."""
    timezone: str
    """Where they are, as an IANA time zone."""
    email: str | None = None
    slack: str | None = None
    """Their Slack id."""
    channel: str | None = None
    """The name of the Slack channel in which people ask; by e-mail where there is none."""
    channel_id: str | None = None


def plan_id(text: str) -> str:
    """An id made of a name: lower case, hyphens for whatever is no letter or digit."""
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-") or "team"


def first_plan(known: Beginnings) -> str:
    """The plan as YAML. It is clean under `basic`."""
    return "\n".join(_lines(known)) + "\n"


def _lines(known: Beginnings) -> Iterator[str]:
    person = plan_id(known.name.split()[0])
    place = known.channel or "help"
    yield f"# yaml-language-server: $schema={SCHEMA}"
    yield "apiVersion: commplan/v1"
    yield "kind: CommunicationPlan"
    yield f"metadata: {{id: {scalar(known.plan)}, timezone: {scalar(known.timezone)}}}"
    yield "stakeholders:"
    yield "  people:"
    yield f"    {scalar(person)}:"
    yield f"      name: {scalar(known.name)}"
    if known.slack:
        yield f"      slack: {scalar(known.slack)}"
    if known.email:
        yield f"      contacts: {{email: {scalar(known.email)}}}"
    yield "      calendar: calendar:office"
    yield "channels:"
    yield f"  {scalar(place)}:"
    yield f"    {_kind(known)}"
    yield "    purpose: support-intake"
    yield f"    owner: {scalar(f'person:{person}')}"
    yield "slas:"
    yield "  help:"
    yield f"    applies: {{channel: {scalar(place)}}}"
    yield "    clock: calendar:office"
    yield "    targets: {first_response: 4h} # your first promise: how soon does somebody answer?"
    yield "calendars:"
    yield "  office:"
    yield f"    timezone: {scalar(known.timezone)}"
    yield '    hours: {mon-fri: ["09:00-17:00"]} # when you are there'


def _kind(known: Beginnings) -> str:
    if known.channel is None:
        return f"kind: email\n    address: {scalar(known.email or '')}"
    return "kind: slack" + (f"\n    slack: {scalar(known.channel_id)}" if known.channel_id else "")
