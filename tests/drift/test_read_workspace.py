import pytest

from commplan.api import FACTS, SnapshotError, Status
from commplan.testing import read_workspace


def test_an_empty_text_is_a_workspace_that_was_read_in_full() -> None:
    live = read_workspace("")
    assert (live.team_id, live.source, live.people) == ("T01ACME", "slack", ())
    assert live.taken_at == 1_795_251_600_000_000
    assert all(live.reading(fact).complete for fact in FACTS)
    assert "users:read" in (live.scopes or ())


def test_a_name_is_enough_for_an_object() -> None:
    live = read_workspace(
        """
        people: {U01: alice, U02: {deleted: true}, U03: }
        channels: {C01: it-help, C02: {is_private: true}}
        usergroups: {S01: it-ops}
        """
    )
    alice, gone, plain = live.people
    assert (alice.handle, alice.deleted, alice.is_bot, alice.is_guest) == (
        "alice",
        False,
        False,
        False,
    )
    assert (gone.deleted, gone.is_guest) == (True, None)
    assert plain.handle is None
    help_, secret = live.channels
    assert (help_.name, help_.is_private, help_.is_archived) == ("it-help", False, False)
    assert secret.is_private
    (group,) = live.usergroups
    assert (group.handle, group.is_disabled, group.users) == ("it-ops", False, None)


def test_scopes_and_readings_can_be_taken_away() -> None:
    live = read_workspace(
        """
        not_granted: ["users:read.email"]
        unread:
          usergroups: unsupported
          people: {status: partial, exceptions: [{id: U09, status: hidden}]}
        """
    )
    assert "users:read.email" not in (live.scopes or ())
    assert live.reading("emails").reason == "the token lacks the scope users:read.email"
    assert live.reading("usergroups").status is Status.UNSUPPORTED
    assert live.reading("people").of("U09").status is Status.HIDDEN


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "expected a mapping"),
        ("peeple: {}", "unknown key 'peeple'"),
        ("people: [U01]", "people: expected a mapping"),
        ("unread: people", "unread: expected a mapping"),
        ("{", "is not YAML"),
        ("people: {U01: 5}", "expected a name or the fields of an object"),
        ("people: {U01: {nickname: al}}", "/people/0/nickname"),
        ("unread: {weather: failed}", "/read"),
        ("unread: {people: gone}", "expected one of complete"),
    ],
)
def test_what_is_not_of_the_form_is_refused(text: str, words: str) -> None:
    with pytest.raises(SnapshotError) as caught:
        read_workspace(text)
    assert words in str(caught.value)
