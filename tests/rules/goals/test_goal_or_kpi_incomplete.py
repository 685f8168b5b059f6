from __future__ import annotations

import pytest

from commplan.rules.goals.goal_or_kpi_incomplete import goal_or_kpi_incomplete
from commplan.testing import expect, judge_text

KPI = 'threshold: "<=30m", window: 28d, source: a.csv, on_breach: "channel:c"'


def test_each_goal_and_kpi_is_told_with_all_that_it_lacks() -> None:
    expect(
        goal_or_kpi_incomplete,
        f"""
        goals:
          wish: {{}}  # <- goal wish has no statement, owner or kpis
          vague: {{statement: Be fast, owner: "person:a", kpis: []}}  # <- goal vague has no kpis
          clear: {{statement: Be fast, owner: "person:a", kpis: [p90]}}
        kpis:
          p90: {{metric: first_response, {KPI}}}
          bare: {{metric: resolve}}  # <- kpi bare has no threshold, window, source or on_breach
          mute: {{threshold: "<=30m", window: 28d, source: a.csv}}  # <- kpi mute has no on_breach
        stakeholders: {{people: {{a: {{name: A}}}}}}
        channels: {{c: {{kind: slack}}}}
        """,
    )


def test_the_help_tells_what_the_keys_are_for() -> None:
    text = 'kpis: {k: {metric: resolve, threshold: "<4h", source: a.csv}}'
    (finding,) = judge_text(goal_or_kpi_incomplete, text).findings
    assert finding.help == (
        "add `window` (how far back it looks) and `on_breach` (the channel that is told)"
    )
    assert finding.facts == {"kpi": "k", "missing": ["window", "on_breach"]}


def test_references_that_are_broken_are_there() -> None:
    expect(
        goal_or_kpi_incomplete,
        f"""
        goals: {{g: {{statement: Be fast, owner: "person:zoe", kpis: [nothing]}}}}
        kpis: {{k: {{{KPI}}}}}
        """,
    )


@pytest.mark.parametrize(
    ("metric", "family"),
    [
        ("first_response", "response"),
        ("acknowledge", "response"),
        ("Response time", "response"),
        ("resolve", "resolution"),
        ("time to resolution", "resolution"),
        ("MTTR", "resolution"),
        ("survey.csat", "satisfaction"),
        ("satisfaction", "satisfaction"),
        ("survey.engagement", "engagement"),
    ],
)
def test_complete_asks_for_a_kpi_of_each_family(metric: str, family: str) -> None:
    text = f"kpis: {{k: {{metric: {metric}, {KPI}}}}}\nchannels: {{c: {{kind: slack}}}}"
    assert judge_text(goal_or_kpi_incomplete, text, profile="standard").messages == ()
    (finding,) = judge_text(goal_or_kpi_incomplete, text, profile="complete").findings
    others = [f for f in ("response", "resolution", "satisfaction", "engagement") if f != family]
    assert finding.facts["missing"] == others
    assert finding.message == f"no kpi measures {others[0]}, {others[1]} or {others[2]}"
    assert finding.location.pointer == "/kpis"


def test_a_kpi_without_metric_is_known_by_its_id() -> None:
    text = f"kpis: {{csat: {{{KPI}}}}}"
    parameters = {"families": ("satisfaction", "noise")}
    found = judge_text(goal_or_kpi_incomplete, text, profile="complete", parameters=parameters)
    assert found.messages == ("no kpi measures noise",)
    assert found.findings[0].help == "add one whose `metric` is, for instance, survey.noise"


def test_a_plan_without_goals_is_left_to_the_rule_on_sections() -> None:
    expect(goal_or_kpi_incomplete, "channels: {c: {kind: slack}}")
