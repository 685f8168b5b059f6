"""Pages: cut before they are filtered, cursors, limits."""

from base64 import b64decode
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.testing.slack import Behaviour, SeedError, SlackServer, VirtualClock
from commplan.testing.slack.emulator import Emulator
from commplan.testing.slack.pages import Cursors, cut
from commplan.testing.slack.seed import load_seed
from commplan.testing.slack.session import Session
from commplan.testing.slack.wire import Arguments
from tests.depth import examples

Serve = Callable[..., Any]

MANY = {
    "channels": {
        f"C{number:02d}": {"archived": number < 4, "members": ["bot"]} for number in range(6)
    }
}
ORG: dict[str, Any] = {
    "workspace": {"id": "T01ACME", "name": "Acme", "enterprise": {"id": "E01", "name": "Group"}},
    "bot": {"org_wide": True},
    "siblings": {
        "T02BETA": {
            "workspace": {"name": "Beta"},
            "users": {"U07GINA": {"name": "gina", "email": "gina@acme.example"}},
            "channels": {"C07BETA": {"name": "beta"}},
        },
        "T03GAMMA": {"bot": {"added": False}, "channels": {"C08GAMMA": {"name": "gamma"}}},
    },
}


def test_a_filter_leaves_pages_short_or_empty(serve: Serve) -> None:
    pages = serve(MANY).walk("conversations.list", "channels", limit=2, exclude_archived=1)
    assert [[c["id"] for c in page] for page in pages] == [[], [], ["C04", "C05"]]


def test_types_are_a_filter_too(serve: Serve, rich: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"limit": 2, "types": "private_channel"}
    pages = serve(rich).walk("conversations.list", "channels", **asked)
    assert [[c["id"] for c in page] for page in pages] == [["C03SEC", "G07LEGACY"]]
    thinned = serve(rich, behaviour=Behaviour(types_thin_pages=True))
    pages = thinned.walk("conversations.list", "channels", **asked)
    assert [[c["id"] for c in page] for page in pages] == [[], ["C03SEC"], ["G07LEGACY"]]


def test_mixed_types_can_lose_private_channels(serve: Serve, rich: dict[str, Any]) -> None:
    both = {"types": "public_channel,private_channel"}
    whole = serve(rich)("conversations.list", **both)["channels"]
    assert "C03SEC" in [channel["id"] for channel in whole]
    lossy = serve(rich, behaviour=Behaviour(mixed_types_drop_private=True))
    assert "C03SEC" not in [c["id"] for c in lossy("conversations.list", **both)["channels"]]
    alone = lossy("conversations.list", types="private_channel")["channels"]
    assert "C03SEC" in [channel["id"] for channel in alone]


def test_unknown_types(serve: Serve) -> None:
    assert serve(MANY)("conversations.list", types="channel")["error"] == "invalid_types"


def test_the_last_page_has_an_empty_cursor(serve: Serve, rich: dict[str, Any]) -> None:
    api = serve(rich)
    for method, args in (
        ("conversations.list", {}),
        ("users.list", {}),
        ("users.conversations", {}),
        ("conversations.members", {"channel": "C01HELP"}),
    ):
        assert api(method, **args)["response_metadata"] == {"next_cursor": ""}


def test_cursors_look_like_slacks_and_belong_to_one_method(serve: Serve) -> None:
    api = serve(MANY)
    cursor = api("conversations.list", limit=2)["response_metadata"]["next_cursor"]
    assert b64decode(cursor) == b"team:C02"
    assert api("users.list", cursor=cursor, limit=2)["error"] == "invalid_cursor"


@pytest.mark.parametrize("cursor", ["%%%", "bm90aGluZw==", "dGVhbTo=", "/w=="])
def test_cursors_that_slack_never_gave(serve: Serve, cursor: str) -> None:
    assert serve(MANY)("conversations.list", cursor=cursor)["error"] == "invalid_cursor"


def test_cursors_can_expire(serve: Serve) -> None:
    clock = VirtualClock()
    api = serve(MANY, clock=clock, behaviour=Behaviour(cursor_lifetime=60))
    cursor = api("conversations.list", limit=2)["response_metadata"]["next_cursor"]
    clock.advance(60)
    assert api("conversations.list", limit=2, cursor=cursor)["ok"]
    clock.advance(1)
    assert api("conversations.list", limit=2, cursor=cursor)["error"] == "invalid_cursor"
    assert api("conversations.list", cursor="dGVhbTpDMDU=")["error"] == "invalid_cursor"


def test_a_channel_deleted_between_pages_hides_no_other(serve: Serve) -> None:
    api = serve(MANY)
    api.slack.after("conversations.list", lambda workspace: workspace.channels.pop("C02"))
    pages = api.walk("conversations.list", "channels", limit=2)
    assert [[c["id"] for c in page] for page in pages] == [["C00", "C01"], ["C03", "C04"], ["C05"]]


def test_limit_0_and_none_mean_the_default(serve: Serve) -> None:
    many: dict[str, Any] = {"channels": {f"C{number:04d}": {} for number in range(150)}}
    api = serve(many)
    assert len(api("conversations.list")["channels"]) == 100
    assert len(api("conversations.list", limit=0)["channels"]) == 100
    assert len(api("conversations.list", limit=999)["channels"]) == 150


def test_a_limit_that_is_no_number(serve: Serve) -> None:
    answer = serve(MANY)("conversations.list", limit="ten")
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must provide a number [json-pointer:/limit]"
    ]


def test_a_limit_of_1000_is_refused_or_clamped(serve: Serve) -> None:
    assert serve(MANY)("conversations.list", limit=1000)["error"] == "invalid_limit"
    assert serve(MANY)("users.list", limit=1000)["ok"]
    lenient = serve(MANY, behaviour=Behaviour(over_limit="clamp"))
    assert len(lenient("conversations.list", limit=1000)["channels"]) == 6


def test_a_negative_limit(serve: Serve) -> None:
    assert serve(MANY)("conversations.list", limit=-1)["error"] == "invalid_limit"
    assert serve(MANY)("users.list", limit=-1)["error"] == "invalid_arguments"


def test_users_list_without_a_limit_is_whole_or_refused(serve: Serve) -> None:
    people: dict[str, Any] = {"users": {f"U{number:04d}": {} for number in range(300)}}
    assert len(serve(people)("users.list")["members"]) == 302
    strict = serve(people, behaviour=Behaviour(whole_list_up_to=300))
    assert strict("users.list")["error"] == "limit_required"
    assert strict("users.list", limit=0)["error"] == "limit_required"
    assert len(strict("users.list", limit=200)["members"]) == 200


def test_an_organisations_token_must_name_the_workspace(serve: Serve) -> None:
    api = serve({**ORG, **MANY})
    identity = api("auth.test")
    assert (identity["is_enterprise_install"], identity["team_id"]) == (True, None)
    assert identity["url"] == "https://acme.enterprise.slack.com/"
    for method in (
        *("conversations.list", "users.list", "usergroups.list", "users.conversations"),
        *("bots.info", "dnd.teamInfo", "conversations.listConnectInvites"),
    ):
        more = {"bot": "B0AUDIT", "users": "U0AUDIT"}
        assert api(method, **more)["error"] == "missing_argument"
        assert api(method, **more, team_id="T99")["error"] == "team_not_found"
        assert api(method, **more, team_id="T03GAMMA")["error"] == "team_access_not_granted"
        assert api(method, **more, team_id="T01ACME")["ok"]


def test_an_organisations_token_opens_the_workspaces_that_its_app_was_added_to(
    serve: Serve,
) -> None:
    api = serve({**ORG, **MANY})
    pages = [api("auth.teams.list", limit=1)]
    pages.append(api("auth.teams.list", cursor=pages[0]["response_metadata"]["next_cursor"]))
    teams = [team for page in pages for team in page["teams"]]
    assert teams == [{"id": "T01ACME", "name": "Acme"}, {"id": "T02BETA", "name": "Beta"}]
    alone = serve(MANY)("auth.teams.list")["teams"]
    assert alone == [{"id": "T01ACME", "name": "Acme"}]


def test_an_organisations_token_finds_objects_of_any_workspace_by_id(serve: Serve) -> None:
    api = serve({**ORG, **MANY})
    listed = api("users.list", team_id="T02BETA")["members"]
    assert "U07GINA" in {user["id"] for user in listed}
    assert "U07GINA" not in {user["id"] for user in api("users.list", team_id="T01ACME")["members"]}
    assert api("users.info", user="U07GINA")["user"]["team_id"] == "T02BETA"
    found = api("users.lookupByEmail", email="gina@acme.example")["user"]
    assert found["enterprise_user"]["teams"] == ["T02BETA"]
    shown = api("conversations.info", channel="C07BETA")["channel"]
    assert shown["context_team_id"] == "T02BETA"
    refused = api("conversations.info", channel="C08GAMMA")
    assert refused["error"] == "team_access_not_granted"


def test_a_seed_for_an_organisations_token_needs_an_organisation() -> None:
    with pytest.raises(SeedError, match=r"bot: org_wide needs workspace\.enterprise"):
        SlackServer({"bot": {"org_wide": True}})


@given(ids=st.sets(st.text("ABC012", min_size=1, max_size=4)), limit=st.integers(1, 5))
@examples(60)
def test_pages_hold_everything_once_and_in_order(ids: set[str], limit: int) -> None:
    cursors = Cursors(None, VirtualClock())
    seen, cursor = [], ""
    while True:
        page, cursor = cut(tuple(ids), "x", limit, cursor, cursors)
        assert len(page) <= limit
        seen += page
        if not cursor:
            break
    assert seen == sorted(ids)


@given(archived=st.lists(st.booleans(), max_size=12), limit=st.integers(1, 5))
@examples(60)
def test_walking_filtered_pages_finds_what_one_page_holds(archived: list[bool], limit: int) -> None:
    clock = VirtualClock()
    seed = {"channels": {f"C{n:02d}": {"archived": gone} for n, gone in enumerate(archived)}}
    emulator = Emulator(load_seed(seed, clock()), Behaviour(), clock, None)
    cursors = Cursors(None, clock)
    session = Session(
        emulator.workspace, Behaviour(), ("channels:read",), cursors, clock, emulator.workspace
    )
    handler = emulator.methods["conversations.list"].handler
    found, cursor = [], ""
    while True:
        args = {"exclude_archived": "1", "limit": str(limit), "cursor": cursor}
        answer: Any = handler(session, Arguments(args))
        found += [channel["id"] for channel in answer["channels"]]
        cursor = answer["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert found == [f"C{n:02d}" for n, gone in enumerate(archived) if not gone]
