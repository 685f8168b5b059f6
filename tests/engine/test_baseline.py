"""What a baseline knows: a rule at a thing in a file, and how many."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.engine.baseline import (
    Entry,
    Terms,
    compare,
    entity,
    entries_of,
    key_of,
    lowered,
    raised,
)
from commplan.finding import Finding, Location, Outcome, Resource, Severity

TERMS = Terms("2026-11-21", frozenset(), lambda _: True)


def found(code: str = "CHN101", pointer: str = "/channels/a", **changes: Any) -> Finding:
    """A finding; of its place only the file and the pointer matter."""
    at = Location(changes.pop("path", "p.yaml"), pointer, changes.pop("line", 1), 1, 1, 2)
    finding = Finding(
        *(code, "some-rule", Severity.ERROR, Outcome.FAIL, "wrong", None, at),
        *((), {}, None, "sha256:0", "plan"),
    )
    return finding._replace(**changes)


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ("", ""),
        ("/channels/it-help", "/channels/it-help"),
        ("/slas/helpdesk/targets/first_response", "/slas/helpdesk/targets/first_response"),
        ("/escalations/major/steps/0/via/1", "/escalations/major/steps"),
        ("/channels/a~1b", "/channels/a~1b"),
    ],
)
def test_what_is_at_fault_is_told_by_names(pointer: str, expected: str) -> None:
    assert entity(pointer) == expected


def test_lines_and_places_in_lists_do_not_matter() -> None:
    entries = entries_of([found(pointer="/messages/m/via/0", line=3)])
    moved = [found(pointer="/messages/m/via/1", line=90)]
    marked, mismatches = compare(moved, entries, TERMS)
    assert ([f.baseline for f in marked], mismatches) == (["known"], ())


@pytest.mark.parametrize(
    "other",
    [
        found("CHN102"),
        found(pointer="/channels/b"),
        found(path="q.yaml"),
        found(resource=Resource("channel", "C1", "a")),
    ],
)
def test_anything_else_is_new(other: Finding) -> None:
    marked, mismatches = compare([other], entries_of([found()]), TERMS)
    assert [f.baseline for f in marked] == ["new"]
    assert [(m.kind, m.message) for m in mismatches] == [("stale", "nothing of it is left")]


@pytest.mark.parametrize(
    ("known", "there", "kind", "baseline"),
    [
        (2, 2, None, "known"),
        (2, 1, "stale", "known"),
        (2, 3, "exceeded", "new"),
        (1, 2, "exceeded", "new"),
    ],
)
def test_of_several_alike_the_number_counts(
    known: int, there: int, kind: str | None, baseline: str
) -> None:
    marked, mismatches = compare([found()] * there, entries_of([found()] * known), TERMS)
    assert {f.baseline for f in marked} == {baseline}
    assert [m.kind for m in mismatches] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("expires", "baseline"), [("2026-11-20", "new"), ("2026-11-21", "known"), (None, "known")]
)
def test_an_entry_holds_to_the_end_of_its_day(expires: str | None, baseline: str) -> None:
    (entry,) = entries_of([found()])
    marked, mismatches = compare([found()], [entry._replace(expires=expires)], TERMS)
    assert marked[0].baseline == baseline
    assert [m.kind for m in mismatches] == (["expired"] if baseline == "new" else [])


@pytest.mark.parametrize("code", ["CHN101", "WVR201", "AUD301", "PLN001"])
def test_what_nothing_hides_no_baseline_hides(code: str) -> None:
    terms = TERMS._replace(mandatory=frozenset({"CHN101"}))
    marked, mismatches = compare([found(code)], entries_of([found(code)]), terms)
    assert marked[0].baseline == "new"
    assert [m.kind for m in mismatches] == ["refused"]


def test_what_was_not_judged_is_not_stale() -> None:
    terms = TERMS._replace(judged=lambda entry: entry.path != "p.yaml")
    entries = entries_of([found(), found(path="q.yaml")])
    assert [m.path for m in compare([], entries, terms)[1]] == ["q.yaml"]
    assert lowered(entries, compare([], entries, terms)[1]) == entries[:1]


def test_raising_keeps_reasons_dates_and_what_was_not_looked_at() -> None:
    kept = Entry("a.yaml", "CHN101", "/x", number=3, reason="closes", expires="2027-01-01")
    unseen = Entry("z.yaml", "CHN101", "/x")
    after = raised([unseen, kept], [found(path="a.yaml", pointer="/x")] * 4 + [found()])
    assert after == (kept._replace(number=4), Entry("p.yaml", "CHN101", "/channels/a"), unseen)


findings = st.lists(
    st.builds(
        found,
        st.sampled_from(["CHN101", "CHN102", "WVR201"]),
        st.sampled_from(["", "/a", "/a/0", "/a/1", "/b"]),
        path=st.sampled_from(["p.yaml", "q.yaml"]),
    ),
    max_size=12,
)


@given(before=findings, now=findings)
def test_pruning_only_ever_takes_away(before: list[Finding], now: list[Finding]) -> None:
    entries = entries_of(before)
    marked, mismatches = compare(now, entries, TERMS)
    after = lowered(entries, mismatches)
    numbers = {entry.key: entry.number for entry in entries}
    assert all(entry.number <= numbers[entry.key] for entry in after)
    assert compare(now, after, TERMS)[0] == marked
    assert {m.kind for m in compare(now, after, TERMS)[1]} <= {"exceeded"}


@given(before=findings, now=findings)
def test_marks_are_those_of_an_obvious_count(before: list[Finding], now: list[Finding]) -> None:
    allowed, there = Counter(map(key_of, before)), Counter(map(key_of, now))
    for finding in compare(now, entries_of(before), TERMS)[0]:
        key = key_of(finding)
        is_known = finding.code != "WVR201" and allowed[key] >= there[key]
        assert finding.baseline == ("known" if is_known else "new")
