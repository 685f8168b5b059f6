from __future__ import annotations

import pytest

from commplan.rules.slas.target_inconsistent import target_inconsistent
from commplan.testing import expect, judge_text

IN_ORDER = """
severities:
  sev1: {order: 1, sla: "sla:major"}
  sev2: {order: 2, sla: "sla:minor"}
  sev3: {order: 2, sla: "sla:other"}
slas:
  major:
    clock: 24x7
    targets: {acknowledge: 10m, first_response: 15m, update_every: 30m, resolve: 4h}
  minor:
    clock: 24x7
    targets: {acknowledge: 10m, first_response: 15m, update_every: 30m, resolve: 4h}
  other:
    clock: 24x7
    targets: {acknowledge: 10m, first_response: 20m, resolve: 8h}
"""


def messages(change: str = "", to: str = "") -> tuple[str, ...]:
    assert change in IN_ORDER
    return judge_text(target_inconsistent, IN_ORDER.replace(change, to, 1)).messages


def test_equal_targets_are_in_order() -> None:
    assert messages() == ()
    assert (
        messages("acknowledge: 10m, first_response: 15m", "acknowledge: 10m, first_response: 10m")
        == ()
    )


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        (
            "{acknowledge: 16m, first_response: 15m, resolve: 4h}",
            "acknowledge of sla:x is 16m, longer than its first_response of 15m",
        ),
        (
            "{acknowledge: 5h, resolve: 4h}",
            "acknowledge of sla:x is 5h, longer than its resolve of 4h",
        ),
        (
            "{first_response: 2bd, resolve: 1bd}",
            "first_response of sla:x is 2bd, longer than its resolve of 1bd",
        ),
        (
            "{update_every: 4h, resolve: 4h}",
            "update_every of sla:x is 4h, not shorter than its resolve of 4h",
        ),
        (
            "{update_every: {identified: 20m, monitoring: 5h}, resolve: 4h}",
            "update_every of sla:x is 5h while monitoring, not shorter than its resolve of 4h",
        ),
    ],
)
def test_targets_out_of_order(targets: str, message: str) -> None:
    text = f"slas: {{x: {{clock: 24x7, targets: {targets}}}}}"
    assert judge_text(target_inconsistent, text).messages == (message,)


@pytest.mark.parametrize(
    "targets",
    [
        "{first_response: 1bd, resolve: 4h}",
        "{first_response: 40d, resolve: 1mo}",
        "{acknowledge: 30m, next_response: 5m, resolve: 1h}",
        "{first_response: 0m, resolve: 1bd}",
        "{update_every: 1h}",
    ],
)
def test_what_cannot_be_compared_is_not(targets: str) -> None:
    expect(target_inconsistent, f"slas: {{x: {{clock: 24x7, targets: {targets}}}}}")


def test_one_slip_is_one_finding() -> None:
    text = "slas: {x: {clock: 24x7, targets: {acknowledge: 5h, first_response: 15m, resolve: 4h}}}"
    finding, *others = judge_text(target_inconsistent, text).findings
    assert not others
    assert finding.location.pointer == "/slas/x/targets/acknowledge"
    assert finding.facts == {
        "sla": "x",
        "target": "acknowledge",
        "seconds": 18000,
        "other": "first_response",
        "other_seconds": 900,
    }


def test_the_first_reaction_cannot_be_paused() -> None:
    expect(
        target_inconsistent,
        """
        slas:
          x:
            clock: 24x7
            targets: {resolve: 4h}
            pause:
              metrics:
              - resolve
              - first_response  # <- sla:x pauses first_response, which runs until somebody has
              - acknowledge  # <- sla:x pauses acknowledge
              - next_response
        """,
    )


def test_graver_severities_do_not_wait_longer() -> None:
    assert messages("first_response: 15m", "first_response: 16m") == (
        (
            "first_response of sev1 is 16m, longer than the 15m of less severe sev2, "
            "both on clock 24x7"
        ),
    )
    assert messages("update_every: 30m", "update_every: 31m") == (
        "update_every of sev1 is 31m, longer than the 30m of less severe sev2, both on clock 24x7",
    )


def test_one_target_is_told_once_whoever_is_quicker() -> None:
    text = IN_ORDER.replace("first_response: 15m", "first_response: 3h", 1)
    finding, *others = judge_text(target_inconsistent, text).findings
    assert not others
    assert finding.location.pointer == "/slas/major/targets/first_response"
    assert finding.facts["severity"] == "sev1"
    assert finding.facts["other_severity"] == "sev2"


def test_only_targets_on_one_clock_are_compared() -> None:
    text = IN_ORDER.replace("first_response: 15m", "first_response: 3h", 1)
    expect(target_inconsistent, text.replace("clock: 24x7", 'clock: "calendar:uk"', 1))
    expect(target_inconsistent, text.replace("    clock: 24x7\n", "", 1))


def test_severities_of_one_order_and_one_sla_for_both_are_fine() -> None:
    assert (
        messages('sev1: {order: 1, sla: "sla:major"}', 'sev1: {order: 2, sla: "sla:other"}') == ()
    )
    expect(
        target_inconsistent,
        """
        severities:
          sev1: {order: 1, sla: "sla:x"}
          sev2: {order: 2, sla: "sla:x"}
        slas: {x: {clock: 24x7, targets: {resolve: 4h}}}
        """,
    )


def test_phases_are_compared_each_with_its_own() -> None:
    text = """
    slas:
      a: {applies: {severity: sev1}, clock: 24x7, targets: {update_every: {x: 20m, y: 60m}}}
      b: {applies: {severity: sev2}, clock: 24x7, targets: {update_every: {x: 30m, y: 45m}}}
    severities: {sev2: {order: 2}, sev1: {order: 1}}
    """
    assert judge_text(target_inconsistent, text).messages == (
        (
            "update_every of sev1 is 1h while y, longer than the 45m of less severe sev2, "
            "both on clock 24x7"
        ),
    )


def test_the_help_names_both_ends() -> None:
    text = "slas: {help: {targets: {acknowledge: 20m, first_response: 10m}}}"
    (finding,) = judge_text(target_inconsistent, text).findings
    assert finding.help == "lower acknowledge, or raise first_response"
