"""Random workspaces, of which more and more is left out: less is found then, and never more."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.catalogue import catalogue
from commplan.rules import commplan_rules
from commplan.testing import Verdict, judge_text, read_workspace
from commplan.workspace import (
    DoNotDisturb,
    LiveChannel,
    LivePerson,
    LiveUsergroup,
    Reading,
    Status,
    Workspace,
)
from tests.depth import examples

RULES = catalogue(commplan_rules()).by_code
CODES = (
    *("STK302", "STK304", "STK305", "STK309", "STK310", "STK311", "STK312"),
    *("ESC302", "ESC304", "AVL301"),
)
PLAN = """
metadata: {id: it-ops, managed: {usergroups: ["*"]}}
stakeholders:
  people:
    ann: {name: Ann, slack: U1, timezone: Europe/London, contacts: {email: u1@example.org}}
    ben: {name: Ben, slack: U2, timezone: Asia/Tokyo}
    cyd: {name: Cyd, slack: W3, guest: true, contacts: {email: u2@example.org}}
    dov: {name: Dov, contacts: {email: u4@example.org}}
    eve: {name: Eve, slack: U5, until: "2026-11-20"}
    fay: {name: Fay, slack: U6, until: "2026-11-20"}
    gil: {name: Gil}
  groups:
    desk: {slack_usergroup: S1, handle: desk, members: ["person:ann", "person:ben", "person:eve"]}
    all: {slack_usergroup: S2, name: All, members: ["person:dov", "group:crew"]}
    crew: {slack_usergroup: S3, description: Who helps}
rotations:
  primary:
    timezone: UTC
    start: "2026-01-05T09:00"
    shift: 1d
    users: ["person:ann", "person:ben"]
    slack_usergroup: S4
  secondary:
    timezone: UTC
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:cyd", "person:dov"]
    slack_usergroup: S4
severities:
  sev1: {order: 1, path: "escalation:major"}
escalations:
  major: {steps: [{notify: ["rotation:primary", "person:cyd", "group:crew"], ack_within: 5m}]}
channels:
  incidents: {kind: slack, slack: C1, purpose: major-incident}
  secret: {kind: slack, slack: C2, purpose: major-incident, visibility: private}
"""
NOW = 1_795_251_600
IDS = ("U1", "U2", "W3", "U4", "U5", "U6")
seconds = st.integers(NOW - 2, NOW + 2)
members = st.lists(st.sampled_from(IDS), min_size=1, max_size=5, unique=True)


def mostly(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """What is usual, and now and then something else or nothing."""
    return st.sampled_from([usual] * 6 + [*others] * 2 + [None])


def made(kind: Any, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects of which nothing but these fields is told; ``builds`` would invent the others."""
    return st.fixed_dictionaries(fields).map(lambda told: kind(**told))


def listed(ids: st.SearchStrategy[list[str]]) -> st.SearchStrategy[tuple[str, ...] | None]:
    return st.integers(0, 7).flatmap(
        lambda n: ids.map(lambda found: tuple(sorted(found))) if n else st.none()
    )


def person(id_: str, name: str, zone: str) -> st.SearchStrategy[LivePerson]:
    number = id_[1]
    return made(
        LivePerson,
        id=st.sampled_from([id_] * 7 + ["U7", "W8"]),
        team_id=mostly("T01ACME", "T09"),
        handle=mostly(name.lower(), "desk"),
        display_name=mostly("", name),
        real_name=mostly(name, "Zed"),
        email=mostly(f"u{number}@example.org", "u2@example.org"),
        tz=mostly(zone, "UTC", "Moon/Tycho"),
        deleted=mostly(False, True),
        is_bot=mostly(False, True),
        is_restricted=mostly(False, True),
        is_ultra_restricted=mostly(False, True),
        status_emoji=st.sampled_from([None, "", ":palm_tree:", ":coffee:"]),
        status_expiration=st.just(0) | seconds,
        enterprise_user_id=st.sampled_from([None] * 8 + ["W3", "U5", "W8"]),
        dnd=st.none()
        | made(
            DoNotDisturb,
            enabled=mostly(True, False),
            starts=mostly(NOW - 1, NOW + 1),
            ends=mostly(NOW + 1),
        ),
    )


people = st.tuples(
    *(
        person(id_, name, zone)
        for id_, name, zone in (
            ("U1", "Ann", "Europe/London"),
            ("U2", "Ben", "Asia/Tokyo"),
            ("W3", "Cyd", "UTC"),
            ("U4", "Dov", "UTC"),
            ("U5", "Eve", "UTC"),
            ("U6", "Fay", "UTC"),
        )
    )
)
usergroups = made(
    LiveUsergroup,
    id=st.sampled_from(["S1", "S2", "S3", "S4", "S5"]),
    handle=st.sampled_from(["desk", "other", "more", None]),
    name=mostly("All", "Some"),
    description=mostly("Who helps", "<!subteam^S9> &amp; more", "<@U1>"),
    date_delete=mostly(0, NOW - 9),
    users=listed(members),
)
channels = made(
    LiveChannel,
    id=st.sampled_from(["C1", "C2", "C3"]),
    name=st.sampled_from([None, "incidents", "secret", "desk"]),
    is_private=mostly(False, True),
    is_archived=mostly(False, True),
    is_ext_shared=mostly(False, True),
    members=listed(members),
)


def by_id(things: Any) -> tuple[Any, ...]:
    """One of each id, sorted, as a workspace holds them."""
    found = {one.id: one for one in things}
    return tuple(found[key] for key in sorted(found))


@st.composite
def workspaces(draw: st.DrawFn) -> Workspace:
    whole = read_workspace("{}")
    return whole._replace(
        enterprise_id=draw(st.sampled_from([None, None, None, "E01"])),
        people=by_id(draw(people)),
        usergroups=by_id(draw(st.lists(usergroups, min_size=3, max_size=8))),
        channels=by_id(draw(st.lists(channels, min_size=1, max_size=4))),
    )


def less(live: Workspace, fact: str) -> Workspace:
    """The same, as an audit sees it that could not read one thing."""
    ways: dict[str, dict[str, Any]] = {
        "people": {"people": ()},
        "emails": {"people": tuple(person._replace(email=None) for person in live.people)},
        "dnd": {"people": tuple(person._replace(dnd=None) for person in live.people)},
        "usergroups": {"usergroups": ()},
        "members": {"channels": tuple(one._replace(members=None) for one in live.channels)},
        "public-channels": {"channels": ()},
        "private-channels": {"channels": ()},
    }
    lists = ("public-channels", "private-channels")
    together = {"people": ("people", "emails"), **dict.fromkeys(lists, lists)}
    readings = {reading.fact: reading for reading in live.readings}
    readings |= {one: Reading(one, Status.NOT_REQUESTED) for one in together.get(fact, (fact,))}
    return live._replace(readings=tuple(readings[one] for one in sorted(readings)), **ways[fact])


def places(verdict: Verdict) -> set[tuple[str, str | None]]:
    return {
        (finding.location.pointer, finding.resource and finding.resource.id)
        for finding in verdict.findings
    }


@pytest.mark.parametrize("code", CODES)
@examples(15)
@given(live=workspaces())
def test_what_is_not_known_is_never_found(code: str, live: Workspace) -> None:
    whole = judge_text(RULES[code], PLAN, workspace=live)
    for fact in RULES[code].reads:
        partly = judge_text(RULES[code], PLAN, workspace=less(live, fact))
        assert places(partly) <= places(whole)
        if lost := places(whole) - places(partly):
            unjudged = {skipped.pointer for skipped in partly.skipped}
            assert unjudged, lost
