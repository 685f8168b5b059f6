from __future__ import annotations

from commplan.rules.reviews.review_undefined import review_undefined
from commplan.testing import expect, judge_text

EVERY = "{every: 6mo, owner: 'role:lead'}"
ROLE = "stakeholders: {roles: {lead: {}}}\n"


def test_a_plan_without_reviews_is_told_once() -> None:
    (finding,) = judge_text(review_undefined, "channels: {}").findings
    assert finding.message == "no review of plan, channels and exercise is planned"
    assert finding.help == 'add `plan: {every: 6mo, owner: "role:…"}` under `reviews`'
    assert finding.location.pointer == "/reviews"
    assert finding.facts["reviews"] == ["plan", "channels", "exercise"]


def test_what_is_missing_and_what_lacks_something() -> None:
    expect(
        review_undefined,
        """
        reviews:  # <- no review of exercise is planned
          plan: {every: 6mo}  # <- the review of plan has no owner
          channels: {last: "2026-10-01"}  # <- the review of channels has no cadence and no owner
          other: {}
        """,
    )
    expect(
        review_undefined,
        """
        reviews:
          plan: {every: 6mo, owner: "role:gone"}
          channels: {every: 1w, owner: "person:gone"}
          exercise: {owner: "role:gone"}  # <- the review of exercise has no cadence
        """,
    )


def test_grave_severities_say_whether_incidents_are_reviewed() -> None:
    expect(
        review_undefined,
        f"""
        reviews: {{plan: {EVERY}, channels: {EVERY}, exercise: {EVERY}}}
        severities:
          one: {{order: 1}}  # <- one (order 1) does not say whether an incident is reviewed
          two: {{order: 2, pir: {{within: 5bd}}}}  # <- two (order 2) does not say
          two-b: {{order: 2, pir: {{required: false}}}}
          two-c: {{order: 2, pir: {{required: true}}}}
          three: {{order: 3}}
        """,
    )


def test_how_many_severities_are_grave_may_be_set() -> None:
    text = f"reviews: {{plan: {EVERY}, channels: {EVERY}, exercise: {EVERY}}}\n"
    text += "severities: {a: {order: 1}, b: {order: 2}, c: {order: 3}}"
    for top in (0, 1, 3):
        assert len(judge_text(review_undefined, text, parameters={"top": top}).findings) == top


def test_a_review_may_be_completed_by_an_overlay() -> None:
    base = (
        "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: b}\n"
        f"reviews: {{plan: {{every: 6mo}}, channels: {EVERY}, exercise: {EVERY}}}\n"
    )
    plan = "metadata: {id: x, extends: base.yaml}\nreviews: {plan: {owner: 'role:lead'}}"
    assert judge_text(review_undefined, plan, files={"base.yaml": base}).messages == ()
