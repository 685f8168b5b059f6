"""A plan that promises less than the organization it belongs to."""

from __future__ import annotations

from commplan.api import (
    NotAssessed,
    Place,
    Plan,
    Problem,
    Related,
    Severity,
    Verdicts,
    Weakening,
    WrittenDocument,
    rule,
    weakenings,
)


@rule("PLN201", severity=Severity.ERROR, profile="standard", since="0.1", source="B11; SOC 2 CC5.3")
def overlay_weakens_baseline(
    plan: Plan, document: WrittenDocument, baselines: tuple[WrittenDocument, ...]
) -> Verdicts:
    """A plan sets a value that is looser than the one in a baseline it extends.

    What the organization promises holds for everybody, or it is no promise. A plan
    may be stricter: targets, `every`, `ack_within`, `max_…` and other times fall;
    `min_…`, objectives and the class of a message rise; ceilings, clearances and
    audiences narrow; what is public may become private; steps, lists of what is
    required and `required` itself grow. Any other value has no order and has to
    stay as it is. New entries are free, and so is what tells the plan itself from
    others or when something was last done. Of several baselines the strictest
    value counts.

    Bad:
        metadata: {id: it-ops, extends: org.yaml}
        slas:
          major: {targets: {acknowledge: 15m}}

    Good:
        metadata: {id: it-ops, extends: org.yaml}
        slas:
          major: {targets: {acknowledge: 5m}}

    Files:
        org.yaml: |
          apiVersion: commplan/v1
          kind: Baseline
          metadata: {id: org}
          slas:
            major: {clock: 24x7, targets: {acknowledge: 10m, resolve: 4h}}

    Facts:
        field: the keys of the value, joined by dots
        value, baseline: the value, and the strictest that it replaces
    """
    if not baselines:
        return
    layers = (document, *baselines)
    for weakening in weakenings([layer.value for layer in layers], plan.classification):
        at = Place(plan.origin, weakening.pointer)
        message = f"{weakening.name} {weakening.weaker.words}"
        if not weakening.weaker.is_decided:
            yield NotAssessed(message, at)
        else:
            yield _problem(weakening, at, message, layers[weakening.layer])


def _problem(weakening: Weakening, at: Place, message: str, layer: WrittenDocument) -> Problem:
    return Problem(
        at=at,
        message=message,
        help="write a stricter value, or leave it out: then the baseline's holds"
        if weakening.weaker.has_order
        else "leave it out: then the baseline's holds, as it has to in every plan",
        related=(Related(Place(layer.origin, weakening.before_at), "in the baseline"),),
        facts={
            "field": ".".join(map(str, weakening.pointer)),
            "value": weakening.now,
            "baseline": weakening.before,
        },
        subject=".".join(map(str, weakening.before_at)),
    )
