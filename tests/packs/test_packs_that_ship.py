"""The packs that come with commplan: each reads strictly, and names nothing that does not exist."""

from __future__ import annotations

import re

import pytest

from commplan.catalogue import catalogue, is_reserved
from commplan.engine.select import DUTY_RULES
from commplan.packs import Duty, Pack, load_pack, pack_names
from commplan.rule import PROFILES
from commplan.rules import commplan_rules

PACKS = tuple(load_pack(name) for name in pack_names())
DUTIES = tuple(duty for pack in PACKS for duty in pack.duties)
CATALOGUE = catalogue(commplan_rules())

every_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
every_duty = pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.id)


def test_the_frameworks_that_there_are() -> None:
    assert {"gdpr", "nis2", "dora", "hipaa", "fedramp", "pci-dss"} == {
        pack.name for pack in PACKS if pack.duties
    }
    assert {"itil4", "iso27001", "iso22301", "soc2", "nist-csf", "cis"} <= set(pack_names())
    assert not set(PROFILES) & set(pack_names())


@every_pack
def test_every_rule_that_a_pack_names_exists_or_will(pack: Pack) -> None:
    named = {code for control in pack.controls for code in control.rules} | set(pack.severity)
    assert named
    assert [code for code in sorted(named) if not CATALOGUE.knows(code)] == []
    assert [code for code in named if CATALOGUE.find(code) is None and not is_reserved(code)] == []


def test_the_rules_about_duties_exist_or_will() -> None:
    assert all(CATALOGUE.knows(code) for code in DUTY_RULES)


@every_pack
def test_a_pack_makes_nothing_less_grave(pack: Pack) -> None:
    for code, severity in pack.severity.items():
        rule = CATALOGUE.find(code)
        assert rule is None or severity.rank < rule.severity.rank, code


@every_pack
def test_controls_are_named_once(pack: Pack) -> None:
    ids = [control.id for control in pack.controls]
    assert len(set(ids)) == len(ids)
    assert all(control.title and control.rules for control in pack.controls)
    assert all(len(set(control.rules)) == len(control.rules) for control in pack.controls)


def test_ids_of_duties_are_unique_and_say_whose_they_are() -> None:
    ids = [duty.id for duty in DUTIES]
    assert len(set(ids)) == len(ids)
    for pack in PACKS:
        stem = pack.name.partition("-")[0]
        assert all(duty.id.startswith(f"{stem}-") for duty in pack.duties)


def test_what_a_duty_comes_after_is_a_duty_of_the_same_pack() -> None:
    for pack in PACKS:
        ids = {duty.id for duty in pack.duties}
        assert {duty.after for duty in pack.duties if duty.after} <= ids


@every_duty
def test_a_duty_reads_well(duty: Duty) -> None:
    assert duty.title[0].islower()
    assert not duty.title.endswith(".")
    assert duty.clock in (None, "calendar")
    assert duty.source
    for word in (*duty.fields, *filter(None, (duty.recipient, duty.where))):
        assert re.fullmatch(r"[a-z]+([_-][a-z]+)*", word)
    assert duty.rolls_to is None or re.fullmatch(r"\d\d:\d\d", duty.rolls_to)
    assert len(set(duty.fields)) == len(duty.fields)


@pytest.mark.parametrize(
    ("id", "deadline", "source"),
    [
        ("gdpr-33", "72h", "art. 33(1)"),
        ("nis2-early", "24h", "art. 23(4)(a)"),
        ("nis2-notify", "72h", "art. 23(4)(b)"),
        ("nis2-final", "1mo", "art. 23(4)(d)"),
        ("dora-initial", "4h", "2025/301 art. 2, 5(1)(a)"),
        ("dora-intermediate", "72h", "5(1)(b)"),
        ("dora-final", "1mo", "5(1)(c)"),
        ("hipaa-individuals", "60d", "164.404"),
        ("hipaa-media", "60d", "164.406"),
        ("hipaa-hhs", "60d", "164.408"),
        ("fedramp-irf", "1h", "ICP-CSX-IRF"),
    ],
)
def test_deadlines_as_the_laws_state_them(id: str, deadline: str, source: str) -> None:
    (duty,) = (duty for duty in DUTIES if duty.id == id)
    assert str(duty.deadline) == deadline
    assert source in duty.source


def test_only_the_standard_that_says_so_moves_a_deadline_off_a_weekend() -> None:
    assert {duty.id for duty in DUTIES if duty.rolls_to} == {
        "dora-initial",
        "dora-intermediate",
        "dora-final",
    }


def test_the_people_concerned_are_told_only_where_a_plan_knows_them() -> None:
    (duty,) = (duty for duty in DUTIES if duty.id == "gdpr-34")
    assert duty.where == "data-subjects"
    assert duty.deadline is None
