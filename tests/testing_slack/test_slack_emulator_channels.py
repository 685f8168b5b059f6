"""What a bot sees of channels: public, joined, private, archived, shared."""

from collections.abc import Callable
from typing import Any

import pytest

from commplan.testing.slack import Behaviour

Serve = Callable[..., Any]


@pytest.fixture
def api(serve: Serve, rich: dict[str, Any]) -> Any:
    return serve(rich)


def listed(api: Any, id_: str, types: str = "public_channel") -> dict[str, Any]:
    channels = api("conversations.list", types=types)["channels"]
    found = [channel for channel in channels if channel["id"] == id_]
    assert found, f"{id_} is not listed"
    return dict(found[0])


@pytest.mark.parametrize(
    ("method", "key"),
    [
        ("conversations.info", "channel"),
        ("conversations.members", "channel"),
        ("conversations.history", "channel"),
        ("pins.list", "channel"),
        ("bookmarks.list", "channel_id"),
    ],
)
@pytest.mark.parametrize("id_", ["C04DARK", "C99NONE"])
def test_a_private_channel_without_the_bot_is_as_if_not_there(
    api: Any, method: str, key: str, id_: str
) -> None:
    assert api(method, **{key: id_}) == {"ok": False, "error": "channel_not_found"}


def test_private_channels_are_listed_only_if_joined(api: Any) -> None:
    ids = [c["id"] for c in api("conversations.list", types="private_channel")["channels"]]
    assert ids == ["C03SEC", "G07LEGACY"]


def test_a_public_channel_without_the_bot(api: Any) -> None:
    assert listed(api, "C02OPEN")["is_member"] is False
    assert api("conversations.info", channel="C02OPEN")["channel"]["is_member"] is False
    assert api("conversations.members", channel="C02OPEN")["members"] == ["U01ALICE"]
    assert api("conversations.history", channel="C02OPEN")["error"] == "not_in_channel"
    replies = api("conversations.replies", channel="C02OPEN", ts="1.0")
    assert replies["error"] == "channel_not_found"


def test_what_unjoined_channels_refuse_can_be_chosen(serve: Serve, rich: dict[str, Any]) -> None:
    assert serve(rich)("pins.list", channel="C02OPEN")["items"] == []
    behaviour = Behaviour(unjoined_items="channel_not_found", unjoined_replies="not_in_channel")
    api = serve(rich, behaviour=behaviour)
    assert api("pins.list", channel="C02OPEN")["error"] == "channel_not_found"
    assert api("bookmarks.list", channel_id="C02OPEN")["error"] == "channel_not_found"
    assert api("pins.list", channel="C01HELP")["ok"]
    replies = api("conversations.replies", channel="C02OPEN", ts="1.0")
    assert replies["error"] == "not_in_channel"


def test_num_members_only_where_slack_sends_it(api: Any) -> None:
    assert listed(api, "C01HELP")["num_members"] == 5
    info = api("conversations.info", channel="C01HELP")["channel"]
    asked = api("conversations.info", channel="C01HELP", include_num_members="true")["channel"]
    assert "num_members" not in info
    assert asked["num_members"] == 5
    for channel in api("users.conversations")["channels"]:
        assert not {"num_members", "is_member", "updated"} & channel.keys()


def test_updated_is_in_milliseconds_and_the_rest_in_seconds(api: Any) -> None:
    channel = listed(api, "C01HELP")
    assert channel["updated"] == channel["created"] * 1000
    assert len(str(channel["updated"])) == 13


def test_texts_are_stored_with_entities(api: Any) -> None:
    channel = listed(api, "C01HELP")
    assert channel["topic"]["value"] == "Ask &amp; wait &lt; 30 min"
    assert channel["purpose"] == {"value": "Help &amp; care", "creator": "U03GONE", "last_set": 5}
    assert listed(api, "C02OPEN")["topic"] == {"value": "", "creator": "", "last_set": 0}


def test_private_is_a_matter_of_is_private(api: Any) -> None:
    new = listed(api, "C03SEC", "private_channel")
    old = listed(api, "G07LEGACY", "private_channel")
    assert (new["is_private"], new["is_channel"], new["is_group"]) == (True, True, False)
    assert (old["is_private"], old["is_channel"], old["is_group"]) == (True, False, True)


def test_an_archived_channel(serve: Serve, rich: dict[str, Any]) -> None:
    channel = listed(serve(rich), "C05OLD")
    assert (channel["is_archived"], channel["is_member"]) == (True, True)
    forgetful = serve(rich, behaviour=Behaviour(archived_keeps_member=False))
    assert listed(forgetful, "C05OLD")["is_member"] is False


def test_shared_channels(api: Any, serve: Serve) -> None:
    channel = listed(api, "C06PARTNER")
    assert (channel["is_shared"], channel["is_ext_shared"]) == (True, True)
    assert channel["connected_team_ids"] == ["T09OTHER"]
    assert channel["conversation_host_id"] == "T01ACME"
    other = serve(
        {
            "channels": {
                "C01": {"shared": "org"},
                "C02": {"shared": "pending", "connected_teams": ["T02"]},
            }
        }
    )
    org, pending = listed(other, "C01"), listed(other, "C02")
    assert (org["is_shared"], org["is_org_shared"], org["is_ext_shared"]) == (True, True, False)
    assert (pending["is_shared"], pending["is_pending_ext_shared"]) == (False, True)
    assert pending["pending_shared"] == ["T02"]
    info = other("conversations.info", channel="C02")["channel"]
    assert info["pending_connected_team_ids"] == ["T02"]


def test_undocumented_fields_can_be_left_out(serve: Serve, rich: dict[str, Any]) -> None:
    assert listed(serve(rich), "C01HELP")["is_frozen"] is False
    plain = serve(rich, behaviour=Behaviour(list_extras=False))
    assert "is_frozen" not in listed(plain, "C01HELP")


def test_locale_and_last_read(api: Any) -> None:
    joined = api("conversations.info", channel="C01HELP", include_locale=1)["channel"]
    assert (joined["locale"], joined["last_read"]) == ("en-US", "0000000000.000000")
    assert "last_read" not in api("conversations.info", channel="C02OPEN")["channel"]


def test_the_channels_of_another_person(api: Any) -> None:
    types = "public_channel,private_channel"
    answer = api("users.conversations", user="U01ALICE", types=types)
    ids = [channel["id"] for channel in answer["channels"]]
    assert ids == ["C01HELP", "C02OPEN", "C03SEC", "C06PARTNER"]
    assert api("users.conversations", user="U99NONE")["error"] == "invalid_arguments"


def test_raw_fields_are_laid_over(serve: Serve) -> None:
    posting = {"posting_restricted_to": {"type": ["admin"]}}
    api = serve({"channels": {"C01": {"raw": {"properties": posting}}}})
    assert listed(api, "C01")["properties"] == posting
    assert api("conversations.info", channel="C01")["channel"]["properties"] == posting


def test_bookmarks_and_pins_name_their_channel(api: Any) -> None:
    (sla, how) = api("bookmarks.list", channel_id="C01HELP")["bookmarks"]
    assert (sla["channel_id"], sla["link"], sla["rank"]) == (
        "C01HELP",
        "https://kb.example.org/sla",
        "a",
    )
    assert how["rank"] > sla["rank"]
    assert how["id"] != sla["id"]
    missing = api("bookmarks.list", channel="C01HELP")
    assert missing["response_metadata"]["messages"] == [
        "[ERROR] missing required field: channel_id"
    ]
    pin = api("pins.list", channel="C01HELP")["items"][0]
    assert pin["message"]["pinned_to"] == ["C01HELP"]
    assert pin["message"]["permalink"].startswith("https://acme.slack.com/archives/C01HELP/p17")
