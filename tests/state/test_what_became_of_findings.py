"""New, known, resolved, or not judged: nothing is gone because nobody looked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.finding import (
    Excuse,
    Incomplete,
    Location,
    Report,
    Resource,
    Seen,
    Since,
    Skipped,
    Waived,
)
from commplan.state.compare import Moment, Record, Scope, compare
from tests.state.conftest import ScopeOf, finding, report

ONE, TWO, THREE = finding(1), finding(2), finding(3, file="plans/b.yaml")
FILES = ("plans/a.yaml", "plans/b.yaml")


def recorded(scope: Scope, known: dict[str, Record] | None = None) -> dict[str, Record]:
    """What is on record after a run."""
    made = compare(scope, known or {}, FILES, Moment(0) if known else None)
    return (known or {}) | {record.finding.fingerprint: record for record in made.records}


def since(scope: Scope, known: dict[str, Record], last: Moment | None = None) -> Since:
    told = compare(scope, known, FILES, last or Moment(0)).report.since
    assert told is not None
    return told


def fate(told: Since) -> tuple[list[str], list[str]]:
    """The messages of what is resolved, and of what was not judged."""
    return [one.message for one in told.resolved], [one.message for one in told.not_judged]


def test_the_first_audit_finds_everything_new(scope: ScopeOf) -> None:
    made = compare(scope(report(5, ONE, TWO)), {}, (), None)
    assert [one.state for one in made.report.findings] == [Seen("new", 5), Seen("new", 5)]
    assert made.report.since == Since(last_audit=None, recorded=True)


def test_what_is_found_again_is_known_since_it_was_first_found(scope: ScopeOf) -> None:
    known = recorded(scope(report(5, ONE)))
    made = compare(scope(report(9, ONE, TWO)), known, FILES, Moment(5))
    assert [one.state for one in made.report.findings] == [Seen("known", 5), Seen("new", 9)]


def test_what_is_judged_and_not_found_is_resolved(scope: ScopeOf) -> None:
    known = recorded(scope(report(5, ONE, TWO, THREE)))
    assert fate(since(scope(report(9, TWO)), known)) == (["fault 1", "fault 3"], [])


def test_what_comes_back_is_new_and_keeps_its_first_day(scope: ScopeOf) -> None:
    known = recorded(scope(report(5, ONE)))
    known = recorded(scope(report(6)), known)
    assert known[ONE.fingerprint].resolved_at == 6
    made = compare(scope(report(9, ONE)), known, FILES, Moment(6))
    assert [one.state for one in made.report.findings] == [Seen("new", 5)]
    assert since(scope(report(10)), known).resolved == ()


def test_a_waiver_hides_a_finding_and_resolves_nothing(scope: ScopeOf) -> None:
    known = recorded(scope(report(5, ONE)))
    excuse = Excuse("waiver", "w", "agreed", None, None, None, Location("x", "", 1, 1, 1, 1))
    hidden = report(9)._replace(waived=(Waived(ONE, excuse),))
    assert fate(since(scope(hidden), known)) == ([], [])


UNREAD = Resource("person", "U1", "alice")
NOT_JUDGED: dict[str, tuple[Report, dict[str, object]]] = {
    "its rule was not selected": (report(9), {"codes": frozenset({"PLN103"})}),
    "its plan was left out": (
        report(9),
        {"files": frozenset({"plans/b.yaml"}), "folders": ()},
    ),
    "the report is about another file": (report(9), {"only": frozenset({"plans/b.yaml"})}),
    "its rule as a whole": (
        report(9, skipped=(Skipped("CHN302", "channel-missing", "needs a workspace"),)),
        {},
    ),
    "its subject": (
        report(
            9,
            skipped=(Skipped("CHN302", "x", "not read", "plans/a.yaml", "/channels/c1", UNREAD),),
        ),
        {},
    ),
    "another subject that the rule needs": (
        report(
            9,
            skipped=(Skipped("CHN302", "x", "not read", "plans/a.yaml", "/rotations/r", UNREAD),),
        ),
        {},
    ),
    "its plan is broken": (
        report(9, skipped=(Skipped("CHN302", "x", "no schema", "plans/a.yaml", ""),)),
        {},
    ),
    "a read failed": (
        report(9, incomplete=(Incomplete("read", "users.list", "x", rules=("CHN302",)),)),
        {},
    ),
    "the rule crashed there": (
        report(
            9,
            incomplete=(Incomplete("rule", "CHN302", "x", rules=("CHN302",), path="plans/a.yaml"),),
        ),
        {},
    ),
    "a process died": (report(9, incomplete=(Incomplete("read", "worker process", "x"),)), {}),
    "the file cannot be read": (
        report(9, incomplete=(Incomplete("read", "plans/a.yaml", "x", path="plans/a.yaml"),)),
        {},
    ),
}


@pytest.mark.parametrize("name", NOT_JUDGED)
def test_what_was_not_judged_is_not_resolved(scope: ScopeOf, name: str) -> None:
    known = recorded(scope(report(5, ONE)))
    run, changes = NOT_JUDGED[name]
    assert fate(since(scope(run, **changes), known)) == ([], ["fault 1"])


ELSEWHERE: dict[str, Report] = {
    "another rule was not judged": report(
        9, skipped=(Skipped("PLN103", "x", "why", "plans/a.yaml", "/channels/c1"),)
    ),
    "another plan was not judged": report(
        9, skipped=(Skipped("CHN302", "x", "why", "plans/b.yaml", "/channels/c1"),)
    ),
    "a read failed that the rule does not need": report(
        9, incomplete=(Incomplete("read", "pins.list", "x", rules=("CHN313",)),)
    ),
    "the rule crashed elsewhere": report(
        9, incomplete=(Incomplete("rule", "CHN302", "x", rules=("CHN302",), path="plans/b.yaml"),)
    ),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_was_not_judged_elsewhere_does_not_matter(scope: ScopeOf, name: str) -> None:
    known = recorded(scope(report(5, ONE)))
    assert fate(since(scope(ELSEWHERE[name]), known)) == (["fault 1"], [])


def test_what_could_not_be_judged_before_either_does_not_matter(scope: ScopeOf) -> None:
    always = (Skipped("CHN302", "x", "the plan says nothing", "plans/a.yaml", "/channels/c9"),)
    known = recorded(scope(report(5, ONE, skipped=always)))
    assert fate(since(scope(report(9, skipped=always)), known)) == (["fault 1"], [])


def test_a_plan_that_is_gone_takes_its_findings_along(scope: ScopeOf) -> None:
    run = scope(report(9), files=frozenset({"plans/b.yaml"}))
    known = recorded(scope(report(5, ONE)))
    assert fate(since(run, known)) == ([], ["fault 1"])
    Path("plans/a.yaml").unlink()
    assert fate(since(run, known)) == (["fault 1"], [])
    elsewhere = run._replace(folders=("other",))
    assert fate(since(elsewhere, known)) == ([], ["fault 1"])


def test_a_comparison_of_plans_is_resolved_only_by_a_run_over_all_of_them(scope: ScopeOf) -> None:
    shared = finding(7, code="PLN103")
    known = recorded(scope(report(5, shared)))
    half = scope(report(9), files=frozenset({"plans/a.yaml"}))
    assert fate(since(half, known)) == ([], ["fault 7"])
    assert fate(since(scope(report(9)), known)) == (["fault 7"], [])


def test_a_finding_in_a_baseline_belongs_to_the_plan_that_extends_it(scope: ScopeOf) -> None:
    inherited = ONE._replace(location=ONE.location._replace(path="org/base.yaml"))
    known = recorded(scope(report(5, inherited)))
    assert known[ONE.fingerprint].home == "plans/a.yaml"
    assert fate(since(scope(report(9)), known)) == (["fault 1"], [])
    # What the plan leaves unjudged is no part of a report about its baseline alone.
    about = frozenset({"org/base.yaml"})
    assert fate(since(scope(report(9), only=about), known)) == ([], ["fault 1"])


@pytest.mark.parametrize(
    ("now", "read_at", "outdated"),
    [(9, None, False), (8, 7, False), (7, None, True), (9, 6, True), (9, 7, False)],
)
def test_an_older_run_compares_and_leaves_the_record_alone(
    scope: ScopeOf, now: int, read_at: int | None, outdated: bool
) -> None:
    known = recorded(scope(report(5, ONE, TWO)))
    run = scope(report(now, TWO, THREE), read_at=read_at)
    made = compare(run, known, FILES, Moment(8, 7))
    assert made.report.since is not None
    assert made.report.since.recorded is not outdated
    assert [one.state.status for one in made.report.findings if one.state] == ["known", "new"]
    assert bool(made.records) is not outdated
    assert fate(made.report.since) == (([], []) if outdated else (["fault 1"], []))


FAULTS = [finding(n, file=FILES[n % 2]) for n in range(4)]
RUNS = st.lists(
    st.tuples(
        st.sets(st.sampled_from(range(4))),
        st.sets(st.sampled_from(range(4)), max_size=2),
        st.sets(st.sampled_from(FILES), min_size=1),
    ),
    max_size=6,
)


@given(RUNS)
def test_against_a_naive_record(runs: list[tuple[set[int], set[int], set[str]]]) -> None:
    """The oracle remembers for each finding when it was seen, and whether that still holds."""
    known: dict[str, Record] = {}
    first: dict[int, int] = {}
    standing: set[int] = set()
    last = None
    for now, (there, unread, files) in enumerate(runs, 1):
        looked = {n for n in range(4) if FILES[n % 2] in files}
        skips = tuple(
            Skipped("CHN302", "x", "why", FILES[n % 2], FAULTS[n].location.pointer)
            for n in unread & looked
        )
        found = sorted(there & looked - unread)
        run = Scope(
            report=report(now, *(FAULTS[n] for n in found), skipped=skips),
            codes=frozenset({"CHN302"}),
            comparing=frozenset(),
            files=frozenset(files),
            homes={"a": FILES[0], "b": FILES[1]},
        )
        made = compare(run, known, FILES, last)
        told = made.report.since
        assert told is not None
        assert [one.state for one in made.report.findings] == [
            Seen("known" if n in standing else "new", first.get(n, now)) for n in found
        ]
        resolved = {int(one.fingerprint[7:], 16) for one in told.resolved}
        waiting = {int(one.fingerprint[7:], 16) for one in told.not_judged}
        assert resolved | waiting == standing - set(found)
        assert resolved & waiting == set()
        assert resolved & unread == set()
        assert resolved <= looked
        for n in found:
            first.setdefault(n, now)
        standing = standing - resolved | set(found)
        known |= {record.finding.fingerprint: record for record in made.records}
        last = Moment(now)
