import pytest
import yaml

from commplan.api import FACTS, Origin, Plan, card, card_facts
from commplan.testing import complete

CHANNELS = {
    "public-channels",
    "private-channels",
    "members",
    "sharing",
    "channel-settings",
    "bookmarks",
    "pins",
    "activity",
    "history-start",
    "messages",
    "replies",
    "bots",
    "invitations",
    "channel-preferences",
    "retention",
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


def facts(plan: str, **more: object) -> frozenset[str]:
    value = yaml.safe_load(complete(plan))
    return card_facts(card(Plan(value, Origin("plan.yaml", 0)), frozenset()), **more)  # type: ignore[arg-type]  # passed on


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("", set()),
        ("channels: {mail: {kind: email}}", set()),
        ("channels: {it-help: {kind: slack}}", CHANNELS | {"people"}),
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
        ("metadata: {id: x, managed: {usergroups: 'it-*'}}", {"usergroups"}),
    ],
)
def test_only_what_a_plan_declares_is_worth_reading(plan: str, expected: set[str]) -> None:
    found = facts(plan)
    assert found == expected | {"workspace"}
    assert found <= set(FACTS)


def test_only_what_a_rule_reads_is_worth_reading() -> None:
    plan = "channels: {it-help: {kind: slack}}"
    assert facts(plan, reads=("bookmarks", "people", "pins")) == {"bookmarks", "pins"}


def test_who_is_in_a_channel_is_known_with_the_accounts_only() -> None:
    plan = "channels: {it-help: {kind: slack}}"
    assert facts(plan, reads=("members", "people")) == {"members", "people"}


OF_OWNERS = {"reads": ("public-channels", "members"), "of": ("owner", "runbook")}


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("", set()),
        ("channels: {it-help: {kind: slack}}", {"public-channels"}),
        (
            "channels: {it-help: {kind: slack, audience: ['group:all']}}",
            {"public-channels"},
        ),
        (
            "channels: {a: {kind: slack}, b: {kind: slack, runbook: x}}",
            {"public-channels", "members"},
        ),
        (
            "channels: {a: {kind: slack, runbook: x, state: retired}}",
            {"public-channels"},
        ),
        ("channels: {mail: {kind: email, owner: 'person:alice'}}", set()),
        ("metadata: {id: it-ops, managed: {channels: ['it-*']}}", {"public-channels"}),
    ],
)
def test_a_channel_is_looked_at_for_what_the_plan_says_of_it(plan: str, expected: set[str]) -> None:
    assert facts(plan, **OF_OWNERS) == expected


def test_managed_names_are_a_reason_without_any_channel() -> None:
    plan = "metadata: {id: it-ops, managed: {channels: ['it-*']}}"
    reads = ("private-channels", "members", "pins", "people")
    assert facts(plan, reads=reads, of=("managed",)) == set(reads)


def test_a_default_channel_is_a_claim_of_the_group() -> None:
    plan = """
    stakeholders: {groups: {it-ops: {default_channels: ["channel:a", "channel:gone"]}}}
    channels: {a: {kind: slack}}
    """
    assert facts(plan, reads=("members",), of=("default_channels",)) == {"members"}
