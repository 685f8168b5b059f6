from collections.abc import Callable

import pytest

from commplan.api import FACTS, Status, WantedChannel, WantedPerson, Workspace
from commplan.testing.slack import AUDIT_SCOPES, SlackServer

Read = Callable[..., Workspace]

SEED = {
    "users": {"U1": "alice"},
    "usergroups": {"S1": {"users": ["U1"]}},
    "channels": {
        "C1": {"name": "open", "members": ["U1", "bot"]},
        "C2": {"name": "open-too", "members": ["U1", "bot"]},
        "G1": {"name": "closed", "private": True, "members": ["U1", "bot"]},
    },
}
WANTED = [WantedChannel(one, facts=tuple(FACTS)) for one in ("C1", "C2", "G1")]
PEOPLE = [WantedPerson("U1")]
OF_ADMINISTRATORS = {fact.name for fact in FACTS.values() if fact.for_administrators}


def read_without(read: Read, *scopes: str) -> tuple[Workspace, SlackServer]:
    slack = SlackServer(SEED, scopes=set(AUDIT_SCOPES) - set(scopes))
    with slack:
        return read(slack, FACTS, channels=WANTED, people=PEOPLE), slack


@pytest.mark.parametrize(
    ("scope", "lost"),
    [
        ("users:read", {"people", "emails", "bots"}),
        ("users:read.email", {"emails"}),
        ("usergroups:read", {"usergroups"}),
        ("bookmarks:read", {"bookmarks"}),
        ("pins:read", {"pins"}),
        ("dnd:read", {"dnd"}),
        ("channels:read", {"public-channels"}),
        ("groups:read", {"private-channels"}),
        ("conversations.connect:manage", {"invitations"}),
    ],
)
def test_a_missing_scope_loses_its_facts_and_nothing_else(
    read: Read, scope: str, lost: set[str]
) -> None:
    live, _ = read_without(read, scope)
    for fact in FACTS.keys() - OF_ADMINISTRATORS:
        reading = live.reading(fact)
        assert (reading.status is Status.NOT_GRANTED) == (fact in lost), fact
        if fact in lost:
            assert scope in reading.scopes
            assert scope in reading.reason
    assert live.failed_reads() == ()
    assert scope not in (live.scopes or ())


def test_each_kind_of_channel_has_its_own_scope(read: Read) -> None:
    live, _ = read_without(read, "groups:read")
    assert live.members("C1") == ("U0AUDIT", "U1")
    assert live.members_reading("G1").status is Status.NOT_GRANTED
    assert live.members_reading("G1").reason == "the token lacks the scope groups:read"
    live, _ = read_without(read, "channels:read")
    assert live.members("G1") == ("U0AUDIT", "U1")
    assert live.members_reading("C1").status is Status.NOT_GRANTED


def test_what_slack_says_was_not_granted_is_not_asked_for(read: Read) -> None:
    _, slack = read_without(read, "pins:read", "bookmarks:read")
    assert slack.count("pins.list") == slack.count("bookmarks.list") == 0


def test_a_scope_is_asked_for_once_and_not_for_every_channel(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commplan.testing.slack import emulator

    monkeypatch.setattr(emulator, "_scope_headers", lambda token, method: ())
    live, slack = read_without(read, "pins:read", "bookmarks:read")
    assert slack.count("pins.list") == slack.count("bookmarks.list") == 1
    assert live.reading("pins").status is Status.NOT_GRANTED


def test_an_app_of_old_is_asked_although_its_scopes_say_nothing(read: Read) -> None:
    with SlackServer(SEED, scopes=("identify", "bot:basic")) as slack:
        live = read(slack, ("pins", "retention"), channels=WANTED)
    assert slack.count("pins.list") == 1
    assert live.reading("pins").status is Status.NOT_GRANTED
    assert live.reading("retention").status is Status.UNSUPPORTED


def test_history_has_a_scope_for_each_kind_of_channel(read: Read) -> None:
    live, slack = read_without(read, "groups:history")
    assert live.channel_reading("activity", "C1").complete
    for fact in ("activity", "history-start"):
        assert live.channel_reading(fact, "G1").status is Status.NOT_GRANTED
        assert live.channel_reading(fact, "G1").scopes == ("groups:history",)
    assert slack.count("conversations.history") == 4


def test_without_both_scopes_members_are_not_granted(read: Read) -> None:
    live, _ = read_without(read, "channels:read", "groups:read")
    reading = live.reading("members")
    assert (reading.status, reading.scopes) == (
        Status.NOT_GRANTED,
        ("channels:read", "groups:read"),
    )


def test_the_basic_scopes_are_enough_for_the_basic_facts(read: Read) -> None:
    from commplan.api import essential_scopes

    facts = [fact.name for fact in FACTS.values() if fact.essential]
    wanted = [WantedChannel(one, facts=("members",)) for one in ("C1", "G1")]
    with SlackServer(SEED, scopes=essential_scopes()) as slack:
        live = read(slack, facts, channels=wanted)
    assert live.scopes == essential_scopes()
    assert all(live.reading(fact).known for fact in facts)


def test_addresses_are_judged_by_what_came_where_slack_does_not_name_the_scopes(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commplan.testing.slack import emulator

    monkeypatch.setattr(emulator, "_scope_headers", lambda token, method: ())
    with SlackServer(SEED) as slack:
        live = read(slack, ("people", "emails"))
    assert live.scopes is None
    assert live.reading("emails").complete
    live, _ = read_without(read, "users:read.email")
    assert live.reading("emails").scopes == ("users:read.email",)
