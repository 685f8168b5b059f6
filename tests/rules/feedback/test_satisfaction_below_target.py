from __future__ import annotations

from typing import Any

import pytest

from commplan.rules.feedback.satisfaction_below_target import satisfaction_below_target
from commplan.testing import Verdict, judge_text

HEAD = "date,wave,group,score\n"


def answers(scores: list[float], wave: str = "Q4", day: str = "2026-11-02") -> str:
    return "".join(f"{day},{wave},staff,{score}\n" for score in scores)


LOW = answers([5.0, 4.0, 3.5, 3.1] * 10)


def judge(records: str | None, more: str = "", **other: Any) -> Verdict:
    fields = {
        "metric": "survey.csat",
        "stat": "mean",
        "threshold": '">=4.2"',
        "window": "90d",
        "source": "f.csv",
    } | {key: value for key, value in other.items() if key != "parameters"}
    kpi = ", ".join(f"{key}: {value}" for key, value in fields.items() if value is not None)
    return judge_text(
        satisfaction_below_target,
        f"kpis:\n  csat: {{{kpi}}}\n{more}",
        files={} if records is None else {"f.csv": HEAD + records},
        parameters=other.get("parameters"),
    )


def test_a_mean_that_is_too_low_for_certain() -> None:
    (finding,) = judge(LOW, on_breach='"channel:it-ops"').findings
    assert finding.message == ("csat: mean 3.9 of 40 answers (95 % CI 3.7–4.1), target >=4.2")
    assert finding.help == (
        "tell channel:it-ops, and mend what stands behind it, or promise what holds: "
        '`threshold: ">=3.6"`'
    )
    assert finding.location.pointer == "/kpis/csat/threshold"
    assert (finding.severity.value, finding.outcome.value) == ("warning", "fail")
    assert finding.facts == {
        "kpi": "csat",
        "stat": "mean",
        "n": 40,
        "open": 0,
        "value": 3.9,
        "low": finding.facts["low"],
        "high": finding.facts["high"],
        "limit": 4.2,
        "unit": None,
        "needed": None,
        "wave": "Q4",
        "newest": "2026-11-02",
    }
    assert judge(LOW, threshold='">=3.6"').messages == ()


def test_a_target_within_the_interval_is_not_decided() -> None:
    (finding,) = judge(LOW, threshold='">=4.0"').findings
    assert finding.message == (
        "csat: mean 3.9 of 40 answers (95 % CI 3.7–4.1), target >=4.0; it takes about 202 to tell"
    )
    assert (finding.severity.value, finding.outcome.value) == ("warning", "inconclusive")


def test_an_end_that_rounds_to_the_target_is_told_more_finely() -> None:
    scores = [4.0, 3.0, 4.0, 4.0, 3.0, 5.0, 4.0, 3.0, 4.0, 3.0]
    (finding,) = judge(answers(scores), min_n=10).findings
    assert "(95 % CI 3.2–4.2, upper bound 4.18), target >=4.2" in finding.message


def test_targets_are_told_as_finely_as_they_are_written() -> None:
    (finding,) = judge(LOW, threshold='">=4.25"').findings
    assert "mean 3.90 of 40 answers (95 % CI 3.67–4.13), target >=4.25" in finding.message


def test_fewer_answers_than_asked_for_decide_nothing() -> None:
    low = answers([1.0, 2.0] * 10)
    (finding,) = judge(low).findings
    assert finding.outcome.value == "inconclusive"
    assert finding.message.endswith("; it takes at least 30 to tell")
    assert judge(low, min_n=5).findings[0].outcome.value == "fail"
    assert judge(low, parameters={"min_n": 20}).findings[0].outcome.value == "fail"


@pytest.mark.parametrize(("n", "word"), [(1, "1 answer,"), (4, "4 answers,")])
def test_of_few_answers_no_figure_is_told(n: int, word: str) -> None:
    (finding,) = judge(answers([1.0] * n), min_n=1).findings
    assert finding.message.startswith(f"csat: {word} and fewer than 5 are not told, target >=4.2")
    assert finding.outcome.value == "inconclusive"
    assert {finding.facts[key] for key in ("value", "low", "high")} == {None}


def test_a_survey_may_want_more_answers_to_be_shown_together() -> None:
    survey = "feedback: {csat: {records: f.csv, min_group: 9}}"
    assert "fewer than 9 are not told" in judge(answers([1.0] * 8), survey, min_n=1).messages[0]
    lower = survey.replace("9", "2")
    assert "fewer than 5 are not told" in judge(answers([1.0] * 4), lower, min_n=1).messages[0]


def test_only_the_newest_round_counts() -> None:
    good = answers([5.0, 4.5] * 20, day="2026-11-05", wave="Q5")
    assert judge(LOW + good).messages == ()
    assert len(judge(good + LOW.replace("2026-11-02", "2026-11-06")).messages) == 1


def test_other_statistics() -> None:
    assert "csat: median 3.5 of 40 answers" in judge(LOW, stat="median").messages[0]
    assert "csat: mean 3.9" in judge(LOW, stat=None).messages[0]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"stat": "share"}, "kpi csat is a share, and nothing says of what"),
        ({"stat": "count"}, "kpi csat is a count, and nothing says of what"),
        ({"threshold": '">=4h"'}, "kpi csat has the threshold >=4h, and its values are plain nu"),
        ({"threshold": '">=80%"'}, "kpi csat has the threshold >=80%, and its values are plain"),
        ({"window": "20bd"}, "kpi csat looks back 20bd: no clock is given, so no calendar tells "),
        ({"window": "7d"}, "f.csv: there is no answer in the last 7d"),
        ({"source": '"slack:channel:x"'}, "kpi csat: slack:channel:x is no file"),
    ],
)
def test_what_cannot_be_measured_is_not_assessed(other: dict[str, Any], reason: str) -> None:
    verdict = judge(LOW, **other)
    assert verdict.messages == ()
    assert [skip.reason[: len(reason)] for skip in verdict.skipped] == [reason]


@pytest.mark.parametrize("records", [None, "yesterday,Q4,staff,3\n"])
def test_files_of_which_other_rules_speak(records: str | None) -> None:
    verdict = judge(records)
    assert verdict.messages == ()
    (skip,) = verdict.skipped
    assert skip.reason.startswith("f.csv")


@pytest.mark.parametrize("missing", ["threshold", "source", "metric"])
def test_what_is_missing_is_left_to_another_rule(missing: str) -> None:
    verdict = judge(LOW, **dict[str, Any]({missing: None}))
    assert verdict.messages == verdict.skipped == ()
