"""Which cases the criteria of severities take, held against trying many cases one by one."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.place import Origin, Place
from commplan.plan import Criteria, UnclearCriteria
from commplan.plan.promises import IncidentSeverity, read_severity
from tests.depth import examples

ROOT = Place(Origin("plan.yaml", 0), ("severities",))
MEASURES = {"share_pct": (0, 2, 2.5, 100), "users": (0, 3, 4), "rate": (0.5, 1)}
"""Measures and the limits that they are given."""
FLAGS = ("exposed", "broken")
Case = Mapping[str, float | bool]

limits = {
    name: st.builds(
        lambda operator, limit: f"{operator}{limit}",
        st.sampled_from(["<", "<=", ">", ">="]),
        st.sampled_from(values),
    )
    for name, values in MEASURES.items()
}
conditions = st.fixed_dictionaries(
    {}, optional={**limits, "exposed": st.booleans(), "or": st.lists(st.sampled_from(FLAGS))}
).filter(lambda criteria: any(name != "or" or value for name, value in criteria.items()))
rankings = st.lists(st.tuples(st.integers(1, 4), conditions), min_size=1, max_size=4)


def severities(ranking: list[tuple[int, dict[str, object]]]) -> list[IncidentSeverity]:
    return [
        read_severity(f"s{number}", {"order": order, "criteria": criteria}, ROOT / f"s{number}")
        for number, (order, criteria) in enumerate(ranking)
    ]


def holds(severity: IncidentSeverity, case: Case) -> bool:
    """Read the criteria as one would aloud."""
    stated = {name: value for name, value in severity.criteria.items() if name != "or"}
    every = all(meets(case[name], value) for name, value in stated.items())
    return (bool(stated) and every) or any(case[flag] for flag in severity.criteria.get("or", ()))


def meets(value: float | bool, wanted: str | bool) -> bool:
    if isinstance(wanted, bool):
        return value is wanted
    operator = wanted.rstrip("0123456789.")
    limit = float(wanted.removeprefix(operator))
    return {
        "<": value < limit,
        "<=": value <= limit,
        ">": value > limit,
        ">=": value >= limit,
    }[operator]


def cases(criteria: Criteria) -> list[Case]:
    """Every flag, and values at, between and beside all limits."""
    values: list[list[float | bool]] = []
    for name, measure in criteria.measures.items():
        if measure.kind == "flag":
            values.append([False, True])
        else:
            step = 1.0 if measure.kind == "count" else 0.25
            near = {x + d * step for x in MEASURES[name] for d in (-1, 0, 1)} | {1000.0}
            top = 100 if measure.kind == "percent" else 1000
            values.append(sorted(x for x in near if 0 <= x <= top))
    return [dict(zip(criteria.measures, case, strict=True)) for case in product(*values)]


def is_in(box: Mapping[str, tuple[tuple[float, int], tuple[float, int]]], case: Case) -> bool:
    return all(box[name][0] <= (float(value), 0) <= box[name][1] for name, value in case.items())


@examples(150)
@given(rankings)
def test_gaps_are_cases_that_nothing_takes(ranking: list[tuple[int, dict[str, object]]]) -> None:
    ranked = severities(ranking)
    criteria = Criteria(ranked)
    boxes = list(criteria.gaps())
    untaken = [case for case in cases(criteria) if not any(holds(s, case) for s in ranked)]
    assert bool(boxes) == bool(untaken)
    for box in boxes:
        example = {name: measure.example(box[name]) for name, measure in criteria.measures.items()}
        assert is_in(box, example)
        flags = {
            n: bool(v) if criteria.measures[n].kind == "flag" else v for n, v in example.items()
        }
        one_measure = sum(m.kind != "flag" for m in criteria.measures.values()) == 1
        if not one_measure:  # else only the measure is narrowed, and flags are left as they are
            assert not any(holds(severity, flags) for severity in ranked)


@examples(150)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 4),
            st.fixed_dictionaries(
                {"share_pct": limits["share_pct"]},
                optional={"or": st.lists(st.sampled_from(FLAGS))},
            ),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_all_gaps_of_a_single_measure(ranking: list[tuple[int, dict[str, object]]]) -> None:
    ranked = severities(ranking)
    criteria = Criteria(ranked)
    boxes = [box["share_pct"] for box in criteria.gaps()]
    for case in cases(criteria):
        if not any(case[flag] for flag in FLAGS if flag in case):
            value = (float(case["share_pct"]), 0)
            in_gap = any(low <= value <= high for low, high in boxes)
            assert in_gap == (not any(holds(severity, case) for severity in ranked))
    assert boxes == sorted(boxes)


@examples(150)
@given(rankings)
def test_hidden_severities_are_those_that_no_case_has(
    ranking: list[tuple[int, dict[str, object]]],
) -> None:
    ranked = severities(ranking)
    criteria = Criteria(ranked)
    tried = cases(criteria)
    found = {hidden.grade.id: hidden for hidden in criteria.hidden()}
    for severity in ranked:
        own = [case for case in tried if holds(severity, case)]
        before = [other for other in ranked if other.order < severity.order]
        left = [case for case in own if not any(holds(other, case) for other in before)]
        assert (severity.id in found) == (not left)
        if severity.id in found:
            alone = {o.id for o in before if all(holds(o, case) for case in own)}
            assert found[severity.id].possible == bool(own)
            assert (found[severity.id].by in alone) if own and alone else not found[severity.id].by


@given(rankings)
def test_the_order_of_the_text_does_not_matter(
    ranking: list[tuple[int, dict[str, object]]],
) -> None:
    one = Criteria(severities(ranking))
    backwards = [(order, dict(reversed(criteria.items()))) for order, criteria in ranking]
    other = Criteria(reversed(severities(backwards)))
    assert list(one.gaps()) == list(other.gaps())
    assert list(one.hidden()) == list(other.hidden())


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (("<30m", ">=5"), "x has limits with and without a unit of time"),
        (("<2bd", ">=3bd"), "the limit 2bd of x has no fixed length"),
        (("<30m", ">=1mo"), "the limit 1mo of x has no fixed length"),
        (("<5", True), "x is a flag in one place and has a limit in another"),
    ],
)
def test_limits_that_do_not_go_together(limits: tuple[object, object], reason: str) -> None:
    ranked = severities([(number, {"x": limit}) for number, limit in enumerate(limits, 1)])
    with pytest.raises(UnclearCriteria, match=reason):
        Criteria(ranked)


def test_a_search_that_would_never_end_is_given_up() -> None:
    pairs: list[dict[str, object]] = [{f"a{n}": ">=5", f"b{n}": ">=5"} for n in range(25)]
    # Together these take everything, which comes out at the end of every attempt.
    pairs += [{"y": y, "z": z} for y in (">=5", "<5") for z in (">=5", "<5")]
    criteria = Criteria(severities(list(enumerate(pairs, 1))))
    with pytest.raises(UnclearCriteria, match="too many ways"):
        list(criteria.gaps())
