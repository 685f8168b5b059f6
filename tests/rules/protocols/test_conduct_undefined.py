from __future__ import annotations

import pytest

from commplan.rules.protocols.conduct_undefined import conduct_undefined
from commplan.testing import expect, judge_text

GUIDE = "the plan states no guide to tone"
BLAME = "the plan states no rule that incidents are discussed without blame"
LOOP = "the plan states no rule that receivers confirm what they understood"


@pytest.mark.parametrize(
    "text", ["channels: {}", "protocols: {}", "protocols: {threads: required}"]
)
def test_one_finding_for_each(text: str) -> None:
    verdict = judge_text(conduct_undefined, text)
    assert verdict.messages == (GUIDE, BLAME, LOOP)
    assert [finding.facts["missing"] for finding in verdict.findings] == [
        "protocols.tone.guide",
        "protocols.conduct.blameless",
        "protocols.closed_loop",
    ]
    assert len({finding.fingerprint for finding in verdict.findings}) == 3


def test_all_is_stated() -> None:
    for level in ("required", "recommended", "optional"):
        expect(
            conduct_undefined,
            f"""
            protocols:
              tone: {{guide: "https://kb.example.org/tone"}}
              conduct: {{blameless: true}}
              closed_loop: {level}
            """,
        )


def test_parts_that_are_empty_or_say_no() -> None:
    expect(
        conduct_undefined,
        """
        protocols:
          tone: {max_grade: 9}  # <- the plan states no guide to tone
          conduct: {code: "https://kb.example.org/conduct"}  # <- discussed without blame
          closed_loop: required
        """,
    )
    expect(
        conduct_undefined,
        """
        protocols:
          tone: {guide: tone.md}
          conduct:
            blameless: false  # <- discussed without blame
          closed_loop: required
        """,
    )


def test_what_the_baseline_states_is_stated() -> None:
    baseline = (
        "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: org}\n"
        "protocols: {tone: {guide: tone.md}, conduct: {blameless: true}}\n"
    )
    text = "metadata: {id: x, extends: org.yaml}\nprotocols: {closed_loop: required}"
    assert judge_text(conduct_undefined, text, files={"org.yaml": baseline}).messages == ()
