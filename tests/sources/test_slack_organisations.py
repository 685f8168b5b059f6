"""Apps that are installed in a whole organisation, and what only administrators are told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan.api import (
    Checkpoint,
    Environment,
    Request,
    SnapshotError,
    SourceError,
    Status,
    WantedChannel,
    WantedPerson,
    Workspace,
    dump_snapshot,
)
from commplan.sources.slack import open_slack
from commplan.sources.slack.client import OF_A_TEAM
from commplan.testing.slack import ADMIN_SCOPES, AUDIT_SCOPES, Fault, SlackServer
from commplan.testing.slack.wire import json_response
from tests.sources.conftest import LISTINGS

Read = Callable[..., Workspace]

SEED: dict[str, Any] = {
    "workspace": {"id": "T01ACME", "name": "Acme", "enterprise": {"id": "E01", "name": "Group"}},
    "bot": {"org_wide": True},
    "users": {
        "U01ALICE": {"name": "alice", "email": "alice@acme.example", "dnd": {"start": 1, "end": 2}}
    },
    "usergroups": {"S01OPS": {"handle": "ops", "users": ["U01ALICE"]}},
    "channels": {
        "C01HELP": {
            "name": "help",
            "members": ["U01ALICE", "bot"],
            "preferences": {"can_thread": {"type": ["admin"]}},
            "retention": 30,
        }
    },
    "invites": {"I01": {"channel": "C01HELP", "email": "x@partner.example"}},
    "siblings": {
        "T02BETA": {
            "workspace": {"name": "Beta"},
            "users": {"U07GINA": {"name": "gina", "email": "gina@acme.example"}},
            "channels": {"C07BETA": {"name": "beta", "members": ["U07GINA"]}},
        },
        "T03GAMMA": {
            "bot": {"added": False},
            "users": {"U08HUGO": {"name": "hugo", "email": "hugo@acme.example"}},
            "channels": {"C08GAMMA": {"name": "gamma"}},
        },
    },
}
ONE_WORKSPACE = {**SEED, "bot": {}}
LONE: dict[str, Any] = {key: value for key, value in SEED.items() if key != "siblings"}
ADMINISTERED = ("channel-preferences", "retention")
HELP = [WantedChannel("C01HELP")]
BOT_FACTS = (*LISTINGS, "emails", "members", "bots", "dnd", "invitations")


def of_administrator(slack: SlackServer, **options: Any) -> dict[str, str]:
    """A second token, of somebody who administers the organisation."""
    token = "xoxp-of-an-administrator"  # opens nothing but the emulator
    slack.add_token(token, scopes=ADMIN_SCOPES, **options)
    return {"administrator_token": token}


def opened(slack: SlackServer, environment: Callable[..., Environment], where: str) -> Workspace:
    return open_slack(where, Request(LISTINGS), environment(slack))


def test_the_plans_say_which_workspace_an_organisations_token_reads(read: Read) -> None:
    for team, names, channels in (
        ("T01ACME", "Acme", ["C01HELP"]),
        ("T02BETA", "Beta", ["C07BETA"]),
    ):
        with SlackServer(SEED) as slack:
            live = read(slack, teams=("E01", team, "T09OTHER"))
        assert (live.team_id, live.team_name, live.enterprise_id) == (team, names, "E01")
        assert [channel.id for channel in live.channels] == channels
        assert all(live.reading(fact).complete for fact in LISTINGS)


def test_every_method_that_wants_to_know_the_workspace_is_told(read: Read) -> None:
    people = [WantedPerson("U01ALICE")]
    with SlackServer(SEED) as slack:
        live = read(slack, BOT_FACTS, channels=HELP, people=people, teams=("T01ACME",))
        named = {call.method for call in slack.calls() if "team_id" in call.arguments}
        assert {call.error for call in slack.calls()} == {""}
    assert named == OF_A_TEAM
    assert live.failed_reads() == ()
    alice = live.person("U01ALICE")
    assert alice is not None
    assert alice.dnd is not None
    assert [bot.id for bot in live.bots] == ["B0AUDIT"]
    assert [one.id for one in live.invitations] == ["I01"]


def test_a_workspaces_token_is_told_no_workspace(read: Read) -> None:
    with SlackServer(ONE_WORKSPACE) as slack:
        read(slack, BOT_FACTS, channels=HELP)
        assert [call for call in slack.calls() if "team_id" in call.arguments] == []
        assert slack.count("auth.teams.list") == 0


def test_the_only_workspace_need_not_be_named(read: Read) -> None:
    with SlackServer(LONE) as slack:
        assert read(slack).team_id == "T01ACME"


@pytest.mark.parametrize("variant", ["T01ACME", "E01", None])
def test_whatever_slack_calls_the_organisations_team(read: Read, variant: str | None) -> None:
    told = {"ok": True, "user_id": "U0AUDIT", "team_id": variant, "team": "Group"}
    told |= {"enterprise_id": "E01", "is_enterprise_install": True, "bot_id": "B0AUDIT"}
    with SlackServer(SEED) as slack:
        slack.fail("auth.test", Fault("answer", json_response(told)))
        live = read(slack, teams=("T02BETA",))
    assert (live.team_id, live.team_name) == ("T02BETA", "Beta")


@pytest.mark.parametrize(
    ("where", "teams", "words"),
    [
        (
            "",
            (),
            (
                "the token in SLACK_BOT_TOKEN is an organisation's and opens 2 workspaces: name "
                "one, as in --workspace slack:T01ACME or in the plan's `metadata.workspace.team`; "
                "there are Acme (T01ACME), Beta (T02BETA)"
            ),
        ),
        (
            "",
            ("T01ACME", "T02BETA"),
            (
                "the token in SLACK_BOT_TOKEN is an organisation's, and the plans are about 2 of "
                "its workspaces: write --workspace slack:T01ACME --workspace slack:T02BETA"
            ),
        ),
        (
            "T03GAMMA",
            ("T01ACME",),
            (
                "the token in SLACK_BOT_TOKEN is an organisation's and does not open T03GAMMA: add "
                "the app to it, or read one of Acme (T01ACME), Beta (T02BETA)"
            ),
        ),
        (
            "",
            ("T09OTHER",),
            (
                "the token in SLACK_BOT_TOKEN is an organisation's and does not open T09OTHER: add "
                "the app to it, or read one of Acme (T01ACME), Beta (T02BETA)"
            ),
        ),
    ],
)
def test_an_unclear_workspace_is_an_error_that_says_what_to_write(
    environment: Callable[..., Environment], where: str, teams: tuple[str, ...], words: str
) -> None:
    with SlackServer(SEED) as slack, pytest.raises(SourceError) as caught:
        open_slack(where, Request(LISTINGS, teams=teams), environment(slack))
    assert str(caught.value) == words
    assert {call.method for call in slack.calls()} == {"auth.test", "auth.teams.list"}


def test_a_named_workspace_counts_before_the_plans(environment: Callable[..., Environment]) -> None:
    with SlackServer(SEED) as slack:
        request = Request(LISTINGS, teams=("T01ACME",))
        assert open_slack("T02BETA", request, environment(slack)).team_id == "T02BETA"


def test_an_app_that_was_added_nowhere_opens_nothing(
    environment: Callable[..., Environment],
) -> None:
    seed = {**LONE, "bot": {"org_wide": True, "added": False}}
    with SlackServer(seed) as slack, pytest.raises(SourceError, match="opens no workspace: add"):
        opened(slack, environment, "T01ACME")


def test_many_workspaces_are_not_all_named(environment: Callable[..., Environment]) -> None:
    many = {f"T1{number:03}": {"workspace": {"name": f"w{number}"}} for number in range(300)}
    with SlackServer({**SEED, "siblings": many}) as slack:
        with pytest.raises(SourceError, match=r"opens 301 workspaces.*w8 \(T1008\) and 291 more$"):
            opened(slack, environment, "")
        assert slack.count("auth.teams.list") == 2
        assert opened(slack, environment, "T1299").team_name == "w299"


def test_a_workspaces_token_opens_no_other_one(environment: Callable[..., Environment]) -> None:
    with SlackServer(ONE_WORKSPACE) as slack:
        assert opened(slack, environment, "T01ACME").team_id == "T01ACME"
        with pytest.raises(SourceError, match=r"is of the workspace Acme \(T01ACME\), not of T02B"):
            opened(slack, environment, "T02BETA")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.error("access_denied"), "does not say which workspaces it opens: auth.teams.list"),
        (Fault.server_error(500), "does not say which workspaces it opens: auth.teams.list"),
        (Fault("answer", json_response({"ok": True})), "an answer without teams"),
    ],
)
def test_a_list_of_workspaces_that_cannot_be_read_is_an_error(
    environment: Callable[..., Environment], fault: Fault, words: str
) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("auth.teams.list", fault, times=None)
        with pytest.raises(SourceError, match=words):
            opened(slack, environment, "T01ACME")


def test_objects_of_other_workspaces_are_not_taken_for_those_of_this_one(read: Read) -> None:
    """An organisation's token finds them all by id, and people by address."""
    channels = [WantedChannel(one) for one in ("C01HELP", "C07BETA", "C08GAMMA")]
    addresses = ("alice@acme.example", "gina@acme.example", "nobody@acme.example")
    people = [WantedPerson(email=one) for one in addresses]
    listings = ("public-channels", "private-channels", "people")
    with SlackServer(SEED) as slack:
        live = read(
            slack,
            (*LISTINGS, "emails", "channel-settings", "members"),
            channels=channels,
            people=people,
            teams=("T01ACME",),
            declared_only=listings,
        )
    assert [channel.id for channel in live.channels] == ["C01HELP"]
    assert all(live.reading(fact).complete for fact in listings)
    assert live.person_by_email("gina@acme.example") is None
    assert live.person_by_email("alice@acme.example") is not None


def test_an_address_of_another_workspace_is_none_of_this_one(read: Read) -> None:
    seed = {**SEED, "users": {**SEED["users"], "U05MUTE": {"raw": {"profile": {}}}}}
    people = [WantedPerson(email="gina@acme.example")]
    with SlackServer(seed) as slack:
        live = read(slack, ("people", "emails"), people=people, teams=("T01ACME",))
        assert slack.count("users.lookupByEmail") == 1
    assert live.address_reading("gina@acme.example").status is Status.HIDDEN
    assert live.person("U07GINA") is None


def test_somebody_in_a_workspace_without_the_app_is_hidden(read: Read) -> None:
    with SlackServer(SEED) as slack:
        live = read(slack, ("people",), people=[WantedPerson("U08HUGO")], teams=("T01ACME",))
    reading = live.reading("people").of("U08HUGO")
    assert (reading.status, reading.reason) == (
        Status.HIDDEN,
        "users.info: team_access_not_granted",
    )


def test_one_token_can_do_both(read: Read) -> None:
    scopes = (*AUDIT_SCOPES, *ADMIN_SCOPES)
    with SlackServer(SEED, token="xoxp-both", scopes=scopes) as slack:
        live = read(slack, (*LISTINGS, *ADMINISTERED), channels=HELP, teams=("T01ACME",))
    channel = live.channel("C01HELP")
    assert channel is not None
    assert channel.retention is not None
    assert channel.retention.days == 30
    assert live.scopes == tuple(sorted(scopes))


def test_an_administrators_token_asks_for_what_administrators_are_told_and_nothing_else(
    read: Read,
) -> None:
    with SlackServer(ONE_WORKSPACE) as slack:
        seen: dict[str, set[str]] = {}
        respond = slack._emulator.answer

        def watch(request: Any) -> Any:
            seen.setdefault(request.authorization.removeprefix("Bearer "), set()).add(
                request.method
            )
            return respond(request)

        slack._emulator.answer = watch  # type: ignore[method-assign]
        env = of_administrator(slack)
        live = read(slack, (*BOT_FACTS, *ADMINISTERED), channels=HELP, env=env)
    assert seen[env["administrator_token"]] == {
        "auth.test",
        "admin.conversations.getConversationPrefs",
        "admin.conversations.getCustomRetention",
    }
    assert not {method for method in seen[slack.token] if method.startswith("admin.")}
    assert live.failed_reads() == ()
    assert live.channel_reading("retention", "C01HELP").complete
    assert live.scopes == tuple(sorted((*AUDIT_SCOPES, *ADMIN_SCOPES)))
    assert env["administrator_token"] not in dump_snapshot(live, version="1.0")


def test_nobody_asks_with_an_administrators_token_where_nothing_calls_for_it(read: Read) -> None:
    with SlackServer(ONE_WORKSPACE) as slack:
        read(slack, LISTINGS, channels=HELP, env=of_administrator(slack))
        assert slack.count("auth.test") == 1


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ("token_revoked", "Slack refuses the token in SLACK_ADMIN_TOKEN: it was revoked"),
        ("token_expired", "rotating tokens live 12 hours"),
    ],
)
def test_an_administrators_token_that_is_refused_spoils_its_own_facts_only(
    read: Read, refusal: str, words: str
) -> None:
    with SlackServer(ONE_WORKSPACE) as slack:
        env = of_administrator(slack)
        slack.refuse_token(refusal, env["administrator_token"])
        live = read(slack, (*LISTINGS, *ADMINISTERED), channels=HELP, env=env)
    assert all(live.reading(fact).complete for fact in LISTINGS)
    for fact in ADMINISTERED:
        reading = live.reading(fact)
        assert reading.status is Status.FAILED
        assert words in reading.reason
    assert {fact for failed in live.failed_reads() for fact in failed.facts} == set(ADMINISTERED)


def test_an_administrators_token_of_another_organisation_reads_nothing(read: Read) -> None:
    other = {"ok": True, "user_id": "U1", "enterprise_id": "E02", "is_enterprise_install": True}
    with SlackServer(ONE_WORKSPACE) as slack:
        slack.fail("auth.test", Fault("answer", json_response(other)), after=1)
        env = of_administrator(slack)
        live = read(slack, ADMINISTERED, channels=HELP, env=env)
        assert slack.count("admin.conversations.getCustomRetention") == 0
    words = "the token in SLACK_ADMIN_TOKEN is of E02, and E01 is read"
    assert words in live.reading("retention").reason


def test_an_administrators_token_without_the_scope_is_not_granted(read: Read) -> None:
    with SlackServer(ONE_WORKSPACE) as slack:
        slack.add_token("xoxp-less", scopes=("users:read",))
        live = read(slack, ADMINISTERED, channels=HELP, env={"administrator_token": "xoxp-less"})
        assert slack.count("admin.conversations.getCustomRetention") == 0
    assert live.reading("retention").scopes == ADMIN_SCOPES
    assert live.scopes == AUDIT_SCOPES


def test_somebody_who_does_not_administer_the_organisation_is_no_failure(read: Read) -> None:
    with SlackServer(ONE_WORKSPACE) as slack:
        env = of_administrator(slack, administers=False)
        live = read(slack, ADMINISTERED, channels=HELP, env=env)
    assert live.reading("retention").status is Status.UNSUPPORTED
    assert live.failed_reads() == ()


@pytest.mark.parametrize("properties", [{}, {"posting_restricted_to": {"type": ["admin"]}}])
def test_what_a_channel_leaves_open_administrators_are_asked_for(
    read: Read, properties: dict[str, Any]
) -> None:
    """Slack tells some settings of a channel to everybody, or to administrators, or to both."""
    help_channel = {**SEED["channels"]["C01HELP"], "raw": {"properties": properties}}
    seed = {**ONE_WORKSPACE, "channels": {"C01HELP": help_channel, "C09": {"name": "other"}}}
    asked = ("public-channels", "channel-settings")
    with SlackServer(seed) as slack:
        live = read(slack, asked, channels=HELP, env=of_administrator(slack))
        assert slack.count("admin.conversations.getConversationPrefs") == 1
    channel = live.channel("C01HELP")
    assert channel is not None
    assert channel.preferences is not None
    assert channel.preferences.threads is not None
    assert live.channel_reading("channel-preferences", "C01HELP").known
    with SlackServer(seed) as slack:
        alone = read(slack, asked, channels=HELP)
    assert alone.reading("channel-preferences").status is Status.NOT_REQUESTED


def test_what_a_channel_tells_itself_costs_no_administrators_call(read: Read) -> None:
    told = {"posting_restricted_to": {}, "threads_restricted_to": {}, "huddles_restricted": False}
    help_channel = {**SEED["channels"]["C01HELP"], "raw": {"properties": told}}
    seed = {**ONE_WORKSPACE, "channels": {"C01HELP": help_channel}}
    with SlackServer(seed) as slack:
        live = read(
            slack,
            ("public-channels", "channel-settings"),
            channels=HELP,
            env=of_administrator(slack),
        )
        assert slack.count("admin.conversations.getConversationPrefs") == 0
    assert live.channel_reading("channel-settings", "C01HELP").known
    assert live.reading("channel-preferences").status is Status.NOT_REQUESTED


def test_a_read_of_one_workspace_is_not_resumed_in_another(read: Read, tmp_path: Path) -> None:
    file = str(tmp_path / "read.checkpoint")
    with SlackServer(SEED) as slack:
        slack.fail("usergroups.list", Fault.server_error(500), times=None)
        first = read(slack, teams=("T01ACME",), checkpoint=Checkpoint(file=file))
        assert first.reading("usergroups").status is Status.FAILED
        resumed = Checkpoint(file=file, resume=True)
        with pytest.raises(SnapshotError, match="another workspace"):
            read(slack, teams=("T02BETA",), checkpoint=resumed)
        slack.heal()
        slack.forget_calls()
        live = read(slack, teams=("T09OTHER", "T01ACME"), checkpoint=resumed)
        assert slack.count("users.list") == 0
    assert live.reading("usergroups").complete
    assert live.person("U01ALICE") is not None


def test_what_administrators_were_told_is_kept_for_another_read(read: Read, tmp_path: Path) -> None:
    file = str(tmp_path / "read.checkpoint")
    with SlackServer(ONE_WORKSPACE) as slack:
        env = of_administrator(slack)
        slack.fail("admin.conversations.getCustomRetention", Fault.server_error(500), times=None)
        read(slack, ADMINISTERED, channels=HELP, env=env, checkpoint=Checkpoint(file=file))
        assert "xoxp" not in Path(file).read_text("utf-8")
        slack.heal()
        slack.forget_calls()
        resumed = Checkpoint(file=file, resume=True)
        live = read(slack, ADMINISTERED, channels=HELP, env=env, checkpoint=resumed)
        assert slack.count("admin.conversations.getConversationPrefs") == 0
    assert live.failed_reads() == ()
    assert not Path(file).exists()
