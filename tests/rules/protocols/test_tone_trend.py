from commplan.finding import Outcome
from commplan.rules.protocols.tone_trend import tone_trend
from commplan.testing import expect, judge_text

PLAN = """
channels:
  it-ops:  # <- tone terms rose from
    kind: slack
    slack: C04OPS
    purpose: team
"""
CLEAN = PLAN.replace("  # <- tone terms rose from", "")
CALM = """
channels: {C04OPS: it-ops}
messages:
  C04OPS:
    - {at: 2026-09-27T08:00, every: 6h, times: 220, user: U01, text: all is well here}
    - {at: 2026-09-27T09:00, every: 6h, times: 220, user: U02, text: let us have a look}
    - {at: 2026-09-27T10:00, every: 6h, times: 220, user: U03, text: this is on its way}
    - {at: 2026-09-27T11:00, every: 6h, times: 220, user: U04, text: who can help me}
    - {at: 2026-09-27T12:00, every: 6h, times: 220, user: U05, text: thanks to all of you}
"""
WORSE = (
    CALM + "    - {at: 2026-11-10T12:30, every: 6h, times: 40, user: U01, text: it is your fault}\n"
)


def test_a_rise_is_reported_with_both_rates_and_its_p() -> None:
    expect(tone_trend, PLAN, workspace=WORSE)
    (finding,) = judge_text(tone_trend, CLEAN, workspace=WORSE).findings
    assert finding.outcome is Outcome.FAIL
    assert "per 1,000 words over 8 weeks (40 in" in finding.message
    assert "trend p below 0.0001" in finding.message
    assert finding.facts["writers"] == 5
    assert "fault" not in str(finding.facts)


def test_a_calm_channel_and_one_that_calms_down_are_clean() -> None:
    expect(tone_trend, CLEAN, workspace=CALM)
    expect(tone_trend, CLEAN, workspace=WORSE.replace("2026-11-10T12:30", "2026-09-27T12:30"))


def test_a_rise_that_is_too_small_is_clean() -> None:
    expect(tone_trend, CLEAN, workspace=WORSE, parameters={"min_rise": 1e9})


def test_of_few_writers_nothing_is_told() -> None:
    verdict = judge_text(tone_trend, CLEAN, workspace=WORSE.replace("U05", "U04"))
    assert not verdict.findings
    (skipped,) = verdict.skipped
    assert skipped.reason == "fewer than 5 people wrote in #it-ops in 8 weeks"


def test_bots_are_no_writers() -> None:
    bots = WORSE.replace("user: U05", "bot: B05")
    assert judge_text(tone_trend, CLEAN, workspace=bots).skipped


def test_where_less_was_read_than_asked_for_nothing_is_certain() -> None:
    (finding,) = judge_text(tone_trend, CLEAN, workspace=WORSE, parameters={"weeks": 80}).findings
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert "over 57 weeks" in finding.message
    assert finding.message.endswith("; messages of #it-ops are known from 2025-10-17T09:00:00Z on")


def test_an_empty_channel_is_no_pass() -> None:
    empty = "channels: {C04OPS: it-ops}\nmessages: {C04OPS: []}"
    verdict = judge_text(tone_trend, CLEAN, workspace=empty)
    assert [*verdict.findings] == []
    assert len(verdict.skipped) == 1


def test_other_channels_are_left_alone() -> None:
    other = CLEAN.replace("team", "support-intake")
    verdict = judge_text(tone_trend, other, workspace=WORSE)
    assert (verdict.findings, verdict.skipped) == ((), ())


def test_a_lexicon_that_cannot_be_read_is_told() -> None:
    verdict = judge_text(
        tone_trend,
        CLEAN + "protocols: {tone: {lexicons: [builtin/en, tone.toml]}}",
        workspace=CALM,
        files={"tone.toml": "no toml"},
    )
    (skipped,) = verdict.skipped
    assert skipped.reason.startswith("the lexicon tone.toml: ")
