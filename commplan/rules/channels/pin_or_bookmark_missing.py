"""Something that was to be pinned or bookmarked and is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Resource, Severity, holds_whole, rule

if TYPE_CHECKING:
    from commplan.api import Drift, LiveChannel, Published, StoredText, Verdicts


@rule(
    "CHN313",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A15 A28",
    reads=("public-channels", "private-channels", "bookmarks", "pins"),
    of=("publish", "runbook"),
)
def pin_or_bookmark_missing(drift: Drift) -> Verdicts:
    """What a channel should show, its runbook included, is neither pinned nor bookmarked.

    People ask again what is written down, because they do not find it; under stress
    nobody searches. Bookmark it in the channel, or pin a message with it. An item is
    there if the title or link of a bookmark, or a pinned message, contains its title
    (in any case, a hyphen equals a space) or its link.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice", publish: [sla, how-to]}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice", publish: [sla, how-to]}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people:
          U01ALICE: alice
        channels:
          C01HELP:
            name: it-help
            bookmarks: [{id: Bk01, title: Our SLA, link: "https://kb.example.org/it/sla"}]
            pins: []

    Good workspace:
        people:
          U01ALICE: alice
        channels:
          C01HELP:
            name: it-help
            bookmarks:
            - {id: Bk01, title: Our SLA, link: "https://kb.example.org/it/sla"}
            - {id: Bk02, title: How to ask, link: "https://kb.example.org/it/ask"}
            pins: []

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        title: the title of what is missing, or null
        link: its link, or null
        bookmarks: how many bookmarks the channel has
        pins: how many pinned messages it has
        read_at: when the workspace was read
    """
    for bound in drift.channels:
        published = bound.channel.published if bound.in_use else ()
        live, resource = bound.certain, Resource(*bound.object)
        shown = _shown(drift, live) if live is not None and published else ()
        for item in published:
            if live is None:
                why = bound.doubt
            elif any(_is_there(item, text) for text in shown):
                continue
            else:
                why = _unread(drift, live)
            if why:
                yield NotAssessed(why, at=item.at, resource=resource)
            elif live is not None:
                yield Problem(
                    at=item.at,
                    message=f"{_name(item)} is neither bookmarked nor pinned in {bound.title}, "
                    f"which has {_counted(live)}{drift.as_read}",
                    help=f"bookmark it in {bound.label} in Slack, or pin a message with it",
                    facts={
                        "channel": bound.channel.id,
                        "id": live.id,
                        "title": item.title,
                        "link": item.link,
                        "bookmarks": len(live.bookmarks or ()),
                        "pins": len(live.pins or ()),
                        "read_at": drift.read_at,
                    },
                    resource=resource,
                )


def _shown(drift: Drift, live: LiveChannel) -> tuple[StoredText, ...]:
    """Everything that the channel shows at its top."""
    bookmarks = (text for one in live.bookmarks or () for text in (one.title, one.link))
    pins = (pin.text for pin in live.pins or ())
    return tuple(drift.text(text) for text in (*bookmarks, *pins) if text)


def _is_there(item: Published, text: StoredText) -> bool:
    return any(
        (item.title is not None and holds_whole(_spaced(item.title), _spaced(reading), plural=True))
        or (item.link is not None and holds_whole(item.link.rstrip("/"), reading))
        for reading in text.readings
    )


def _spaced(title: str) -> str:
    return title.replace("-", " ")


def _unread(drift: Drift, live: LiveChannel) -> str:
    """Why it may be there although nobody saw it; empty where everything was read."""
    for fact in ("bookmarks", "pins"):
        if why := drift.workspace.channel_reading(fact, live.id).reason:
            return why
    if any(pin.text is None for pin in live.pins or ()):
        return "what the pinned messages say was not kept"
    return ""


def _name(item: Published) -> str:
    if item.title is None:
        return f"{item.link}"
    return f'"{item.title}" ({item.link})' if item.link else f'"{item.title}"'


def _counted(live: LiveChannel) -> str:
    bookmarks, pins = len(live.bookmarks or ()), len(live.pins or ())
    return (
        f"{bookmarks or 'no'} bookmark{'' if bookmarks == 1 else 's'} and "
        f"{pins or 'no'} pinned message{'' if pins == 1 else 's'}"
    )
