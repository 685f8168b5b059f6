from __future__ import annotations

import pytest

from commplan.rules.channels.name_off_convention import name_off_convention
from commplan.testing import expect, judge_text


def test_the_name_in_slack_counts_not_the_key() -> None:
    expect(
        name_off_convention,
        """
        protocols: {naming: "^it-"}
        channels:
          help: {kind: slack, name: it-help}
          it-help: {kind: slack, name: help}  # <- #help is off the naming convention '^it-'
          inc-desk: {kind: slack}  # <- #inc-desk is off the naming convention '^it-'
        """,
    )


def test_each_purpose_may_have_a_convention_of_its_own() -> None:
    expect(
        name_off_convention,
        """
        protocols: {naming: {support-intake: "^help-", team: "-team$"}}
        channels:
          help-it: {kind: slack, purpose: support-intake}
          it-team: {kind: slack, purpose: support-intake}  # <- convention '^help-'
          help-team: {kind: slack, purpose: team}
          it-ops: {kind: slack, purpose: team}  # <- convention '-team$'
          lounge: {kind: slack, purpose: fun}
          bar: {kind: slack}
        """,
    )


def test_the_finding_shows_the_convention() -> None:
    text = 'protocols: {naming: {team: "^t-"}}\nchannels: {ops: {kind: slack, purpose: team}}'
    (finding,) = judge_text(name_off_convention, text).findings
    assert finding.facts == {"name": "ops", "pattern": "^t-"}
    assert finding.related[0].location.pointer == "/protocols/naming/team"


def test_names_that_are_not_judged() -> None:
    expect(
        name_off_convention,
        """
        protocols: {naming: "^it-"}
        channels:
          list: {kind: email}
          old: {kind: slack, state: archived}
          IT Help: {kind: slack}
          todo: {kind: slack, name: TBD}
        """,
    )


def test_a_convention_that_nothing_can_follow_is_told_once() -> None:
    expect(
        name_off_convention,
        """
        protocols:
          naming:
            team: "^(it"  # <- no channel can follow the convention '^(it': it is no regular
            fun: "[z-a]"
        channels:
          a: {kind: slack, purpose: team}
          b: {kind: slack, purpose: team}
          c: {kind: email, purpose: fun}
        """,
    )


@pytest.mark.parametrize("naming", ["^(a+)+$", r"^(?:(a|aa|a?\1)+)+(?!x)!!$"])
def test_a_convention_that_takes_for_ever_is_not_tried_for_ever(naming: str) -> None:
    text = f"protocols: {{naming: '{naming}'}}\nchannels: {{{'a' * 79}b: {{kind: slack}}}}"
    verdict = judge_text(name_off_convention, text)
    if "!!" in naming:
        assert verdict.messages == ()
        assert verdict.skipped[0].reason.startswith(f"{naming!r} takes too many steps to try on #a")
    else:
        assert len(verdict.messages) == 1


def test_without_a_convention_every_name_is_fine() -> None:
    expect(name_off_convention, "channels: {Any: {kind: slack, name: anything}}")
