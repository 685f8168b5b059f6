from __future__ import annotations

from commplan.rules.channels.no_fallback_channel import no_fallback_channel
from commplan.testing import expect, judge_text

CHANNELS = """
channels:
  alone: {kind: slack}
  backed: {kind: slack, fallback: "channel:alone"}
  far: {kind: slack, fallback: "channel:backed"}
  itself: {kind: slack, fallback: "channel:itself"}
  torn: {kind: slack, fallback: "channel:gone"}
"""


def test_routes_and_their_fallbacks_count_each_once() -> None:
    expect(
        no_fallback_channel,
        """
        messages:
          a: {kind: incident, via: ["channel:alone"]}  # <- 'a' has no route but channel:alone
          b: {kind: incident, via: ["channel:backed"]}
          c: {kind: incident, via: ["channel:alone", "channel:alone"]}  # <- no route but
          d: {kind: incident, via: ["channel:alone", "channel:itself"]}
          e: {kind: incident, via: ["channel:itself"]}  # <- 'e' has no route but channel:itself
        """
        + CHANNELS.replace("\n", "\n        "),
    )


def test_only_incidents_need_a_second_route() -> None:
    expect(
        no_fallback_channel,
        """
        messages:
          a: {kind: change, via: ["channel:alone"]}
          b: {via: ["channel:alone"]}
        """
        + CHANNELS.replace("\n", "\n        "),
    )


def test_faults_that_other_rules_report() -> None:
    expect(
        no_fallback_channel,
        """
        messages:
          a: {kind: incident}
          b: {kind: incident, via: []}
          c: {kind: incident, via: ["channel:gone"]}
          d: {kind: incident, via: ["channel:torn"]}
        """
        + CHANNELS.replace("\n", "\n        "),
    )


def test_more_routes_can_be_asked_for() -> None:
    text = 'messages: {a: {kind: incident, via: ["channel:backed"]}}\n' + CHANNELS
    (finding,) = judge_text(no_fallback_channel, text, parameters={"min_routes": 3}).findings
    assert finding.message == "'a' has 2 routes (channel:backed, channel:alone), 3 are needed"
    assert finding.help == (
        'add `fallback: "channel:…"` to channel:alone, or another channel to `via`'
    )
    assert finding.facts == {"message": "a", "routes": ["backed", "alone"], "needed": 3}
    text = text.replace("backed", "far", 1)
    assert judge_text(no_fallback_channel, text, parameters={"min_routes": 3}).messages == ()
