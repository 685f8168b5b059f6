"""Runs that mend: what is safe is tried, what is refused is told, and passes come to an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from commplan.api import Fix, Place, Plan, Problem, Put, Remove, Rule, Severity, rule
from commplan.catalogue import catalogue
from commplan.checker.fixing import Outcome, fix
from commplan.checker.judge_file import Bench
from commplan.checker.options import Options
from commplan.checker.run import check
from commplan.checker.target import Target
from commplan.clock import parse_instant
from commplan.engine.select import Selection

HEAD = "apiVersion: commplan/v1\nkind: CommunicationPlan\n"
Mend = Callable[..., Outcome]


def made(code: str, safety: str | None, judge: Callable[[Plan], Iterator[Problem]]) -> Rule:
    about = rule(code, severity=Severity.ERROR, profile="basic", since="0.1", source="", fix=safety)

    def judging(plan: Plan) -> Iterator[Problem]:
        return judge(plan)

    return about(judging)._replace(name=f"rule-{code.lower()}")


def fields(plan: Plan) -> Iterator[tuple[Place, tuple[str, ...]]]:
    for template in plan.templates.values():
        yield template.at / "fields", template.fields


@pytest.fixture
def mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mend:
    """Mends plans, by name the text of a template's fields, with rules of its own."""
    monkeypatch.chdir(tmp_path)

    def run(plans: dict[str, str], *rules: Rule, **options: Any) -> Outcome:
        for name, text in plans.items():
            written = f"{HEAD}metadata: {{id: {name[0]}}}\ntemplates: {{t: {{fields: {text}}}}}\n"
            Path(name).write_text(text if "kind" in text else written, "utf-8")
        known = catalogue(rules)
        bench = Bench(known, Selection(known.rules, {}), parse_instant("2026-11-21T09:00:00Z"))
        unsafe, only = bool(options.pop("unsafe", False)), options.pop("only", None)
        named = frozenset(map(str, options.pop("named", plans)))
        return fix(
            lambda target: check(bench, target, Options()),
            Target(tuple(sorted(named)), named),
            unsafe=unsafe,
            only=only,
        )

    return run


def draft(outcome: Outcome, name: str = "a.yaml") -> str:
    """The fields as they are to be."""
    return outcome.drafts.bytes_of(name).decode().partition("fields: ")[2].removesuffix("}}\n")


def without(word: str, at: Place, names: tuple[str, ...]) -> Problem | None:
    if word not in names:
        return None
    return Problem(at, f"{word} is there", fix=Fix((Remove(at / names.index(word)),)))


def removing(word: str) -> Callable[[Plan], Iterator[Problem]]:
    def judge(plan: Plan) -> Iterator[Problem]:
        yield from filter(None, (without(word, at, names) for at, names in fields(plan)))

    return judge


def wanting(word: str) -> Callable[[Plan], Iterator[Problem]]:
    def judge(plan: Plan) -> Iterator[Problem]:
        for at, names in fields(plan):
            if word not in names:
                fixed = Fix((Put(at / len(names), word),))
                yield Problem(at, f"{word} is missing", fix=fixed)

    return judge


def test_passes_follow_each_other_until_nothing_changes(mend: Mend) -> None:
    rules = (made("XTA101", "safe", removing("x")), made("XTA102", "safe", removing("y")))
    outcome = mend({"a.yaml": "[x, y, z]"}, *rules)
    assert draft(outcome) == "[z]"
    assert [finding.code for finding in outcome.report.fixed or ()] == ["XTA101", "XTA102"]
    assert outcome.report.findings == ()
    assert len(outcome.first.findings) == 2


def test_what_is_unsafe_has_to_be_asked_for(mend: Mend) -> None:
    one = made("XTA101", "unsafe", removing("x"))
    assert draft(mend({"a.yaml": "[x]"}, one)) == "[x]"
    assert draft(mend({"a.yaml": "[x]"}, one, unsafe=True)) == "[]"


def test_a_safe_fix_that_brings_up_something_new_is_taken_back(mend: Mend) -> None:
    rules = (
        made("XTA101", "safe", removing("x")),
        made("XTA102", "safe", removing("y")),
        made("XTA103", None, lambda plan: lonely(plan)),
    )
    outcome = mend({"a.yaml": "[x, y, z]", "b.yaml": "[x, y, z, z]"}, *rules)
    assert draft(outcome) == "[y, z]"
    assert draft(outcome, "b.yaml") == "[z, z]"
    (unfixed,) = outcome.report.unfixed
    assert unfixed.finding.code == "XTA102"
    assert unfixed.reason == "XTA103 would find something new"


def test_what_was_taken_back_stops_nothing_else(mend: Mend) -> None:
    rules = (
        made("XTA101", "safe", removing("y")),
        made("XTA103", None, lambda plan: lonely(plan)),
        made("XTA104", "unsafe", wanting("w")),
    )
    outcome = mend({"a.yaml": "[y, z]"}, *rules, unsafe=True)
    assert draft(outcome) == "[z, w]"


def lonely(plan: Plan) -> Iterator[Problem]:
    for at, names in fields(plan):
        if len(names) < 2:
            yield Problem(at, "too few")


def test_a_quarrel_of_two_rules_comes_to_an_end(mend: Mend) -> None:
    rules = (made("XTA101", "unsafe", removing("x")), made("XTA102", "unsafe", wanting("x")))
    outcome = mend({"a.yaml": "[x]"}, *rules, unsafe=True)
    assert len(outcome.report.findings) == 1


def test_a_fix_that_mends_nothing_is_none(mend: Mend) -> None:
    def judge(plan: Plan) -> Iterator[Problem]:
        for at, names in fields(plan):
            yield Problem(at, "always", fix=Fix((Put(at / 0, f"{names[0][:8]}x"),)))

    outcome = mend({"a.yaml": "[x]"}, made("XTA101", "unsafe", judge), unsafe=True)
    assert outcome.report.fixed == ()
    assert len(outcome.report.findings) == 1


def test_a_plan_stays_valid(mend: Mend) -> None:
    def judge(plan: Plan) -> Iterator[Problem]:
        for at, names in fields(plan):
            if names == ("x",):
                yield Problem(at, "bad", fix=Fix((Put(at / 0, 5),)))

    outcome = mend({"a.yaml": "[x]"}, made("XTA101", "unsafe", judge), unsafe=True)
    assert draft(outcome) == "[x]"
    (unfixed,) = outcome.report.unfixed
    assert unfixed.reason.startswith("the plan would not be valid any more: ")


BASE = f"{HEAD.replace('CommunicationPlan', 'Baseline')}metadata: {{id: base}}\n"


def test_what_a_baseline_holds_is_changed_where_it_stands_and_is_never_safe(mend: Mend) -> None:
    base = f"{BASE}templates: {{t: {{fields: [x]}}}}\n"
    over = f"{HEAD}metadata: {{id: o, extends: b.yaml}}\n"
    one = made("XTA101", "safe", removing("x"))
    plans = {"b.yaml": base, "o.yaml": over}
    assert draft(mend(plans, one), "b.yaml") == "[x]"
    assert draft(mend(plans, one, unsafe=True), "b.yaml") == "[]"
    outcome = mend(plans, one, unsafe=True, named=["o.yaml"])
    assert [u.reason for u in outcome.report.unfixed] == [
        "b.yaml is not among the files of this run"
    ]
    assert list(outcome.drafts.changed()) == []


def test_a_plan_that_extends_a_file_stays_valid(mend: Mend) -> None:
    base = f"{BASE}severities: {{s: {{order: 1}}}}\n"
    over = f"{HEAD}metadata: {{id: o, extends: b.yaml}}\nseverities: {{s: {{sla: 'sla:x'}}}}\n"

    def judge(plan: Plan) -> Iterator[Problem]:
        for severity in plan.severities.values():
            yield Problem(severity.at, "needless", fix=Fix((Remove(severity.at / "order"),)))

    outcome = mend({"b.yaml": base, "o.yaml": over}, made("XTA101", "unsafe", judge), unsafe=True)
    assert list(outcome.drafts.changed()) == []
    (unfixed,) = outcome.report.unfixed
    assert "valid any more" in unfixed.reason


def test_only_files_that_are_reported_on_change(mend: Mend) -> None:
    one = made("XTA101", "safe", removing("x"))
    outcome = mend({"a.yaml": "[x]", "b.yaml": "[x]"}, one, only=frozenset({"a.yaml"}))
    assert (draft(outcome), draft(outcome, "b.yaml")) == ("[]", "[x]")


def test_a_rule_that_says_nothing_of_fixes_gives_none(mend: Mend) -> None:
    outcome = mend({"a.yaml": "[x]"}, made("XTA101", None, removing("x")))
    (record,) = outcome.report.incomplete
    assert "does not say whether its fixes are safe" in record.error
