"""What two snapshots tell of the time between them, and what they do not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.difference import WHATS, Change, Difference, Item, difference
from commplan.errors import SnapshotError
from commplan.workspace import (
    FACTS,
    Bookmark,
    Failure,
    LiveChannel,
    LivePerson,
    LiveUsergroup,
    Pin,
    Pseudonyms,
    Reading,
    Redaction,
    Restriction,
    Status,
    Workspace,
    redact,
)
from tests.depth import examples

NOON = 1_795_251_600
ALICE = LivePerson("U1", real_name="Alice Ng", handle="alice", email="a@acme.example")
BOB = LivePerson("U2", real_name="Bob Ito", handle="bob", email="b@acme.example")
HELP = LiveChannel("C1", name="it-help", is_private=False, created=NOON - 9)
TEAM = LiveChannel("C2", name="team", is_private=True, created=NOON - 9)
LEADS = LiveUsergroup("S1", handle="leads", users=("U1",), date_delete=0)
COMPLETE = tuple(Reading(fact, Status.COMPLETE) for fact in sorted(FACTS))
BEFORE = Workspace(
    taken_at=NOON * 1_000_000,
    source="slack",
    team_id="T1",
    team_name="Acme",
    scopes=("users:read",),
    readings=COMPLETE,
    people=(ALICE, BOB),
    channels=(HELP, TEAM),
    usergroups=(LEADS,),
)


def after(**changes: Any) -> Workspace:
    """A week later: ``C1={"topic": "x"}`` changes an object, ``C1=None`` removes it."""
    told = {key: value for key, value in changes.items() if key[0].isupper()}
    workspace = BEFORE._replace(taken_at=(NOON + 604_800) * 1_000_000)
    for field in ("people", "channels", "usergroups"):
        kept = [one for one in getattr(BEFORE, field) if told.get(one.id, {}) is not None]
        edited = tuple(one._replace(**told.get(one.id, {})) for one in kept)
        workspace = workspace._replace(**dict[str, Any]({field: edited}))
    return workspace._replace(**{k: v for k, v in changes.items() if k[0].islower()})


def happened(new: Workspace, old: Workspace = BEFORE) -> list[tuple[str, str]]:
    return [(change.id, change.what) for change in difference(old, new).changes]


def test_where_nothing_happens_nothing_is_told() -> None:
    found = difference(BEFORE, after())
    assert found.changes == ()
    assert {one.why for one in found.uncompared} == {"not read in either"}


FLAGS = [
    ("C1", {"is_archived": False}, {"is_archived": True}, "archived", "unarchived"),
    ("C1", {"is_private": False}, {"is_private": True}, "made-private", "made-public"),
    (
        "C1",
        {"is_ext_shared": False},
        {"is_ext_shared": True},
        "opened-to-others",
        "closed-to-others",
    ),
    ("C1", {"is_frozen": False}, {"is_frozen": True}, "connection-cut", "connection-restored"),
    ("U1", {"deleted": False}, {"deleted": True}, "left", "returned"),
    ("U1", {"has_2fa": False}, {"has_2fa": True}, "two-factor-on", "two-factor-off"),
    ("S1", {"date_delete": 0}, {"date_delete": NOON}, "disabled", "enabled"),
]


@pytest.mark.parametrize(("id", "no", "yes", "done", "undone"), FLAGS)
def test_what_is_switched_is_told_either_way(
    id: str, no: dict[str, Any], yes: dict[str, Any], done: str, undone: str
) -> None:
    off, on = after(**{id: no}), after(**{id: yes})
    assert happened(on, off) == [(id, done)]
    assert happened(off, on) == [(id, undone)]


def test_what_one_side_does_not_know_is_no_change() -> None:
    known = after(U1={"has_2fa": True, "tz": "UTC"}, C1={"is_archived": False, "topic": "x"})
    assert happened(known) == []
    assert happened(BEFORE, known) == []


VALUES = [
    ("C1", {"name": "help"}, "renamed", "it-help", "help"),
    ("S1", {"handle": "leadership"}, "renamed", "leads", "leadership"),
    ("U1", {"real_name": "Alice Ito"}, "renamed", "Alice Ng", "Alice Ito"),
    ("U1", {"handle": "ali"}, "handle", "alice", "ali"),
    ("U1", {"email": "ali@acme.example"}, "address", "a@acme.example", "ali@acme.example"),
]


@pytest.mark.parametrize(("id", "edit", "what", "was", "now"), VALUES)
def test_values_are_told_before_and_after(
    id: str, edit: dict[str, Any], what: str, was: str, now: str
) -> None:
    (change,) = difference(BEFORE, after(**{id: edit})).changes
    assert (change.id, change.what, change.old, change.new) == (id, what, was, now)


def test_standing_role_and_rights_are_told_in_words() -> None:
    old = after(
        U1={"is_restricted": False, "is_ultra_restricted": False, "is_admin": False},
        C1={"posting": Restriction()},
    )
    new = after(
        U1={"is_restricted": True, "is_ultra_restricted": True, "is_admin": True},
        C1={"posting": Restriction(roles=("admin",), users=("U1",))},
    )
    told = {change.what: (change.old, change.new) for change in difference(old, new).changes}
    assert told == {
        "standing": ("full member", "guest of one channel"),
        "role": ("member", "administrator"),
        "posting": ("everybody", "admin, U1"),
    }


def test_who_joined_and_who_left_is_named() -> None:
    found = difference(BEFORE, after(S1={"users": ("U2", "U9")})).changes
    assert found == (
        Change(
            "usergroup", "S1", "leads", "joined", items=(Item("U2", "Bob Ito"), Item("U9", None))
        ),
        Change("usergroup", "S1", "leads", "parted", items=(Item("U1", "Alice Ng"),)),
    )


def test_bookmarks_and_pins_come_and_go() -> None:
    old = after(C1={"bookmarks": (Bookmark("B1", "SLA"),), "pins": ()})
    new = after(C1={"bookmarks": (), "pins": (Pin(ts="1.000001"),)})
    assert [(c.what, c.items) for c in difference(old, new).changes] == [
        ("bookmark-removed", (Item("B1", "SLA"),)),
        ("pinned", (Item("1.000001"),)),
    ]


def test_of_the_workspace_itself_name_address_and_scopes_are_told() -> None:
    old = BEFORE._replace(url="https://acme.slack.com/")
    new = after(team_name="Acme Ltd", url="https://acme-ltd.slack.com/", scopes=("pins:read",))
    assert [(c.what, c.old, c.new, c.items) for c in difference(old, new).changes] == [
        ("renamed", "Acme", "Acme Ltd", ()),
        ("moved", "https://acme.slack.com/", "https://acme-ltd.slack.com/", ()),
        ("granted", None, None, (Item("pins:read"),)),
        ("withdrawn", None, None, (Item("users:read"),)),
    ]


def test_a_channel_is_new_only_if_it_is_younger_than_the_first_look() -> None:
    made = LiveChannel("C7", name="new", is_private=False, created=NOON)
    seen = LiveChannel("C8", name="old", is_private=True, created=NOON - 1)
    new = after(channels=(HELP, TEAM, made, seen))
    assert happened(new) == [("C7", "made"), ("C8", "appeared")]
    assert happened(BEFORE, new) == [("C7", "gone"), ("C8", "gone")]


@pytest.mark.parametrize(
    ("fact", "field", "what"),
    [
        ("people", "people", "accounts"),
        ("usergroups", "usergroups", "user groups"),
        ("public-channels", "channels", "public channels"),
    ],
)
def test_half_a_list_tells_neither_who_came_nor_who_went(fact: str, field: str, what: str) -> None:
    half = tuple(
        Reading(one, Status.PARTIAL, note="page 2 failed") if one == fact else Reading(one, s)
        for one, s, *_ in COMPLETE
    )
    fewer = tuple(one for one in getattr(BEFORE, field) if one.id in ("U2", "C2"))
    partial = after(readings=half, **{field: fewer})
    assert happened(partial) == []
    assert happened(BEFORE, partial) == []
    told = {one.what: one.why for one in difference(BEFORE, partial).uncompared}
    assert told[f"{what} that only one side has"] == "the second snapshot: page 2 failed"


def test_what_was_not_read_is_named_with_its_reason() -> None:
    lacking = tuple(
        Reading("usergroups", Status.NOT_GRANTED, ("usergroups:read",))
        if reading.fact == "usergroups"
        else Reading("people", Status.FAILED, failure=Failure("users.list", "ratelimited"))
        if reading.fact == "people"
        else reading
        for reading in COMPLETE
    )
    found = difference(BEFORE._replace(readings=lacking, usergroups=(), people=()), after())
    assert found.changes == ()
    told = {one.what: one.why for one in found.uncompared}
    assert told["user groups"] == "the first snapshot: the token lacks the scope usergroups:read"
    assert told["accounts"] == "the first snapshot: users.list: ratelimited"


def test_members_that_one_side_did_not_read_are_named_by_channel() -> None:
    old = after(C1={"members": ("U1",)}, C2={"members": ("U1",)})
    new = after(C1={"members": ("U1", "U2")})
    found = difference(old, new)
    assert [(c.id, c.what) for c in found.changes] == [("C1", "joined")]
    assert [(one.why, one.items) for one in found.uncompared if one.what.startswith("mem")] == [
        ("not read in the second", (Item("C2", "team"),))
    ]


def test_two_workspaces_are_not_compared() -> None:
    other = after(team_id="T2", team_name="Other")
    with pytest.raises(SnapshotError) as caught:
        difference(BEFORE, other)
    assert str(caught.value) == (
        "the first snapshot is of Acme (T1), the second of Other (T2); "
        "only snapshots of one workspace can be compared"
    )


def test_a_side_that_names_no_workspace_is_compared_and_said_so() -> None:
    found = difference(BEFORE, after(team_id=None))
    assert "a side does not say which one it is" in {one.why for one in found.uncompared}


KEY, OTHER = Pseudonyms(b"a key of the test suite"), Pseudonyms(b"another key of the suite")
RENAMED = after(U1={"real_name": "Alice Ito", "email": "ito@acme.example"}, C1={"topic": "x"})


@pytest.mark.parametrize(
    ("left", "right", "whats", "why"),
    [
        (
            redact(BEFORE, Redaction.EMAILS),
            redact(RENAMED, Redaction.EMAILS),
            ["renamed", "address"],
            None,
        ),
        (redact(BEFORE, Redaction.EMAILS), RENAMED, ["renamed", "address"], None),
        (
            redact(BEFORE, Redaction.NAMES, KEY),
            redact(RENAMED, Redaction.NAMES, KEY),
            ["renamed", "address"],
            None,
        ),
        (
            redact(BEFORE, Redaction.NAMES, KEY),
            redact(RENAMED, Redaction.NAMES, OTHER),
            [],
            "redacted with two different keys",
        ),
        (BEFORE, redact(RENAMED, Redaction.NAMES, KEY), [], "redacted in one of them"),
    ],
)
def test_redacted_names_are_compared_as_far_as_they_can_be(
    left: Workspace, right: Workspace, whats: list[str], why: str | None
) -> None:
    found = difference(left, right)
    assert [change.what for change in found.changes] == whats
    whys = {one.what: one.why for one in found.uncompared}
    assert whys.get("names and addresses of people") == why
    if left.key_mark:
        assert all((change.old, change.new) == (None, None) for change in found.changes)


def test_texts_that_were_left_out_are_said_to_be() -> None:
    old = after(C1={"topic": "Ask here"})
    found = difference(old, redact(RENAMED, Redaction.TEXTS, KEY))
    assert found.changes == ()
    assert "left out (redaction texts)" in {one.why for one in found.uncompared}


FIELDS = st.fixed_dictionaries(
    {
        "C1": st.fixed_dictionaries(
            {
                "name": st.sampled_from(["it-help", "help"]),
                "is_archived": st.sampled_from([None, False, True]),
                "members": st.sampled_from([None, (), ("U1",), ("U1", "U2")]),
            }
        ),
        "S1": st.fixed_dictionaries({"users": st.sampled_from([None, (), ("U1",), ("U2",)])}),
        "U1": st.fixed_dictionaries(
            {
                "deleted": st.sampled_from([None, False, True]),
                "real_name": st.sampled_from([None, "Alice Ng", "Alice Ito"]),
            }
        ),
    }
)
OPPOSITES = {
    "archived": "unarchived",
    "left": "returned",
    "joined": "parted",
    "renamed": "renamed",
}
OPPOSITES |= {undone: done for done, undone in OPPOSITES.items()}


@examples(80)
@given(FIELDS, FIELDS)
def test_the_way_back_undoes_the_way_there(one: dict[str, Any], two: dict[str, Any]) -> None:
    first, second = after(**one), after(**two)
    there, back = difference(first, second), difference(second, first)
    undone = {
        (c.id, OPPOSITES[c.what], c.new, c.old, tuple(i.id for i in c.items)) for c in there.changes
    }
    assert undone == {
        (c.id, c.what, c.old, c.new, tuple(i.id for i in c.items)) for c in back.changes
    }
    assert difference(first, first).changes == ()
    assert [WHATS.index(c.what) for c in there.changes if c.kind == "channel"] == sorted(
        WHATS.index(c.what) for c in there.changes if c.kind == "channel"
    )


def test_a_difference_is_a_value() -> None:
    assert difference(BEFORE, after()) == difference(BEFORE, after())
    assert isinstance(difference(BEFORE, after()), Difference)
