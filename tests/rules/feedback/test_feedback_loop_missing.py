from __future__ import annotations

import pytest

from commplan.rules.feedback.feedback_loop_missing import feedback_loop_missing
from commplan.testing import Verdict, expect, judge_text

WHOLE = """
feedback:
  csat: {every: 3mo, records: evidence/csat.csv}
  engagement: {every: 6mo, records: evidence/engagement.csv}
  suggestions: "channel:it-help"
  appraisal: {includes: [results, communication], every: 12mo}
"""


def judge(text: str, profile: str = "complete", **parameters: object) -> Verdict:
    return judge_text(feedback_loop_missing, text, profile=profile, parameters=parameters or None)


def loops(verdict: Verdict) -> list[object]:
    return [finding.facts["loop"] for finding in verdict.findings]


def test_the_profile_decides_how_much_is_asked_for() -> None:
    assert set(loops(judge("goals: {}", "standard"))) == {"csat", "suggestions"}
    assert set(loops(judge("goals: {}", "complete"))) == {
        *("csat", "suggestions", "engagement", "appraisal")
    }
    assert loops(judge(WHOLE)) == []


@pytest.mark.parametrize(
    ("whole", "part", "message"),
    [
        (
            "csat: {every: 3mo, records: evidence/csat.csv}",
            "csat: {every: 3mo}",
            "feedback.csat does not say where the answers are kept",
        ),
        (
            "engagement: {every: 6mo, records: evidence/engagement.csv}",
            "engagement: {}",
            (
                "feedback.engagement does not say how often people are asked or "
                "where the answers are kept"
            ),
        ),
        (
            "includes: [results, communication], every: 12mo",
            "includes: results",
            (
                "feedback.appraisal does not say how often appraisals are held or "
                "that it looks at how people communicate"
            ),
        ),
        (
            "includes: [results, communication], every: 12mo",
            "includes: Communication skills, every: 12mo",
            None,
        ),
        (
            'suggestions: "channel:it-help"',
            'speak_up: "channel:it-help"',
            "the plan's feedback has no suggestions: nobody knows where they are welcome",
        ),
    ],
)
def test_a_loop_that_would_not_happen(whole: str, part: str, message: str | None) -> None:
    text = WHOLE.replace(whole, part)
    assert text != WHOLE
    assert judge(text).messages == ((message,) if message else ())


def test_answers_may_be_kept_where_all_evidence_is_listed() -> None:
    text = "feedback: {csat: {every: 3mo}, suggestions: 'channel:it-help'}"
    assert loops(judge(text, "standard")) == ["csat"]
    assert loops(judge(text + "\nevidence: {surveys: answers.csv}", "standard")) == []
    assert loops(judge(text + "\nevidence: {reviews: reviews.csv}", "standard")) == ["csat"]


def test_where_it_stands() -> None:
    expect(
        feedback_loop_missing,
        """
        feedback:
          suggestions: "channel:it-help"
          csat:  # <- where the answers are kept
            every: 3mo
        """,
    )


def test_the_loops_can_be_configured() -> None:
    assert loops(judge("goals: {}", "standard", loops=("engagement",))) == ["engagement"]
    assert loops(judge("goals: {}", loops=(), loops_in_complete=())) == []
