"""The text format as a person sees it, in the situations that matter."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from commplan.api import (
    Incomplete,
    Outcome,
    RelatedLocation,
    Rendering,
    Report,
    Resource,
    Severity,
    Skipped,
    Waived,
)
from commplan.reporters.text import render


def shows(report: Report, rendering: Rendering, expected: str) -> None:
    assert render(report, rendering) == dedent(expected).lstrip("\n")


def test_a_finding_is_a_headline_a_marked_line_and_what_to_do(make: Any) -> None:
    finding = make.finding(
        help="write channel:incidents",
        related=(RelatedLocation(make.at(2, 3, 2, 12), "declared here"),),
        resource=Resource("channel", "C012", "incidents"),
    )
    shows(
        make.report(finding),
        make.rendering(),
        """
        plans/it.yaml:4:18: error PLN101 broken-reference: no channel is called 'incidnts'
            4 |   update: {via: ["channel:incidnts"]}
              |                  ^^^^^^^^^^^^^^^^^^
          related plans/it.yaml:2:3: declared here
            2 |   incidents: {kind: slack}
              |   ^^^^^^^^^
          help: write channel:incidents
          slack: channel C012 #incidents

        3 files, 3 plans, 47 rules: 1 error, 0 warnings, 0 infos
        """,
    )


def test_a_related_place_on_the_same_line_is_not_shown_twice(make: Any) -> None:
    finding = make.finding(related=(RelatedLocation(make.at(4, 3, 4, 9), "of this message"),))
    assert render(make.report(finding), make.rendering()).count("update:") == 1


def test_a_clean_check_is_one_line(make: Any) -> None:
    skipped = (
        Skipped("CHN302", "channel-missing", "no workspace"),
        Skipped("CHN303", "channel-archived", "no workspace"),
    )
    shows(
        make.report(skipped=skipped, files=1, plans=1, rules_run=1),
        make.rendering(),
        """
        1 file, 1 plan, 1 rule: 0 errors, 0 warnings, 0 infos; 2 rules not assessed (no workspace)
        """,
    )


def test_an_audit_names_its_workspace(make: Any) -> None:
    report = make.report(command="audit", workspace="the snapshot of 2026-11-20")
    assert "47 rules against the snapshot of 2026-11-20: 0 errors" in render(
        report, make.rendering()
    )


def test_an_inconclusive_finding_says_so_in_its_first_line(make: Any) -> None:
    finding = make.finding(outcome=Outcome.INCONCLUSIVE, severity=Severity.WARNING)
    first = render(make.report(finding), make.rendering()).splitlines()[0]
    assert first.startswith("plans/it.yaml:4:18: warning PLN101 broken-reference (inconclusive): ")


def test_what_the_baseline_knows_is_counted_and_shown_on_request(make: Any) -> None:
    report = make.report(make.finding(baseline="known"))
    shows(
        report,
        make.rendering(),
        """
        3 files, 3 plans, 47 rules: 0 errors, 0 warnings, 0 infos; 1 known to the baseline
        """,
    )
    verbose = render(report, make.rendering(verbosity=1))
    assert verbose.startswith("plans/it.yaml:4:18: error PLN101 broken-reference (known): ")


WAIVED_AND_SKIPPED = """
    waived:
      2 findings by waiver w1 (until 2027-01-31, owner role:owner, approved by person:dana): agreed
      1 finding by the comment at plans/it.yaml:9: seen

    not assessed:
      2 rules: needs a workspace
      1 subject of CHN311: the scope usergroups:read was not granted

    3 files, 3 plans, 47 rules: 0 errors, 0 warnings, 0 infos; 3 waived; 2 rules and 1 subject of CHN311 not assessed
    """  # noqa: E501  # the output as it is

WAIVED_AND_SKIPPED_IN_DETAIL = """
    waived:
      2 findings by waiver w1 (until 2027-01-31, owner role:owner, approved by person:dana): agreed
        PLN101 broken-reference at plans/it.yaml:4:18: no channel is called 'incidnts'
        PLN101 broken-reference at plans/it.yaml:4:18: another
      1 finding by the comment at plans/it.yaml:9: seen
        PLN101 broken-reference at plans/it.yaml:4:18: no channel is called 'incidnts'

    not assessed:
      2 rules: needs a workspace
        CHN302 channel-missing
        CHN303 channel-archived
      1 subject of CHN311: the scope usergroups:read was not granted
        CHN311 members-differ: plans/it.yaml /channels/it-help, slack: channel C012

    profile standard, as of 2026-11-21T09:00:00Z
    3 files, 3 plans, 47 rules: 0 errors, 0 warnings, 0 infos; 3 waived; 2 rules and 1 subject of CHN311 not assessed
    """  # noqa: E501  # the output as it is


@pytest.mark.parametrize(
    ("verbosity", "expected"),
    [(0, WAIVED_AND_SKIPPED), (1, WAIVED_AND_SKIPPED_IN_DETAIL), (-1, "")],
)
def test_waived_and_not_assessed_are_summed_up(make: Any, verbosity: int, expected: str) -> None:
    comment = make.excuse(
        kind="ignore", id=None, reason="seen", owner=None, approved_by=None, expires=None
    )
    report = make.report(
        waived=(
            Waived(make.finding(), make.excuse()),
            Waived(make.finding(), comment),
            Waived(make.finding(message="another"), make.excuse()),
        ),
        skipped=(
            Skipped("CHN302", "channel-missing", "needs a workspace"),
            Skipped("CHN303", "channel-archived", "needs a workspace"),
            Skipped(
                "CHN311",
                "members-differ",
                "the scope usergroups:read was not granted",
                "plans/it.yaml",
                "/channels/it-help",
                Resource("channel", "C012", None),
            ),
        ),
    )
    shows(report, make.rendering(verbosity=verbosity), expected)


def test_many_reasons_are_cut_short_unless_details_are_wanted(make: Any) -> None:
    skipped = tuple(Skipped("CHN311", "m", f"reason {n:02}", "p", f"/{n}") for n in range(13))
    brief = render(make.report(skipped=skipped), make.rendering())
    assert "  … and 3 more (-v lists all)\n" in brief
    assert "reason 09" in brief
    assert "reason 10" not in brief
    assert "13 subjects of CHN311 not assessed\n" in brief
    assert "reason 12" in render(make.report(skipped=skipped), make.rendering(verbosity=1))


FAILURES = (
    Incomplete(
        "read",
        "conversations.members",
        "ratelimited",
        5,
        ("CHN311", "CHN312"),
        "plans/it.yaml",
        "/channels/it-help",
        Resource("channel", "C012", "it-help"),
    ),
    Incomplete("rule", "ESC202", "KeyError: 'steps'", rules=("ESC202",)),
)


def test_an_incomplete_run_cannot_be_taken_for_a_pass(make: Any) -> None:
    shows(
        make.report(incomplete=FAILURES),
        make.rendering(),
        """
        !!! INCOMPLETE: 2 failures. Findings may be missing; do not take this run as a pass.
        !!!   reading conversations.members failed after 5 tries: ratelimited
        !!!     at plans/it.yaml /channels/it-help
        !!!     slack: channel C012 #it-help
        !!!     not judged: CHN311, CHN312
        !!!   the rule ESC202 crashed: KeyError: 'steps'

        INCOMPLETE: 3 files, 3 plans, 47 rules: 0 errors, 0 warnings, 0 infos; 2 failures
        """,
    )


def test_quiet_leaves_first_lines_and_what_is_incomplete(make: Any) -> None:
    report = make.report(
        make.finding(help="write channel:incidents"),
        make.finding(baseline="known"),
        incomplete=FAILURES[1:],
    )
    shows(
        report,
        make.rendering(verbosity=-1),
        """
        plans/it.yaml:4:18: error PLN101 broken-reference: no channel is called 'incidnts'
        !!! INCOMPLETE: 1 failure. Findings may be missing; do not take this run as a pass.
        !!!   the rule ESC202 crashed: KeyError: 'steps'
        """,
    )


def test_colour_changes_nothing_but_the_colour(make: Any) -> None:
    import re

    report = make.report(make.finding(help="write channel:incidents"), incomplete=FAILURES)
    plain = render(report, make.rendering())
    coloured = render(report, make.rendering(colour=True))
    assert "\x1b" not in plain
    assert "\x1b[31;1merror\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_a_line_that_is_gone_leaves_the_headline(make: Any) -> None:
    finding = make.finding(location=make.at(99, 1, 99, 2))
    assert render(make.report(finding), make.rendering()).splitlines()[1] == ""
