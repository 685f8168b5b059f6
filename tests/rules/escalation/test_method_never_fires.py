from __future__ import annotations

from commplan.rules.escalation.method_never_fires import method_never_fires
from commplan.testing import expect, expect_fixed, judge_text


def test_a_method_due_at_the_hand_over_or_later_never_fires() -> None:
    expect(
        method_never_fires,
        """
        escalations:
          major:
            steps:
            - notify: ["person:alice"]
              via:
              - push: 0m
              - sms: 4m59s
              - phone: 5m  # <- phone after 5m never fires: step 1 of escalation:major hands over
              - email: 300s  # <- email after 5m never fires
              ack_within: 5m
            - notify: ["person:alice"]
              via:
              - slack: 1h  # <- slack after 1h never fires: step 2 of escalation:major hands
              ack_within: 30m
        stakeholders: {people: {alice: {name: Alice Ng}}}
        """,
    )


def test_a_step_that_waits_for_nothing() -> None:
    expect(
        method_never_fires,
        """
        escalations:
          major:
            steps:
            - notify: ["person:alice"]
              via:
              - push: 0m  # <- push after 0s never fires
              ack_within: 0m
        stakeholders: {people: {alice: {name: Alice Ng}}}
        """,
    )


def test_steps_without_wait_and_what_cannot_be_compared() -> None:
    expect(
        method_never_fires,
        """
        escalations:
          major:
            steps:
            - {notify: ["person:alice"], via: [{push: 10m}]}
            - {notify: ["person:alice"], via: [{push: 10m}], ack_within: 1bd}
            - {notify: ["person:alice"], ack_within: 0m}
        stakeholders: {people: {alice: {name: Alice Ng}}}
        """,
    )


def test_facts_and_the_place_of_the_hand_over() -> None:
    text = """
    escalations:
      major:
        steps:
        - {notify: ["person:alice"], via: [{phone: 2bd}, {sms: 90s}], ack_within: 1bd}
        - {notify: ["person:alice"], via: [{phone: 90s}], ack_within: 1m}
    stakeholders: {people: {alice: {name: Alice Ng}}}
    """
    in_days, exact = judge_text(method_never_fires, text).findings
    assert in_days.message.startswith("phone after 2bd never fires")
    assert in_days.facts["delay_seconds"] is None
    assert exact.facts == {
        "path": "major",
        "step": 2,
        "medium": "phone",
        "delay_seconds": 90,
        "ack_within_seconds": 60,
    }
    assert exact.related[0].location.pointer == "/escalations/major/steps/1/ack_within"


def test_a_method_that_never_fires_is_taken_out_unless_it_is_the_last() -> None:
    text = """
    escalations:
      major:
        steps:
        - notify: ["person:alice"]
          via:
          - push: 0m
          - sms: 6m  # too late
          - phone: 5m
          ack_within: 5m
        - notify: ["person:alice"]
          via: [{phone: 10m}]
          ack_within: 5m
    """
    mended = text.replace("          - sms: 6m  # too late\n          - phone: 5m\n", "")
    expect_fixed(method_never_fires, text, mended, unsafe=False)
