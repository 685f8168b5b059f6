from __future__ import annotations

from commplan.rules.training.training_missing import training_missing
from commplan.testing import expect, judge_text


def test_without_any_course_everything_is_missing() -> None:
    (finding,) = judge_text(training_missing, "channels: {}").findings
    assert finding.message == (
        "no course covers written, verbal, active-listening, collaboration, secure or tools"
    )
    assert finding.location.pointer == "/training/courses"


def test_several_courses_cover_together() -> None:
    expect(
        training_missing,
        """
        training:
          courses:  # <- no course covers active-listening
            a: {covers: [written, verbal, role]}
            b: {covers: [secure, tools, collaboration, written]}
            c: {}
        """,
    )


def test_the_areas_may_be_set() -> None:
    text = "training: {courses: {a: {covers: [radio]}}}"
    assert judge_text(training_missing, text, parameters={"areas": ("radio",)}).messages == ()
    (finding,) = judge_text(training_missing, text, parameters={"areas": ("tv", "radio")}).findings
    assert finding.message == "no course covers tv"
    assert finding.help == "add a course with `covers: [tv]`, or add to those of another"
    assert judge_text(training_missing, text, parameters={"areas": ()}).messages == ()


def test_a_course_of_a_baseline_counts() -> None:
    base = (
        "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: b}\n"
        "training: {courses: {a: {covers: [written, verbal, active-listening]}}}\n"
    )
    plan = """
        metadata: {id: x, extends: base.yaml}
        training: {courses: {b: {covers: [collaboration, secure, tools]}}}
        """
    assert judge_text(training_missing, plan, files={"base.yaml": base}).messages == ()
