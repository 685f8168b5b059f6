from __future__ import annotations

import pytest

from commplan.rules.audits.evidence_malformed import evidence_malformed
from commplan.testing import Verdict, expect, judge_text

HEAD = "person,course,completed\n"
GOOD = HEAD + "alice,ic-101,2026-03-10\n"
PLAN = "training: {records: t.csv}\n"


def judge(text: str, plan: str = PLAN) -> Verdict:
    return judge_text(evidence_malformed, plan, files={"t.csv": text})


def test_a_fault_is_told_with_file_and_line() -> None:
    (finding,) = judge(GOOD + "bob,ic-101,2026-13-01\n").findings
    assert finding.message == (
        "t.csv:3: completed is '2026-13-01', expected a date such as 2026-05-31"
    )
    assert finding.help == "correct t.csv, or name the file that holds the records of training"
    assert finding.location.pointer == "/training/records"
    assert finding.facts == {"file": "t.csv", "type": "training", "lines": [3], "faulty_lines": 1}


def test_several_faults_are_one_finding() -> None:
    text = GOOD + "bob,ic-101\n,ic-101,2026-03-10\n"
    (message,) = judge(text).messages
    assert message == (
        "t.csv:3: has 2 cells, expected 3 as in the header; "
        "line 4: person is empty, expected text without blanks around it"
    )
    (finding,) = judge(text + "x\n" * 4).findings
    assert finding.message.endswith("; line 5: has 1 cell, expected 3 as in the header; and 3 more")
    assert finding.facts["lines"] == [3, 4, 5]
    assert finding.facts["faulty_lines"] == 6


@pytest.mark.parametrize("text", ["", "\n", HEAD, GOOD, "\ufeff" + GOOD])
def test_what_is_no_fault(text: str) -> None:
    assert judge(text).messages == ()


def test_a_missing_file_is_left_to_the_rule_about_absence() -> None:
    assert judge_text(evidence_malformed, PLAN, files={}).messages == ()


def test_a_file_that_cannot_be_read() -> None:
    (finding,) = judge_text(evidence_malformed, "training: {records: '.'}").findings
    assert finding.message == ".: is a folder; expected a file"
    assert finding.facts["lines"] == []


def test_every_place_that_names_a_file() -> None:
    expect(
        evidence_malformed,
        """
        training: {records: bad.csv}  # <- bad.csv:1: the header lacks the column person
        reviews:
          plan: {records: bad.csv}  # <- bad.csv:1: the header lacks the column review
        programmes:
          social: {records: bad2.csv}  # <- bad2.csv:1: the header lacks the column review
        feedback:
          csat: {records: bad.csv}  # <- bad.csv:1: the header lacks the column date
          engagement: {records: good.csv}
        tools:
          pager: {drill: {records: bad.csv}}  # <- bad.csv:1: the header lacks the column path
        channels:
          oob: {kind: phone, drill: {records: bad2.csv}}  # <- bad2.csv:1: the header lacks
        escalations:
          major: {steps: [], drill: {records: bad3.csv}}  # <- bad3.csv:1: the header lacks
        kpis:
          csat: {metric: survey.csat, source: bad4.csv}  # <- bad4.csv:1: the header lacks the
          mttr: {metric: resolve, source: bad5.csv}  # <- bad5.csv:1: the header lacks the column id
          p90: {metric: first_response, source: "slack:channel:it-help"}
        evidence:
          tickets: bad6.csv  # <- bad6.csv:1: the header lacks the column key
          notifications:
          - bad7.csv  # <- bad7.csv:1: the header lacks the column obligation
          - good.csv  # <- good.csv:1: the header lacks the column obligation
          analytics: [bad8.csv]  # <- bad8.csv:1: the header lacks the column date
        """,
        files={"good.csv": "date,score\n2026-09-30,4\n"}
        | {f"bad{n}.csv": "x\n" for n in ("", 2, 3, 4, 5, 6, 7, 8)},
    )


def test_a_file_of_one_type_is_one_finding_wherever_it_is_named() -> None:
    plan = """
        reviews: {plan: {records: ./evidence/reviews.csv}}
        programmes: {social: {records: evidence/reviews.csv}}
        evidence: {reviews: evidence/../evidence/reviews.csv}
        """
    files = {"evidence/reviews.csv": "review,done\nplan,soon\n"}
    (finding,) = judge_text(evidence_malformed, plan, files=files).findings
    assert finding.message.startswith("./evidence/reviews.csv:2: done is 'soon'")
    assert [place.location.pointer for place in finding.related] == [
        "/programmes/social/records",
        "/evidence/reviews",
    ]


def test_an_indicator_may_look_at_a_file_that_is_named_elsewhere() -> None:
    plan = """
        kpis: {age: {metric: resolve, source: t.csv}}
        evidence: {tickets: [t.csv]}
        """
    assert judge("key,created_at\nIT-1,2026-11-09T08:00Z\n", plan).messages == ()
    (finding,) = judge("key,created_at\nIT-1,soon\n", plan).findings
    assert finding.location.pointer == "/evidence/tickets/0"
    assert [place.location.pointer for place in finding.related] == ["/kpis/age/source"]


def test_a_file_of_a_baseline_lies_beside_the_baseline() -> None:
    base = (
        "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: b}\ntraining: {records: t.csv}\n"
    )
    plan = "metadata: {id: x, extends: org/base.yaml}"
    files = {"org/base.yaml": base, "org/t.csv": "x", "t.csv": GOOD}
    (finding,) = judge_text(evidence_malformed, plan, files=files).findings
    assert (finding.location.path, finding.location.line) == ("org/base.yaml", 4)


def test_times_are_read_in_the_zone_of_the_plan_even_where_it_does_not_exist() -> None:
    plan = "metadata: {id: x, timezone: Mars/Base}\nevidence: {incidents: t.csv}"
    text = "id,severity,started_at\nINC-1,sev1,2026-11-09T08:00\n"
    assert judge(text, plan).messages == ()
