"""What a snapshot gives away, and what whoever has the key gets back."""

import json

import pytest

from commplan.errors import SnapshotError
from commplan.workspace import (
    Bookmark,
    Failure,
    Invitation,
    LiveChannel,
    LivePerson,
    LiveUsergroup,
    ObjectReading,
    Pseudonyms,
    Reading,
    Redaction,
    Status,
    Workspace,
    dump_snapshot,
    email_digest,
    parse_snapshot,
    redact,
)

KEY = Pseudonyms(b"a key of the test suite")
ALICE = LivePerson(
    "U1",
    handle="alice.ng",
    display_name="Ali",
    real_name="Alice  Ng",
    email="Alice@acme.example",
    tz="Europe/London",
    is_bot=False,
)
PAGER = LivePerson("U2", handle="pager", real_name="Pager", is_bot=True, app_id="A1")
HELP = LiveChannel(
    "C1",
    name="it-help",
    creator="U1",
    topic="Ask Alice Ng",
    purpose="Alice helps",
    bookmarks=(Bookmark("B1", title="Alice's page", link="https://acme.example/alice"),),
)
LEADS = LiveUsergroup("S1", handle="leads", description="Alice and Bob", users=("U1",))
LIVE = Workspace(
    taken_at=0,
    source="slack",
    readings=(
        Reading("bookmarks", Status.COMPLETE),
        Reading("emails", Status.COMPLETE),
        Reading("people", Status.COMPLETE),
    ),
    people=(ALICE, PAGER),
    channels=(HELP,),
    usergroups=(LEADS,),
)


def kept(level: Redaction, key: Pseudonyms | None = None) -> Workspace:
    """What is read again from a snapshot that was made with the key."""
    text = dump_snapshot(LIVE, version="1.0", redaction=level, key=KEY)
    return parse_snapshot(text.encode(), "snapshot.json", key)


@pytest.mark.parametrize(
    ("level", "lost"),
    [
        (Redaction.NONE, set()),
        (Redaction.EMAILS, {"Alice@"}),
        (Redaction.NAMES, {"Alice@", "alice.ng", 'Ali"', "Alice  Ng"}),
        (
            Redaction.TEXTS,
            {"Alice@", "alice.ng", 'Ali"', "Alice  Ng", "Ask", "helps", "'s page", "and Bob"},
        ),
    ],
)
def test_each_level_leaves_out_more(level: Redaction, lost: set[str]) -> None:
    text = dump_snapshot(LIVE, version="1.0", redaction=level, key=KEY)
    told = {"Alice@", "alice.ng", 'Ali"', "Alice  Ng", "Ask", "helps", "'s page", "and Bob"}
    assert {word for word in told if word not in text} == lost
    assert '"tz": "Europe/London"' in text
    assert '"name": "it-help"' in text
    assert '"handle": "leads"' in text
    assert '"handle": "pager"' in text


def test_without_the_key_nothing_can_be_looked_up_and_nothing_is_said_to_be_absent() -> None:
    live = kept(Redaction.NAMES)
    assert live.person_by_email("alice@acme.example") is None
    assert not live.reading("emails").known
    assert live.reading("emails").reason == (
        "addresses are redacted, and COMMPLAN_REDACTION_KEY is not set"
    )
    alice = live.person("U1")
    assert alice is not None
    assert (alice.handle, alice.real_name, alice.email) == (None, None, None)
    assert alice.has_email("alice@acme.example") is None
    assert live.is_called(alice, "Alice Ng") is None


def test_with_the_key_declared_people_are_recognised() -> None:
    live = kept(Redaction.NAMES, KEY)
    alice = live.person("U1")
    assert alice is not None
    assert live.person_by_email(" ALICE@acme.example") is alice
    assert live.person_by_email("bob@acme.example") is None
    assert live.reading("emails").complete
    assert live.is_called(alice, "alice ng") is True
    assert live.is_called(alice, "ALI") is True
    assert live.is_called(alice, "Bob Ito") is False


def test_names_in_clear_are_compared_in_any_case() -> None:
    assert LIVE.is_called(PAGER, "PAGER") is True
    assert LIVE.is_called(PAGER, "Beeper") is False
    assert LIVE.is_called(LivePerson("U3"), "Bob") is None


def test_what_was_left_out_is_not_read() -> None:
    live = kept(Redaction.TEXTS, KEY)
    assert live.channel("C1") == HELP._replace(topic=None, purpose=None, bookmarks=None)
    assert live.channel_reading("bookmarks", "C1").reason == (
        "bookmarks were left out of the snapshot (redaction texts)"
    )


def test_a_read_that_failed_keeps_its_own_reason() -> None:
    failed = Reading("emails", Status.NOT_GRANTED, ("users:read.email",))
    live = redact(LIVE._replace(readings=(failed,)), Redaction.TEXTS, KEY)
    assert live.reading("emails") == failed


def test_an_address_that_was_looked_up_in_vain_is_no_clue() -> None:
    hidden = ObjectReading(email_digest("x@acme.example"), Status.HIDDEN, Failure("m", "e"))
    reading = Reading("emails", Status.PARTIAL, exceptions=(hidden,))
    live = redact(LIVE._replace(readings=(reading,)), Redaction.NAMES, KEY)
    assert email_digest("x@acme.example") not in dump_snapshot(live, version="1.0")
    assert live._replace(key=KEY).address_reading("X@acme.example").status is Status.HIDDEN


def test_digests_that_others_can_check_become_digests_that_they_cannot() -> None:
    before = redact(LIVE, Redaction.EMAILS)
    after = redact(before, Redaction.NAMES, KEY)
    assert after == redact(LIVE, Redaction.NAMES, KEY)
    assert email_digest("alice@acme.example") not in dump_snapshot(after, version="1.0")


def test_whoever_was_invited_cannot_be_found_by_trying_out_addresses() -> None:
    digest = email_digest("olga@north.example")
    live = LIVE._replace(invitations=(Invitation("I1", recipient=digest),))
    assert redact(live, Redaction.EMAILS).invitations == live.invitations
    (kept_one,) = redact(live, Redaction.NAMES, KEY).invitations
    assert kept_one.recipient == KEY.of_address("Olga@north.example") != digest


def test_the_keyed_levels_need_a_key() -> None:
    with pytest.raises(SnapshotError, match="redaction names takes a key, and there is none"):
        redact(LIVE, Redaction.NAMES)


def test_a_key_is_shown_nowhere() -> None:
    text = dump_snapshot(LIVE, version="1.0", redaction=Redaction.NAMES, key=KEY)
    assert json.loads(text)["redaction"] == {"level": "names", "key": KEY.mark}
    assert "test suite" not in repr(KEY) + repr(kept(Redaction.NAMES, KEY)) + text


def test_other_keys_give_other_digests_and_kinds_do_not_mix() -> None:
    other = Pseudonyms(b"another key of the suite")
    assert other.mark != KEY.mark
    assert other.of_name("Alice") != KEY.of_name("Alice") == KEY.of_name(" ALICE ")
    assert KEY.of_name("a@b.example") != KEY.of_address("a@b.example")
    assert KEY == Pseudonyms(b"a key of the test suite") != other
