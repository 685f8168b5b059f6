"""Announcements that leave out what their template asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    Conclusion,
    Files,
    NotAssessed,
    Outcome,
    Problem,
    Related,
    Severity,
    Unrecognisable,
    at_least,
    listed,
    not_read,
    parse_duration,
    rule,
    template_adherence,
    templated_messages,
)

if TYPE_CHECKING:
    from commplan.api import Adherence, History, Verdicts

_SHOWN = 3


@rule(
    "PRO401",
    severity=Severity.WARNING,
    profile="complete",
    since="0.1",
    source="A16 A22 A27",
    reads=("people", "public-channels", "private-channels", "messages", "replies"),
    of=("template",),
    back="window",
)
def template_adherence_low(
    history: History, files: Files, *, min_share: float = 0.8, window: str = "28d"
) -> Verdicts:
    """Too few announcements fill in all fields of their template.

    What is left out is what readers ask for next. Find out why a field stays empty: drop
    it if nobody needs it, else make it easier to fill in. Judged are the message types with
    a template and a Slack channel in `via`, over the last `window`. A post is one of them
    if it is in such a channel, in a thread or not, if somebody behind the `sender` or an
    automation for the message wrote it, and if it is written from the template: it has the
    `marker`; else the words with which the template begins; where that begins with a field,
    two of its labels. Compared are words: markup, line breaks and capitals do not matter,
    but a label keeps its colon or question mark. A field is filled in if words follow its
    label before the next words of the template; `tbd`, `n/a` and the like are none. A type
    fails if the share of its posts that fill in every field is less than `min_share` (80 %)
    with confidence.

    Bad:
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
        messages:
          update:
            kind: incident
            via: ["channel:incidents"]
            sender: "person:alice"
            template: "template:update"
        templates:
          update:
            type: incident-update
            fields: [summary, impact, next_update]
            text: |
              {{ summary }}
              Impact: {{ impact }}
              Next update: {{ next_update }}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Workspace:
        people: {U01ALICE: alice}
        channels: {C02INC: incidents}
        messages:
          C02INC:
            - at: 2026-11-01T10:00
              every: 12h
              times: 20
              user: U01ALICE
              text: |
                *VPN is down*
                • Impact: no access from home
                • Next update: tbd

    Good:
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
        messages:
          update:
            kind: incident
            via: ["channel:incidents"]
            sender: "person:alice"
            template: "template:update"
        templates:
          update:
            type: incident-update
            fields: [summary, impact, next_update]
            text: |
              {{ summary }}
              Impact: {{ impact }}
              Next update: {{ next_update }}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Good workspace:
        people: {U01ALICE: alice}
        channels: {C02INC: incidents}
        messages:
          C02INC:
            - at: 2026-11-01T10:00
              every: 12h
              times: 20
              user: U01ALICE
              text: |
                *VPN is down*
                • Impact: no access from home
                • Next update: 15:30

    Facts:
        message: the id of the message type
        template: the id of its template
        n: how many posts are written from it
        hits: how many of them fill in all fields
        missing: how many posts leave out which field
        share, low, high: the share that fills in all fields and its interval, from 0 to 1
        limit: the least share that is good
        needed: with how many posts the same share would decide, or null
        since: from when on the channels are looked at
        half_read: threads of which replies were not read
    """
    for templated in templated_messages(history.plan):
        for channel in templated.channels:
            if why := history.unread(channel.id):
                yield NotAssessed(why, at=templated.message.at.key)
    for found in template_adherence(history, files, parse_duration(window)):
        if isinstance(found, Unrecognisable):
            template = found.templated.template
            reason = f"posts from template:{template.id} cannot be recognised: no words of it"
            yield NotAssessed(f"{reason} can be read", at=template.at.key)
        else:
            yield from _judged(found, min_share, window)


def _judged(found: Adherence, min_share: float, window: str) -> Verdicts:
    message, template = found.templated.message, found.templated.template
    if found.doubt:
        yield NotAssessed(found.doubt, at=message.at / "sender")
    if not found.posts:
        reason = f"nobody posted a {message.id} from template:{template.id} in {window}"
        yield NotAssessed(reason, at=message.at.key)
        return
    share = at_least(found.complete, found.posts, min_share, found.windows)
    if share.conclusion is Conclusion.PASS and not found.half_read:
        return
    most = [f"{field} ({number})" for field, number in [*found.missing.items()][:_SHOWN]]
    missing = f"; most often missing: {listed(most)}" if most else ""
    unread = not_read((), found.half_read)
    yield Problem(
        at=message.at.key,
        message=f"{found.complete} of {found.posts} posts of message:{message.id} "
        f"({share.figure}) fill in all fields of template:{template.id}, at least {share.limit}"
        f"{missing}{unread}{share.doubt}",
        help="drop fields that nobody needs, and make the others easier to fill in",
        related=(Related(template.at.key, "the template"),),
        facts={
            "message": message.id,
            "template": template.id,
            "missing": dict(found.missing),
            "half_read": found.half_read,
            **share.facts,
        },
        outcome=Outcome.INCONCLUSIVE if found.half_read else Outcome(share.conclusion.value),
    )
