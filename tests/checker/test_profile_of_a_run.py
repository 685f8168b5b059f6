"""Rules that ask for more under a higher profile are told which one the run has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from commplan.api import Organization, Place, Plan, Problem, Severity, WrittenDocument, rule
from commplan.catalogue import catalogue
from commplan.engine.select import Choice, select
from commplan.rule import PROFILES, Rule
from commplan.testing import judge_text


@rule("XTS101", severity=Severity.ERROR, profile="standard", since="1", source="test")
def of_a_plan(plan: Plan, profile: str) -> Iterator[Problem]:
    yield Problem(at=plan.root, message=profile)


@rule("XTS001", severity=Severity.ERROR, profile="standard", since="1", source="test")
def of_a_document(document: WrittenDocument, profile: str) -> Iterator[Problem]:
    yield Problem(at=document.root, message=profile)


@rule("XTS102", severity=Severity.ERROR, profile="standard", since="1", source="test")
def of_an_organization(organization: Organization, profile: str) -> Iterator[Problem]:
    for card in organization.plans:
        yield Problem(at=Place(card.origin, ()), message=profile)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("asking", [of_a_plan, of_a_document, of_an_organization])
def test_a_rule_is_told_the_profile(asking: Rule, profile: str) -> None:
    verdict = judge_text(asking, "metadata: {id: x}", profile=profile)
    assert verdict.messages == (profile,)


def test_a_document_that_is_no_valid_plan_is_judged_under_it_too() -> None:
    assert judge_text(of_a_document, "kind: Nothing", profile="basic").messages == ("basic",)


@pytest.mark.parametrize("select_one", [(), ("XTS101",)])
def test_rules_selected_one_by_one_are_judged_under_it_too(select_one: tuple[str, ...]) -> None:
    choice = Choice(profile="complete", select=select_one)
    assert select(catalogue([of_a_plan]), choice).profile == "complete"
