import pytest
import yaml

from commplan.api import FACTS, Origin, Plan, declared_facts
from commplan.testing import complete

CHANNELS = {
    "public-channels",
    "private-channels",
    "members",
    "sharing",
    "channel-settings",
    "bookmarks",
    "pins",
}
ROTATION = """
rotations:
  primary:
    timezone: UTC
    start: "2026-01-05T09:00"
    shift: 1w
    users: []
    slack_usergroup: S01
"""


@pytest.mark.parametrize(
    ("plan", "facts"),
    [
        ("", set()),
        ("channels: {mail: {kind: email}}", set()),
        ("channels: {it-help: {kind: slack}}", CHANNELS),
        ("stakeholders: {people: {a: {name: A}}}", set()),
        ("stakeholders: {people: {a: {name: A, slack: U01}}}", {"people", "dnd"}),
        (
            "stakeholders: {people: {a: {name: A, slack: U01, contacts: {email: a@b.c}}}}",
            {"people", "dnd"},
        ),
        (
            "stakeholders: {people: {a: {name: A, contacts: {email: a@b.c}}}}",
            {"people", "dnd", "emails"},
        ),
        ("stakeholders: {groups: {g: {class: it-staff}}}", set()),
        ("stakeholders: {groups: {g: {slack_usergroup: S01}}}", {"usergroups", "people"}),
        (ROTATION, {"usergroups", "people"}),
    ],
)
def test_only_what_a_plan_declares_is_worth_reading(plan: str, facts: set[str]) -> None:
    value = yaml.safe_load(complete(plan))
    found = declared_facts(Plan(value, Origin("plan.yaml", 0)))
    assert found == facts | {"workspace"}
    assert found <= set(FACTS)
