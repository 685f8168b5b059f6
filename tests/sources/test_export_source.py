import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from commplan.api import (
    Activity,
    CommplanError,
    HistoryStart,
    Pin,
    Request,
    SnapshotError,
    SourceError,
    Status,
    Workspace,
    dump_snapshot,
    parse_snapshot,
    redact,
)
from commplan.sources import archive as archive_module
from commplan.sources.export import open_export
from tests.beside import beside, skip_without
from tests.depth import examples

REAL = beside("data/slack-export/houstondatavis-2016")

USERS: list[dict[str, Any]] = [
    {"id": "U1", "team_id": "T1", "name": "alice", "profile": {"email": "alice@acme.example"}},
    {"id": "U2", "team_id": "T1", "name": "bob", "deleted": True, "updated": 1_700_000_000},
    {"id": "U9", "team_id": "T9", "name": "olga", "profile": {}},
]
CHANNELS: list[dict[str, Any]] = [
    {
        "id": "C1",
        "name": "general",
        "created": "1433558319",
        "creator": "U1",
        "is_archived": False,
        "is_general": True,
        "members": ["U2", "U1"],
        "pins": [{"id": "1444755381.000003", "type": "C", "user": "U1", "created": "1444755463"}],
        "topic": {"value": "Hello", "creator": "", "last_set": "0"},
    },
]
GROUPS = [{"id": "G1", "name": "board", "members": ["U1"]}]
FILES = {"users.json": USERS, "channels.json": CHANNELS}

Write = Callable[[Mapping[str, object]], str]


@pytest.fixture(params=["folder", "zip", "zip-in-a-folder"])
def write(request: pytest.FixtureRequest, tmp_path: Path) -> Write:
    """Write an export in each form that people have one."""

    def write_it(files: Mapping[str, object]) -> str:
        texts = {k: v if isinstance(v, bytes) else json.dumps(v).encode() for k, v in files.items()}
        if request.param == "folder":
            for name, data in texts.items():
                path = tmp_path / "export" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            return str(tmp_path / "export")
        prefix = "acme/" if request.param == "zip-in-a-folder" else ""
        with ZipFile(tmp_path / "export.zip", "w", ZIP_DEFLATED) as file:
            if prefix:
                file.writestr("__MACOSX/acme/._users.json", b"\0")
            for name, data in texts.items():
                file.writestr(prefix + name, data)
        return str(tmp_path / "export.zip")

    return write_it


def read(where: str, *facts: str) -> Workspace:
    return open_export(where, Request(facts), None)  # type: ignore[arg-type]  # it needs nothing


def refusal(where: str) -> str:
    with pytest.raises(SnapshotError) as caught:
        read(where)
    return str(caught.value)


def test_an_export_is_read_as_far_as_it_goes(write: Write) -> None:
    live = read(write(FILES))
    assert (live.source, live.team_id, live.scopes) == ("export", "T1", None)
    assert [person.handle for person in live.people] == ["alice", "bob", "olga"]
    (channel,) = live.channels
    assert (channel.name, channel.is_private, channel.created) == ("general", False, 1_433_558_319)
    assert (channel.members, channel.num_members) == (("U1", "U2"), 2)
    assert channel.pins == (Pin("1444755381.000003", 1_444_755_463, "U1"),)
    assert channel.topic == "Hello"
    assert live.members_reading("C1").complete
    assert live.reading("people").complete
    assert live.reading("emails").complete
    for fact in ("usergroups", "bookmarks", "sharing", "dnd", "private-channels"):
        assert live.reading(fact).status is Status.UNSUPPORTED
        assert live.reading(fact).reason == "Slack exports do not have it"


def test_private_channels_are_there_if_the_export_has_them(write: Write) -> None:
    live = read(write(FILES | {"groups.json": GROUPS}))
    assert live.reading("private-channels").complete
    board = live.channel("G1")
    assert board is not None
    assert board.is_private


def test_an_organisations_accounts_count_too(write: Write) -> None:
    more = [{"id": "U1", "name": "other"}, {"id": "W5", "name": "wanda", "team_id": "T1"}]
    live = read(write(FILES | {"org_users.json": more}))
    assert [person.handle for person in live.people] == ["alice", "bob", "olga", "wanda"]
    only = read(write({"channels.json": CHANNELS, "users.json": [], "org_users.json": more}))
    assert [person.handle for person in only.people] == ["other", "wanda"]


@pytest.mark.parametrize(
    ("files", "seconds"),
    [
        ({}, 1_700_000_000),
        ({"general/2023-11-14.json": []}, 1_700_000_000),
        ({"general/2023-11-15.json": [], "general/2015-01-01.json": []}, 1_700_006_400),
        ({"general/2023-99-15.json": [], "general/notes-2024.json": []}, 1_700_000_000),
        ({"2024-01-01.json": [], "canvases.json": []}, 1_700_000_000),
    ],
)
def test_an_export_is_as_old_as_the_last_thing_in_it(
    write: Write, files: dict[str, object], seconds: int
) -> None:
    assert read(write(FILES | files)).taken_at == seconds * 1_000_000


def test_times_that_no_calendar_has_are_no_times(write: Write) -> None:
    users = [USERS[0] | {"updated": 10**15}, USERS[1] | {"updated": -5}]
    live = read(write(FILES | {"users.json": users}))
    assert live.taken_at == 1_433_558_319_000_000


def test_what_bears_no_time_at_all_is_refused(write: Write) -> None:
    assert "nothing in it says from when it is" in refusal(
        write({"users.json": [{"id": "U1"}], "channels.json": []})
    )


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"channels.json": CHANNELS}, "is no Slack export: expected channels.json and users.json"),
        ({"users.json": USERS}, "is no Slack export: expected channels.json and users.json"),
        ({"users.json": {}, "channels.json": []}, "users.json: expected a list"),
        ({"users.json": [7], "channels.json": []}, "users.json: entry 1: expected an object"),
        ({"users.json": [{}], "channels.json": []}, "users.json: entry 1: has no id"),
        ({"users.json": USERS, "channels.json": [{"id": 5}]}, "channels.json: entry 1: has no id"),
        ({"users.json": USERS * 2, "channels.json": []}, "users.json: has an id twice"),
        (FILES | {"groups.json": CHANNELS}, "has the channel C1 twice"),
        ({"users.json": b"[{", "channels.json": []}, "users.json:1: is not JSON"),
        ({"users.json": b"\xff", "channels.json": []}, "users.json: is not UTF-8"),
        ({"users.json": b"[" * 100_000, "channels.json": []}, "users.json: is nested too deeply"),
        ({"users.json": b'[{"id": "U1", "x": NaN}]', "channels.json": []}, "NaN is no number"),
    ],
)
def test_what_is_no_export_is_refused(
    write: Write, files: Mapping[str, object], message: str
) -> None:
    where = write(files)
    assert refusal(where).startswith(where)
    assert message in refusal(where)


def test_fields_of_wrong_types_count_as_not_told(write: Write) -> None:
    users = [{"id": "U1", "profile": "none", "deleted": "no", "tz": 5, "updated": "1700000000"}]
    channels = [{"id": "C1", "members": "all", "pins": [3], "topic": [], "is_general": None}]
    live = read(write({"users.json": users, "channels.json": channels}))
    (person,), (channel,) = live.people, live.channels
    assert (person.deleted, person.tz, person.email) == (None, None, None)
    assert (channel.members, channel.pins, channel.topic) == (None, (), None)
    assert live.reading("emails").status is Status.UNSUPPORTED


def test_tokens_in_file_links_are_not_even_looked_at(write: Write) -> None:
    message = {"files": [{"url_private": "https://files.slack.com/x?t=xoxe-1-abcdef"}]}
    channels = [CHANNELS[0] | {"purpose": {"value": "see https://x.example/?t=xoxe-1-abcdef"}}]
    files = FILES | {"channels.json": channels, "general/2023-11-14.json": [message]}
    text = dump_snapshot(read(write(files)), version="1.0")
    assert "xoxe" not in text
    assert "[token removed]" in text


MESSAGES = {
    "general/2023-11-14.json": [
        {"ts": "1699950000.000100", "user": "U1", "text": "the door code is 1234"},
        {"ts": "1699950100.000100", "bot_id": "B1", "app_id": "A1", "subtype": "bot_message"},
    ],
    "general/2023-11-15.json": [
        {"ts": "1700040000.000100", "user": "U1", "subtype": "channel_join"},
        {"ts": "1700050000.000100", "user": "U1", "thread_ts": "1699950000.000100"},
    ],
    "general/canvas_in_the_conversation.json": [],
    "elsewhere/2010-01-01.json": [{"ts": "1262304000.000000", "user": "U1"}],
}


def test_messages_tell_when_somebody_wrote_and_nothing_more(write: Write) -> None:
    live = read(write(FILES | MESSAGES), "activity", "history-start")
    (channel,) = live.channels
    assert channel.activity == Activity(
        last_human=1_699_950_000,
        last_reply=1_700_050_000,
        since=1_699_950_000,
        whole=True,
        bots=("B1",),
        apps=("A1",),
    )
    assert channel.history_start == HistoryStart(1_699_950_000)
    assert "1234" not in dump_snapshot(live, version="1.0")


def test_messages_are_not_opened_for_nobody(write: Write) -> None:
    live = read(write(FILES | {"general/2023-11-14.json": b"broken"}))
    assert live.reading("activity").status is Status.NOT_REQUESTED
    assert live.channels[0].activity is None


def test_only_the_last_days_are_opened(write: Write) -> None:
    busy = [{"ts": f"17000500{n:02d}.0", "user": "U1"} for n in range(100)]
    broken = {"general/2023-11-10.json": b"broken"}
    live = read(write(FILES | broken | {"general/2023-11-15.json": busy}), "activity")
    activity = live.channels[0].activity
    assert activity is not None
    assert (activity.since, activity.whole) == (1_700_050_000, False)


@pytest.mark.parametrize(("day", "message"), [(b"{", "is not JSON"), ({}, "expected a list")])
def test_messages_that_are_none_are_refused(write: Write, day: object, message: str) -> None:
    where = write(FILES | {"general/2023-11-15.json": day})
    with pytest.raises(SnapshotError, match=message):
        read(where, "activity")


def test_a_snapshot_of_an_export_loads_again(write: Write) -> None:
    live = read(write(FILES | {"groups.json": GROUPS}))
    assert parse_snapshot(dump_snapshot(live, version="1.0").encode(), "x") == redact(live)


def test_a_file_that_is_neither_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(b"PK\x03\x04 not really")
    assert "is neither a folder nor a sound ZIP file" in refusal(str(path))
    assert "cannot be read: No such file" in refusal(str(tmp_path / "absent.zip"))
    with pytest.raises(SourceError, match="which one"):
        read("")


def test_a_bomb_does_not_go_off(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        file.writestr("users.json", b"[" + b" " * 20_000_000 + b"]")
        file.writestr("channels.json", "[]")
    assert path.stat().st_size < 100_000
    assert "unpacks to over 200 times its size" in refusal(str(path))


def test_a_file_is_read_up_to_the_limit_only(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    where = write(FILES)
    monkeypatch.setattr(archive_module, "LARGEST_FILE", 50)
    assert "is larger than" in refusal(where)


def test_names_that_lead_out_of_an_archive_lead_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    outside = tmp_path / "users.json"
    with ZipFile(path, "w") as file:
        for name in ("../users.json", "/users.json", "..\\users.json", "a/../users.json"):
            file.writestr(name, json.dumps([{"id": "U666"}]))
        file.writestr("users.json", json.dumps(USERS))
        file.writestr("channels.json", json.dumps(CHANNELS))
    assert read(str(path)).person("U666") is None
    assert not outside.exists()
    assert [entry.name for entry in tmp_path.iterdir()] == ["export.zip"]


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with ZipFile(path, "w") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("users.json", json.dumps(USERS))
        file.writestr("users.json", "[]")
    assert "has 'users.json' twice" in refusal(str(path))


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with ZipFile(path, "w", ZIP_STORED) as file:
        file.writestr("users.json", json.dumps(USERS))
        file.writestr("channels.json", json.dumps(CHANNELS))
    data = path.read_bytes()
    path.write_bytes(data.replace(b"alice", b"mable"))
    assert "users.json: is damaged or encrypted" in refusal(str(path))
    directory = data.index(b"PK\x01\x02")
    path.write_bytes(data[: directory + 6] + b"\xff" + data[directory + 7 :])
    assert "is neither a folder nor a sound ZIP file" in refusal(str(path))


def test_an_unusual_way_of_packing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with ZipFile(path, "w", ZIP_BZIP2) as file:
        file.writestr("users.json", json.dumps(USERS))
        file.writestr("channels.json", json.dumps(CHANNELS))
    assert "is packed in a way that Slack does not use" in refusal(str(path))


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_archive_never_raises_anything_else(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "export.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        file.writestr("users.json", json.dumps(USERS))
        file.writestr("channels.json", json.dumps(CHANNELS))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    try:
        read(str(path))
    except CommplanError:
        pass


def test_a_real_export() -> None:
    skip_without(REAL)
    live = read(str(REAL))
    assert (len(live.channels), len(live.people)) == (16, 71)
    assert live.team_id == "T061A2UFL"
    assert live.taken_at == 1_469_577_600_000_000
    general = live.channels_named("general")[0]
    assert general.is_general
    assert len(general.members or ()) > 50
    assert sum(person.tz is not None for person in live.people) > 60
    assert set(general.members or ()) <= {person.id for person in live.people}
    assert parse_snapshot(dump_snapshot(live, version="1.0").encode(), "x") == redact(live)
