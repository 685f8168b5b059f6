"""A read that was cut off goes on where it stopped, and leaves nothing secret behind."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan.api import (
    FACTS,
    Checkpoint,
    LiveChannel,
    SnapshotError,
    WantedChannel,
    WantedPerson,
    Workspace,
    email_digest,
    scrub,
)
from commplan.sources.slack.journal import ENDING, LIFETIME
from commplan.testing.slack import Fault, SlackServer
from tests.depth import some
from tests.sources.conftest import NOW

Read = Callable[..., Workspace]

SEED: dict[str, Any] = {
    "users": {
        **{f"U{n:03d}": {"name": f"u{n}", "title": "Director of Secrets"} for n in range(50)},
        "U900": {"name": "olga", "team": "T9"},
    },
    "bots": {"B1CI": {"name": "ci"}},
    "usergroups": {"S1": {"handle": "ops", "users": ["U001"]}},
    "channels": {
        f"C{n:03d}": {
            "name": f"c{n}",
            "topic": "Deploys with xoxb-1-2-abc",
            "members": ["U001", "U900", "bot", "U1CI"],
            "bookmarks": {"SLA": "https://kb.example.org/sla"},
            "pins": ["the door code is 1234"],
            "messages": [{"user": "U001", "text": "the code is 5678", "ago": "1h"}],
        }
        for n in range(12)
    },
    "invites": {"I1": {"channel": "C001", "email": "olga@north.example"}},
}
WANTED = [WantedChannel(f"C{n:03d}") for n in range(6)]
PEOPLE = [WantedPerson(email="u7@acme.example"), WantedPerson("U900"), WantedPerson("U777")]
KEPT_FROM_US = {"pins.list", "dnd.teamInfo", "conversations.listConnectInvites", "auth.test"}


@pytest.fixture
def whole(read: Read, tmp_path: Path) -> Callable[..., Workspace]:
    """Read everything, with a checkpoint in a folder of the test."""

    def run(slack: SlackServer, *, resume: bool = False, **more: Any) -> Workspace:
        checkpoint = Checkpoint(folder=str(tmp_path / "state"), resume=resume)
        options: dict[str, Any] = {"page_size": 10, "checkpoint": checkpoint, **more}
        return read(slack, FACTS, channels=WANTED, people=PEOPLE, **options)

    return run


def comparable(live: Workspace) -> Workspace:
    """With addresses as digests and without tokens, which is what a checkpoint has of them."""
    people = (
        p._replace(email=p.email and (p.email if ":" in p.email else email_digest(p.email)))
        for p in live.people
    )
    channels = (c._replace(topic=c.topic and scrub(c.topic)) for c in live.channels)
    return live._replace(people=tuple(people), channels=tuple(channels))


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "state").glob(f"*{ENDING}"))


def test_a_read_that_is_complete_leaves_nothing(whole: Any, tmp_path: Path) -> None:
    with SlackServer(SEED) as slack:
        assert whole(slack).failed_reads() == ()
    assert files(tmp_path) == []


def test_wherever_it_is_cut_off_it_goes_on_from_there(whole: Any, tmp_path: Path) -> None:
    with SlackServer(SEED, clock=lambda: NOW) as slack:
        expected = whole(slack)
        total = len(slack.calls())
    for place in some(range(1, total), 0):
        with SlackServer(SEED, clock=lambda: NOW) as slack:
            slack.fail("*", Fault.revoke_token(), after=place)
            cut_off = whole(slack)
            assert cut_off.failed_reads()
            answered = slack.calls()[:place]
            assert len(files(tmp_path)) == 1
        with SlackServer(SEED, clock=lambda: NOW) as slack:
            resumed = whole(slack, resume=True)
            again = [(call.method, call.arguments) for call in slack.calls()]
        assert comparable(resumed) == comparable(expected)
        for call in answered:
            if call.method not in KEPT_FROM_US and not call.error:
                assert (call.method, call.arguments) not in again
        assert files(tmp_path) == []


def test_only_the_user_can_read_it_and_it_holds_nothing_secret(whole: Any, tmp_path: Path) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("pins.list", Fault.server_error(), times=None)
        whole(slack)
    (file,) = files(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    text = file.read_text(encoding="utf-8")
    for secret in ("xoxb", "1234", "5678", "acme.example", "north.example", "Director"):
        assert secret not in text
    assert email_digest("u7@acme.example") in text


def test_what_failed_is_asked_for_again(whole: Any) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("bookmarks.list", Fault.altered(lambda body: body.pop("bookmarks")), times=None)
        assert whole(slack).failed_reads()
        slack.heal()
        slack.forget_calls()
        assert whole(slack, resume=True).failed_reads() == ()
        assert slack.count("bookmarks.list") == len(WANTED)
        assert slack.count("users.list") == 0


def test_a_listing_whose_cursor_has_expired_begins_again(whole: Any) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("users.list", Fault.server_error(), after=3, times=None)
        whole(slack)
        slack.heal()
        slack.fail("users.list", Fault.error("invalid_cursor"))
        slack.forget_calls()
        live = whole(slack, resume=True)
        cursors = [call.arguments.get("cursor") for call in slack.calls("users.list")]
    assert live.failed_reads() == ()
    assert len(live.people) == 54
    assert cursors[0]
    assert cursors[1] is None
    assert len(cursors) == 1 + 6


def test_the_answers_are_those_of_the_day_on_which_it_began(whole: Any) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("pins.list", Fault.server_error(), times=None)
        whole(slack)
        slack.heal()
        later = {"now": lambda: (NOW + 3600) * 10**6}
        assert whole(slack, resume=True, env=later).taken_at == NOW * 10**6


@pytest.mark.parametrize("change", ["older", "version", "another", "fresh"])
def test_what_does_not_fit_is_not_used(whole: Any, tmp_path: Path, change: str) -> None:
    more: dict[str, Any] = {}
    with SlackServer(SEED) as slack:
        slack.fail("pins.list", Fault.server_error(), times=None)
        whole(slack)
        slack.heal()
        slack.forget_calls()
        (file,) = files(tmp_path)
        if change == "version":
            header, *lines = file.read_text().splitlines(keepends=True)
            file.write_text(header.replace('"version": 1', '"version": 2') + "".join(lines))
        if change == "older":
            more["env"] = {"now": lambda: (NOW + LIFETIME + 1) * 10**6}
        if change == "another":
            more["page_size"] = 11
        live = whole(slack, resume=change != "fresh", **more)
        assert slack.count("users.list") > 1
    assert live.failed_reads() == ()


def test_a_line_that_was_cut_off_is_no_damage(whole: Any, tmp_path: Path) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("pins.list", Fault.server_error(), times=None)
        whole(slack)
        slack.heal()
        (file,) = files(tmp_path)
        file.write_bytes(file.read_bytes()[:-20])
        assert whole(slack, resume=True).failed_reads() == ()


@pytest.mark.parametrize("line", [0, 3])
@pytest.mark.parametrize("damage", [b"{}", b"[]", b"nonsense", b'{"of": [], "call": 1}', b"\xff"])
def test_damage_is_said(whole: Any, tmp_path: Path, damage: bytes, line: int) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("pins.list", Fault.server_error(), times=None)
        whole(slack)
        (file,) = files(tmp_path)
        lines = file.read_bytes().splitlines()
        lines[line] = damage
        file.write_bytes(b"\n".join(lines) + b"\n")
        with pytest.raises(SnapshotError, match=rf"{ENDING}:{line + 1}: the checkpoint is damaged"):
            whole(slack, resume=True)


def test_a_file_can_be_named(read: Read, tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.touch(mode=0o644)
    named = Checkpoint(file=str(file))
    with SlackServer(SEED) as slack:
        slack.fail("users.list", Fault.server_error(), after=1, times=None)
        read(slack, ("people",), page_size=10, checkpoint=named)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        slack.heal()
        slack.forget_calls()
        with pytest.raises(SnapshotError, match="is the checkpoint of another read"):
            read(slack, ("people",), page_size=11, checkpoint=named._replace(resume=True))
        read(slack, ("people",), page_size=10, checkpoint=named._replace(resume=True))
        assert slack.count("users.list") == 5
    assert not file.exists()


@pytest.mark.parametrize("resume", [True, False])
@pytest.mark.parametrize("content", ["metadata: {id: precious}", "{}\n", "x" * 20_000])
def test_a_file_that_was_named_by_mistake_is_not_lost(
    read: Read, tmp_path: Path, content: str, resume: bool
) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(content)
    with SlackServer(SEED) as slack, pytest.raises(SnapshotError, match="is no checkpoint"):
        read(slack, ("people",), checkpoint=Checkpoint(file=str(file), resume=resume))
    assert file.read_text() == content


def test_a_file_that_cannot_be_written_is_an_error_only_if_it_was_named(
    read: Read, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("no folder")
    with SlackServer(SEED) as slack:
        assert read(slack, ("people",), checkpoint=Checkpoint(str(tmp_path / "state"))).people
        for place in (tmp_path, tmp_path / "absent" / "file"):
            with pytest.raises(SnapshotError, match="cannot be used"):
                read(slack, ("people",), checkpoint=Checkpoint(file=str(place)))


def test_nobody_follows_a_link_that_somebody_else_laid(read: Read, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.touch(mode=0o644)
    (tmp_path / "link").symlink_to(precious)
    with SlackServer(SEED) as slack, pytest.raises(SnapshotError, match="cannot be used"):
        read(slack, ("people",), checkpoint=Checkpoint(file=str(tmp_path / "link")))
    assert precious.read_text() == ""


def test_two_reads_at_once_do_not_share_a_file(read: Read, tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / "file").open("w") as held, SlackServer(SEED) as slack:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(SnapshotError, match="cannot be used"):
            read(slack, ("people",), checkpoint=Checkpoint(file=str(tmp_path / "file")))


def test_a_full_disk_does_not_end_a_read(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with SlackServer(SEED) as slack:
        monkeypatch.setattr("commplan.sources.slack.journal.os.write", full)
        assert read(slack, ("people",), checkpoint=Checkpoint(str(tmp_path))).people


def test_an_interrupt_says_how_to_go_on(read: Read, tmp_path: Path) -> None:
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    kept = Checkpoint(str(tmp_path))
    with SlackServer(SEED) as slack:
        for checkpoint, told in ((kept, "the same command with --resume goes on"), (None, "")):
            slack.fail("users.list", Fault.ratelimited(9))
            with pytest.raises(KeyboardInterrupt) as caught:
                read(slack, ("people",), checkpoint=checkpoint, env={"sleep": interrupt})
            assert told in str(caught.value)
            assert bool(told) == bool(str(caught.value))


def test_old_files_of_reads_that_nobody_resumed_are_removed(read: Read, tmp_path: Path) -> None:
    old, mine = tmp_path / f"old{ENDING}", tmp_path / "mine"
    for file in (old, mine):
        file.write_text("x")
        os.utime(file, (NOW - LIFETIME - 60, NOW - LIFETIME - 60))
    with SlackServer(SEED) as slack:
        read(slack, ("people",), checkpoint=Checkpoint(str(tmp_path)))
    assert not old.exists()
    assert mine.exists()


def test_whatever_is_kept_is_enough(whole: Any, tmp_path: Path) -> None:
    """Every field that a source reads of an answer is among those that are kept."""
    raw = {
        "connected_team_ids": ["T9"],
        "properties": {
            "posting_restricted_to": {"type": ["admin"], "user": ["U1"], "subteam": ["S1"]},
            "huddles_restricted": True,
        },
        "previous_names": ["before"],
        "pending_shared": ["T8"],
    }
    channels = {**SEED["channels"], "C001": {**SEED["channels"]["C001"], "raw": raw}}
    with SlackServer(SEED | {"channels": channels}, clock=lambda: NOW) as slack:
        expected = whole(slack)
        slack.fail("pins.list", Fault.server_error(), times=None)
        whole(slack)
        slack.heal()
        resumed = whole(slack, resume=True)
    assert comparable(resumed) == comparable(expected)
    channel = resumed.channel("C001")
    assert isinstance(channel, LiveChannel)
    assert channel.posting is not None
