from __future__ import annotations

import pytest

from commplan.prose import unexpanded


def letters(text: str, *known: str) -> list[str]:
    found = unexpanded(text, known)
    assert all(text[a.start : a.start + len(a.letters)] == a.letters for a in found)
    return [acronym.letters for acronym in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The RTO is four hours.", ["RTO"]),
        ("We missed two SLAs and one RTO; the RTO twice.", ["SLA", "RTO"]),
        ("**RTO:** {{ rto }}", ["RTO"]),
        ("(see RTO)", ["RTO"]),
        ("RTO (4h)", ["RTO"]),
        ("a DB in the cloud, a dark blue one", ["DB"]),
        ("the RTO of a fast RT", ["RTO", "RT"]),
        ("our CI, our CV and part XIV", ["CI"]),
    ],
)
def test_acronyms_that_nobody_spells_out(text: str, found: list[str]) -> None:
    assert letters(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The recovery time objective (RTO) is four hours. The RTO holds.",
        "The RTO (recovery time objective) is four hours.",
        "Service level agreements (SLAs) hold; this SLA does not.",
        "The Recovery Time Objective is four hours, an RTO of most.",
        "Read the FAQ, call IT or open the PDF at 10:00 UTC.",
        "Do NOT restart. Please answer NOW, not later.",
        "ACTION REQUIRED: RESTART",
        "Part II of chapter XIV",
        "INC-12, IT-4410, SEV-1, P1, NIS2 and C3PO",
        "See `RTO`, {{ RTO }}, https://x.example/RTO and #RTO",
        "I am A OK",
        "AT&T and R&D, A/B and CI/CD",
        "HELLOWORLD",
        "",
    ],
)
def test_what_needs_no_words(text: str) -> None:
    assert letters(text) == []


def test_what_is_known_can_be_said() -> None:
    assert letters("The RTO. The RPO.", "RTO") == ["RPO"]
