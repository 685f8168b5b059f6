from __future__ import annotations

import pytest

from commplan.rules.training.programme_missing import programme_missing
from commplan.testing import expect, judge_text

ALL = "programmes: {recognition: {}, social: {}, knowledge: {}, conferences: {}}\n"


def test_programmes_that_are_not_defined() -> None:
    expect(
        programme_missing,
        """
        programmes:  # <- the programmes social and conferences are not defined
          recognition: {}
          knowledge: {}
          other: {}
        """,
    )
    (finding,) = judge_text(programme_missing, ALL.replace("social", "party")).findings
    assert finding.message == "the programme social is not defined"
    assert finding.help == 'add `social: {owner: "person:…", every: 3mo}` under `programmes`'


def test_which_programmes_are_wanted_may_be_set() -> None:
    wanted = {"programmes": ("lunch",)}
    (finding,) = judge_text(programme_missing, ALL, parameters=wanted).findings
    assert finding.facts == {"programmes": ["lunch"]}
    assert (
        judge_text(programme_missing, "channels: {}", parameters={"programmes": ()}).messages == ()
    )


def test_juniors_have_a_mentor() -> None:
    expect(
        programme_missing,
        ALL
        + """
stakeholders:
  people:
    ann: {name: Ann, level: junior}  # <- ann is junior and has no mentor
    bob: {name: Bob, level: junior, mentor: "person:ann"}
    cat: {name: Cat, level: junior, mentor: "person:cat"}  # <- cat is junior and their own mentor
    dan: {name: Dan, level: senior}
    eve: {name: Eve}
    fay: {name: Fay, level: junior, mentor: "person:gone"}
""",
    )


@pytest.mark.parametrize(("until", "is_told"), [("2026-11-20", False), ("2026-11-21", True)])
def test_nobody_looks_for_a_mentor_for_people_who_have_left(until: str, is_told: bool) -> None:
    text = ALL + f'stakeholders: {{people: {{a: {{name: A, level: junior, until: "{until}"}}}}}}'
    assert bool(judge_text(programme_missing, text).messages) == is_told
