from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.api import NotAssessed, Problem
from commplan.place import Origin
from commplan.plan import Plan
from commplan.rules.security.audience_clearance import audience_clearance
from commplan.testing import expect, judge_text
from commplan.testing.rules import Verdict

CLASSES = """
classification:
  order: [public, internal, confidential, restricted]
  above: {legal: [internal], sealed: [legal, restricted]}
"""
STAKEHOLDERS = """
stakeholders:
  people:
    alice: {name: A}
    bob: {name: B, clearance: internal}
    eve: {name: E, guest: true}
    finn: {name: F, guest: true, clearance: confidential}
    gus: {name: G}
  groups:
    ops: {members: ["person:alice"], clearance: restricted}
    desk: {members: ["person:alice", "person:bob"], clearance: restricted}
    lab: {members: ["person:alice", "person:eve"], clearance: restricted}
    crew: {members: ["person:alice"]}
    mixed: {members: ["person:alice", "person:gus"]}
    hall: {members: ["group:staff"], clearance: restricted}
    staff: {slack_usergroup: S01, clearance: internal}
    board: {slack_usergroup: S02, clearance: legal}
    visitors: {slack_usergroup: S03}
    insiders: {members: ["group:visitors"], clearance: confidential}
  roles: {boss: {holders: ["person:alice"], deputies: ["person:bob"]}}
  external:
    customers: {class: customer}
    netco: {class: supplier, clearance: internal}
rotations:
  turns: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:gus"]}
"""


def judge(ceiling: str, *audience: str, classes: str = CLASSES) -> Verdict:
    """What is said of a channel with a ceiling and an audience."""
    members = ", ".join(f'"{name}"' for name in audience)
    channel = f"{{kind: slack, ceiling: {ceiling}, audience: [{members}]}}"
    return judge_text(audience_clearance, f"{classes}{STAKEHOLDERS}channels: {{c: {channel}}}\n")


def test_the_message_that_is_promised() -> None:
    expect(
        audience_clearance,
        """
        classification: {order: [public, internal, confidential, restricted]}
        stakeholders:
          groups:
            it-ops: {slack_usergroup: S01, clearance: restricted}
            employees: {slack_usergroup: S03ALL, clearance: internal}
        channels:
          sec-incident:
            kind: slack
            audience: ["group:it-ops", "group:employees"]
            ceiling: restricted  # <- channel:sec-incident may carry restricted, but
          it-help: {kind: slack, ceiling: internal, audience: ["group:employees"]}
        """,
    )


@pytest.mark.parametrize(
    ("ceiling", "audience"),
    [
        ("restricted", "group:ops"),
        ("public", "group:ops"),
        ("internal", "person:bob"),
        ("confidential", "person:finn"),
        ("internal", "external:netco"),
        ("public", "external:customers"),
        ("public", "person:eve"),
        ("public", "group:visitors"),
        ("legal", "group:board"),
        ("internal", "group:board"),
    ],
)
def test_who_is_cleared(ceiling: str, audience: str) -> None:
    verdict = judge(ceiling, audience)
    assert verdict.findings == verdict.skipped == ()


@pytest.mark.parametrize(
    ("ceiling", "audience", "words"),
    [
        ("restricted", "group:staff", "group:staff in its audience is cleared for internal"),
        ("internal", "external:customers", "external:customers in its audience has no clearance"),
        (
            "confidential",
            "external:netco",
            "external:netco in its audience is cleared for internal",
        ),
        ("internal", "person:eve", "person:eve in its audience has no clearance and counts as"),
        ("restricted", "person:finn", "person:finn in its audience is cleared for confidential"),
        ("confidential", "group:desk", "person:bob of group:desk in its audience is cleared for"),
        ("internal", "group:lab", "person:eve of group:lab in its audience has no clearance"),
        ("confidential", "group:hall", "group:staff of group:hall in its audience is cleared for"),
        ("confidential", "role:boss", "person:bob of role:boss in its audience is cleared for"),
        ("restricted", "group:board", "group:board in its audience is cleared for legal"),
        ("legal", "group:ops", "group:ops in its audience is cleared for restricted"),
        ("sealed", "group:crew", "person:alice of group:crew in its audience is cleared for"),
    ],
)
def test_who_is_not(ceiling: str, audience: str, words: str) -> None:
    """Also people inside groups, and classes of which neither stands above the other."""
    (message,) = judge(ceiling, audience).messages
    assert message.startswith(f"channel:c may carry {ceiling}, but {words}")


def test_a_group_that_is_not_cleared() -> None:
    assert judge("restricted", "group:ops", "group:staff").messages == (
        "channel:c may carry restricted, but group:staff in its audience is cleared for internal",
    )


def test_those_outside_count_as_public() -> None:
    assert (
        judge("internal", "external:customers")
        .messages[0]
        .endswith("has no clearance and counts as public")
    )
    harbour = "classification: {order: [open, internal, restricted]}\n"
    assert judge("internal", "person:eve", classes=harbour).messages == (
        (
            "channel:c may carry internal, but person:eve in its audience has no clearance "
            "and counts as open, the lowest class"
        ),
    )
    assert judge("open", "person:eve", classes=harbour).messages == ()


@pytest.mark.parametrize(
    ("ceiling", "audience"), [("restricted", "group:crew"), ("confidential", "group:visitors")]
)
def test_somebody_has_the_clearance_of_any_group(ceiling: str, audience: str) -> None:
    """Alice is in group:ops, too; a group of which only Slack knows the members is in another."""
    verdict = judge(ceiling, audience)
    assert verdict.findings == verdict.skipped == ()


def test_the_lowest_clearance_is_named() -> None:
    finding = judge("restricted", "person:finn", "group:staff", "person:eve", "group:ops").findings[
        0
    ]
    assert finding.message == (
        "channel:c may carry restricted, but person:eve in its audience has no clearance "
        "and counts as public (and 2 more are not cleared for it)"
    )
    assert finding.location.pointer == "/channels/c/ceiling"
    assert finding.help == "lower the `ceiling` to public, or take person:eve out of the `audience`"
    assert finding.facts == {
        "channel": "c",
        "ceiling": "restricted",
        "party": "person:eve",
        "clearance": "public",
        "others": 2,
    }
    assert [related.location.pointer for related in finding.related] == [
        "/channels/c/audience/2",
        "/stakeholders/people/eve",
    ]


def test_the_lowest_clearance_is_that_of_whoever_may_see_least() -> None:
    """Somebody in two groups may see what either may, whichever of the classes comes first."""
    text = """
        classification: {order: [public, staff], above: {board: [staff], agenda: []}}
        stakeholders:
          people: {pat: {name: P}, guest: {name: G, guest: true}}
          groups:
            desk: {members: ["person:pat"], clearance: public}
            press: {members: ["person:pat"], clearance: agenda}
        channels:
          c: {kind: slack, ceiling: board, audience: ["person:pat", "person:guest"]}
        """
    (finding,) = judge_text(audience_clearance, text).findings
    assert (finding.facts["party"], finding.facts["clearance"]) == ("person:guest", "public")


def test_a_clearance_that_is_no_class_may_be_any() -> None:
    text = """
        classification: {order: [public, internal]}
        stakeholders:
          people: {pat: {name: P}}
          groups:
            desk: {members: ["person:pat"], clearance: public}
            crew: {members: ["person:pat"], clearance: internal}
        channels: {c: {kind: slack, ceiling: internal, audience: ["person:pat"]}}
        """
    for clearance, found in (("internal", 0), ("public", 1), ("intenral", 0)):
        changed = text.replace("clearance: internal", f"clearance: {clearance}")
        assert len(judge_text(audience_clearance, changed).messages) == found


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        (["person:gus"], "person:gus"),
        (["group:mixed"], "person:gus"),
        (["rotation:turns", "group:mixed"], "person:gus"),
    ],
)
def test_of_whom_nothing_is_said(audience: list[str], who: str) -> None:
    verdict = judge("internal", *audience)
    assert verdict.findings == ()
    assert [(s.reason, s.pointer) for s in verdict.skipped] == [
        (
            f"nothing is said of what {who} in the audience of channel:c may see",
            "/channels/c/audience",
        )
    ]
    assert judge("public", *audience).skipped == ()
    assert judge("internal", *audience, "external:customers").skipped == ()


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("ceiling: internal", "guests: none"),
        ("ceiling: internal", "ceiling: interal"),
        ("clearance: public", "clearance: publik"),
        ('["external:x"]', '["external:y"]'),
        ('["external:x"]', "[]"),
        ("order: [public, internal]", "medium_ceiling: {sms: public}"),
    ],
)
def test_what_is_left_to_other_rules(change: str, to: str) -> None:
    text = """
        classification: {order: [public, internal]}
        stakeholders: {external: {x: {clearance: public}}}
        channels: {c: {kind: slack, ceiling: internal, audience: ["external:x"]}}
        """
    assert len(judge_text(audience_clearance, text).messages) == 1
    assert change in text
    verdict = judge_text(audience_clearance, text.replace(change, to))
    assert verdict.findings == verdict.skipped == ()


LEVELS = ("public", "staff", "law", "board", "vault")
PARTIES = ("person:p", "person:q", "person:r", "group:g", "group:h", "group:i", "external:e")


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    level = st.sampled_from(LEVELS)

    def stated(**more: Any) -> dict[str, Any]:
        return {**more, "clearance": draw(level)} if draw(st.booleans()) else more

    groups = {}
    for name, inside in (("g", PARTIES[:3]), ("h", PARTIES[:4]), ("i", PARTIES[:5])):
        members = st.lists(st.sampled_from(inside), min_size=1, max_size=3, unique=True)
        groups[name] = stated(members=draw(members))
    audience = st.lists(st.sampled_from(PARTIES), min_size=1, max_size=3, unique=True)
    return {
        "metadata": {"id": "x"},
        "classification": {
            "order": draw(st.lists(level, min_size=1, max_size=4, unique=True)),
            "above": draw(st.dictionaries(level, st.lists(level, max_size=2), max_size=2)),
        },
        "stakeholders": {
            "people": {name: stated(guest=draw(st.booleans())) for name in "pqr"},
            "groups": groups,
            "external": {"e": stated()},
        },
        "channels": {
            "c": {"kind": "slack", "ceiling": draw(level), "audience": draw(audience)},
        },
    }


def visible(value: dict[str, Any], high: str) -> set[str]:
    """What those who are cleared for a class may see; nothing if there is no such class."""
    stated = value["classification"]
    steps = {(upper, low) for upper, lows in stated["above"].items() for low in lows}
    steps |= set(zip(stated["order"][1:], stated["order"], strict=False))
    found = {high} & {*stated["order"], *stated["above"], *(low for _, low in steps)}
    while more := {low for upper, low in steps if upper in found} - found:
        found |= more
    return found


def entry(value: dict[str, Any], party: str) -> dict[str, Any]:
    kind, _, name = party.partition(":")
    section = {"person": "people", "group": "groups", "external": "external"}[kind]
    found: dict[str, Any] = value["stakeholders"][section][name]
    return found


def inside(value: dict[str, Any], party: str) -> set[str]:
    """A party and all who are in it."""
    members = entry(value, party).get("members", ())
    return {party}.union(*(inside(value, member) for member in members))


def levels_of(value: dict[str, Any], party: str) -> set[str]:
    """The classes that a party is cleared for by its own entry, or else by its groups."""
    own = entry(value, party)
    if "clearance" in own:
        return {own["clearance"]}
    if own.get("guest") or party.startswith("external:"):
        return {"public" if visible(value, "public") else value["classification"]["order"][0]}
    around = [group for group in PARTIES[3:6] if party in inside(value, group)]
    return {entry(value, g)["clearance"] for g in around if "clearance" in entry(value, g)}


def sight(value: dict[str, Any], party: str) -> set[str]:
    return set().union(*(visible(value, level) for level in levels_of(value, party)))


def blind(value: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Who may not see what the channel may carry, and of whom nobody can tell."""
    channel = value["channels"]["c"]
    ceiling = channel["ceiling"]
    every = [seen for level in LEVELS if (seen := visible(value, level))]
    if not visible(value, ceiling) or all(ceiling in seen for seen in every):
        return set(), set()
    parties = set().union(*(inside(value, party) for party in channel["audience"]))
    listed = {p for p in parties if entry(value, p).get("members")}
    parties -= {p for p in listed if "clearance" not in entry(value, p)}  # their members count
    rated = {p for p in parties if levels_of(value, p)}
    sound = {p for p in rated if all(visible(value, level) for level in levels_of(value, p))}
    return {p for p in sound if ceiling not in sight(value, p)}, parties - rated


@given(plans())
def test_it_is_found_exactly_where_somebody_may_not_see_it(value: dict[str, Any]) -> None:
    """Of those who may not, the one who is named may see no more than another of them."""
    failing, unknown = blind(value)
    verdicts = list(audience_clearance.judge(Plan(value, Origin("plan.yaml", 0))))
    assert [type(verdict) for verdict in verdicts] == (
        [Problem] if failing else [NotAssessed] if unknown else []
    )
    for problem in verdicts:
        if isinstance(problem, Problem):
            named = str(problem.facts["party"])
            assert named in failing
            assert not [p for p in failing if sight(value, p) < sight(value, named)]
