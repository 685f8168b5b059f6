from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.api import Problem
from commplan.place import Origin
from commplan.plan import Plan
from commplan.rules.security.bridge_downgrade import bridge_downgrade
from commplan.testing import expect, judge_text


def test_the_message_that_is_promised() -> None:
    expect(
        bridge_downgrade,
        """
        classification: {order: [public, internal, restricted]}
        channels:
          sec-incident:
            kind: slack
            ceiling: restricted
            bridges:
            - {to: "channel:vault"}
            - {to: "channel:incidents"}  # <- channel:sec-incident (restricted) → channel:incidents
          incidents: {kind: slack, ceiling: internal, bridges: [{to: "channel:vault"}]}
          vault: {kind: docs, ceiling: restricted}
        """,
    )


CHAIN = """
classification: {order: [public, internal, restricted], above: {legal: [internal]}}
channels:
  a: {kind: slack, ceiling: restricted, bridges: [{to: "channel:b"}]}
  b: {kind: slack, bridges: [{to: "channel:c", by: jira-app}]}
  c: {kind: slack, ceiling: internal, bridges: [{to: "channel:d"}]}
  d: {kind: slack, ceiling: internal}
"""


def test_content_passes_a_channel_without_a_ceiling() -> None:
    finding, *others = judge_text(bridge_downgrade, CHAIN).findings
    assert not others
    assert finding.message == (
        "channel:a (restricted) → channel:b (no ceiling) → channel:c (internal): "
        "content may leave its class at the second hop, by jira-app"
    )
    assert finding.location.pointer == "/channels/b/bridges/0/to"
    assert [related.location.pointer for related in finding.related] == [
        "/channels/a/bridges/0/to",
        "/channels/a/ceiling",
        "/channels/c/ceiling",
    ]
    assert finding.facts == {
        "source": "a",
        "target": "c",
        "path": ["a", "b", "c"],
        "ceiling": "restricted",
        "limit": "internal",
        "by": "jira-app",
    }


def test_a_bridge_downwards_is_one_fault_however_many_channels_feed_it() -> None:
    text = CHAIN.replace("b: {kind: slack,", "b: {kind: slack, ceiling: restricted,")
    (message,) = judge_text(bridge_downgrade, text).messages
    assert message.startswith("channel:b (restricted) → channel:c (internal): ")


def test_classes_beside_one_another_do_not_fit() -> None:
    text = CHAIN.replace("ceiling: internal, bridges", "ceiling: legal, bridges")
    assert judge_text(bridge_downgrade, text).messages == (
        (
            "channel:a (restricted) → channel:b (no ceiling) → channel:c (legal): "
            "content may leave its class at the second hop, by jira-app"
        ),
        "channel:c (legal) → channel:d (internal): content may leave its class at the first hop",
    )


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ('to: "channel:b"', 'to: "channel:b", redact: true'),
        ('to: "channel:c"', 'to: "channel:c", redact: true'),
        ('to: "channel:c"', 'to: "channel:gone"'),
        ('to: "channel:c"', 'to: "channel:a"'),
        ('to: "channel:c"', 'to: "channel:b"'),
        ("ceiling: restricted", "ceiling: restrictde"),
        ("ceiling: restricted, ", ""),
        ("ceiling: internal", "ceiling: restricted"),
        ("order: [public, internal, restricted], above: {legal: [internal]}", "order: []"),
    ],
)
def test_what_is_no_downgrade_or_left_to_other_rules(change: str, to: str) -> None:
    assert change in CHAIN
    verdict = judge_text(bridge_downgrade, CHAIN.replace(change, to))
    assert verdict.findings == verdict.skipped == ()


def test_a_redacting_bridge_beside_one_that_is_not() -> None:
    text = CHAIN.replace(
        '[{to: "channel:b"}]', '[{to: "channel:b", redact: true}, {to: "channel:b"}]'
    )
    assert len(judge_text(bridge_downgrade, text).messages) == 1


def test_the_shortest_way_is_printed() -> None:
    text = (
        CHAIN.replace('[{to: "channel:b"}]', '[{to: "channel:e"}, {to: "channel:b"}]')
        + '  e: {kind: slack, bridges: [{to: "channel:b"}]}\n'
    )
    (finding,) = judge_text(bridge_downgrade, text).findings
    assert finding.facts["path"] == ["a", "b", "c"]


@pytest.mark.parametrize(("hops", "word"), [(3, "third"), (4, "4th"), (12, "12th")])
def test_long_ways(hops: int, word: str) -> None:
    lines = [
        f'  c{n}: {{kind: slack, bridges: [{{to: "channel:c{n + 1}"}}]}}' for n in range(1, hops)
    ]
    text = "\n".join(
        [
            "classification: {order: [public, internal]}",
            "channels:",
            '  c0: {kind: slack, ceiling: internal, bridges: [{to: "channel:c1"}]}',
            *lines,
            f"  c{hops}: {{kind: slack, ceiling: public}}",
        ]
    )
    (message,) = judge_text(bridge_downgrade, text).messages
    assert message.endswith(f"content may leave its class at the {word} hop")


CLASSES = ("open", "staff", "law", "board")
HOLDS = {
    "open": {"open"},
    "staff": {"open", "staff"},
    "law": {"open", "law"},
    "board": {"open", "staff", "law", "board"},
}
"""A diamond: staff and law are beside one another."""
NAMES = tuple("abcde")


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    channels: dict[str, Any] = {}
    for name in NAMES:
        bridges = draw(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "to": st.sampled_from([f"channel:{other}" for other in NAMES]),
                        "redact": st.booleans(),
                    }
                ),
                max_size=2,
            )
        )
        channels[name] = {"kind": "slack", "bridges": bridges}
        if draw(st.booleans()):
            channels[name]["ceiling"] = draw(st.sampled_from(CLASSES))
    return {
        "metadata": {"id": "x"},
        "classification": {
            "order": ["open", "staff", "board"],
            "above": {"law": ["open"], "board": ["law"]},
        },
        "channels": channels,
    }


def ways(channels: dict[str, Any], way: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every way on which no channel comes twice and nothing is redacted, this one included."""
    found = [way]
    for bridge in channels[way[-1]]["bridges"]:
        to = bridge["to"].removeprefix("channel:")
        if to not in way and not bridge["redact"]:
            found += ways(channels, (*way, to))
    return found


def violates(channels: dict[str, Any], way: tuple[str, ...]) -> bool:
    first, last = channels[way[0]].get("ceiling"), channels[way[-1]].get("ceiling")
    return first is not None and last is not None and first not in HOLDS[last]


@given(plans())
def test_every_violating_way_has_a_reported_one_in_it(value: dict[str, Any]) -> None:
    channels = value["channels"]
    violating = {
        way for name in NAMES for way in ways(channels, (name,)) if violates(channels, way)
    }
    problems = bridge_downgrade.judge(Plan(value, Origin("plan.yaml", 0)))
    facts: list[Any] = [problem.facts for problem in problems if isinstance(problem, Problem)]
    reported = [(str(found["source"]), str(found["target"])) for found in facts]
    assert len(set(reported)) == len(reported)
    for found in facts:
        path = tuple(found["path"])
        assert path in violating
        same_ends = [way for way in violating if (way[0], way[-1]) == (path[0], path[-1])]
        assert len(path) == min(map(len, same_ends))
    for way in violating:
        capped = [name for name in way if "ceiling" in channels[name]]
        assert any(pair in reported for pair in pairwise(capped))
