"""Rival channels, and groups that are told things in too many places."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.rules.channels.channel_fragmentation import channel_fragmentation
from commplan.testing import expect, judge_text

STAKEHOLDERS = """
        stakeholders:
          people:
            ann: {name: Ann}
            bob: {name: Bob}
            cy: {name: Cy}
          groups:
            ops: {members: ["person:ann", "person:bob"]}
            both: {members: ["person:bob", "person:ann"]}
            night: {members: ["person:bob"]}
            desk: {members: ["person:cy"]}
            all: {members: ["group:ops", "group:employees"]}
            employees: {slack_usergroup: S01ALL}
            finance: {slack_usergroup: S02FIN}
            readers: {description: whoever reads}
          roles:
            lead: {holders: ["person:ann"]}
          external:
            customers: {}
"""


def test_one_purpose_for_the_same_people() -> None:
    expect(
        channel_fragmentation,
        """
        channels:
          a: {kind: slack, purpose: help, audience: ["group:employees"]}
          b:
            kind: email
            purpose: help  # <- channel:a and channel:b both serve 'help' for employees
            audience: ["group:finance", "group:employees"]
          c: {kind: slack, purpose: other, audience: ["group:employees"]}
          d: {kind: slack, audience: ["group:employees"]}
          e: {kind: slack, audience: ["group:employees"]}
        """
        + STAKEHOLDERS,
    )


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("group:ops", "group:ops", "ops"),
        ("group:ops", "group:night", "bob"),
        ("group:ops", "role:lead", "ann"),
        ("group:ops", "person:ann", "ann"),
        ("group:all", "group:ops", "ops"),
        ("group:all", "group:both", "bob and 1 more"),
        ("group:all", "group:employees", "employees"),
        ("group:readers", "group:readers", "readers"),
        ("external:customers", "external:customers", "customers"),
        ("group:ops", "group:desk", None),
        ("group:ops", "group:employees", None),
        ("group:employees", "group:finance", None),
        ("group:gone", "group:gone", None),
    ],
)
def test_audiences_meet_by_members_or_by_name(one: str, other: str, shared: str | None) -> None:
    text = f"""
        channels:
          a: {{kind: slack, purpose: help, audience: ["{one}"]}}
          b: {{kind: slack, purpose: help, audience: ["{other}"]}}
    """
    found = judge_text(channel_fragmentation, text + STAKEHOLDERS).messages
    message = f"channel:a and channel:b both serve 'help' for {shared}"
    assert found == ((message,) if shared else ())


def test_each_rival_is_told_of_once_with_the_first_one() -> None:
    expect(
        channel_fragmentation,
        """
        channels:
          a: {kind: slack, purpose: help, audience: ["group:employees"]}
          b: {kind: slack, purpose: help, audience: ["group:finance"]}
          c: {kind: slack, purpose: help, audience: ["group:finance", "group:employees"]}  # <- channel:b and channel:c
          d: {kind: slack, purpose: help, audience: ["group:employees"]}  # <- channel:a and channel:d
        """  # noqa: E501  # one finding a line
        + STAKEHOLDERS,
    )


def test_a_fallback_is_no_rival() -> None:
    expect(
        channel_fragmentation,
        """
        channels:
          a: {kind: slack, purpose: help, audience: ["group:ops"], fallback: "channel:b"}
          b: {kind: email, purpose: help, audience: ["group:ops"]}
          c: {kind: phone, purpose: help, audience: ["group:ops"], fallback: "channel:a"}  # <- channel:b and channel:c
        """  # noqa: E501  # one finding a line
        + STAKEHOLDERS,
    )


def test_channels_that_are_given_up_or_bound_twice() -> None:
    expect(
        channel_fragmentation,
        """
        channels:
          a: {kind: slack, slack: C01A, purpose: help, audience: ["group:ops"], state: retired}
          b: {kind: slack, slack: C02B, purpose: help, audience: ["group:ops"]}
          c: {kind: slack, slack: C02B, purpose: help, audience: ["group:ops"]}
        """
        + STAKEHOLDERS,
    )


def scattered(channels: Mapping[str, int], more: str = "", **parameters: object) -> tuple[str, ...]:
    """The findings where so many message types reach employees in each channel."""
    lines = ["messages:"]
    for channel, types in channels.items():
        lines += (
            f'  {channel}{number}: {{audience: ["group:employees"], via: ["channel:{channel}"]}}'
            for number in range(types)
        )
    lines += ["channels:", *(f"  {channel}: {{kind: slack{more}}}" for channel in channels)]
    lines += ["stakeholders:", "  groups:", "    employees: {slack_usergroup: S01ALL}"]
    lines += ["    finance: {slack_usergroup: S02FIN}"]
    return judge_text(
        channel_fragmentation, "\n".join(lines), parameters=parameters or None
    ).messages


def test_six_channels_with_one_type_each_are_six() -> None:
    assert scattered(dict.fromkeys("abcdef", 1)) == (
        "6 message types reach employees through 6.0 effective channels (limit 5)",
    )


def test_exactly_the_limit_is_kept() -> None:
    assert scattered(dict.fromkeys("abcde", 1)) == ()
    assert scattered(dict.fromkeys("abcde", 7)) == ()
    assert len(scattered(dict.fromkeys("abcde", 1), max_venues=4.99)) == 1


def test_places_count_by_their_weight() -> None:
    assert scattered({"a": 7, "b": 2, "c": 1}, max_venues=2.2) == (
        "10 message types reach employees through 2.2 effective channels (limit 2.2)",
    )
    assert scattered({"a": 7, "b": 2, "c": 1}, max_venues=2.3) == ()


def test_only_channels_that_are_for_the_group_count() -> None:
    six = dict.fromkeys("abcdef", 1)
    assert scattered(six, ', audience: ["group:finance"]') == ()
    assert len(scattered(six, ', audience: ["group:finance", "group:employees"]')) == 1
    assert scattered(six, ", state: archived") == ()


def test_the_finding_stands_at_the_group_and_shows_the_channels() -> None:
    text = """
        messages:
          x: {audience: ["group:ops", "external:customers"], via: ["channel:a", "channel:b"]}
          y: {audience: ["group:ops", "group:ops"], via: ["channel:a", "channel:a"]}
          z: {audience: ["group:ops"], via: ["channel:gone"]}
        channels: {a: {kind: slack}, b: {kind: slack}}
    """
    verdict = judge_text(channel_fragmentation, text + STAKEHOLDERS, parameters={"max_venues": 1.0})
    (finding,) = verdict.findings
    assert finding.message == ("2 message types reach ops through 1.9 effective channels (limit 1)")
    assert finding.location.pointer == "/stakeholders/groups/ops"
    assert [place.message for place in finding.related] == [
        *("2 of them in channel:a", "1 of them in channel:b")
    ]
    assert finding.facts == {
        "purpose": None,
        "channels": {"a": 2, "b": 1},
        "shared": None,
        "group": "ops",
        "venues": 1.89,
    }


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_the_effective_number_is_the_weighted_mean_of_one_over_the_shares(
    weights: list[int],
) -> None:
    """exp(−Σ p ln p) is Π p^(−p); it lies between 1 and the number of channels."""
    total = sum(weights)
    number = prod((weight / total) ** (-weight / total) for weight in weights)
    channels = dict(zip("abcde", weights, strict=False))
    assert 1 - 1e-9 <= number <= len(weights) + 1e-9
    assert scattered(channels, max_venues=number + 0.001) == ()
    assert len(scattered(channels, max_venues=number - 0.001)) == 1
