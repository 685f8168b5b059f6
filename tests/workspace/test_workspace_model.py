from typing import Any

from commplan.workspace import (
    Failure,
    LiveChannel,
    LivePerson,
    LiveUsergroup,
    ObjectReading,
    Reading,
    Status,
    Workspace,
    channel_key,
    email_digest,
)

ALICE = LivePerson("U1", handle="alice", email="Alice@acme.example", enterprise_user_id="W1")
FORMER = LivePerson("U0", handle="alice.old", email="alice@acme.example", deleted=True)
REFUSED = Failure("conversations.members", "channel_not_found")
DOWN = Failure("conversations.members", "HTTP 503", 5)


def workspace(**fields: Any) -> Workspace:
    return Workspace(taken_at=0, source="slack")._replace(**fields)


def test_people_are_found_by_either_id() -> None:
    live = workspace(people=(FORMER, ALICE))
    assert live.person("U1") is ALICE
    assert live.person("W1") is ALICE
    assert live.person("U9") is None


def test_an_address_means_the_active_account_before_a_deactivated_one() -> None:
    assert workspace(people=(FORMER, ALICE)).person_by_email(" ALICE@acme.example") is ALICE
    assert workspace(people=(FORMER,)).person_by_email("alice@acme.example") is FORMER


def test_an_address_is_compared_in_clear_and_as_digest() -> None:
    redacted = ALICE._replace(email=email_digest("alice@ACME.example"))
    assert workspace(people=(redacted,)).person_by_email("alice@acme.example") is redacted
    for person in (ALICE, redacted):
        assert person.has_email("alice@acme.example")
        assert person.has_email("bob@acme.example") is False
    assert LivePerson("U2").has_email("alice@acme.example") is None


def test_channels_are_found_by_name_as_people_write_it() -> None:
    old = LiveChannel("C1", name="help", is_archived=True)
    new = LiveChannel("C2", name="help", is_archived=False)
    live = workspace(channels=(old, new, LiveChannel("C3")))
    assert live.channels_named("#Help") == (new, old)
    assert live.channels_named("nothing") == ()
    assert channel_key(" #It-Help ") == "it-help"
    assert channel_key("Bu\N{COMBINING DIAERESIS}ro") == channel_key("B\u00fcro") == "b\u00fcro"


def test_unknown_flags_stay_unknown() -> None:
    assert LivePerson("U1").is_machine is None
    assert LivePerson("U1", is_bot=False).is_machine is False
    assert LivePerson("USLACKBOT", is_bot=False).is_machine
    assert LivePerson("U1", is_bot=False, is_workflow_bot=True).is_machine
    assert LivePerson("U1").is_guest is None
    assert LivePerson("U1", is_restricted=False, is_ultra_restricted=True).is_guest
    assert LiveUsergroup("S1").is_disabled is None
    assert LiveUsergroup("S1", date_delete=1).is_disabled


def test_a_fact_nobody_asked_for_is_not_requested() -> None:
    reading = workspace().reading("people")
    assert reading.status is Status.NOT_REQUESTED
    assert not reading.known
    assert reading.reason == "people: not read"


def test_members_of_each_channel_have_their_own_reading() -> None:
    exceptions = (
        ObjectReading("C2", Status.HIDDEN, REFUSED),
        ObjectReading("C3", Status.FAILED, DOWN),
    )
    live = workspace(
        channels=(LiveChannel("C1", members=("U1",)), LiveChannel("C4"), LiveChannel("C5")),
        readings=(Reading("members", Status.PARTIAL, exceptions=exceptions),),
    )
    assert live.members_reading("C1").complete
    assert live.members("C1") == ("U1",)
    assert live.members_reading("C2").status is Status.HIDDEN
    assert live.members_reading("C2").reason == "conversations.members: channel_not_found"
    assert live.members_reading("C3").failure == DOWN
    assert live.members_reading("C4").status is Status.NOT_REQUESTED
    assert live.members("C9") is None


def test_a_missing_scope_covers_every_channel() -> None:
    reading = Reading("pins", Status.NOT_GRANTED, ("pins:read",))
    live = workspace(channels=(LiveChannel("C1"),), readings=(reading,))
    assert live.channel_reading("pins", "C1").reason == "the token lacks the scope pins:read"


def test_one_failure_is_one_failed_read_whatever_it_leaves_unknown() -> None:
    down = Failure("users.list", "HTTP 500", 5)
    live = workspace(
        readings=(
            Reading("emails", Status.FAILED, failure=down),
            Reading(
                "members",
                Status.PARTIAL,
                exceptions=(
                    ObjectReading("C1", Status.FAILED, DOWN),
                    ObjectReading("C2", Status.HIDDEN, REFUSED),
                ),
            ),
            Reading("people", Status.FAILED, failure=down),
        )
    )
    assert [(read.failure, read.facts, read.object) for read in live.failed_reads()] == [
        (DOWN, ("members",), "C1"),
        (down, ("emails", "people"), None),
    ]


def test_a_changed_copy_builds_its_look_ups_anew() -> None:
    live = workspace(people=(ALICE,))
    assert live.person("U1") is ALICE
    assert live._replace(people=()).person("U1") is None
