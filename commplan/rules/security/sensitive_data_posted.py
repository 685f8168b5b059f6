"""Something that only few may know, in a message that many can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from commplan.api import (
    Bounds,
    Exposure,
    NotAssessed,
    Problem,
    Related,
    Resource,
    Severity,
    Unsearched,
    exposures,
    format_utc,
    message_link,
    message_ts,
    parse_duration,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import History, Plan, Verdicts

_HELP: Mapping[str, str] = {
    "card number": "delete the messages, and tell whoever answers for data of cards",
    "password": "change it, delete the messages, and write only where the new one is kept",
}
_REVOKE = "revoke it, delete the messages, and write only where the new one is kept"
_TITLES: Mapping[str, str] = {"card number": "card number posted (Luhn valid)"}


@rule(
    "SEC401",
    severity=Severity.ERROR,
    profile="complete",
    since="0.1",
    source="A35; PCI DSS 12.10.7",
    reads=("public-channels", "private-channels", "messages", "replies"),
    back="window",
    takes={"show": Bounds(1)},
)
def sensitive_data_posted(history: History, *, window: str = "28d", show: int = 10) -> Verdicts:
    """A message contains a credential, a card number, or a label above the channel's ceiling.

    What is posted is copied to every phone in the channel, found by every search and kept
    by every export: revoke it, then delete it. Looked at are the messages of the last
    `window`, with the replies in their threads, of every Slack channel of the plan: for
    credentials that are known by their form (SEC106); for what stands behind a name such as
    `password:` and looks random; for 13 to 19 digits that begin as a card's number does
    and pass the Luhn test, but not in links and ids; and for names of classes above the
    channel's `ceiling` (else that of its medium) where they are labels: in square brackets,
    after `classification:`, or in capitals at the begin of a line of which they are all, or
    which a colon or a dash goes on.

    The text itself is not kept, and files are not opened: of a secret there is only a
    digest, mixed with random bytes that are in no report. So the same secret has the same
    digest wherever it stands, and nobody can try guesses by it. The bytes are those of one
    audit, or of the history that audits share. A secret is one finding in each channel, with
    its first message; after the first `show` in a channel the others are counted.

    Bad:
        classification: {order: [public, internal, restricted]}
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice", ceiling: internal}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Good:
        classification: {order: [public, internal, restricted]}
        channels:
          it-help: {kind: slack, slack: C09DESK, owner: "person:alice", ceiling: internal}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Workspace:
        people: {U01ALICE: alice}
        channels: {C01HELP: it-help, C09DESK: it-help-desk}
        messages:
          C01HELP:
            - {at: 2026-11-18T14:02, user: U09ANN, text: "my card is 4111 1111 1111 1111"}
          C09DESK:
            - {at: 2026-11-18T14:02, user: U09ANN, text: "order 4111-1111, please"}

    Facts:
        channel: the channel's id in the plan
        what: card number, password, label, or the kind of credential, such as Slack token
        label: the class that messages are labelled with, for a label
        ceiling: the highest class that the channel may carry, where that is known
        messages: how many messages have it
        first, last: when it was posted first and last
        link: where the first message is
        evidence: the salted digest of a secret
    """
    told: dict[str, int] = {}
    rest: dict[str, list[Exposure]] = {}
    for found in exposures(history, parse_duration(window)):
        if isinstance(found, Unsearched):
            resource = Resource(*found.measured.bound.object) if found.measured else None
            yield NotAssessed(found.reason, at=found.channel.at.key, resource=resource)
            continue
        told[found.channel.id] = told.get(found.channel.id, 0) + 1
        if told[found.channel.id] <= show:
            yield _problem(history, found)
        else:
            rest.setdefault(found.channel.id, []).append(found)
    for more in rest.values():
        yield _counted(more)


def _problem(history: History, found: Exposure) -> Problem:
    channel = found.channel
    facts = {
        "channel": channel.id,
        "what": found.what,
        "label": found.label,
        "ceiling": found.limit,
        "messages": found.messages,
        "first": format_utc(found.first),
        "last": format_utc(found.last),
        "link": message_link(history.drift.workspace, found.measured.id, found.first),
        "evidence": found.digest and f"sha256:{found.digest}",
    }
    return Problem(
        at=channel.at / "ceiling" if channel.ceiling else channel.at.key,
        message=_message(found, str(facts["link"])),
        help=_relabel(history.plan, found) if found.label else _HELP.get(found.what, _REVOKE),
        facts={name: value for name, value in facts.items() if value is not None},
        related=tuple(_elsewhere(history.plan, found)),
        resource=Resource(*found.measured.bound.object),
        subject=f"{found.what} {found.label or message_ts(found.first)}",
    )


def _message(found: Exposure, link: str) -> str:
    if found.label:
        what = f"message labelled {found.label} posted"
    else:
        what = _TITLES.get(found.what, f"{found.what} posted")
    times = f", {found.messages} times until {_told(found.last)}" if found.messages > 1 else ""
    ceiling = f", ceiling {found.limit}" if found.limit else ""
    evidence = f"; evidence sha256:{found.digest[:8]}…" if found.digest else ""
    return f"#{found.channel.name}, {_told(found.first)}: {what}{times}{ceiling}{evidence} ({link})"


def _told(t: int) -> str:
    return format_utc(t)[:16].replace("T", " ") + "Z"


def _relabel(plan: Plan, found: Exposure) -> str:
    wider = next(_wide_enough(plan, found), None)
    where = f"post it in channel:{wider} instead" if wider else "post it where that may be said"
    return f"delete the messages, and {where}"


def _wide_enough(plan: Plan, found: Exposure) -> Iterator[str]:
    """Channels that may carry what is labelled like this."""
    for channel in plan.channels.values():
        limit = plan.classification.limit(channel.ceiling, channel.kind)
        fits = limit is not None and plan.classification.at_most(found.label or "", limit)
        if fits and not channel.retired and not channel.is_spoken:
            yield channel.id


def _elsewhere(plan: Plan, found: Exposure) -> Iterator[Related]:
    """Where the limit stands, if not at the channel itself."""
    if found.label and not found.channel.ceiling:
        at = plan.classification.at / "medium_ceiling" / found.channel.kind
        yield Related(at, "the limit of the medium")


def _counted(more: list[Exposure]) -> Problem:
    """One problem for all that were not told one by one."""
    first, messages = more[0], sum(one.messages for one in more)
    kinds = sorted({one.label or one.what for one in more})
    return Problem(
        at=first.channel.at.key,
        message=f"#{first.channel.name}: {len(more)} more secrets or labels above the ceiling in "
        f"{messages} messages ({', '.join(kinds)})",
        help=_REVOKE,
        facts={"channel": first.channel.id, "messages": messages},
        resource=Resource(*first.measured.bound.object),
        subject="more",
    )
