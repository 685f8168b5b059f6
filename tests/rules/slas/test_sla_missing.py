from __future__ import annotations

from commplan.rules.slas.sla_missing import sla_missing
from commplan.testing import expect, judge_text


def test_channels_that_take_requests() -> None:
    expect(
        sla_missing,
        """
        channels:
          a: {kind: slack, purpose: support-intake}  # <- channel:a takes requests, but no SLA
          b: {kind: email, intake: {threads: required}}  # <- channel:b takes requests, but no SLA
          c: {kind: slack, intake: {threads: required}}
          d: {kind: slack, purpose: support-intake}
          e: {kind: slack, purpose: team}
          f: {kind: slack}
          g: {kind: slack, purpose: support-intake, state: retired}
        slas:
          one: {applies: {channel: c}, targets: {first_response: 4h}}
          more: {applies: {channel: [d, e]}, targets: {first_response: 4h}}
        """,
    )


def test_severities_are_covered_from_either_side() -> None:
    expect(
        sla_missing,
        """
        severities:
          sev1: {order: 1}
          sev2: {order: 2, sla: "sla:major"}
          sev3: {order: 3, sla: "sla:typo"}
          sev4: {order: 4}  # <- sev4 has no SLA
        slas:
          major: {applies: {severity: sev1}, targets: {first_response: 15m}}
        """,
    )


def test_a_misspelt_id_is_left_to_broken_reference() -> None:
    expect(
        sla_missing,
        """
        channels:
          it-help: {kind: slack, purpose: support-intake}
          hardware: {kind: slack, purpose: support-intake}  # <- channel:hardware takes requests
        slas:
          help: {applies: {channel: it-hlep}, targets: {first_response: 4h}}
        """,
    )


def test_an_sla_without_applies_covers_no_channel() -> None:
    text = """
        channels:
          it-help: {kind: slack, purpose: support-intake}
        slas:
          help: {targets: {first_response: 4h}}
        """
    (finding,) = judge_text(sla_missing, text).findings
    assert finding.message == "channel:it-help takes requests, but no SLA applies to it"
    assert finding.help == "add an SLA with `applies: {channel: it-help}`"
    assert finding.facts == {"subject": "channel:it-help"}
