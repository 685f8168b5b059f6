"""Everybody behind an audience, and who is outside it."""

from __future__ import annotations

from commplan.place import Origin
from commplan.plan import Plan, Reference, circle, left_out

VALUE = {
    "stakeholders": {
        "people": {"alice": {"name": "A"}, "bob": {"name": "B"}, "chen": {"name": "C"}},
        "groups": {
            "desk": {"members": ["person:alice", "group:leads", "person:gone"]},
            "leads": {"source": "role:boss"},
            "all": {"slack_usergroup": "S01ALL"},
            "loop": {"members": ["group:ring"]},
            "ring": {"members": ["group:loop"]},
        },
        "roles": {"boss": {"holders": ["rotation:turns"], "deputies": ["person:chen"]}},
        "external": {"netco": {}},
    },
    "rotations": {"turns": {"users": ["person:bob"]}},
}
PLAN = Plan(VALUE, Origin("plan.yaml", 0))


def named(*names: str) -> list[Reference]:
    parts = [name.partition(":") for name in names]
    return [Reference(kind, name, PLAN.root / kind / name) for kind, _, name in parts]


def words(*names: str) -> list[str]:
    return [str(party) for party in circle(PLAN, named(*names)).values()]


def test_everything_on_the_way_belongs_to_the_circle() -> None:
    assert words("group:desk", "external:netco") == [
        "group:desk",
        "person:alice",
        "group:leads",
        "role:boss",
        "rotation:turns",
        "person:bob",
        "person:chen",
        "external:netco",
    ]
    assert words("group:loop") == ["group:loop", "group:ring"]
    assert words() == []


def missing(name: str, *reached: str) -> list[str]:
    (reference,) = named(name)
    return [str(party) for party in left_out(PLAN, reference, circle(PLAN, named(*reached)))]


def test_who_is_left_out() -> None:
    assert missing("group:desk", "role:boss") == ["person:alice"]
    assert missing("group:desk", "group:desk") == []
    assert missing("role:boss", "group:desk") == []
    assert missing("group:leads", "person:bob", "person:chen") == []
    assert missing("group:all", "group:desk") == ["group:all"]
    assert missing("group:desk", "group:all") == ["person:alice", "person:bob", "person:chen"]
    assert missing("external:netco") == ["external:netco"]
    assert missing("group:loop", "person:bob") == []
