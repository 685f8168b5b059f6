"""What the reader of packs refuses, and how packs come together for one plan."""

from __future__ import annotations

from typing import Any

import pytest

from commplan.clock import Duration
from commplan.finding import Severity
from commplan.packs import Control, load_pack, packs_of, raised_by, read_pack
from commplan.place import Origin
from commplan.plan import Plan

DUTY = {
    "id": "x-1",
    "title": "tell somebody",
    "trigger": "something",
    "recipient": "regulator",
    "source": "art. 1",
    "verified": True,
}
CONTROL = {"id": "7.4", "title": "communication", "verified": False, "rules": ["PLN104"]}


def pack(**changes: object) -> dict[str, Any]:
    raw = {"title": "X", "source": "a law", **changes}
    return {key: value for key, value in raw.items() if value is not None}


def duty(**changes: object) -> dict[str, Any]:
    raw = {key: value for key, value in {**DUTY, **changes}.items() if value is not None}
    return pack(duties=[raw])


def test_a_pack_with_everything() -> None:
    made = read_pack(
        "x",
        pack(
            classes=["regulator"],
            severity={"STK104": "error"},
            duties=[{**DUTY, "deadline": "1h30m", "clock": "calendar", "fields": ["who"]}],
            controls=[CONTROL],
        ),
    )
    assert made.severity == {"STK104": Severity.ERROR}
    assert made.duties[0].deadline == Duration(90 * 60_000_000)
    assert made.duties[0].fields == ("who",)
    assert made.controls == (Control("7.4", "communication", False, ("PLN104",)),)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (pack(title=None), "^x: lacks 'title'"),
        (pack(titel="X"), "^x: has the unknown key 'titel'"),
        (pack(severity={"STK104": "fatal"}), "'fatal' is not a valid Severity"),
        (pack(controls=[{**CONTROL, "rule": "X"}]), "^x: control 1: has the unknown key 'rule'"),
        (pack(controls=[CONTROL, {"id": "8"}]), "^x: control 2: lacks 'title'"),
        (duty(source=None), "^x: duty 1: lacks 'source'"),
        (duty(deadlin="72h"), "^x: duty 1: has the unknown key 'deadlin'"),
        (duty(verified="yes"), "^x: duty 1: 'verified' is 'yes', expected a bool"),
        (duty(deadline="3 days", clock="calendar"), "'3 days' is no duration"),
        (duty(deadline="72h"), "^x: duty 1: 'deadline' and 'clock' go together"),
        (duty(clock="calendar"), "^x: duty 1: 'deadline' and 'clock' go together"),
        (duty(after="x-0"), "^x: duty 1: expected either 'trigger' or 'after'"),
        (duty(trigger=None), "^x: duty 1: expected either 'trigger' or 'after'"),
    ],
)
def test_whatever_is_not_understood_is_refused_with_its_place(
    raw: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        read_pack("x", raw)


def plan(*packs: str) -> Plan:
    return Plan({"metadata": {"id": "x", "profiles": [*packs]}}, Origin("plan.yaml", 0))


def test_a_plan_is_held_to_its_own_packs_and_those_of_the_run_each_once() -> None:
    held = packs_of(plan("nis2", "gdpr", "nis2"), ("gdpr", "dora"))
    assert [(one.pack.name, one.at.pointer) for one in held] == [
        ("nis2", ("metadata", "profiles", 0)),
        ("gdpr", ("metadata", "profiles", 1)),
        ("dora", ()),
    ]


def test_a_name_of_no_pack_is_left_out() -> None:
    assert packs_of(plan("gdrp"), ()) == ()
    assert raised_by(("gdrp",)) == {}


def test_the_gravest_of_several_packs_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    from commplan.packs import held

    severities = {
        "a": {"STK104": Severity.WARNING, "ESC401": Severity.ERROR},
        "b": {"STK104": Severity.ERROR, "ESC401": Severity.WARNING},
    }
    monkeypatch.setattr(held, "pack_names", lambda: ("a", "b"))
    monkeypatch.setattr(
        held, "load_pack", lambda name: load_pack("gdpr")._replace(severity=severities[name])
    )
    assert held.raised_by(("a", "b")) == {"STK104": Severity.ERROR, "ESC401": Severity.ERROR}
