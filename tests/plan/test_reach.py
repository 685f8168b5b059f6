"""Who stands behind a reference: through every indirection, in order, and out of every circle."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.place import Origin, Place
from commplan.plan import Plan, Reference

ORIGIN = Origin("p.yaml", 0)
VALUE: dict[str, Any] = {
    "stakeholders": {
        "people": {name: {"name": name} for name in ("ann", "bob", "cy", "dee")},
        "groups": {
            "desk": {"members": ["person:bob", "group:night", "person:ann"]},
            "night": {"source": "rotation:watch"},
            "live": {"slack_usergroup": "S01"},
            "empty": {},
            "ring": {"members": ["group:gnir", "person:cy"]},
            "gnir": {"members": ["group:ring", "person:dee"]},
            "self": {"members": ["group:self"]},
        },
        "roles": {
            "lead": {"holders": ["person:cy"], "deputies": ["group:desk", "group:live"]},
            "vacant": {},
        },
        "external": {"vendor": {"name": "V"}},
    },
    "rotations": {"watch": {"users": ["person:dee", "person:cy"]}},
    "channels": {"help": {"kind": "slack"}},
    "escalations": {
        "major": {
            "steps": [
                {"notify": ["rotation:watch"]},
                {"notify": ["role:lead", "external:vendor", "channel:help", "person:nobody"]},
            ]
        },
        "loop": {"steps": [{"notify": ["escalation:loop"]}, {"notify": ["person:ann"]}]},
    },
}


def reach(*names: str, value: dict[str, Any] = VALUE) -> tuple[list[str], list[str], list[str]]:
    plan = Plan(value, ORIGIN)
    wanted = []
    for number, name in enumerate(names):
        kind, _, key = name.partition(":")
        wanted.append(Reference(kind, key, Place(ORIGIN, ("asked", number))))
    found = plan.reach(*wanted)
    return (
        [person.id for person in found.people],
        [group.id for group in found.unlisted],
        [party.id for party in found.outside],
    )


@pytest.mark.parametrize(
    ("names", "people", "unlisted", "outside"),
    [
        (["person:ann"], ["ann"], [], []),
        (["group:desk"], ["bob", "dee", "cy", "ann"], [], []),
        (["group:live"], [], ["live"], []),
        (["group:empty"], [], [], []),
        (["role:lead"], ["cy", "bob", "dee", "ann"], ["live"], []),
        (["role:vacant"], [], [], []),
        (["rotation:watch"], ["dee", "cy"], [], []),
        (["external:vendor"], [], [], ["vendor"]),
        (["channel:help"], [], [], []),
        (["escalation:major"], ["dee", "cy", "bob", "ann"], ["live"], ["vendor"]),
        (["escalation:loop"], ["ann"], [], []),
        (["group:ring"], ["dee", "cy"], [], []),
        (["group:gnir"], ["cy", "dee"], [], []),
        (["group:self"], [], [], []),
        (["person:ann", "person:ann"], ["ann"], [], []),
        (["person:bob", "person:ann"], ["bob", "ann"], [], []),
        ([], [], [], []),
    ],
)
def test_who_is_reached(
    names: list[str], people: list[str], unlisted: list[str], outside: list[str]
) -> None:
    assert reach(*names) == (people, unlisted, outside)


def test_nobody() -> None:
    plan = Plan(VALUE, ORIGIN)
    assert plan.reach().nobody
    assert not plan.reach(Reference("group", "live", plan.root)).nobody


names = st.sampled_from([f"g{number}" for number in range(5)])
people = st.sampled_from([f"p{number}" for number in range(4)])
members = st.lists(
    st.one_of(names.map("group:{}".format), people.map("person:{}".format)), max_size=4
)


@given(groups=st.dictionaries(names, members, min_size=1))
def test_any_tangle_of_groups_comes_to_an_end(groups: dict[str, list[str]]) -> None:
    value = {
        "stakeholders": {
            "people": {f"p{number}": {"name": "P"} for number in range(4)},
            "groups": {name: {"members": listed} for name, listed in groups.items()},
        }
    }

    def behind(name: str, seen: frozenset[str]) -> set[str]:
        found: set[str] = set()
        for member in groups.get(name, ()):
            kind, _, key = member.partition(":")
            if kind == "person":
                found.add(key)
            elif key not in seen:
                found |= behind(key, seen | {key})
        return found

    for name in groups:
        reached, _, _ = reach(f"group:{name}", value=value)
        assert set(reached) == behind(name, frozenset({name}))
        assert len(reached) == len(set(reached))
