from __future__ import annotations

from commplan.rules.slas.objective_unspecified import objective_unspecified
from commplan.testing import expect, judge_text


def test_what_an_sla_may_lack() -> None:
    expect(
        objective_unspecified,
        """
        slas:
          whole: {targets: {resolve: 1d}, objective: {percentile: 90, window: 28d}}
          first: {targets: {first_response: 1h}, objective: {attainment: 0.9, window: 1mo}}
          without: {targets: {resolve: 1d}}  # <- sla:without has no objective
          seen: {targets: {acknowledge: 1h}, objective: {attainment: 1, window: 28d}}  # <- no targ
          never:  # <- sla:never has no objective and no target of first_response or resolve
            targets: {next_response: 4h}
        """,
    )


def test_parts_of_an_objective_are_asked_for_where_it_stands() -> None:
    expect(
        objective_unspecified,
        """
        slas:
          a:
            targets: {resolve: 1d}
            objective: {attainment: 0.9}  # <- sla:a has no window of its objective
          b:
            targets: {resolve: 1d}
            objective: {window: 28d}  # <- sla:b has no share of cases in its objective
          c:
            targets: {resolve: 1d}
            objective: {}  # <- no share of cases in its objective and no window of its objective
        """,
    )


UPDATES = """
severities:
  sev1: {order: 1, sla: "sla:major"}
  sev2: {order: 2}
  sev3: {order: 3, sla: "sla:minor"}
slas:
  major:
    targets: {resolve: 4h}
    objective: {attainment: 0.95, window: 90d}
  named:
    applies: {severity: [sev2, sev3]}
    targets: {resolve: 4h}
    objective: {attainment: 0.95, window: 90d}
  minor:
    targets: {resolve: 4h}
    objective: {attainment: 0.95, window: 90d}
"""


def test_grave_severities_need_updates_from_whichever_side_they_are_promised() -> None:
    assert judge_text(objective_unspecified, UPDATES).messages == (
        "sla:major has no update_every for sev1 (order 1)",
        "sla:named has no update_every for sev2 (order 2)",
    )
    finding = judge_text(objective_unspecified, UPDATES).findings[0]
    assert finding.related[0].location.pointer == "/severities/sev1/order"
    assert finding.facts == {"sla": "major", "missing": ["update_every"]}


def test_how_many_severities_are_grave_is_configured() -> None:
    def judged(top: int) -> int:
        return len(judge_text(objective_unspecified, UPDATES, parameters={"top": top}).findings)

    assert [judged(top) for top in range(4)] == [0, 1, 2, 3]


def test_a_cadence_for_one_phase_is_one() -> None:
    phased = UPDATES.replace("resolve: 4h", "resolve: 4h, update_every: {investigating: 20m}")
    expect(objective_unspecified, phased)


def test_a_severity_that_names_another_kind_is_left_to_broken_reference() -> None:
    expect(
        objective_unspecified, UPDATES.replace("sla:m", "slo:m").replace("  sev2: {order: 2}\n", "")
    )


def test_the_smallest_edit_is_told() -> None:
    text = "slas: {help: {targets: {acknowledge: 1h}}}"
    assert judge_text(objective_unspecified, text).findings[0].help == (
        "add `objective: {attainment: 0.95, window: 28d}` and `targets: {first_response: …}`"
    )
