"""What holds for every rule that comes with commplan: its page, its examples, the catalogue."""

from __future__ import annotations

import re
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


def judge_bad(rule: Rule, about: Page) -> Verdict:
    """Judge Bad at the instant, in the workspace and beside the files of its page."""
    workspace = about.workspace if looks_at_slack(rule) else ""
    return judge(rule, about.bad, about, workspace, about.files)


def judge_good(rule: Rule, about: Page) -> Verdict:
    """Judge Good likewise."""
    workspace = about.good_workspace if looks_at_slack(rule) else ""
    return judge(rule, about.good, about, workspace, about.good_files)


@cache
def bad_of(code: str) -> Verdict:
    """What a rule finds in its own Bad."""
    rule = CATALOGUE.by_code[code]
    return judge_bad(rule, page(rule))


def judge(rule: Rule, text: str, about: Page, workspace: str, files: str) -> Verdict:
    return judge_text(
        rule,
        text,
        workspace=workspace or None,
        files=files,
        as_of=about.as_of or AS_OF,
        rules=CATALOGUE,
    )


@every_rule
def test_the_page_has_all_parts(rule: Rule) -> None:
    about = page(rule)
    assert 10 < len(about.title) <= 90
    assert rule.docstring.partition("\n")[0].endswith(".")
    assert len(about.why) > 60
    assert about.bad
    assert about.good
    bad = about.bad, about.workspace, about.files
    assert bad != (about.good, about.good_workspace, about.good_files)
    if "maybe_history" not in rule.needs:  # records stand for messages
        assert bool(about.workspace) == looks_at_slack(rule)


@every_rule
def test_module_function_and_code_agree(rule: Rule) -> None:
    assert rule.judge.__name__ == rule.module.rpartition(".")[2]
    assert rule.name == rule.judge.__name__.replace("_", "-")
    assert re.fullmatch(r"[A-Z]{3}[0-4][0-9]{2}", rule.code)
    assert rule.profile in PROFILES
    assert rule.source


@every_rule
def test_bad_is_found_by_its_own_rule(rule: Rule) -> None:
    found = bad_of(rule.code).findings
    assert found
    assert {finding.code for finding in found} == {rule.code}


@every_rule
def test_good_is_clean(rule: Rule) -> None:
    about = page(rule)
    assert judge_good(rule, about).messages == ()


@every_rule
def test_examples_are_valid_plans(rule: Rule) -> None:
    about = page(rule)
    schema = CATALOGUE.by_code["PLN001"]
    assert judge_text(schema, about.good).messages == ()
    if rule.code not in ABOUT_FORM:
        assert judge_text(schema, about.bad).messages == ()


@every_rule
def test_good_is_clean_under_every_basic_rule(rule: Rule) -> None:
    about = page(rule)
    for other in RULES:
        if other.profile == "basic" and not is_live(other):
            assert (other.code, judge_good(other, about).messages) == (other.code, ())


@every_rule
def test_bad_shows_this_fault_only(rule: Rule) -> None:
    if rule.code in ABOUT_FORM:
        pytest.skip("a document that is no plan says nothing about other rules")
    about = page(rule)
    for other in RULES:
        if other.profile == "basic" and not is_live(other) and other is not rule:
            assert (other.code, judge_bad(other, about).messages) == (other.code, ())


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


@every_rule
def test_facts_are_described(rule: Rule) -> None:
    about = page(rule)
    keys = (line.partition(":")[0] for line in about.facts.splitlines())
    described = {word for line in keys for word in re.findall(r"\w+", line)}
    for finding in bad_of(rule.code).findings:
        assert set(finding.facts) <= described


@cache
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


@every_rule
def test_the_catalogue_says_the_same(rule: Rule) -> None:
    rows = table()
    if rule.code in BEYOND_THE_SPECIFICATION:
        assert rule.code not in rows
        return
    name, severity, profile, fix = rows[rule.code]
    assert rule.name == name
    assert rule.severity.value[0].upper() == severity
    assert rule.profile == profile
    assert (rule.fix or "-") == fix


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
