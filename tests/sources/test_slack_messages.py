"""What is read of messages, bots, invitations and administrators' settings."""

from collections.abc import Callable
from typing import Any

import pytest

from commplan.api import (
    Activity,
    HistoryStart,
    LiveBot,
    Preferences,
    Restriction,
    Retention,
    Status,
    WantedChannel,
    Workspace,
    dump_snapshot,
    email_digest,
)
from commplan.testing.slack import ADMIN_SCOPES, AUDIT_SCOPES, Behaviour, Fault, SlackServer
from commplan.testing.slack.wire import json_response

Read = Callable[..., Workspace]

T0 = 1_789_000_000
OF_MESSAGES = ("activity", "history-start")
SEED: dict[str, Any] = {
    "users": {"U1": "alice", "U2": "bob"},
    "bots": {"B1JIRA": {"name": "jira", "app": "A1JIRA", "user": "U1JIRA"}},
    "channels": {
        "C1": {
            "name": "help",
            "members": ["U1", "bot", "U1JIRA"],
            "messages": [
                {"ts": f"{T0}.000100", "user": "U1", "text": "the door code is 1234"},
                {
                    "ts": f"{T0 + 100}.000200",
                    "user": "U2",
                    "thread": [{"user": "U1", "ts": f"{T0 + 900}.000001"}],
                },
                {"ts": f"{T0 + 200}.000000", "bot": "B1JIRA", "text": "IT-1"},
                {"ts": f"{T0 + 300}.000000", "subtype": "channel_join", "user": "U1"},
                {"ts": f"{T0 + 400}.000000", "user": "USLACKBOT", "text": "reminder"},
            ],
        },
        "C2": {"name": "quiet", "members": ["bot"]},
        "C3": {"name": "elsewhere", "members": ["U1"], "messages": ["hello"]},
    },
}


def wanted(*ids: str) -> list[WantedChannel]:
    return [WantedChannel(one) for one in ids]


def test_times_and_ids_are_kept_and_no_text(read: Read) -> None:
    with SlackServer(SEED) as slack:
        live = read(slack, ("public-channels", *OF_MESSAGES), channels=wanted("C1"))
        assert slack.count("conversations.history") == 1
    channel = live.channel("C1")
    assert channel is not None
    assert channel.activity == Activity(
        last_human=T0 + 100,
        last_reply=T0 + 900,
        since=T0,
        whole=True,
        bots=("B1JIRA",),
        apps=("A1JIRA",),
    )
    assert channel.history_start == HistoryStart(T0)
    assert "1234" not in dump_snapshot(live, version="1.0")
    assert live.channel_reading("activity", "C1").complete


def test_a_channel_without_messages_is_known_to_have_none(read: Read) -> None:
    with SlackServer(SEED) as slack:
        live = read(slack, ("public-channels", *OF_MESSAGES), channels=wanted("C2"))
    channel = live.channel("C2")
    assert channel is not None
    assert channel.activity == Activity(whole=True)
    assert channel.history_start == HistoryStart()
    assert all(live.channel_reading(fact, "C2").complete for fact in OF_MESSAGES)


@pytest.mark.parametrize("profile", ["internal", "distributed"])
def test_the_start_of_a_long_history_takes_a_call_of_its_own(read: Read, profile: Any) -> None:
    noise = [{"ts": f"{T0 + n}.000000", "bot": "B1JIRA"} for n in range(1, 300)]
    seed = SEED | {
        "channels": {"C1": {"members": ["bot"], "messages": [{"ts": f"{T0}.000000"}, *noise]}}
    }
    with SlackServer(seed, behaviour=Behaviour(profile=profile)) as slack:
        live = read(slack, ("public-channels", *OF_MESSAGES), channels=wanted("C1"))
        assert slack.count("conversations.history") == 2
    channel = live.channel("C1")
    assert channel is not None
    assert channel.history_start == HistoryStart(T0)
    assert channel.activity is not None
    seen = 100 if profile == "internal" else 15
    assert (channel.activity.last_human, channel.activity.whole) == (None, False)
    assert channel.activity.since == T0 + 300 - seen


def test_a_start_later_than_what_was_seen_is_no_start(read: Read) -> None:
    messages = [{"ts": f"{T0 + n}.000000", "user": "U1"} for n in range(150)]
    seed = SEED | {"channels": {"C1": {"members": ["bot"], "messages": messages}}}
    newest = {"ok": True, "messages": [{"ts": f"{T0 + 149}.000000"}], "has_more": True}
    with SlackServer(seed) as slack:
        slack.fail("conversations.history", Fault("answer", json_response(newest)), after=1)
        live = read(slack, ("public-channels", *OF_MESSAGES), channels=wanted("C1"))
    assert live.channel_reading("history-start", "C1").status is Status.FAILED
    assert live.channel_reading("activity", "C1").complete


def test_a_free_workspace_shows_ninety_days(read: Read) -> None:
    messages = [{"ago": "200d", "user": "U1"}, {"ago": "80d", "user": "U1"}]
    seed = {
        "workspace": {"plan": "free"},
        "users": {"U1": "alice"},
        "channels": {"C1": {"members": ["bot"], "messages": messages}},
    }
    now = 1_790_000_000
    with SlackServer(seed, clock=lambda: now) as slack:
        live = read(slack, ("public-channels", "history-start"), channels=wanted("C1"))
    channel = live.channel("C1")
    assert channel is not None
    assert channel.history_start == HistoryStart(now - 80 * 86_400)


def test_the_history_of_a_channel_without_the_bot_is_hidden(read: Read) -> None:
    with SlackServer(SEED) as slack:
        live = read(slack, ("public-channels", *OF_MESSAGES), channels=wanted("C3"))
    for fact in OF_MESSAGES:
        reading = live.channel_reading(fact, "C3")
        assert (reading.status, reading.reason) == (
            Status.HIDDEN,
            "conversations.history: not_in_channel",
        )
    assert live.failed_reads() == ()


def test_what_a_bot_would_be_refused_is_not_asked_for(read: Read) -> None:
    seed = {
        "users": {"U1": "alice"},
        "channels": {
            "C1": {"name": "out", "members": ["U1"]},
            "C2": {"name": "in", "members": ["bot"]},
            "C3": {"name": "archived", "members": ["U1"], "archived": True},
        },
    }
    names = [WantedChannel(name=name) for name in ("out", "in", "archived")]
    facts = ("public-channels", "activity")
    with SlackServer(seed) as slack:
        reading = read(slack, facts, channels=names).channel_reading("activity", "C1")
        assert slack.count("conversations.history") == 2
    assert reading.status is Status.HIDDEN
    assert reading.reason == "conversations.history: not_in_channel"
    with SlackServer(seed, token="xoxp-1") as slack:
        assert read(slack, facts, channels=names).channel_reading("activity", "C1").complete
        assert slack.count("conversations.history") == 3


def test_bots_are_those_in_declared_channels_and_those_that_wrote_there(read: Read) -> None:
    more = {"B2CI": {"name": "ci", "app": "A2CI"}, "B3FAR": {"name": "far"}}
    channels = SEED["channels"] | {
        "C1": {
            "members": ["bot", "U1JIRA"],
            "messages": [{"bot": "B2CI", "ago": "1h"}, {"ago": "2h", "raw": {"bot_id": "B9GONE"}}],
        }
    }
    seed = SEED | {"bots": SEED["bots"] | more, "channels": channels}
    facts = ("people", "public-channels", "members", "activity", "bots")
    with SlackServer(seed) as slack:
        live = read(slack, facts, channels=wanted("C1"))
        asked = [call.arguments["bot"] for call in slack.calls("bots.info")]
    assert asked == ["B0AUDIT", "B1JIRA", "B2CI", "B9GONE"]
    assert live.bot("B2CI") == LiveBot("B2CI", "ci", "A2CI", "U2CI", deleted=False)
    assert live.bot("B3FAR") is None
    assert live.reading("bots").of("B9GONE").status is Status.HIDDEN
    assert live.reading("bots").status is Status.PARTIAL


def test_open_invitations_are_read_and_addresses_never_kept(read: Read) -> None:
    invites = {
        "I1": {"channel": "C1", "email": "Olga@north.example"},
        "I2": {"channel": "C1", "direction": "incoming", "team": "T9NORTH"},
        "I3": {"channel": "C2", "team": "T9NORTH"},
        "I4": {"channel": "C2", "status": "revoked"},
        "I5": {"channel": "C2", "expires": 1_789_999_999},
    }
    with SlackServer(SEED | {"invites": invites}, clock=lambda: 1_790_000_000) as slack:
        live = read(slack, ("invitations",))
        assert slack.count("conversations.listConnectInvites") == 1
    assert [one.id for one in live.invitations] == ["I1", "I2", "I3"]
    sent, received, accepted = live.invitations
    assert sent.recipient == email_digest("olga@north.example")
    assert (sent.channel_id, sent.inviting_team_id) == ("C1", "T01ACME")
    assert (received.direction, received.inviting_team_id) == ("incoming", "T9NORTH")
    assert accepted.accepting_team_ids == ("T9NORTH",)
    assert live.invitations_to("C2") == (accepted,)
    assert "north.example" not in repr(live)
    assert live.reading("invitations").complete


def test_many_invitations_are_paged(read: Read) -> None:
    invites = {f"I{n:04d}": {"channel": "C1"} for n in range(501)}
    with SlackServer(SEED | {"invites": invites}) as slack:
        live = read(slack, ("invitations",))
        assert slack.count("conversations.listConnectInvites") == 2
    assert len(live.invitations) == 501


def test_an_invitation_that_is_none_is_a_failure(read: Read) -> None:
    answer = {"ok": True, "invites": [{"status": "sent", "invite": {}}]}
    with SlackServer(SEED) as slack:
        slack.fail("conversations.listConnectInvites", Fault("answer", json_response(answer)))
        live = read(slack, ("invitations",))
    assert live.reading("invitations").reason == (
        "conversations.listConnectInvites: invites: an invitation has no id"
    )


ADMINISTERED = ("channel-preferences", "retention")
RULES: dict[str, Any] = {
    "workspace": {"enterprise": {"id": "E01"}},
    "users": {"U1": "alice"},
    "channels": {
        "C1": {
            "preferences": {
                "who_can_post": {"type": "admin, owner", "user": "U1"},
                "can_thread": {"type": ["ra"], "user": [], "subteam": ["S1"]},
                "can_huddle": {"enabled": False},
                "enable_at_channel": {"enabled": True},
            },
            "retention": 70,
        },
        "C2": {"general": True},
    },
}


def test_administrators_are_told_who_may_post_and_what_is_kept(read: Read) -> None:
    scopes = (*AUDIT_SCOPES, *ADMIN_SCOPES)
    with SlackServer(RULES, token="xoxp-admin", scopes=scopes) as slack:
        live = read(slack, ("public-channels", *ADMINISTERED), channels=wanted("C1", "C2"))
    channel = live.channel("C1")
    assert channel is not None
    assert channel.preferences == Preferences(
        posting=Restriction(roles=("admin", "owner"), users=("U1",)),
        threads=Restriction(roles=("ra",), usergroups=("S1",)),
        huddles=False,
        at_channel=True,
    )
    assert channel.retention == Retention(custom=True, days=70)
    assert live.channel_reading("retention", "C2").status is Status.HIDDEN
    assert live.channel_reading("channel-preferences", "C2").complete


def test_bots_are_not_told_and_are_not_even_tried(read: Read) -> None:
    with SlackServer(RULES) as slack:
        live = read(slack, ADMINISTERED, channels=wanted("C1"))
        assert [call.method for call in slack.calls()] == ["auth.test"]
    for fact in ADMINISTERED:
        assert live.reading(fact).reason == "the token lacks the scope admin.conversations:read"


def test_an_administrator_who_is_none_any_more_is_no_failure(read: Read) -> None:
    scopes = (*AUDIT_SCOPES, *ADMIN_SCOPES)
    with SlackServer(RULES, token="xoxp-admin", scopes=scopes) as slack:
        slack.fail("admin.conversations.getCustomRetention", Fault.error("not_an_admin"))
        live = read(slack, ADMINISTERED, channels=wanted("C1"))
    assert live.reading("retention").status is Status.UNSUPPORTED
    assert live.failed_reads() == ()
