from collections.abc import Callable

import pytest

from commplan.api import (
    FACTS,
    Restriction,
    Status,
    WantedChannel,
    WantedPerson,
    Workspace,
    dump_snapshot,
    email_digest,
    parse_snapshot,
    redact,
)
from commplan.testing.slack import Behaviour, Fault, SlackServer

Read = Callable[..., Workspace]

SEED = {
    "users": {
        "U01ALICE": {"name": "alice", "tz": "Europe/London", "status_emoji": ":palm_tree:"},
        "U02BOB": {"name": "bob", "deleted": True},
        "U03GUEST": {"name": "guest", "guest": "single"},
        "U04QUIET": {"name": "quiet", "dnd": {"start": 1_789_990_000, "end": 1_790_010_000}},
        "U09OTHER": {"name": "olga", "team": "T09OTHER"},
    },
    "bots": {"B02JIRA": {"name": "jira", "app": "A02JIRA"}},
    "usergroups": {
        "S01ITOPS": {"handle": "it-ops", "users": ["U01ALICE"], "channels": ["C01HELP"]},
        "S02OLD": {"handle": "old", "disabled": True},
    },
    "channels": {
        "C01HELP": {
            "name": "it-help",
            "topic": "Ask & wait",
            "members": ["U02BOB", "U01ALICE", "bot"],
            "bookmarks": {"SLA": "https://kb.example.org/sla"},
            "pins": ["How to ask"],
        },
        "C02OLD": {"name": "it-old", "archived": True, "members": ["U01ALICE"]},
        "C03OPEN": {"name": "it-open", "members": ["U01ALICE"]},
        "C04EXT": {
            "name": "partner",
            "shared": "external",
            "connected_teams": ["T09OTHER"],
            "members": ["U01ALICE", "U09OTHER", "bot"],
        },
        "G01SEC": {"name": "sec", "private": True, "members": ["U01ALICE", "bot"]},
        "G02SECRET": {"name": "secret", "private": True, "members": ["U01ALICE"]},
    },
}


def test_a_workspace_is_read_as_it_is(read: Read) -> None:
    with SlackServer(SEED) as slack:
        live = read(slack)
    assert (live.source, live.team_id, live.team_name) == ("slack", "T01ACME", "Acme")
    assert live.url == "https://acme.slack.com/"
    assert live.reader == "U0AUDIT"
    assert live.taken_at == 1_790_000_000_000_000
    assert "users:read" in (live.scopes or ())
    assert all(live.reading(fact).complete for fact in (*live_facts(), "workspace"))
    alice = live.person("U01ALICE")
    assert alice is not None
    assert (alice.handle, alice.tz, alice.deleted) == ("alice", "Europe/London", False)
    assert alice.status_emoji == ":palm_tree:"
    help_channel = live.channel("C01HELP")
    assert help_channel is not None
    assert (help_channel.name, help_channel.topic) == ("it-help", "Ask &amp; wait")
    assert help_channel.is_member
    assert help_channel.members is None
    assert live.members_reading("C01HELP").status is Status.NOT_REQUESTED
    group = live.usergroup("S01ITOPS")
    assert group is not None
    assert (group.users, group.user_count) == (("U01ALICE",), 1)
    assert group.default_channels == ("C01HELP",)


def live_facts() -> tuple[str, ...]:
    return ("public-channels", "private-channels", "people", "usergroups")


def test_what_slack_leaves_out_is_unknown_and_not_no(read: Read) -> None:
    with SlackServer(SEED) as slack:
        live = read(slack)
    bob = live.person("U02BOB")
    assert bob is not None
    assert bob.deleted
    assert (bob.tz, bob.is_admin, bob.is_restricted, bob.is_guest) == (None, None, None, None)
    assert all(person.has_2fa is None for person in live.people)


def test_archived_channels_and_disabled_groups_are_there(read: Read) -> None:
    with SlackServer(SEED) as slack:
        live = read(slack)
    assert [channel.id for channel in live.channels if channel.is_archived] == ["C02OLD"]
    assert [group.id for group in live.usergroups if group.is_disabled] == ["S02OLD"]


def test_private_channels_are_those_that_the_app_is_in(read: Read) -> None:
    with SlackServer(SEED, behaviour=Behaviour(mixed_types_drop_private=True)) as slack:
        live = read(slack)
        asked = [call.arguments["types"] for call in slack.calls("conversations.list")]
    assert asked == ["public_channel", "private_channel"]
    assert [channel.id for channel in live.channels if channel.is_private] == ["G01SEC"]


def test_bots_guests_and_their_apps_are_told_apart(read: Read) -> None:
    with SlackServer(SEED) as slack:
        live = read(slack)
    machines = [person.handle for person in live.people if person.is_machine]
    assert machines == ["jira", "commplan", "slackbot"]
    jira = next(person for person in live.people if person.handle == "jira")
    assert (jira.bot_id, jira.app_id) == ("B02JIRA", "A02JIRA")
    assert [person.id for person in live.people if person.is_guest] == ["U03GUEST"]


def test_details_are_read_of_wanted_channels_only(read: Read) -> None:
    facts = ("members", "bookmarks", "pins")
    wanted = [WantedChannel("C01HELP", facts=facts), WantedChannel(name="sec", facts=("members",))]
    with SlackServer(SEED) as slack:
        live = read(slack, (*live_facts(), *facts), channels=wanted)
        assert slack.count("conversations.members") == 2
        assert slack.count("bookmarks.list") == slack.count("pins.list") == 1
    assert live.members("C01HELP") == ("U01ALICE", "U02BOB", "U0AUDIT")
    assert live.members("G01SEC") == ("U01ALICE", "U0AUDIT")
    channel = live.channel("C01HELP")
    assert channel is not None
    assert [mark.title for mark in channel.bookmarks or ()] == ["SLA"]
    assert [pin.text for pin in channel.pins or ()] == ["How to ask"]
    assert live.members_reading("C01HELP").complete
    assert live.members_reading("C03OPEN").status is Status.NOT_REQUESTED


def test_a_channel_that_says_nothing_else_has_all_facts_of_the_request_read(read: Read) -> None:
    wanted = [WantedChannel("C01HELP", "it-help"), WantedChannel(name="sec", facts=())]
    with SlackServer(SEED) as slack:
        live = read(slack, (*live_facts(), "members"), channels=wanted)
        assert slack.count("conversations.members") == 1
        assert slack.count("pins.list") == slack.count("conversations.info") == 0
    assert live.members_reading("C01HELP").complete


def test_a_pattern_means_the_live_channels_of_that_name(read: Read) -> None:
    wanted = [WantedChannel(name="it-*", facts=("members",))]
    with SlackServer(SEED) as slack:
        live = read(slack, (*live_facts(), "members"), channels=wanted)
        assert slack.count("conversations.members") == 2
    assert live.members("C03OPEN") == ("U01ALICE",)
    assert live.members("C02OLD") is None


def test_a_name_may_mean_an_archived_channel_if_no_live_one_has_it(read: Read) -> None:
    wanted = [WantedChannel(name="#it-old", facts=("members",))]
    with SlackServer(SEED) as slack:
        live = read(slack, (*live_facts(), "members"), channels=wanted)
    assert live.members("C02OLD") == ("U01ALICE",)


def test_a_channel_the_app_cannot_see_is_hidden_and_no_failure(read: Read) -> None:
    wanted = [WantedChannel("G02SECRET", facts=("members",))]
    with SlackServer(SEED) as slack:
        live = read(slack, (*live_facts(), "members"), channels=wanted)
    reading = live.members_reading("G02SECRET")
    assert reading.status is Status.HIDDEN
    assert reading.reason == "conversations.members: channel_not_found"
    assert live.failed_reads() == ()


def test_not_in_channel_is_hidden_too(read: Read) -> None:
    wanted = [WantedChannel("C03OPEN", facts=("pins", "bookmarks"))]
    with SlackServer(SEED, behaviour=Behaviour(unjoined_items="not_in_channel")) as slack:
        live = read(slack, ("public-channels", "pins", "bookmarks"), channels=wanted)
    assert live.channel_reading("pins", "C03OPEN").status is Status.HIDDEN
    assert live.channel_reading("bookmarks", "C03OPEN").status is Status.HIDDEN


@pytest.mark.parametrize("list_extras", [True, False])
def test_sharing_is_asked_of_shared_channels_that_the_list_leaves_open(
    read: Read, list_extras: bool
) -> None:
    wanted = [WantedChannel(one, facts=("sharing",)) for one in ("C01HELP", "C04EXT")]
    with SlackServer(SEED, behaviour=Behaviour(list_extras=list_extras)) as slack:
        live = read(slack, (*live_facts(), "sharing"), channels=wanted)
        assert slack.count("conversations.info") == (0 if list_extras else 1)
    partner = live.channel("C04EXT")
    assert partner is not None
    assert partner.connected_team_ids == ("T09OTHER",)
    assert live.channel_reading("sharing", "C04EXT").complete
    assert live.channel_reading("sharing", "C01HELP").complete


def test_whom_an_open_invitation_is_for_is_asked_where_the_list_does_not_tell(read: Read) -> None:
    offered = {"shared": "pending", "connected_teams": ["T08"], "raw": {"pending_shared": []}}
    wanted = [WantedChannel("C1", facts=("sharing",))]
    behaviour = Behaviour(list_extras=False)
    with SlackServer({"channels": {"C1": offered}}, behaviour=behaviour) as slack:
        live = read(slack, (*live_facts(), "sharing"), channels=wanted)
        assert slack.count("conversations.info") == 1
    channel = live.channel("C1")
    assert channel is not None
    assert channel.pending_team_ids == ("T08",)


def test_settings_are_what_slack_tells_of_them(read: Read) -> None:
    restricted = {"properties": {"posting_restricted_to": {"type": ["admin"], "user": ["U1"]}}}
    seed = {"channels": {"C1": {"raw": restricted}, "C2": {"name": "silent"}}}
    wanted = [WantedChannel(one, facts=("channel-settings",)) for one in ("C1", "C2")]
    with SlackServer(seed) as slack:
        live = read(slack, ("public-channels", "channel-settings"), channels=wanted)
    channel = live.channel("C1")
    assert channel is not None
    assert channel.posting == Restriction(roles=("admin",), users=("U1",))
    assert live.channel_reading("channel-settings", "C1").complete
    assert live.channel_reading("channel-settings", "C2").status is Status.UNSUPPORTED


def test_do_not_disturb_is_asked_of_declared_people(read: Read) -> None:
    people = [WantedPerson("U04QUIET"), WantedPerson(email="alice@acme.example")]
    with SlackServer(SEED) as slack:
        live = read(slack, ("people", "emails", "dnd"), people=people)
        (call,) = slack.calls("dnd.teamInfo")
    assert call.arguments["users"] == "U01ALICE,U04QUIET"
    quiet, alice = live.person("U04QUIET"), live.person("U01ALICE")
    assert quiet is not None and quiet.dnd is not None
    assert alice is not None and alice.dnd is not None
    assert (quiet.dnd.enabled, quiet.dnd.starts) == (True, 1_789_990_000)
    assert (alice.dnd.enabled, alice.dnd.starts) == (False, None)


def test_do_not_disturb_is_asked_fifty_at_a_time(read: Read) -> None:
    ids = [f"U{number:03d}" for number in range(120)]
    with SlackServer({"users": {one: one.lower() for one in ids}}) as slack:
        read(slack, ("people", "dnd"), people=map(WantedPerson, ids))
        sizes = [call.arguments["users"].count("U") for call in slack.calls("dnd.teamInfo")]
    assert sizes == [50, 50, 20]


def test_user_groups_need_a_paid_plan(read: Read) -> None:
    with SlackServer({"workspace": {"plan": "free"}}) as slack:
        live = read(slack, ("usergroups",))
    reading = live.reading("usergroups")
    assert reading.status is Status.UNSUPPORTED
    assert reading.reason == "Slack answered plan_upgrade_required"


def test_nothing_is_read_that_nobody_asked_for(read: Read) -> None:
    with SlackServer(SEED) as slack:
        live = read(slack, ())
        assert [call.method for call in slack.calls()] == ["auth.test"]
    assert live.people == live.channels == live.usergroups == ()
    assert live.reading("people").status is Status.NOT_REQUESTED


def test_group_members_can_be_left_out(read: Read) -> None:
    with SlackServer(SEED) as slack:
        live = read(slack, ("usergroups",), usergroup_members=False)
    assert [group.users for group in live.usergroups] == [None, None]


def test_nothing_is_ever_written_and_the_snapshot_loads_again(read: Read) -> None:
    wanted = [WantedChannel(name="*", facts=tuple(FACTS))]
    people = [WantedPerson("U01ALICE"), WantedPerson("U0NOBODY")]
    with SlackServer(SEED) as slack:
        live = read(slack, FACTS, channels=wanted, people=people, env={"side_by_side": None})
        assert slack.writes() == ()
        text = dump_snapshot(live, version="1.0")
        assert slack.token not in text
        assert "How to ask" not in text
    assert parse_snapshot(text.encode(), "snapshot.json") == redact(live)


def test_side_by_side_and_one_after_the_other_give_the_same(read: Read) -> None:
    wanted = [
        WantedChannel(name="*", facts=tuple(FACTS)),
        WantedChannel("C01HELP", facts=tuple(FACTS)),
    ]
    with SlackServer(SEED) as slack:
        one = read(slack, FACTS, channels=wanted)
        assert read(slack, FACTS, channels=wanted, env={"side_by_side": None}) == one


def test_fields_of_tomorrow_and_wrong_types_do_no_harm(read: Read) -> None:
    seed = {
        "users": {"U1": {"raw": {"telepathy": {"on": True}, "tz": 7, "is_admin": "yes"}}},
        "channels": {"C1": {"raw": {"topic": "text", "created": "1433558319", "updated": []}}},
        "usergroups": {"S1": {"raw": {"user_count": None, "prefs": "none"}}},
    }
    with SlackServer(seed) as slack:
        live = read(slack)
    person, channel, group = live.person("U1"), live.channel("C1"), live.usergroup("S1")
    assert person is not None and (person.tz, person.is_admin) == (None, None)
    assert channel is not None and (channel.topic, channel.created) == (None, 1_433_558_319)
    assert group is not None and (group.user_count, group.default_channels) == (None, None)


def test_an_enterprise_id_finds_the_person(read: Read) -> None:
    seed = {"users": {"U1": {"raw": {"enterprise_user": {"id": "W1", "teams": ["T01ACME"]}}}}}
    with SlackServer(seed) as slack:
        live = read(slack, ("people",), people=[WantedPerson("W1")])
        assert slack.count("users.info") == 0
    assert live.person("W1") == live.person("U1") is not None


def test_strangers_are_looked_up_after_the_listing(read: Read) -> None:
    with SlackServer(SEED) as slack:
        listed = {"U09OTHER"} & {person.id for person in read(slack, ("people",)).people}
        live = read(slack, ("people",), people=[WantedPerson("U09OTHER"), WantedPerson("U0X")])
    assert listed == set()
    olga = live.person("U09OTHER")
    assert olga is not None
    assert olga.team_id == "T09OTHER"
    reading = live.reading("people")
    assert reading.complete
    assert [(one.id, one.status) for one in reading.exceptions] == [("U0X", Status.HIDDEN)]


def test_people_declared_by_address_are_looked_up_where_nothing_is_listed(read: Read) -> None:
    people = [WantedPerson(email="alice@acme.example")]
    with SlackServer(SEED) as slack:
        live = read(slack, ("people", "emails"), people=people, declared_only=("people",))
        assert slack.count("users.list") == 0
        assert slack.count("users.lookupByEmail") == 1
    assert live.person_by_email("alice@acme.example") == live.person("U01ALICE")
    assert live.reading("emails").status is Status.PARTIAL


def test_an_address_that_nobody_has_is_a_reason_to_list(read: Read) -> None:
    """Whoever has left is not found by address; only the list has them."""
    people = [WantedPerson(email="alice@acme.example"), WantedPerson(email="x@acme.example")]
    with SlackServer(SEED) as slack:
        live = read(slack, ("people", "emails"), people=people, declared_only=("people",))
        assert slack.count("users.list") == 1
        assert slack.count("users.lookupByEmail") == 2
    assert live.reading("people").complete
    assert [one.id for one in live.reading("emails").exceptions] == [email_digest("x@acme.example")]
    assert "x@acme.example" not in dump_snapshot(live, version="1.0")


def replying(body: dict[str, object]) -> Fault:
    from commplan.testing.slack.wire import json_response

    return Fault("answer", json_response(body))
