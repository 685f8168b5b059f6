"""The messages of an export as rows, with the oddities that exports of all years have."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from commplan.api import (
    DAY,
    Author,
    LiveChannel,
    MemoryShelf,
    Messages,
    Request,
    Showing,
    Status,
    WantedChannel,
    WantedHistory,
    Workspace,
    message_ts,
    parse_instant,
)
from commplan.sources.export import open_export
from commplan.testing import timeless

FACTS = ("public-channels", "messages", "replies")
USERS = [{"id": "U1", "name": "alice"}, {"id": "U2", "name": "bob"}]
CHANNELS = [
    {"id": "C1", "name": "help", "members": [], "created": 1_420_070_400},
    {"id": "C2", "name": "team", "members": [], "created": 1_420_070_400},
]
SINCE = parse_instant("2026-11-01T00:00:00Z")
ALL = WantedHistory(SINCE)


def ts(text: str) -> str:
    return message_ts(parse_instant(text))


def said(at: str, **more: Any) -> dict[str, Any]:
    return {"type": "message", "user": "U1", "text": "The VPN is down.", "ts": ts(at), **more}


def eyes(*users: str) -> dict[str, Any]:
    return {"name": "eyes", "users": list(users), "count": len(users)}


class Export:
    """An export that grows, and what was read of it last."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.shelf = MemoryShelf()
        self.as_of: int | None = None
        self.write("users", USERS)
        self.write("channels", CHANNELS)

    def write(self, name: str, content: object) -> None:
        path = self._folder / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")

    def read(self, *wanted: WantedChannel, facts: Iterable[str] = FACTS) -> Workspace:
        self.shelf = MemoryShelf()
        request = Request(tuple(facts), wanted or (WantedChannel("C1", history=ALL),))
        request = request._replace(shelf=self.shelf, as_of=self.as_of)
        return open_export(str(self._folder), request, timeless())

    def channel(self, *wanted: WantedChannel) -> LiveChannel:
        found = self.read(*wanted).channel("C1")
        assert found is not None
        return found

    @property
    def kinds(self) -> list[str]:
        return [str(row.kind) for _, row in sorted(self.shelf.messages.items())]


@pytest.fixture
def export(tmp_path: Path) -> Export:
    made = Export(tmp_path)
    made.write("help/2026-10-20", [said("2026-10-20T10:00:00Z")])
    made.write(
        "help/2026-11-10",
        [
            said("2026-11-10T10:00:00Z", thread_ts=ts("2026-11-10T10:00:00Z"), reply_count=2),
            said("2026-11-10T10:05:00Z", thread_ts=ts("2026-11-10T10:00:00Z"), user="U2"),
        ],
    )
    made.write(
        "help/2026-11-12",
        [said("2026-11-12T09:00:00Z", thread_ts=ts("2026-11-10T10:00:00Z"), user="U2")],
    )
    made.write("team/2026-11-13", [said("2026-11-13T08:00:00Z")])
    return made


def test_what_is_wanted_is_read_and_nothing_else(export: Export) -> None:
    live = export.channel()
    assert [message_ts(at) for _, at in sorted(export.shelf.messages)] == [
        ts("2026-11-10T10:00:00Z"),
        ts("2026-11-10T10:05:00Z"),
        ts("2026-11-12T09:00:00Z"),
    ]
    (thread,) = export.shelf.all_threads
    assert (thread.replies, thread.whole) == (2, True)
    assert thread.last_reply == parse_instant("2026-11-12T09:00:00Z")
    assert live.messages == live.replies == Messages(SINCE, parse_instant("2026-11-13T08:00:00Z"))
    assert not [row for row in export.shelf.messages.values() if row.channel == "C2"]


def test_what_was_written_last_says_until_when_all_is_known(export: Export) -> None:
    live = export.read(WantedChannel("C1", history=ALL), WantedChannel("C2", history=ALL))
    until = parse_instant("2026-11-13T08:00:00Z")
    assert [one.messages and one.messages.until for one in live.channels] == [until, until]


def test_what_changed_after_the_last_message_says_nothing_of_messages(export: Export) -> None:
    """Whoever exports chooses the days, and gets the accounts of today with them."""
    today = parse_instant("2027-03-01T00:00:00Z")
    export.write("users", [{**USERS[0], "updated": today // 1_000_000}, USERS[1]])
    export.write("help/2026-11-13", [said("2026-11-13T09:00:00Z", reactions=[eyes("U2")])])
    read = export.read()
    live = read.channel("C1")
    assert live is not None
    assert read.taken_at == today
    assert live.messages == Messages(SINCE, parse_instant("2026-11-13T09:00:00Z"))
    assert [sign.read_at for sign in export.shelf.signs.values()] == [today]


def test_what_stands_at_the_last_messages_was_there_by_the_last_of_all(export: Export) -> None:
    export.write("help/2026-11-13", [said("2026-11-13T07:00:00Z", reactions=[eyes("U2")])])
    export.read()
    (sign,) = export.shelf.signs.values()
    assert sign.read_at == parse_instant("2026-11-13T08:00:00Z")


def test_a_day_without_messages_is_known_from_its_begin(export: Export) -> None:
    """In the zone of the workspace, and nobody knows which that is."""
    export.write("team/2026-11-14", [])
    live = export.channel()
    assert live.messages == Messages(SINCE, parse_instant("2026-11-13T10:00:00Z"))


def test_in_eastern_zones_the_last_day_has_begun_before(export: Export) -> None:
    export.write("team/2026-11-14", [said("2026-11-13T18:00:00Z")])
    live = export.channel()
    assert live.messages == Messages(SINCE, parse_instant("2026-11-13T18:00:00Z"))


def test_what_an_account_of_a_bot_wrote_no_human_did(export: Export) -> None:
    export.write("users", [*USERS, {"id": "U3", "name": "robot", "is_bot": True}])
    export.write("help/2026-11-11", [said("2026-11-11T00:00:00Z", user="U3")])
    export.read()
    assert export.shelf.messages["C1", parse_instant("2026-11-11T00:00:00Z")].kind == "bot"


def test_reactions_have_no_colour(export: Export) -> None:
    toned = {"name": "+1::skin-tone-4", "users": ["U1", "U2"], "count": 2}
    plain = {"name": "+1", "users": ["U2"], "count": 1}
    export.write("help/2026-11-11", [said("2026-11-11T00:00:00Z", reactions=[toned, plain])])
    export.read()
    found = sorted((sign.value, sign.by) for sign in export.shelf.signs.values())
    assert found == [("+1", "U1"), ("+1", "U2")]


def test_folders_are_found_however_accents_are_written(export: Export) -> None:
    channels = [*CHANNELS, {"id": "C3", "name": "hj\u00e4lp", "members": []}]
    export.write("channels", channels)
    export.write("hja\u0308lp/2026-11-11", [said("2026-11-11T00:00:00Z")])
    export.read(WantedChannel("C3", history=ALL))
    assert ("C3", parse_instant("2026-11-11T00:00:00Z")) in export.shelf.messages


@pytest.mark.parametrize("short", ["1794355200", "1794355200.0"])
def test_instants_without_all_their_zeros_are_the_same(export: Export, short: str) -> None:
    root = {"ts": short, "thread_ts": short, "reply_count": 1}
    reply = said("2026-11-11T00:05:00Z", thread_ts="1794355200.000000")
    export.write("help/2026-11-11", [said("2026-11-11T00:00:00Z", **root), reply])
    export.read()
    at = parse_instant("2026-11-11T00:00:00Z")
    assert export.shelf.messages["C1", at].thread is None
    assert export.shelf.messages["C1", at + 300_000_000].thread == at


def test_a_canvas_in_the_folder_of_a_channel_holds_no_messages(export: Export) -> None:
    export.write("help/canvas_in_the_conversation", {"id": "F1", "title": "How to ask"})
    assert export.channel().history_start is None
    export.write("help/canvas_in_the_conversation", [said("2026-11-11T00:00:00Z")])
    export.channel()
    assert len(export.shelf.messages) == 3


def test_an_export_that_begins_later_says_since_when_all_is_known(export: Export) -> None:
    early = WantedHistory(parse_instant("2026-09-01T00:00:00Z"))
    live = export.channel(WantedChannel("C1", history=early))
    assert live.messages is not None
    assert live.messages.since == parse_instant("2026-10-20T10:00:00Z")


def test_what_is_wanted_is_counted_back_from_the_end_of_an_export(export: Export) -> None:
    export.as_of = parse_instant("2027-11-13T00:00:00Z")
    live = export.channel(WantedChannel("C1", history=WantedHistory(export.as_of - 10 * DAY)))
    assert live.messages is not None
    assert live.messages.since == parse_instant("2026-11-03T08:00:00Z")
    assert len(export.shelf.messages) == 3


def test_of_a_channel_without_messages_no_time_is_known(export: Export) -> None:
    export.write("channels", [*CHANNELS, {"id": "C3", "name": "new", "members": []}])
    live = export.read(WantedChannel("C3", history=ALL)).channel("C3")
    assert live is not None
    assert live.messages is not None
    assert live.messages.since == live.messages.until


def test_plans_that_share_a_channel_get_what_both_want(export: Export) -> None:
    class Word:
        kind = "word"

        def __init__(self, key: str) -> None:
            self.key = key

        def find(self, text: str, at: int) -> Iterable[Showing]:
            return [Showing(self.key)] if self.key in text else []

    first = WantedHistory(SINCE, (Word("VPN"),), ())
    second = WantedHistory(parse_instant("2026-10-01T00:00:00Z"), (Word("down"), Word("VPN")))
    live = export.channel(
        WantedChannel("C1", history=first), WantedChannel(name="Help", history=second)
    )
    assert live.messages is not None
    assert live.messages.since == parse_instant("2026-10-20T10:00:00Z")
    assert live.replies == live.messages
    found = [mark.value for mark in export.shelf.marks.values() if mark.kind == "word"]
    assert sorted(found) == ["VPN"] * 4 + ["down"] * 4


def test_channels_that_nobody_wants_measured_are_not_read(export: Export) -> None:
    live = export.read(WantedChannel("C1"))
    assert not export.shelf.messages
    assert live.channel_reading("messages", "C1").status is Status.NOT_REQUESTED
    live = export.read(facts=("public-channels",))
    assert live.reading("messages").status is Status.NOT_REQUESTED


def test_no_text_is_kept(export: Export) -> None:
    export.read()
    kept = repr((export.shelf.messages, export.shelf.marks, export.shelf.signs))
    assert "VPN" not in kept


ODD: dict[str, tuple[dict[str, Any], Author]] = {
    "reply_broadcast of 2017": (
        {"subtype": "reply_broadcast", "broadcast_thread_ts": "1.1"},
        Author.SYSTEM,
    ),
    "comment on a file": (
        {"user": None, "subtype": "file_comment", "comment": {"user": "U2"}},
        Author.SYSTEM,
    ),
    "bot without an id": (
        {"user": None, "subtype": "bot_message", "username": "nagios"},
        Author.BOT,
    ),
    "bot of today": ({"bot_id": "B1", "app_id": "A1"}, Author.BOT),
    "file of 2015": ({"subtype": "file_share", "upload": False}, Author.HUMAN),
    "joined": ({"subtype": "channel_join"}, Author.SYSTEM),
    "deleted": ({"subtype": "tombstone", "user": "USLACKBOT", "hidden": True}, Author.DELETED),
    "nobody knows": ({"subtype": "sparkle_2031"}, Author.SYSTEM),
}


@pytest.mark.parametrize("odd", ODD)
def test_oddities_of_all_years(export: Export, odd: str) -> None:
    fields, kind = ODD[odd]
    export.write("help/2026-11-11", [said("2026-11-11T00:00:00Z", **fields), "no message", {}])
    export.read()
    assert export.shelf.messages["C1", parse_instant("2026-11-11T00:00:00Z")].kind == kind


def test_a_thread_whose_first_message_is_gone_leaves_its_place(export: Export) -> None:
    lost, before = ts("2026-11-09T10:00:00Z"), ts("2026-10-21T10:00:00Z")
    export.write(
        "help/2026-11-11",
        [
            said("2026-11-11T10:00:00Z", thread_ts=lost),
            said("2026-11-11T11:00:00Z", thread_ts=before),
        ],
    )
    export.read()
    assert export.shelf.messages["C1", parse_instant("2026-11-09T10:00:00Z")].kind == "deleted"
    assert ("C1", parse_instant("2026-10-21T10:00:00Z")) not in export.shelf.messages
    replies = [row for row in export.shelf.messages.values() if row.thread is not None]
    assert len(replies) == 4


def test_days_of_any_time_zone_are_opened(export: Export) -> None:
    export.write("help/2026-10-31", [said("2026-11-01T05:00:00Z")])
    export.write("help/2026-11-01", [said("2026-10-31T12:00:00Z")])
    export.read()
    assert ("C1", parse_instant("2026-11-01T05:00:00Z")) in export.shelf.messages
    assert ("C1", parse_instant("2026-10-31T12:00:00Z")) not in export.shelf.messages


_FIELDS = (
    *("ts", "user", "text", "subtype", "bot_id", "app_id", "bot_profile", "thread_ts", "files"),
    *("reactions", "attachments", "metadata", "reply_count", "reply_users", "latest_reply"),
)
_VALUES: tuple[Any, ...] = (
    *(None, 1, 1.5, True, "", "U1", "1793000000.000100", "9" * 400, "\ud800", "<" * 5000),
    *([], [1], ["U1", None, 3], {}, {"id": "F"}, {"event_payload": {"a": "U1ANN", "b": [1]}}),
    *([{"name": "eyes", "users": ["U1", 2]}], [{"name": None}], [None, {"filetype": [1]}]),
)


def test_whatever_stands_in_messages_is_no_fault(export: Export) -> None:
    by = Random(7)
    odd = [
        {key: by.choice(_VALUES) for key in _FIELDS if by.random() < 0.5}
        | {"ts": f"{second}.000001"}
        for second in range(1_794_355_200, 1_794_358_200)
    ]
    export.write("help/2026-11-11", odd)
    assert export.channel().messages is not None
