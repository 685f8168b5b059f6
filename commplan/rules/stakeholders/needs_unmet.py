"""A group that a message reaches in a form it cannot use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from commplan.api import (
    Channel,
    Circle,
    Group,
    Message,
    Place,
    Plan,
    Problem,
    Related,
    Severity,
    Template,
    circle,
    left_out,
    listed,
    one_of,
    rule,
)


@rule("STK203", severity=Severity.WARNING, profile="complete", since="0.1", source="A06 A33")
def needs_unmet(plan: Plan) -> Iterator[Problem]:
    """None of the channels that bring a message to a group suits what the group needs.

    A video without captions, a report without a summary or a text in a language
    that they do not read was sent, and told them nothing. `prefers` asks for one
    channel of a preferred kind, `screen-reader` for one that is text, `captions`
    for a tool with the feature `captions` wherever nothing but video or voice
    reaches the group; `summary` asks for a template with a `summary` field or
    `summary_first`, `languages` for one that lists them all. Channels that do not
    reach the group are not looked at, nor are fallbacks.

    Bad:
        messages:
          incident-update: {audience: ["group:leadership"], via: ["channel:incidents"]}
        channels:
          incidents:
            kind: slack
            slack: C02INC
            audience: ["group:leadership"]
            owner: "person:alice"
        stakeholders:
          groups:
            leadership: {slack_usergroup: S02LEADS, prefers: [email]}
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        messages:
          incident-update: {audience: ["group:leadership"], via: ["channel:lead-mail"]}
        channels:
          lead-mail: {kind: email, audience: ["group:leadership"], owner: "person:alice"}
        stakeholders:
          groups:
            leadership: {slack_usergroup: S02LEADS, prefers: [email]}
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        group: the id of the group
        need: `prefers`, `languages`, `captions`, `screen-reader` or `summary`
        messages: the message types that do not meet it, for the same reason
    """
    wishing = {
        group.id: group
        for group in plan.groups.values()
        if group.prefers or group.needs or group.languages
    }
    if not wishing:
        return
    circles: dict[str, Circle] = {}
    found: dict[tuple[str, str, Place], list[tuple[_Lack, Message]]] = {}
    for message in plan.messages.values():
        for group, channels in _reached(plan, message, wishing, circles):
            for lack in (
                *_of_route(plan, message, group, channels),
                *_of_text(plan, message, group),
            ):
                found.setdefault((group.id, lack.need, lack.at), []).append((lack, message))
    for (group_id, _, _), cases in found.items():
        yield _problem(wishing[group_id], cases)


class _Lack(NamedTuple):
    """What a group asks for and a message does not give."""

    need: str
    wish: str
    """``needs captions``, ``prefers email``."""
    fact: str
    """``'incident-update' reaches it only by slack (channel:incidents)``."""
    at: Place
    help: str


def _reached(
    plan: Plan, message: Message, wishing: dict[str, Group], circles: dict[str, Circle]
) -> Iterator[tuple[Group, list[Channel]]]:
    """The groups that a message is for, each with the channels that bring it to them."""
    if not plan.all_sound(message.via):
        return
    channels = [plan.channels[route.id] for route in message.via]
    for channel in channels:
        if not channel.audience or not plan.all_sound(channel.audience):
            return  # it may reach them: see CHN001 and PLN101
        if channel.id not in circles:
            circles[channel.id] = circle(plan, channel.audience)
    for party in circle(plan, message.audience).values():
        if party.kind == "group" and party.id in wishing:
            reaching = [c for c in channels if not left_out(plan, party, circles[c.id])]
            if reaching:  # else see STK201
                yield wishing[party.id], reaching


def _of_route(
    plan: Plan, message: Message, group: Group, channels: list[Channel]
) -> Iterator[_Lack]:
    """What would take another channel."""
    at = message.at / "via"
    if group.prefers and not any(channel.kind in group.prefers for channel in channels):
        kind = one_of(group.prefers)
        yield _Lack("prefers", f"prefers {kind}", _only(message, channels), at, f"use {kind} too")
    if not group.needs or not all(channel.is_spoken for channel in channels):
        return
    if "screen-reader" in group.needs:
        wish = "needs text for a screen reader"
        yield _Lack(
            "screen-reader", wish, _only(message, channels), at, "use something written too"
        )
    videos = [channel for channel in channels if channel.kind == "video"]
    if "captions" in group.needs and videos and not any(_captioned(plan, c) for c in videos):
        fact = f"{_only(message, channels)}, without any"
        remedy = "name a `tool` with `features: [captions]`"
        yield _Lack("captions", "needs captions", fact, at, remedy)


def _only(message: Message, channels: list[Channel]) -> str:
    routes = listed([f"{channel.kind} (channel:{channel.id})" for channel in channels])
    return f"'{message.id}' reaches it only by {routes}"


def _captioned(plan: Plan, channel: Channel) -> bool:
    """Whether there are captions; a tool that is not in the plan may have some, see PLN101."""
    tool = channel.tool
    return tool is not None and (not plan.sound(tool) or "captions" in plan.tools[tool.id].features)


def _of_text(plan: Plan, message: Message, group: Group) -> Iterator[_Lack]:
    """What would take another text."""
    reference = message.template
    if reference is not None and not plan.sound(reference):
        return
    template = plan.templates[reference.id] if reference else None
    name = f"{reference} of '{message.id}'"
    if "summary" in group.needs and not (
        template and (template.summary_first or "summary" in template.fields)
    ):
        at = template.at / "fields" if template else message.at.key
        fact = f"{name} has no summary" if template else f"'{message.id}' has no template with one"
        remedy = "add a field `summary`, or `summary_first: true` where the text begins with one"
        yield _Lack("summary", "needs a summary", fact, at, remedy)
    lacking = [language for language in group.languages if not _written_in(template, language)]
    if lacking:
        at = template.at / "languages" if template else message.at.key
        fact = f"{name} is not" if template else f"'{message.id}' has no template that is"
        wish = f"needs {listed(group.languages)}"
        remedy = f"translate the template and add {listed(lacking)} to its `languages`"
        yield _Lack("languages", wish, f"{fact} in {one_of(lacking)}", at, remedy)


def _written_in(template: Template | None, language: str) -> bool:
    """Whether a template lists the language: ``en-GB`` is ``en``, too."""
    wanted = language.casefold()
    tags = [] if template is None else [tag.casefold() for tag in template.languages]
    return any(tag == wanted or tag.startswith(f"{wanted}-") for tag in tags)


def _problem(group: Group, cases: list[tuple[_Lack, Message]]) -> Problem:
    cases = sorted(cases, key=lambda case: case[1].id)
    lack, _ = cases[0]
    more = f" (and {len(cases) - 1} more)" if cases[1:] else ""
    field = lack.need if lack.need in ("prefers", "languages") else "needs"
    return Problem(
        at=lack.at,
        message=f"{group.id} {lack.wish}, but {lack.fact}{more}",
        help=lack.help,
        related=(
            Related(group.at / field, f"what group:{group.id} asks for"),
            *(Related(message.at.key, f"'{message.id}' too") for _, message in cases[1:]),
        ),
        facts={
            "group": group.id,
            "need": lack.need,
            "messages": [message.id for _, message in cases],
        },
    )
