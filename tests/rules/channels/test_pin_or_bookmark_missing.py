from __future__ import annotations

from typing import Any

import pytest

from commplan.rules.channels.pin_or_bookmark_missing import pin_or_bookmark_missing
from commplan.testing import expect, judge_text, read_workspace
from commplan.workspace import LiveChannel, Pin, Workspace


def live(bookmarks: str = "", pins: tuple[str, ...] = ()) -> Workspace:
    """A workspace with one channel; a snapshot would not keep what pins say."""
    made = read_workspace(f"channels: {{C01: {{name: help, bookmarks: [{bookmarks}]}}}}")
    (channel,) = made.channels
    pinned = tuple(Pin(ts=f"1.{n}", text=text) for n, text in enumerate(pins))
    return made._replace(channels=(channel._replace(pins=pinned),))


def missing(publish: str, **shown: Any) -> list[str]:
    plan = f"channels: {{help: {{kind: slack, slack: C01, {publish}}}}}"
    verdict = judge_text(pin_or_bookmark_missing, plan, workspace=live(**shown))
    assert verdict.skipped == ()
    return [
        finding.location.pointer.removeprefix("/channels/help/") for finding in verdict.findings
    ]


@pytest.mark.parametrize(
    "bookmark",
    [
        "{id: B, title: SLA, link: 'https://x.example'}",
        "{id: B, title: Our SLAs and hours}",
        "{id: B, title: Promises, link: 'https://kb.example.org/it/sla'}",
        "{id: B, title: Promises, link: 'https://kb.example.org/it_help/sla/2026'}",
    ],
)
def test_a_title_may_stand_in_title_or_link_of_a_bookmark(bookmark: str) -> None:
    assert missing("publish: [sla]", bookmarks=bookmark) == []


@pytest.mark.parametrize(
    "bookmark",
    [
        "",
        "{id: B, title: Slack guide, link: 'https://slack.com'}",
        "{id: B, title: Translations}",
        "{id: B}",
    ],
)
def test_a_title_inside_another_word_is_another_word(bookmark: str) -> None:
    assert missing("publish: [sla]", bookmarks=bookmark) == ["publish/0"]


@pytest.mark.parametrize(
    ("publish", "pin"),
    [
        ("publish: [how-to]", "HOW TO ask: one question, one thread"),
        ("publish: [how-to]", "See the how-to in the KB"),
        ("publish: [dm-policy]", "Our <https://kb.example.org/x|DM policy>"),
        ("publish: [{title: Office Hours}]", "*Office hours:* 9 to 5"),
        (
            "publish: [{link: 'https://kb.example.org/hours?a=1&b=2'}]",
            "<https://kb.example.org/hours?a=1&amp;b=2|When>",
        ),
        (
            "publish: [{title: Hours, link: 'https://kb.example.org/h/'}]",
            "<https://kb.example.org/h>",
        ),
        ("publish: [runbook]", "Runbook: page 3"),
        ("runbook: 'https://kb.example.org/r'", "<https://kb.example.org/r|what to do>"),
        ("runbook: 'INC-1 in the wiki'", "Read inc-1 in the wiki first"),
    ],
)
def test_a_pinned_message_may_show_it(publish: str, pin: str) -> None:
    assert missing(publish, pins=(pin,)) == []


def test_every_item_is_sought_and_the_runbook_once() -> None:
    publish = "publish: [sla, how-to, {title: Hours}], runbook: 'https://kb.example.org/r'"
    assert missing(publish, pins=("hours",)) == ["publish/0", "publish/1", "runbook"]
    publish = "publish: [sla, runbook], runbook: 'https://kb.example.org/r'"
    assert missing(publish) == ["publish/0", "publish/1"]
    assert missing(publish, bookmarks="{id: B, link: 'https://kb.example.org/r'}") == ["publish/0"]


def test_only_channels_in_use_that_are_there() -> None:
    expect(
        pin_or_bookmark_missing,
        """
        channels:
          help: {kind: slack, slack: C01, publish: [sla]}  # <- "sla" is neither bookmarked nor
          plain: {kind: slack, slack: C01, name: help}
          retired: {kind: slack, slack: C01, name: help, publish: [sla], state: retired}
          missing: {kind: slack, slack: C09, publish: [sla]}
          page: {kind: status-page, publish: [sla]}
        """,
        workspace=live(),
    )


def test_the_finding_in_full() -> None:
    plan = "channels: {desk: {kind: slack, slack: C01, name: help, publish: [sla, how-to]}}"
    workspace = live("{id: B1, title: FAQ}, {id: B2, title: SLA}", ("Hello",))
    (finding,) = judge_text(pin_or_bookmark_missing, plan, workspace=workspace).findings
    assert finding.message == (
        '"how-to" is neither bookmarked nor pinned in #help (C01), '
        "which has 2 bookmarks and 1 pinned message (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == "bookmark it in #help in Slack, or pin a message with it"
    assert finding.location.pointer == "/channels/desk/publish/1"
    assert finding.resource == ("channel", "C01", "help")
    assert finding.facts == {
        "channel": "desk",
        "id": "C01",
        "title": "how-to",
        "link": None,
        "bookmarks": 2,
        "pins": 1,
        "read_at": "2026-11-21T09:00:00Z",
    }


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("{title: Hours}", '"Hours" is'),
        ("{link: 'https://kb.example.org/h'}", "https://kb.example.org/h is"),
        (
            "{title: Hours, link: 'https://kb.example.org/h'}",
            '"Hours" (https://kb.example.org/h) is',
        ),
    ],
)
def test_items_are_called_by_title_and_link(item: str, name: str) -> None:
    plan = f"channels: {{help: {{kind: slack, slack: C01, publish: [{item}]}}}}"
    (message,) = judge_text(pin_or_bookmark_missing, plan, workspace=live()).messages
    assert message.startswith(name)
    assert "which has no bookmarks and no pinned messages" in message


PLAN = "channels: {help: {kind: slack, slack: C01, publish: [sla]}}"


@pytest.mark.parametrize(
    ("workspace", "reason"),
    [
        ("channels: {C01: {name: help, pins: []}}", "bookmarks: not read"),
        ("channels: {C01: {name: help, bookmarks: []}}", "pins: not read"),
        (
            "{not_granted: ['pins:read'], channels: {C01: {name: help, bookmarks: []}}}",
            "the token lacks the scope pins:read",
        ),
        ("not_granted: ['channels:read']", "the token lacks the scope channels:read"),
        (
            "channels: {C01: {name: help, bookmarks: [], pins: [{ts: '1.0'}]}}",
            "what the pinned messages say was not kept",
        ),
    ],
)
def test_what_was_not_read_may_show_it(workspace: str, reason: str) -> None:
    verdict = judge_text(pin_or_bookmark_missing, PLAN, workspace=workspace)
    assert verdict.messages == ()
    assert [(s.reason, s.pointer) for s in verdict.skipped] == [
        (reason, "/channels/help/publish/0")
    ]


@pytest.mark.parametrize(
    "channel",
    [
        LiveChannel("C01", "help", False, False, pins=(Pin(text="SLA: 30 minutes"),)),
        LiveChannel("C01", "help", False, False, bookmarks=(), pins=(Pin(), Pin(text="the SLA"))),
    ],
)
def test_what_was_seen_is_there_whatever_else_was_not_read(channel: LiveChannel) -> None:
    workspace = read_workspace("")._replace(channels=(channel,))
    verdict = judge_text(pin_or_bookmark_missing, PLAN, workspace=workspace)
    assert (verdict.messages, verdict.skipped) == ((), ())
