"""Something that nobody is to look at again."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Plan, Problem, Review, Severity, listed, rule

_REVIEWED = ("plan", "channels", "exercise")


@rule(
    "REV101",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A18 A23; NIST CSF ID.IM-04",
)
def review_undefined(plan: Plan, *, top: int = 2) -> Iterator[Problem]:
    """Plan, channels or exercise are reviewed by nobody, or grave incidents have no review rule.

    A plan is right on the day it is written; people move, channels are renamed,
    and a path that was never rehearsed fails when it is needed. State how often
    each is reviewed and who sees to it. For every severity up to `order` 2 (`top`),
    say whether an incident is reviewed afterwards, and how soon.

    Bad:
        reviews:
          plan: {every: 6mo, last: "2026-09-14", owner: "person:dana"}
          channels: {every: 3mo, last: "2026-10-01"}
        stakeholders:
          people:
            dana: {name: Dana Fox, slack: U04DANA}

    Good:
        reviews:
          plan: {every: 6mo, last: "2026-09-14", owner: "person:dana"}
          channels: {every: 3mo, last: "2026-10-01", owner: "person:dana"}
          exercise: {every: 12mo, last: "2026-06-20", owner: "person:dana"}
        stakeholders:
          people:
            dana: {name: Dana Fox, slack: U04DANA}

    Facts:
        reviews: the reviews that are not defined, or lack something
        lacks: what they lack, of `every` and `owner`
        severity: the severity without a rule for reviews
        order: its order
    """
    undefined = [name for name in _REVIEWED if name not in plan.reviews]
    if undefined:
        yield Problem(
            at=plan.root / "reviews",
            message=f"no review of {listed(undefined)} is planned",
            help=f'add `{undefined[0]}: {{every: 6mo, owner: "role:…"}}` under `reviews`',
            facts={"reviews": undefined, "lacks": ["every", "owner"]},
        )
    for name in _REVIEWED:
        if name in plan.reviews and (lacks := _lacks(plan.reviews[name])):
            words = listed([f"`{key}`" for key in lacks])
            yield Problem(
                at=plan.reviews[name].at.key,
                message=f"the review of {name} has no {_NOUNS[lacks]}",
                help=f"add {words}",
                facts={"reviews": [name], "lacks": list(lacks)},
            )
    for severity in plan.severities.values():
        pir = severity.pir
        if severity.order <= top and (pir is None or pir.required is None):
            yield Problem(
                at=severity.at / "pir",
                message=f"{severity.id} (order {severity.order}) does not say "
                "whether an incident is reviewed afterwards",
                help="add `pir: {required: true, within: 5bd}`, or `required: false`",
                facts={"severity": severity.id, "order": severity.order},
            )


_NOUNS = {
    ("every",): "cadence",
    ("owner",): "owner",
    ("every", "owner"): "cadence and no owner",
}


def _lacks(review: Review) -> tuple[str, ...]:
    stated = {"every": review.every is not None, "owner": review.owner is not None}
    return tuple(key for key, is_stated in stated.items() if not is_stated)
