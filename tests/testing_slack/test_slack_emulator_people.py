"""Accounts and user groups: who is listed, and what is left out of them."""

from collections.abc import Callable
from typing import Any

import pytest

from commplan.testing.slack import AUDIT_SCOPES, Behaviour, VirtualClock

Serve = Callable[..., Any]

ABSENT_ONCE_DEACTIVATED = {
    "real_name",
    "color",
    "tz",
    "tz_label",
    "tz_offset",
    "is_admin",
    "is_owner",
    "is_primary_owner",
    "is_restricted",
    "is_ultra_restricted",
}


@pytest.fixture
def api(serve: Serve, rich: dict[str, Any]) -> Any:
    return serve(rich)


def user(api: Any, id_: str, **args: Any) -> dict[str, Any]:
    answer = api("users.info", user=id_, **args)
    assert answer["ok"], answer
    return dict(answer["user"])


def test_a_deactivated_account_lacks_most_fields(api: Any) -> None:
    gone, active = user(api, "U03GONE"), user(api, "U01ALICE")
    assert gone["deleted"] is True
    assert not ABSENT_ONCE_DEACTIVATED & gone.keys()
    assert active.keys() >= ABSENT_ONCE_DEACTIVATED
    assert gone["profile"]["real_name"] == "Gone"


def test_a_status_may_expire(serve: Serve) -> None:
    beach = {"status_emoji": ":palm_tree:", "status_expiration": "2026-11-21T18:00:00Z"}
    api = serve({"users": {"U01": beach, "U02": {"status_emoji": ":palm_tree:"}}})
    profiles = [user(api, one)["profile"] for one in ("U01", "U02")]
    assert [p["status_expiration"] for p in profiles] == [1_795_284_000, 0]


def test_an_erased_account(serve: Serve) -> None:
    api = serve({"users": {"U01": {"deleted": True, "forgotten": True}}})
    assert user(api, "U01")["is_forgotten"] is True


def test_email_needs_its_own_scope(serve: Serve, rich: dict[str, Any]) -> None:
    assert user(serve(rich), "U01ALICE")["profile"]["email"] == "alice@acme.example"
    api = serve(rich, scopes=("users:read",))
    for member in api("users.list")["members"]:
        assert "email" not in member["profile"]
    answer = api("users.lookupByEmail", email="alice@acme.example")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read.email")


def test_bots_have_no_email_and_nobody_shows_two_factor(api: Any) -> None:
    members = {member["id"]: member for member in api("users.list")["members"]}
    assert members["U02JIRA"]["is_bot"] is True
    assert members["U02JIRA"]["profile"]["bot_id"] == "B02JIRA"
    assert "email" not in members["U02JIRA"]["profile"]
    assert not any("has_2fa" in member for member in members.values())


def test_slackbot_says_it_is_no_bot(api: Any) -> None:
    members = {member["id"]: member for member in api("users.list")["members"]}
    assert members["USLACKBOT"]["is_bot"] is False


def test_strangers_are_not_listed_but_may_be_asked_for(api: Any) -> None:
    ids = [member["id"] for member in api("users.list")["members"]]
    assert "U09OTHER" not in ids
    known = user(api, "U09OTHER")
    assert (known["team_id"], known["is_stranger"]) == ("T09OTHER", False)
    assert api("users.info", user="U10HIDDEN")["error"] == "user_not_visible"
    assert api("users.info", user="U99NONE")["error"] == "user_not_found"


def test_guests_and_roles(serve: Serve) -> None:
    api = serve(
        {
            "users": {
                "U1": {"guest": "multi"},
                "U2": {"guest": "single"},
                "U3": {"primary_owner": True},
                "U4": {"invited": True},
            }
        }
    )
    people = {member["id"]: member for member in api("users.list")["members"]}
    assert (people["U1"]["is_restricted"], people["U1"]["is_ultra_restricted"]) == (True, False)
    assert (people["U2"]["is_restricted"], people["U2"]["is_ultra_restricted"]) == (True, True)
    assert people["U3"]["is_admin"] is people["U3"]["is_owner"] is True
    assert people["U4"]["is_invited_user"] is True


def test_enterprise_accounts(serve: Serve, rich: dict[str, Any]) -> None:
    bob = user(serve(rich), "W02BOB")
    assert bob["enterprise_user"]["enterprise_id"] == "E01GROUP"
    assert bob["enterprise_user"]["teams"] == ["T01ACME"]
    assert "enterprise_user" not in user(serve({"users": {"U1": {}}}), "U1")


def test_the_time_zone_follows_the_clock(serve: Serve) -> None:
    seed = {"users": {"U1": {"tz": "Europe/London"}}}
    summer, winter = VirtualClock(1_783_000_000), VirtualClock(1_767_000_000)
    assert user(serve(seed, clock=summer), "U1")["tz_offset"] == 3600
    assert user(serve(seed, clock=winter), "U1")["tz_offset"] == 0


def test_lookup_by_email_finds_active_people_only(api: Any) -> None:
    assert api("users.lookupByEmail", email="ALICE@acme.example")["user"]["id"] == "U01ALICE"
    for address in ("gone@acme.example", "other@acme.example", "nobody@acme.example"):
        assert api("users.lookupByEmail", email=address)["error"] == "users_not_found"


def test_names_are_normalised(serve: Serve) -> None:
    api = serve({"users": {"U1": {"name": "zoe", "real_name": "Zoë Müller"}}})
    profile = user(api, "U1", include_locale=1)["profile"]
    assert profile["real_name_normalized"] == "Zoe Muller"
    assert (profile["first_name"], profile["last_name"]) == ("Zoë", "Müller")
    assert user(api, "U1", include_locale=1)["locale"] == "en-US"


def groups(api: Any, **args: Any) -> dict[str, dict[str, Any]]:
    return {group["id"]: group for group in api("usergroups.list", **args)["usergroups"]}


def test_disabled_groups_only_on_request(api: Any) -> None:
    assert list(groups(api)) == ["S01OPS", "S03ADMINS"]
    found = groups(api, include_disabled="true")
    assert found["S02OLD"]["date_delete"] > 0
    assert found["S01OPS"]["date_delete"] == 0


def test_users_and_counts_only_on_request(serve: Serve, rich: dict[str, Any]) -> None:
    api = serve(rich)
    assert not {"users", "user_count"} & groups(api)["S01OPS"].keys()
    assert groups(api, include_users=1)["S01OPS"]["users"] == ["U01ALICE", "W02BOB"]
    assert groups(api, include_count=1)["S01OPS"]["user_count"] == "2"
    counting = serve(rich, behaviour=Behaviour(user_count_as_text=False))
    assert groups(counting, include_count=1)["S01OPS"]["user_count"] == 2


def test_default_channels_stand_apart_by_kind(api: Any) -> None:
    assert groups(api)["S01OPS"]["prefs"] == {"channels": ["C01HELP"], "groups": ["C03SEC"]}
    assert groups(api)["S03ADMINS"]["auto_type"] == "admin"


def test_the_people_of_one_group(api: Any) -> None:
    assert api("usergroups.users.list", usergroup="S02OLD")["error"] == "no_such_subteam"
    disabled = api("usergroups.users.list", usergroup="S02OLD", include_disabled=1)
    assert disabled["users"] == ["U03GONE"]
    assert api("usergroups.users.list", usergroup="S99")["error"] == "no_such_subteam"


def test_a_free_workspace_has_no_groups(serve: Serve) -> None:
    api = serve({"workspace": {"plan": "free"}})
    assert api("team.billing.info")["plan"] == "free"
    for method in ("usergroups.list", "usergroups.users.list"):
        assert api(method, usergroup="S1")["error"] == "plan_upgrade_required"


def test_do_not_disturb(api: Any) -> None:
    assert api("dnd.teamInfo")["error"] == "no_users_provided"
    assert api("dnd.teamInfo", users="U99NONE")["error"] == "user_not_visible"
    crowd = ",".join(["U01ALICE"] * 51)
    assert api("dnd.teamInfo", users=crowd)["error"] == "invalid_arguments"


def test_bots_and_teams_that_are_not_there(api: Any) -> None:
    assert api("bots.info", bot="B99")["error"] == "bot_not_found"
    assert api("bots.info")["error"] == "bot_not_found"
    assert api("team.info", team="T99")["error"] == "team_not_found"
    assert api("team.info", domain="acme")["ok"]


def test_the_default_scopes_reach_every_method(api: Any) -> None:
    assert api.send("auth.test").headers["x-oauth-scopes"].split(",") == sorted(AUDIT_SCOPES)
