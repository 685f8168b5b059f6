"""A rule that raises spoils itself and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from commplan.engine.judge import Inputs, judge
from commplan.errors import CommplanError, MissingExtraError
from commplan.finding import NotAssessed, Problem
from commplan.place import Origin, Place
from commplan.rule import Rule, Verdicts

HERE = Place(Origin("a.yaml", 0), ())


def raising(error: Exception) -> Verdicts:
    yield Problem(at=HERE, message="found before the crash")
    raise error


def test_the_other_rules_still_report(make_rule: Callable[..., Rule]) -> None:
    sick = make_rule("ESC101", "sick", raising(ZeroDivisionError("division by zero")))
    well = make_rule("ESC102", "well", [Problem(at=HERE, message="found")])
    judged = judge([sick, well], Inputs({"plan": object}), {}, "a.yaml")
    assert [problem.message for _, problem in judged.problems] == ["found"]
    (record,) = judged.crashed
    assert (record.kind, record.what, record.rules) == ("rule", "ESC101", ("ESC101",))
    assert record.error.startswith("ZeroDivisionError: division by zero (in ")


def test_an_error_for_people_is_told_as_it_stands(make_rule: Callable[..., Rule]) -> None:
    sick = make_rule("ESC101", "sick", raising(CommplanError("calendar uk needs holidays")))
    (record,) = judge([sick], Inputs({"plan": object}), {}, "a.yaml").crashed
    assert record.error == "calendar uk needs holidays"


def test_a_library_that_is_not_installed_leaves_the_rule_not_assessed(
    make_rule: Callable[..., Rule],
) -> None:
    missing = MissingExtraError("measuring needs SciPy", "measure")
    judged = judge(
        [make_rule("ESC101", "sick", raising(missing))], Inputs({"plan": object}), {}, None
    )
    assert judged.crashed == judged.problems == ()
    ((_, verdict),) = judged.not_assessed
    assert verdict.reason == "measuring needs SciPy: pip install 'commplan[measure]'"


def test_what_could_not_be_judged_is_kept(make_rule: Callable[..., Rule]) -> None:
    rule = make_rule("ESC101", "shy", [NotAssessed("no calendar")])
    judged = judge([rule], Inputs({"plan": object}), {}, None)
    assert [verdict.reason for _, verdict in judged.not_assessed] == ["no calendar"]


def test_a_rule_whose_need_is_not_met_does_not_run(make_rule: Callable[..., Rule]) -> None:
    rule = make_rule("ESC101", "eager", raising(AssertionError("ran")))
    assert judge([rule], Inputs({"workspace": object}), {}, None).crashed == ()


def test_parameters_reach_the_rule(make_rule: Callable[..., Rule]) -> None:
    from commplan.finding import Severity
    from commplan.rule import rule

    @rule("ESC101", severity=Severity.ERROR, profile="basic", since="1", source="A01")
    def limited(plan: object, *, limit: int = 3) -> Verdicts:
        yield Problem(at=HERE, message=str(limit))

    for parameters, expected in (({}, "3"), ({"ESC101": {"limit": 9}}, "9")):
        judged = judge([limited], Inputs({"plan": object}), parameters, None)
        assert judged.problems[0][1].message == expected


def test_an_input_is_made_once_and_only_when_needed() -> None:
    made = []

    def make() -> str:
        made.append(1)
        return "plan"

    inputs = Inputs({"plan": make})
    assert not made
    assert inputs.get("plan") == inputs.get("plan") == "plan"
    assert made == [1]


def test_a_failing_input_is_a_record_not_a_traceback(make_rule: Callable[..., Rule]) -> None:
    def broken() -> object:
        raise CommplanError("no such zone")

    judged = judge([make_rule("ESC101", "any")], Inputs({"plan": broken}), {}, "a.yaml")
    assert judged.crashed[0].error == "no such zone"


def test_a_rule_cannot_end_the_run(make_rule: Callable[..., Rule]) -> None:
    def leave() -> object:
        raise SystemExit(0)

    (record,) = judge([make_rule("ESC101", "any")], Inputs({"plan": leave}), {}, None).crashed
    assert record.error.startswith("SystemExit: 0")


def test_an_interruption_is_not_swallowed(make_rule: Callable[..., Rule]) -> None:
    def interrupt() -> object:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge([make_rule("ESC101", "any")], Inputs({"plan": interrupt}), {}, None)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (None, "the rule returned nothing; it has to yield its verdicts"),
        (Problem(at=HERE, message="x"), "the rule returned a Problem; it has to yield"),
        ([Problem(at=HERE, message=5)], "a Problem with the message 5"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_verdict_is_told(make_rule: Callable[..., Rule], said: Any, words: str) -> None:
    odd = make_rule("ESC101", "odd")._replace(judge=lambda plan: said)
    (record,) = judge([odd], Inputs({"plan": object}), {}, None).crashed
    assert words in record.error
