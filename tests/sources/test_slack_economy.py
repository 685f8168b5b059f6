"""How many calls a read takes: as few as Slack allows."""

from collections.abc import Callable
from typing import Literal

import pytest

from commplan.api import Status, WantedChannel, WantedPerson, Workspace
from commplan.testing.slack import Behaviour, Fault, SlackServer

Read = Callable[..., Workspace]

LISTS = ("public-channels",)

CHANNELS = {f"C{number:04d}": {"name": f"n{number:04d}"} for number in range(450)}
PEOPLE = {f"U{number:04d}": f"u{number:04d}" for number in range(450)}
SEED = {"users": PEOPLE, "channels": CHANNELS}


@pytest.mark.parametrize(("size", "pages"), [(200, 3), (450, 1), (999, 1), (50, 9)])
def test_a_listing_takes_one_call_a_page(read: Read, size: int, pages: int) -> None:
    with SlackServer(SEED) as slack:
        live = read(slack, ("public-channels",), page_size=size)
        assert slack.count("conversations.list") == pages
    assert len(live.channels) == 450


def test_private_channels_far_down_the_list_are_found(read: Read) -> None:
    """Where Slack filters after it cuts pages, all pages but the last come empty."""
    hidden = {"G9999": {"name": "zzz", "private": True, "members": ["bot"]}}
    behaviour = Behaviour(types_thin_pages=True)
    with SlackServer({"channels": CHANNELS | hidden}, behaviour=behaviour) as slack:
        live = read(slack, ("private-channels",), page_size=50)
        assert slack.count("conversations.list") > 1
    assert [channel.id for channel in live.channels] == ["G9999"]
    assert live.reading("private-channels").complete


def test_members_are_paged(read: Read) -> None:
    seed = {"users": PEOPLE, "channels": {"C1": {"members": list(PEOPLE)}}}
    with SlackServer(seed) as slack:
        live = read(slack, ("members",), channels=[WantedChannel("C1", facts=("members",))])
        assert slack.count("conversations.members") == 3
        assert slack.count("conversations.list") == 0
    assert live.reading("members").known
    assert live.channel("C1") is None


def test_user_groups_take_one_call_however_many(read: Read) -> None:
    groups = {f"S{number:03d}": {"users": ["U0001"]} for number in range(60)}
    with SlackServer({"users": PEOPLE, "usergroups": groups}) as slack:
        live = read(slack, ("usergroups",))
        assert slack.count("usergroups.list") == 1
        assert slack.count("usergroups.users.list") == 0
    assert len(live.usergroups) == 60
    assert all(group.users == ("U0001",) for group in live.usergroups)


def test_two_declared_channels_are_looked_up_rather_than_listed(read: Read) -> None:
    wanted = [WantedChannel("C0007"), WantedChannel("C0442")]
    with SlackServer(SEED) as slack:
        live = read(slack, LISTS, channels=wanted, declared_only=LISTS)
        assert slack.count("conversations.list") == 0
        assert slack.count("conversations.info") == 2
    assert [channel.id for channel in live.channels] == ["C0007", "C0442"]
    assert live.reading("public-channels").status is Status.PARTIAL


def test_two_declared_channels_are_listed_where_others_matter_too(read: Read) -> None:
    wanted = [WantedChannel("C0007"), WantedChannel("C0442")]
    with SlackServer(SEED) as slack:
        live = read(slack, ("public-channels",), channels=wanted)
        assert slack.count("conversations.info") == 0
    assert live.reading("public-channels").complete


def test_a_listing_is_left_when_looking_up_the_rest_is_quicker(read: Read) -> None:
    """Six look-ups at 50 a minute take 7.2 s, as long as 2.4 pages at 20 a minute."""
    wanted = [WantedChannel(f"C04{number}0") for number in range(5)] + [WantedChannel("C0000")]
    with SlackServer(SEED) as slack:
        live = read(slack, LISTS, channels=wanted, declared_only=LISTS, page_size=100)
        assert slack.count("conversations.list") == 2
        assert slack.count("conversations.info") == 5
    assert {"C0000", "C0400", "C0440"} <= {channel.id for channel in live.channels}


def test_a_listing_that_has_everything_wanted_is_not_read_on(read: Read) -> None:
    wanted = [WantedChannel(f"C000{number}") for number in range(9)]
    with SlackServer(SEED) as slack:
        read(slack, LISTS, channels=wanted, declared_only=LISTS, page_size=100)
        assert slack.count("conversations.list") == 1
        assert slack.count("conversations.info") == 0


def test_what_is_asked_for_in_full_anyway_is_not_listed(read: Read) -> None:
    wanted = [WantedChannel(f"C0{n:03d}", f"n0{n:03d}") for n in range(0, 450, 9)]
    facts = (*LISTS, "channel-settings")
    with SlackServer(SEED) as slack:
        read(slack, facts, channels=wanted, declared_only=LISTS, page_size=5)
        assert slack.count("conversations.list") == 0
        assert slack.count("conversations.info") == 50


def test_a_channel_that_was_renamed_is_a_reason_to_list(read: Read) -> None:
    """Another one may have its name by now, and only a listing tells which."""
    wanted = [WantedChannel("C0007", "n0008")]
    both = (*LISTS, "private-channels")
    with SlackServer(SEED) as slack:
        live = read(slack, both, channels=wanted, declared_only=both)
        assert slack.count("conversations.info") == 1
        assert slack.count("conversations.list") == 3 + 1
    assert all(live.reading(fact).complete for fact in both)


def test_a_channel_that_is_gone_is_a_reason_to_list_by_name(read: Read) -> None:
    wanted = [WantedChannel("C9999", "n0448")]
    with SlackServer(SEED) as slack:
        live = read(slack, LISTS, channels=wanted, declared_only=LISTS)
    assert live.reading(LISTS[0]).complete
    assert live.channels_named("n0448")


def test_an_archived_namesake_is_not_the_end_of_the_search(read: Read) -> None:
    archived = {"C0000": {"name": "n0449", "archived": True}}
    with SlackServer(SEED | {"channels": CHANNELS | archived}) as slack:
        live = read(slack, LISTS, channels=[WantedChannel(name="n0449")], declared_only=LISTS)
    assert [channel.id for channel in live.channels_named("n0449")] == ["C0449", "C0000"]


def test_a_hidden_channel_is_asked_for_once(read: Read) -> None:
    facts = (*LISTS, "channel-settings")
    with SlackServer(SEED) as slack:
        live = read(slack, facts, channels=[WantedChannel("C9999")], declared_only=LISTS)
        assert slack.count("conversations.info") == 1
    assert live.channel_reading("channel-settings", "C9999").status is Status.HIDDEN


def test_a_name_is_only_found_in_the_listing(read: Read) -> None:
    wanted = [WantedChannel(name="n0449")]
    with SlackServer(SEED) as slack:
        live = read(slack, LISTS, channels=wanted, declared_only=LISTS)
        assert slack.count("conversations.list") == 3
    assert live.channels_named("n0449")


def test_a_declared_channel_that_does_not_exist_is_said_to_be_hidden(read: Read) -> None:
    with SlackServer(SEED) as slack:
        live = read(
            slack, ("public-channels",), channels=[WantedChannel("C9")], declared_only=LISTS
        )
    reading = live.reading("public-channels")
    assert reading.of("C9").status is Status.HIDDEN
    assert reading.of("C9").reason == "conversations.info: channel_not_found"


def test_few_declared_people_are_looked_up(read: Read) -> None:
    people = [WantedPerson("U0400"), WantedPerson("U0401")]
    with SlackServer(SEED) as slack:
        live = read(slack, ("people",), people=people, declared_only=("people",))
        assert slack.count("users.list") == 0
        assert slack.count("users.info") == 2
    assert len(live.people) == 2


def test_a_cursor_that_expired_starts_the_listing_again_once(read: Read) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("conversations.list", Fault.error("invalid_cursor"), after=1)
        live = read(slack, ("public-channels",))
        assert slack.count("conversations.list") == 2 + 3
    assert len(live.channels) == 450
    assert live.reading("public-channels").complete


def test_a_cursor_that_expires_again_is_given_up(read: Read) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("conversations.list", Fault.error("invalid_cursor"), after=1, times=None)
        live = read(slack, ("public-channels",))
    (failed,) = live.failed_reads()
    assert (failed.failure.method, failed.failure.error) == ("conversations.list", "invalid_cursor")
    assert live.reading("public-channels").status is Status.FAILED


def test_a_listing_that_goes_round_in_circles_ends(read: Read) -> None:
    from commplan.testing.slack.wire import json_response

    page = {"ok": True, "channels": [], "response_metadata": {"next_cursor": "again"}}
    with SlackServer() as slack:
        slack.fail("conversations.list", Fault("answer", json_response(page)), times=None)
        live = read(slack, ("public-channels",))
        assert slack.count("conversations.list") == 2
    assert live.reading("public-channels").reason == "conversations.list: the listing does not end"


def test_a_cursor_that_is_no_text_ends_no_listing(read: Read) -> None:
    from commplan.testing.slack.wire import json_response

    page = {"ok": True, "channels": [], "response_metadata": {"next_cursor": 200}}
    with SlackServer(SEED) as slack:
        slack.fail("conversations.list", Fault("answer", json_response(page)), times=None)
        live = read(slack, ("public-channels",))
    (failed,) = live.failed_reads()
    assert failed.failure.error == "a cursor that is no text"


@pytest.mark.parametrize("users", [["U0001", None], [1], "U0001"])
def test_members_of_a_user_group_that_are_no_ids_are_not_told(read: Read, users: object) -> None:
    """Left out, they would make the group look smaller than it is, or empty."""
    from commplan.testing.slack.wire import json_response

    answer = {"ok": True, "usergroups": [{"id": "S001", "users": users}]}
    with SlackServer() as slack:
        slack.fail("usergroups.list", Fault("answer", json_response(answer)), times=None)
        (group,) = read(slack, ("usergroups",)).usergroups
    assert group.users is None


def test_a_channel_made_during_the_read_breaks_nothing(read: Read) -> None:
    def remove_some(workspace: object) -> None:
        for number in range(10):
            workspace.channels.pop(f"C000{number}", None)  # type: ignore[attr-defined]

    with SlackServer(SEED) as slack:
        slack.after("conversations.list", remove_some)
        live = read(slack, ("public-channels",))
    assert live.reading("public-channels").complete


@pytest.mark.parametrize("over_limit", ["reject", "clamp"])
def test_a_page_never_asks_for_more_than_slack_gives(
    read: Read, over_limit: Literal["reject", "clamp"]
) -> None:
    with SlackServer(SEED, behaviour=Behaviour(over_limit=over_limit)) as slack:
        live = read(slack, ("people", "public-channels"), page_size=5000)
        assert slack.calls("users.list")[0].arguments["limit"] == "999"
    assert live.reading("people").complete
