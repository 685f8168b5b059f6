"""What holds for every rule that comes with commplan: its page, its examples, the catalogue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from commplan.catalogue import catalogue
from commplan.checker.judge_file import PLAN_NEEDS
from commplan.rule import PROFILES, Deferred, Rule
from commplan.rule_page import Page, default_words, page
from commplan.rules import commplan_rules, written_rules
from commplan.testing import AS_OF, Verdict, fixed, judge_text
from tests.beside import beside, skip_without

RULES = tuple(sorted(commplan_rules(), key=lambda rule: rule.code))
CATALOGUE = catalogue(RULES)
OFFLINE = PLAN_NEEDS | {"organization", "covers"}
ABOUT_FORM = {"PLN001"}
"""Rules whose Bad example is no valid plan."""
BEYOND_THE_SPECIFICATION = {"AUD202", "AUD203"}
"""Rules that the specification's tables do not have."""

# By module, so that all tests of a rule follow each other.
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code, scope="module")


fixable = pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.fix], ids=lambda rule: rule.code
)


def is_live(rule: Rule) -> bool:
    return not OFFLINE.issuperset(rule.needs)


def looks_at_slack(rule: Rule) -> bool:
    """Whether it does so where there is a workspace, or always."""
    return is_live(rule) or not {"maybe_drift", "maybe_history"}.isdisjoint(rule.needs)


BASIC = [rule for rule in RULES if rule.profile == "basic" and not is_live(rule)]
BASIC_IN_SLACK = [rule for rule in BASIC if looks_at_slack(rule)]
BASIC_ANYWHERE = [rule for rule in BASIC if not looks_at_slack(rule)]


def judge_bad(rules: Rule | Sequence[Rule], about: Page, *, in_slack: bool) -> Verdict:
    """Judge Bad at the instant, in the workspace and beside the files of its page."""
    workspace = about.workspace if in_slack else ""
    return judge(rules, about.bad, about, workspace, about.files)


def judge_good(rules: Rule | Sequence[Rule], about: Page, *, in_slack: bool) -> Verdict:
    """Judge Good likewise."""
    workspace = about.good_workspace if in_slack else ""
    return judge(rules, about.good, about, workspace, about.good_files)


@cache
def bad_of(code: str) -> Verdict:
    """What a rule finds in its own Bad."""
    rule = CATALOGUE.by_code[code]
    return judge_bad(rule, page(rule), in_slack=looks_at_slack(rule))


def judge(
    rules: Rule | Sequence[Rule], text: str, about: Page, workspace: str, files: str
) -> Verdict:
    return judge_text(
        rules,
        text,
        workspace=workspace or None,
        files=files,
        as_of=about.as_of or AS_OF,
        rules=CATALOGUE,
    )


def test_every_page_has_all_parts() -> None:
    for rule in RULES:
        about = page(rule)
        assert 10 < len(about.title) <= 90, rule.code
        assert rule.docstring.partition("\n")[0].endswith("."), rule.code
        assert len(about.why) > 60, rule.code
        assert about.bad, rule.code
        assert about.good, rule.code
        bad = about.bad, about.workspace, about.files
        assert bad != (about.good, about.good_workspace, about.good_files), rule.code
        if "maybe_history" not in rule.needs:  # records stand for messages
            assert bool(about.workspace) == looks_at_slack(rule), rule.code


def test_module_function_and_code_agree() -> None:
    for rule in RULES:
        assert rule.judge.__name__ == rule.module.rpartition(".")[2]
        assert rule.name == rule.judge.__name__.replace("_", "-")
        assert re.fullmatch(r"[A-Z]{3}[0-4][0-9]{2}", rule.code)
        assert rule.profile in PROFILES, rule.code
        assert rule.source, rule.code


@every_rule
def test_bad_is_found_by_its_own_rule_and_facts_are_described(rule: Rule) -> None:
    found = bad_of(rule.code).findings
    assert found
    assert {finding.code for finding in found} == {rule.code}
    keys = (line.partition(":")[0] for line in page(rule).facts.splitlines())
    described = {word for line in keys for word in re.findall(r"\w+", line)}
    for finding in found:
        assert set(finding.facts) <= described


@every_rule
def test_good_is_clean(rule: Rule) -> None:
    assert judge_good(rule, page(rule), in_slack=looks_at_slack(rule)).messages == ()


@every_rule
def test_examples_are_valid_plans_and_every_basic_rule_finds_this_fault_only(rule: Rule) -> None:
    about = page(rule)
    for others, in_slack in ((BASIC_IN_SLACK, True), (BASIC_ANYWHERE, False)):
        assert not told(judge_good(others, about, in_slack=in_slack))
        if rule.code not in ABOUT_FORM:  # what is no plan says nothing about other rules
            bad = told(judge_bad(others, about, in_slack=in_slack))
            assert not [(code, message) for code, message in bad if code != rule.code]


def told(verdict: Verdict) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in verdict.findings]


def test_the_basic_rules_judge_whether_a_plan_is_valid() -> None:
    assert "PLN001" in {rule.code for rule in BASIC}


@fixable
def test_the_fix_mends_the_bad_example(rule: Rule) -> None:
    about = page(rule)
    beside: dict[str, Any] = {
        "workspace": (about.workspace if looks_at_slack(rule) else "") or None,
        "files": about.files,
        "as_of": about.as_of or AS_OF,
        "rules": CATALOGUE,
    }
    found = bad_of(rule.code).findings
    assert any(finding.fix for finding in found)
    assert {finding.fix.safe for finding in found if finding.fix} == {rule.fix == "safe"}
    mended = fixed(rule, about.bad, **beside)
    assert mended != about.bad
    assert fixed(rule, mended, **beside) == mended
    left = judge(rule, mended, about, str(beside["workspace"] or ""), about.files)
    assert len(left.findings) < len(found)
    assert judge_text(CATALOGUE.by_code["PLN001"], mended).messages == ()


def table() -> dict[str, tuple[str, str, str, str]]:
    """Name, severity, profile and fix of every rule, as the specification's tables give them."""
    path = beside("design/rules.md")
    skip_without(path)
    rows = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if re.fullmatch(r"[A-Z]{3}[0-4][0-9]{2}", cells[0]) and len(cells) == 8:
                rows[cells[0]] = (cells[1], cells[3], cells[5], cells[6])
    assert len(rows) > 100
    return rows


def test_the_catalogue_says_the_same() -> None:
    rows = table()
    assert BEYOND_THE_SPECIFICATION.isdisjoint(rows)
    for rule in RULES:
        if rule.code not in BEYOND_THE_SPECIFICATION:
            severity = rule.severity.value[0].upper()
            assert rows[rule.code] == (rule.name, severity, rule.profile, rule.fix or "-")


def test_the_index_tells_what_the_rules_are() -> None:
    written = sorted(written_rules(), key=lambda rule: rule.code)
    assert [rule[:-1] for rule in written] == [rule[:-1] for rule in RULES]
    for rule, indexed in zip(written, RULES, strict=True):
        assert isinstance(indexed.judge, Deferred)
        assert indexed.judge.rule is rule
        assert (indexed.module, indexed.docstring) == (rule.module, rule.docstring)


def test_an_index_that_names_no_rule_is_said_to() -> None:
    with pytest.raises(TypeError, match="defines no rule called nothing"):
        list(Deferred("commplan.rules", "nothing")())


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_defaults_of_parameters_are_shown_in_words() -> None:
    shown = {2: "2", 0.8: "0.8", (): "none", ("a", "b"): "a, b"}
    assert {value: default_words(value) for value in shown} == shown
    assert default_words({"a": ("b", "c"), "d": "5m"}) == "a: b, c; d: 5m"
