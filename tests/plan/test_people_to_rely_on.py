from __future__ import annotations

from commplan.document import read_documents
from commplan.place import Origin
from commplan.plan import Plan, Reference, addressees, emptied_by, human_uses, parse_reference
from commplan.testing.rules import complete

PLAN = """
metadata: {id: x, owner: "group:all"}
stakeholders:
  people:
    a: {name: A}
    b: {name: B}
    c: {name: C}
  groups:
    all: {members: ["person:a", "group:slack", "role:boss"]}
    slack: {slack_usergroup: S01, members: ["person:c"]}
    empty: {}
    circle: {members: ["group:circle"]}
    circle-of-empty: {members: ["group:circle-of-empty", "group:empty"]}
    broken: {members: ["person:zoe", "group:empty"]}
  roles:
    boss: {holders: ["rotation:duty"], deputies: ["person:b"]}
    nobody: {}
    of-both: {holders: ["group:empty"], deputies: ["role:nobody", "group:empty"]}
  external:
    netco: {contact: netco@example.org}
rotations:
  duty: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:a", "escalation:d"]}
  without: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: []}
  of-empty: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["group:empty"]}
escalations:
  d:
    steps: [{notify: ["person:b", "person:zoe", "channel:c"]}]
    on_exhausted: {notify: ["group:all"]}
channels:
  c: {kind: slack, owner: "role:boss"}
requests:
  r: {owner: ["person:a", "person:b"]}
"""


def plan() -> Plan:
    value = read_documents(complete(PLAN).encode(), "plan.yaml").documents[0].value
    assert isinstance(value, dict)
    return Plan(value, Origin("plan.yaml", 0))


def reference(text: str) -> Reference:
    found = parse_reference(text, plan().root)
    assert found is not None
    return found


def test_uses_in_words_and_by_rank() -> None:
    found = [(use.words, use.rank) for use in human_uses(plan(), ("notify", "owner", "holders"))]
    assert found == [
        ("the owner of the plan", 2),
        ("a holder of role:boss", 2),
        ("a holder of role:of-both", 2),
        ("a target of step 1 of escalation:d", 0),
        ("a target of on_exhausted of escalation:d", 0),
        ("the owner of channel:c", 1),
        ("the owner of request r", 2),
        ("the owner of request r", 2),
    ]


def test_people_are_reached_one_by_one_or_by_their_user_group() -> None:
    everybody = addressees(plan(), reference("group:all"), by_usergroup=False)
    assert [party.id for party in everybody] == ["a", "c", "b"]
    others = addressees(plan(), reference("group:all"), by_usergroup=True)
    assert [party.id for party in others] == ["a", "b"]


def test_other_paths_reach_their_own_people() -> None:
    assert not list(addressees(plan(), reference("escalation:d"), by_usergroup=False))


def test_what_leaves_nobody_behind_a_reference() -> None:
    def empty(text: str) -> list[str]:
        return [str(found) for found in emptied_by(plan(), reference(text))]

    assert empty("group:empty") == ["group:empty"]
    assert empty("role:nobody") == ["role:nobody"]
    assert empty("role:of-both") == ["group:empty", "role:nobody"]
    assert empty("group:circle-of-empty") == ["group:empty"]
    for somebody in ("person:a", "group:all", "group:slack", "external:netco", "escalation:d"):
        assert empty(somebody) == []
    for other_fault in ("group:circle", "group:broken", "channel:c"):
        assert empty(other_fault) == []
    for rotation in ("rotation:without", "rotation:of-empty"):
        assert empty(rotation) == []
