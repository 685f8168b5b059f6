from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.rules.load.interrupt_load import interrupt_load
from commplan.testing import Verdict, judge_text

PLAN = """
severities:
  sev1: {order: 1, path: "escalation:major"}
escalations:
  major:
    steps:
    - {notify: ["rotation:primary"], via: [{phone: 0m}], ack_within: 5m}
    - {notify: ["rotation:secondary"], via: [{phone: 0m}], ack_within: 5m}
    - {notify: ["person:dana"], via: [{phone: 0m}], ack_within: 10m}
  desk:
    steps:
    - {notify: ["group:team"], ack_within: 30m}
rotations:
  primary:
    timezone: Europe/London
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:alice", "person:bob", "person:chen", "person:dana"]
  secondary:
    timezone: Europe/London
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:dana", "person:alice", "person:bob", "person:chen"]
capacity:
  expected:
    pages_per_week: 40
stakeholders:
  groups:
    team: {members: ["person:alice", "person:bob"]}
    slack: {slack_usergroup: S01TEAM}
  people:
    alice: {name: Alice Ng, contacts: {phone: "secret:a"}, slack: U1}
    bob: {name: Bob Ito, contacts: {phone: "secret:b"}, slack: U2}
    chen: {name: Chen Wu, contacts: {phone: "secret:c"}, slack: U3}
    dana: {name: Dana Fox, contacts: {phone: "secret:d"}, slack: U4}
"""
TO_DANA = ('["person:dana"]', '["person:eve"]')
"""The last step reaches somebody who takes no turns."""
EVE = ("  people:", '  people:\n    eve: {name: Eve, contacts: {phone: "secret:e"}}')


def judged(*changes: tuple[str, str], more: str = "", **parameters: object) -> Verdict:
    text = PLAN
    for what, instead in (TO_DANA, EVE, *changes):
        assert what in text
        text = text.replace(what, instead, 1)
    return judge_text(interrupt_load, text + more, parameters=parameters)


def test_pages_of_the_first_level() -> None:
    finding, *others = judged().findings
    assert not others
    assert finding.message == (
        "rotation:primary can expect 2.9 interrupts per 12h on call; limit 2"
    )
    assert finding.location.pointer == "/rotations/primary"
    assert [place.location.pointer for place in finding.related] == [
        "/capacity/expected/pages_per_week"
    ]
    assert finding.facts == {
        "rotation": "primary",
        "interrupts": 2.86,
        "pages": 2.86,
        "pings": 0.0,
        "limit": 2,
    }


def test_one_in_five_pages_comes_to_the_second_level() -> None:
    first, second = judged(("week: 40", "week: 141")).messages
    assert first == "rotation:primary can expect 10.1 interrupts per 12h on call; limit 2"
    assert second == "rotation:secondary can expect 2.01 interrupts per 12h on call; limit 2"
    assert len(judged(("week: 40", "week: 140")).messages) == 1
    assert len(judged(("week: 40", "week: 140"), miss=0.21).messages) == 2
    assert len(judged(("week: 40", "week: 140"), miss=0.19).messages) == 1


def test_exactly_the_limit_is_within_it() -> None:
    assert not judged(("week: 40", "week: 28")).findings
    assert judged(("week: 40", "week: 28.01")).messages == (
        "rotation:primary can expect 2.001 interrupts per 12h on call; limit 2",
    )


@pytest.mark.parametrize(
    ("stated", "parameter", "found"),
    [("", 3, 0), ("max_interrupts_per_shift: 3", 2, 0), ("max_interrupts_per_shift: 2", 3, 1)],
)
def test_the_limit_of_the_plan_wins(stated: str, parameter: int, found: int) -> None:
    more = f"protocols: {{notifications: {{{stated}}}}}\n"
    assert len(judged(more=more, max_interrupts_per_shift=parameter).findings) == found


def test_one_page_interrupts_a_person_once() -> None:
    """Dana is called by name as well, a quarter of the time while she is primary."""
    primary, *others = judge_text(interrupt_load, PLAN).findings
    assert not others
    assert primary.facts["interrupts"] == 2.86
    first = ('["rotation:primary"]', '["rotation:primary", "rotation:secondary", "person:dana"]')
    same = judge_text(interrupt_load, PLAN.replace(*first)).findings
    assert [finding.facts["interrupts"] for finding in same] == [2.86, 2.86]


def test_groups_are_looked_through() -> None:
    """Alice and Bob are called at level one, and each is secondary one week in four."""
    group = ('["rotation:primary"]', '["group:team"]')
    primary, secondary = judged(group, ("week: 40", "week: 70")).findings
    assert primary.facts["interrupts"] == pytest.approx(70 * 12 / 168 * 0.5, abs=0.1)
    assert secondary.facts["interrupts"] == pytest.approx(70 * 12 / 168 * (0.5 + 0.1), abs=0.1)


def test_roles_are_looked_through() -> None:
    role = ("  groups:", '  roles: {lead: {holders: ["rotation:primary"]}}\n  groups:')
    assert judged(('["rotation:primary"]', '["role:lead"]'), role).messages == judged().messages


def test_paths_by_their_own_rates() -> None:
    rates = ("pages_per_week: 40", "pages_per_week: {major: 20, desk: 400}")
    assert not [m for m in judged(rates).messages if "primary" in m]


def test_a_rate_in_all_may_be_of_any_path_that_pages() -> None:
    used = ("severities:\n", 'severities:\n  sev2: {order: 2, path: "escalation:desk"}\n')
    assert len(judged(used).findings) == 1, "desk pages nobody"
    paging = (
        '{notify: ["group:team"], ack_within: 30m}',
        '{notify: ["person:eve"], via: [{sms: 0m}]}',
    )
    verdict = judged(used, paging)
    assert not verdict.findings
    assert [skipped.reason for skipped in verdict.skipped] == [
        (
            "rotation:primary can expect 0.0 to 2.9 interrupts per 12h on call (limit 2): that "
            "hangs on how `pages_per_week` divide over paths, and on whom those reach"
        )
    ]
    alert = 'monitoring: {vpn: {alerts: {down: {path: "escalation:desk"}}}}\n'
    assert judged(paging, more=alert).skipped
    assert judged(paging, ('path: "escalation:major"}', "}")).skipped


CHANNELS = """
channels:
  help: {kind: slack, audience: ["group:team"]}
  all: {kind: slack, audience: ["group:team", "person:chen", "person:dana"]}
  quiet: {kind: slack}
"""


@pytest.mark.parametrize(
    ("pings", "interrupts"),
    [
        ("{help: 40}", 1.43),  # two of four people
        ("{all: 20}", 1.43),
        ("{help: 40, all: 20}", 2.86),
        ("{quiet: 400}", 0),
    ],
)
def test_pings_of_groups(pings: str, interrupts: float) -> None:
    rates = ("pages_per_week: 40", f"pages_per_week: 0\n    group_pings_per_week: {pings}")
    found = judged(rates, more=CHANNELS, max_interrupts_per_shift=0.5).findings
    expected = pytest.approx(interrupts, abs=0.04)  # a year holds no whole number of rounds
    assert [finding.facts["pings"] for finding in found] == [expected] * (2 if interrupts else 0)


def test_pings_that_nobody_can_place() -> None:
    rates = ("pages_per_week: 40", "pages_per_week: 0\n    group_pings_per_week: 40")
    verdict = judged(rates, more=CHANNELS)
    assert not verdict.findings
    assert verdict.skipped[0].reason == (
        "rotation:primary can expect 1.4 to 2.9 interrupts per 12h on call (limit 2): that hangs "
        "on how `group_pings_per_week` divide over channels, and on whom those reach"
    )
    slack = CHANNELS.replace('["group:team"]', '["group:team", "group:slack"]')
    rates = ("pages_per_week: 40", "pages_per_week: 0\n    group_pings_per_week: {help: 40}")
    assert "1.4 to 2.9 interrupts" in judged(rates, more=slack).skipped[0].reason


def test_pages_and_pings_add_up() -> None:
    rates = ("pages_per_week: 40", "pages_per_week: 20\n    group_pings_per_week: {all: 20}")
    first, *_ = judged(rates, more=CHANNELS).findings
    assert first.message == "rotation:primary can expect 2.9 interrupts per 12h on call; limit 2"
    assert (first.facts["pages"], first.facts["pings"]) == (1.43, 1.43)


def test_without_expectation_there_is_nothing_to_judge_by() -> None:
    for text in ("capacity:\n  expected:\n    pages_per_week: 40\n", "    pages_per_week: 40\n"):
        nothing = "" if "capacity" in text else "    requests_per_week: 1\n"
        verdict = judged((text, nothing))
        assert not verdict.findings
        assert [skipped.reason for skipped in verdict.skipped] == [
            "`capacity.expected` does not say how many `pages_per_week` there are"
        ]
    rates = ("pages_per_week: 40", "group_pings_per_week: {all: 40}")
    verdict = judged(rates, more=CHANNELS)
    assert len(verdict.findings) == 2
    assert verdict.skipped


def test_what_is_left_to_other_rules() -> None:
    nobody = PLAN[: PLAN.index("rotations:")] + PLAN[PLAN.index("capacity:") :]
    verdict = judge_text(interrupt_load, nobody)
    assert verdict.findings == verdict.skipped == ()
    for what, instead in (
        ('["rotation:primary"]', '["rotation:primry"]'),
        ('shift: 1w\n    users: ["person:alice"', 'shift: 0m\n    users: ["person:alice"'),
    ):
        assert not [m for m in judged((what, instead)).messages if "primary" in m]


@pytest.mark.parametrize("miss", [0, 1])
def test_a_miss_of_nothing_or_everything(miss: int) -> None:
    assert len(judged(miss=miss).findings) == (2 if miss else 1)


WEEKS = 12
"""A whole number of rounds of one, two, three or four people."""
PEOPLE = ("person:a", "person:b", "person:c", "person:d")
CALLED = (*PEOPLE, "rotation:x", "rotation:y", "group:g", "role:r")


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    def some(*values: str, most: int = 3) -> list[str]:
        return draw(st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True))

    def path() -> dict[str, Any]:
        levels = st.lists(st.builds(lambda: some(*CALLED, most=2)), min_size=1, max_size=3)
        via = [{"phone": "0m"}]
        return {"steps": [{"notify": who, "via": via, "ack_within": "5m"} for who in draw(levels)]}

    rate = st.integers(0, 90)
    return {
        "severities": {
            "sev1": {"order": 1, "path": "escalation:k"},
            "sev2": {"order": 2, "path": "escalation:l"},
        },
        "escalations": {"k": path(), "l": path()},
        "coverage": {"horizon": f"{WEEKS}w"},
        "rotations": {
            name: {
                "timezone": "UTC",
                "start": "2026-01-05T09:00",
                "shift": "1w",
                "users": some(*PEOPLE, most=4),
            }
            for name in "xy"
        },
        "capacity": {
            "expected": {
                "pages_per_week": {"k": draw(rate), "l": draw(rate)},
                "group_pings_per_week": {"t": draw(rate)},
            }
        },
        "channels": {"t": {"kind": "slack", "audience": some(*PEOPLE, "group:g")}},
        "stakeholders": {
            "people": {
                who[-1]: {"name": f"Person {who[-1]}", "contacts": {"phone": f"secret:{who[-1]}"}}
                for who in PEOPLE
            },
            "groups": {"g": {"members": some(*PEOPLE)}},
            "roles": {"r": {"holders": [draw(st.sampled_from(PEOPLE))]}},
        },
    }


def behind(value: dict[str, Any], called: list[str], week: int) -> set[str]:
    """The people who are called in a week."""
    found = set()
    for who in called:
        kind, _, name = who.partition(":")
        if kind == "rotation":
            users = value["rotations"][name]["users"]
            found.add(users[week % len(users)])
        elif kind == "person":
            found.add(who)
        elif kind == "group":
            found |= set(value["stakeholders"]["groups"][name]["members"])
        else:
            found |= set(value["stakeholders"]["roles"][name]["holders"])
    return found


def by_the_formula(value: dict[str, Any], rotation: str, miss: float) -> tuple[float, float]:
    """Pages and pings in twelve hours on call, week by week."""
    expected = value["capacity"]["expected"]
    pages, pings = 0.0, 0.0
    for week in range(WEEKS):
        on_call = behind(value, [f"rotation:{rotation}"], week)
        for path, rate in expected["pages_per_week"].items():
            for level, step in enumerate(value["escalations"][path]["steps"]):
                if on_call & behind(value, step["notify"], week):
                    pages += rate * miss**level
                    break
        if on_call & behind(value, value["channels"]["t"]["audience"], week):
            pings += expected["group_pings_per_week"]["t"]
    return pages * 12 / 168 / WEEKS, pings * 12 / 168 / WEEKS


@given(plans(), st.sampled_from([0.1, 0.2, 0.5]), st.sampled_from([0.3, 1.3, 3.1]))
def test_it_is_the_sum_of_the_formula(value: dict[str, Any], miss: float, limit: float) -> None:
    text = "\n".join(f"{key}: {json.dumps(part)}" for key, part in value.items())
    parameters = {"miss": miss, "max_interrupts_per_shift": limit}
    verdict = judge_text(interrupt_load, text, parameters=parameters)
    assert not verdict.skipped
    sums = {name: by_the_formula(value, name, miss) for name in "xy"}
    assert {
        finding.facts["rotation"]: (finding.facts["pages"], finding.facts["pings"])
        for finding in verdict.findings
    } == {
        name: pytest.approx(parts, abs=0.006) for name, parts in sums.items() if sum(parts) > limit
    }
