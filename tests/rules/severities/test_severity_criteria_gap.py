from __future__ import annotations

import pytest

from commplan.finding import Finding
from commplan.rules.severities.severity_criteria_gap import severity_criteria_gap
from commplan.testing import expect, judge_text


def found(*criteria: str) -> tuple[Finding, ...]:
    """Judge severities with these criteria, the gravest first."""
    lines = [
        f"  sev{number}: {{order: {number}, criteria: {one}}}"
        for number, one in enumerate(criteria, 1)
    ]
    return judge_text(severity_criteria_gap, "\n".join(["severities:", *lines])).findings


def messages(*criteria: str) -> list[str]:
    return [finding.message for finding in found(*criteria)]


def test_a_gap_between_two_limits() -> None:
    expect(
        severity_criteria_gap,
        """
        severities:
          sev1:
            order: 1
            criteria:
              users_affected_pct: ">=25"
              or: [data_exposed]
          sev2:
            order: 2
            criteria:
              users_affected_pct: ">=5"
          sev3:
            order: 3
            criteria:
              users_affected_pct: "<4.9"  # <- selected at users_affected_pct = 4.9 %: the criteria
        """,
    )


def test_the_words_and_the_facts() -> None:
    (gap,) = found('{pct: ">5"}', '{pct: "<4.95"}')
    assert gap.message == (
        "no severity is selected at pct = 5 %: the criteria leave out 4.95 % <= pct <= 5 %"
    )
    assert gap.help == "let the criteria of sev2 take it, or those of another severity"
    assert gap.facts == {"case": {"pct": 5}}
    assert gap.location.pointer == "/severities/sev2/criteria/pct"


@pytest.mark.parametrize(
    ("criteria", "case", "left_out"),
    [
        (['{share_pct: ">=25"}'], "share_pct = 24.9 %", "share_pct < 25 %"),
        (['{share: ">25%"}'], "share = 25 %", "share <= 25 %"),
        (['{share_pct: "<25"}'], "share_pct = 25 %", "25 % <= share_pct"),
        (['{share_pct: "<=25"}'], "share_pct = 26 %", "25 % < share_pct"),
        (['{share_pct: "<=99.5"}'], "share_pct = 99.75 %", "99.5 % < share_pct"),
        (['{share_pct: "<100"}'], "share_pct = 100 %", None),
        (['{share_pct: ">0"}'], "share_pct = 0 %", None),
        (['{share_pct: ">4"}', '{share_pct: "<4"}'], "share_pct = 4 %", None),
        (
            ['{share_pct: ">4.05"}', '{share_pct: "<4"}'],
            "share_pct = 4.05 %",
            "4 % <= share_pct <= 4.05 %",
        ),
        (
            ['{share_pct: ">=4.05"}', '{share_pct: "<=4"}'],
            "share_pct = 4.025 %",
            "4 % < share_pct < 4.05 %",
        ),
        (['{users: ">=6"}', '{users: "<5"}'], "users = 5", None),
        (['{users: ">9"}', '{users: "<5"}'], "users = 9", "5 <= users <= 9"),
        (['{users: "<5"}'], "users = 5", "5 <= users"),
        (['{rate: ">=0.5"}'], "rate = 0.4", "rate < 0.5"),
        (['{rate: ">=-1"}'], "rate = -2", "rate <= -2"),
        (['{down: ">=30m"}'], "down = 29m", "down < 30m"),
        (['{down: ">=30m"}', '{down: "<=29m30s"}'], "down = 29m 59s", "29m 31s <= down < 30m"),
        (['{down: "<1h"}'], "down = 1h", "1h <= down"),
        (['{down: "<=1h"}'], "down = 1h 1s", "1h < down"),
    ],
)
def test_values_that_no_severity_takes(
    criteria: list[str], case: str, left_out: str | None
) -> None:
    more = f": the criteria leave out {left_out}" if left_out else ""
    assert messages(*criteria) == [f"no severity is selected at {case}{more}"]


@pytest.mark.parametrize(
    "criteria",
    [
        ['{share_pct: ">=25"}', '{share_pct: ">=0"}'],
        ['{share_pct: ">=25"}', '{share_pct: "<25"}'],
        ['{share_pct: ">=25%"}', '{share_pct: "<=100"}'],
        ['{users: ">=6"}', '{users: "<=5"}'],
        ['{users: ">5"}', '{users: "<6"}'],
        ['{down: ">=30m"}', '{down: "<=29m59s"}'],
        ['{down: ">=1h"}', '{down: "<60m"}'],
        ['{score: ">=-1"}', '{score: "<=-2"}'],
        ["{exposed: true}", "{exposed: false}"],
        ['{share_pct: ">=25", or: [exposed]}', '{share_pct: ">=5"}', '{share_pct: "<5"}'],
        ['{share_pct: ">=25", users: ">=9"}', '{share_pct: ">=25"}', '{share_pct: "<25"}'],
    ],
)
def test_criteria_that_take_everything(criteria: list[str]) -> None:
    assert messages(*criteria) == []


def test_every_gap_of_a_single_measure_is_told() -> None:
    gaps = found('{users: ">=20"}', '{users: "<=10"}', '{users: ">30"}', '{users: "<13"}')
    assert [(gap.message, gap.location.pointer) for gap in gaps] == [
        (
            "no severity is selected at users = 19: the criteria leave out 13 <= users <= 19",
            "/severities/sev4/criteria/users",
        ),
        (
            "sev3 is never selected: sev1 comes first and takes all of its cases",
            "/severities/sev3/criteria",
        ),
    ]
    assert messages('{pct: ">25"}', '{pct: ">20", or: [vip]}', '{pct: "<20"}') == [
        "no severity is selected at pct = 20 %"
    ]
    assert messages('{pct: ">25"}', '{pct: "<25", vip: true}', '{pct: "<5"}') == [
        "no severity is selected at pct = 24.9 %: the criteria leave out 5 % <= pct < 25 %",
        "no severity is selected at pct = 25 %",
    ]


def test_a_gap_between_several_measures_is_one_case() -> None:
    (gap,) = found('{share_pct: ">=25"}', '{down: ">=30m"}')
    assert gap.message == (
        "no severity is selected at share_pct = 24.9 % and down = 29m: "
        "the criteria leave out share_pct < 25 % and down < 30m"
    )
    assert gap.facts == {"case": {"share_pct": 24.9, "down": 1740}}


def test_flags() -> None:
    (gap,) = found("{or: [exposed]}", "{broken: true}")
    assert gap.message == "no severity is selected where exposed or broken is not set"
    assert gap.location.pointer == "/severities/sev2/criteria/broken"
    assert messages('{exposed: false, share_pct: ">=0"}', '{share_pct: ">=50"}') == [
        (
            "no severity is selected at share_pct = 49.9 % and exposed is set: "
            "the criteria leave out share_pct < 50 %"
        )
    ]


def test_a_severity_that_an_earlier_one_hides() -> None:
    text = """
        severities:
          sev2: {order: 2, criteria: {users_affected_pct: ">=25"}}
          sev1: {order: 1, criteria: {users_affected_pct: ">=5"}}
          sev3: {order: 3, criteria: {users_affected_pct: ">=0"}}
        """
    (finding,) = judge_text(severity_criteria_gap, text).findings
    assert finding.message == (
        "sev2 is never selected: sev1 comes first and takes all of its cases"
    )
    assert finding.help == "let the criteria of sev1 ask for more"
    assert finding.location.pointer == "/severities/sev2/criteria"
    assert [r.location.pointer for r in finding.related] == ["/severities/sev1/criteria"]
    assert finding.facts == {"severity": "sev2", "other": "sev1"}


def test_a_severity_that_several_hide_together() -> None:
    (finding,) = found('{pct: ">50"}', '{pct: "<=50"}', '{pct: ">=20"}')
    assert finding.message == "sev3 is never selected: those before it take all of its cases"
    assert finding.related == ()


@pytest.mark.parametrize("criteria", ['{pct: ">100"}', '{pct: ">=120%"}', '{pct: "<0"}'])
def test_criteria_that_never_hold(criteria: str) -> None:
    (finding,) = found('{pct: ">=0"}', criteria)
    assert finding.message == "sev2 is never selected: its criteria never hold"


def test_a_flag_of_its_own_saves_a_severity() -> None:
    assert messages('{pct: ">=0"}', '{pct: ">=25", or: [exposed]}') == [
        "sev2 is never selected: sev1 comes first and takes all of its cases"
    ]
    assert messages('{pct: ">=5"}', '{pct: ">=25", or: [exposed]}', '{pct: "<5"}') == []


def test_orders_that_are_shared() -> None:
    expect(
        severity_criteria_gap,
        """
        severities:
          sev1: {order: 1}
          sev2: {order: 2}
          sev3:
            order: 1  # <- sev3 and sev1 both have order 1: nobody can tell which is tried first
          sev4:
            order: 1  # <- sev4 and sev1 both have order 1
        """,
    )


def test_severities_of_one_order_hide_none_of_each_other() -> None:
    text = """
        severities:
          sev1: {order: 1, criteria: {pct: ">=5"}}
          sev2: {order: 1, criteria: {pct: ">=25"}}
          sev3: {order: 2, criteria: {pct: "<5"}}
        """
    (finding,) = judge_text(severity_criteria_gap, text).findings
    assert finding.facts == {"severity": "sev2", "other": "sev1", "order": 1}


def test_a_severity_without_criteria_may_be_meant_for_the_rest() -> None:
    expect(
        severity_criteria_gap,
        """
        severities:
          sev1: {order: 1, criteria: {pct: ">=25"}}
          sev2: {order: 2, criteria: {pct: ">=30"}}  # <- sev2 is never selected
          sev3: {order: 3}
        """,
    )


def test_cells_of_the_priority_matrix_without_severity() -> None:
    expect(
        severity_criteria_gap,
        """
        severities:
          sev1: {order: 1}
          sev2: {order: 2}
        priority_matrix:
          high: {high: sev1, medium: sev1, low: sev2}
          medium: {high: sev1}  # <- impact medium with urgency medium or low has no severity
          low:  # <- impact low with urgency high has no severity
            medium: sev2
            low: sev2
        """,
    )


def test_a_priority_matrix_tells_what_criteria_leave_open() -> None:
    expect(
        severity_criteria_gap,
        """
        severities:
          sev1: {order: 1, criteria: {or: [data_exposed]}}
          sev2: {order: 2, criteria: {pct: ">=50", or: [data_exposed]}}
          sev3: {order: 3, criteria: {pct: ">=60"}}  # <- sev3 is never selected: sev2 comes first
          sev4: {order: 4, criteria: {pct: ">=70"}}
        priority_matrix:
          high: {high: sev2, low: sev4}
          low: {high: sev4, low: typo}
        """,
    )


@pytest.mark.parametrize(
    ("limits", "reason", "pointer"),
    [
        (
            ("<30m", ">=5"),
            "down has limits with and without a unit of time",
            "/severities/sev2/criteria/down",
        ),
        (
            (">=2bd", "<2bd"),
            "the limit 2bd of down has no fixed length",
            "/severities/sev1/criteria/down",
        ),
    ],
)
def test_limits_that_do_not_go_together(limits: tuple[str, str], reason: str, pointer: str) -> None:
    lines = [
        f'  sev{n}: {{order: {n}, criteria: {{down: "{limit}"}}}}'
        for n, limit in enumerate(limits, 1)
    ]
    verdict = judge_text(severity_criteria_gap, "\n".join(["severities:", *lines]))
    assert verdict.findings == ()
    (skipped,) = verdict.skipped
    assert skipped.reason == f"nobody can tell which severities are selected: {reason}"
    assert skipped.pointer == pointer


def test_a_plan_without_criteria_has_nothing_to_judge() -> None:
    verdict = judge_text(severity_criteria_gap, "severities: {sev1: {order: 1}}")
    assert (verdict.findings, verdict.skipped) == ((), ())
