"""Roles of random plans, against an oracle on a grid of instants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby, product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commplan.rules.slas.cadence_infeasible import cadence_infeasible
from commplan.rules.stakeholders.exclusive_roles_coincide import exclusive_roles_coincide
from commplan.testing import judge_text
from tests.timeline.oracle import DAYS, Oracle, examples, plans, read, stretches

HALF_HOUR = 30
"""All times of random plans, and all changes of their zones, lie on such a grid."""
HOURS = {
    "always": {"timezone": "UTC", "hours": {day: ["00:00-24:00"] for day in DAYS}},
    "never": {"timezone": "UTC", "hours": {}},
}


def worlds(plan: Mapping[str, Any], start: datetime) -> Iterator[Oracle]:
    """What may be the case: everybody without a calendar is either always there or never."""
    people = plan["stakeholders"]["people"]
    doubtful = [name for name, person in people.items() if "calendar" not in person]
    for hours in product(HOURS, repeat=len(doubtful)):
        kept = {
            name: {**people[name], "calendar": f"calendar:{calendar}"}
            for name, calendar in zip(doubtful, hours, strict=True)
        }
        stakeholders = {**plan["stakeholders"], "people": {**people, **kept}}
        calendars = {**plan["calendars"], **HOURS}
        world = {**plan, "stakeholders": stakeholders, "calendars": calendars}
        yield Oracle(world, start, step=HALF_HOUR)


def parties(plan: Mapping[str, Any]) -> st.SearchStrategy[list[str]]:
    people = [f"person:{name}" for name in plan["stakeholders"]["people"]]
    everybody = [*people, "group:all", "rotation:duty", "role:lead"]
    return st.lists(st.sampled_from(everybody), min_size=1, max_size=3, unique=True)


def shared(oracle: Oracle, step: int) -> str | None:
    """Who holds both roles."""
    lead, scribe = (oracle.who(f"role:{role}", step, False) for role in ("lead", "scribe"))
    return lead[0] if lead and lead == scribe else None


@examples(40)
@given(plans(), st.data())
def test_exclusive_roles_meet_when_the_oracle_says_so(
    case: tuple[dict[str, Any], datetime], data: st.DataObject
) -> None:
    plan, start = case
    scribe: dict[str, Any] = {"holders": data.draw(parties(plan)), "excludes": ["role:lead"]}
    if data.draw(st.booleans()):
        scribe["reachable"] = "24x7"
    plan["stakeholders"]["roles"]["scribe"] = scribe
    oracles = [*worlds(plan, start)]
    told = [{shared(oracle, step) for oracle in oracles} for step in oracles[0].steps]
    certain = [next(iter(people)) if len(people) == 1 else None for people in told]
    spells = [(person, len([*steps])) for person, steps in groupby(certain)]
    verdict = judge_text(exclusive_roles_coincide, read(plan)[0], as_of=start.isoformat())
    if any(certain):
        begun = spells.pop(0) if spells[0][0] else None
        later: list[str | None] = [person for person, _ in spells if person]
        people = later or [begun[0] if begun else None]
        (finding,) = verdict.findings
        assert finding.facts["person"] == people[0]
        assert finding.facts["others"] == len(people) - 1
        since = oracles[0].instant(oracles[0].steps[certain.index(people[0])])
        assert begun or finding.facts["from"] == f"{since:%Y-%m-%dT%H:%M:%SZ}"
    else:
        assert not verdict.findings
        assert bool(verdict.skipped) == any(people != {None} for people in told)


@examples(40)
@given(plans(), st.data())
def test_updates_have_a_sender_when_the_oracle_says_so(
    case: tuple[dict[str, Any], datetime], data: st.DataObject
) -> None:
    plan, start = case
    sender = data.draw(st.sampled_from(data.draw(parties(plan))))
    plan["slas"]["fast"]["targets"]["update_every"] = "30m"
    plan["messages"] = {"update": {"kind": "incident", "when": "sev", "sender": sender}}
    oracle = Oracle(plan, start, step=HALF_HOUR)
    requirement = plan["coverage"].get("sev", {})
    missed, doubted = [], []
    for step in oracle.steps:
        required = oracle.runs(requirement.get("require"), step)
        depth = requirement["min_depth"] if required else 1
        matters = oracle.runs(plan["slas"]["fast"]["clock"], step) and (
            len(oracle.eligible(step, True)) >= depth
        )
        there = [bool(oracle.who(sender, step, trusting)) for trusting in (False, True)]
        missed.append(matters and not any(there))
        doubted.append(matters and there == [False, True])
    verdict = judge_text(cadence_infeasible, read(plan)[0], as_of=start.isoformat())
    gaps = [*stretches(missed)]
    expected = [(len(gaps), sum(gaps) * HALF_HOUR * 60)] if gaps else []
    facts = [finding.facts for finding in verdict.findings]
    assert [(fact["gaps"], fact["total_seconds"]) for fact in facts] == expected
    assert bool(verdict.skipped) == (any(doubted) and not gaps)
