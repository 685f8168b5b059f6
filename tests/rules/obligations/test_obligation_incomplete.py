from __future__ import annotations

import pytest

from commplan.rules.obligations.obligation_incomplete import obligation_incomplete
from commplan.testing import Verdict, expect, judge_text

WHOLE = (
    'trigger: breach, recipient: "external:ico", decision: "role:dpo", path: "escalation:p", '
    'template: "template:t"'
)


def judge(text: str, packs: str = "gdpr, nis2, hipaa") -> Verdict:
    return judge_text(
        obligation_incomplete, f"metadata: {{id: x, profiles: [{packs}]}}\n{text.strip()}"
    )


def answer(duty: str, more: str, rest: str = "") -> Verdict:
    """The verdict on an obligation that is whole and answers a duty."""
    return judge(f"obligations: {{mine: {{duty: {duty}, {WHOLE}, {more}}}{rest}}}")


def test_every_part_has_its_question() -> None:
    expect(
        obligation_incomplete,
        """
        obligations:
          a: {deadline: 72h}  # <- obligation a does not say what starts it, whom to notify, who
          b: {deadline: 72h, trigger: x, recipient: "external:a", decision: "role:b",
            path: "escalation:c", template: "template:d"}
        """,
    )
    (finding,) = judge("obligations: {a: {deadline: 72h}}").findings
    assert finding.message == (
        "obligation a does not say what starts it, whom to notify, who decides, by which path "
        "whoever decides hears of it or in which words to notify"
    )
    assert finding.help == "add `trigger`, `recipient`, `decision`, `path`, `template`"
    assert finding.location.pointer == "/obligations/a"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("trigger", "what starts it"),
        ("recipient", "whom to notify"),
        ("decision", "who decides"),
        ("path", "by which path whoever decides hears of it"),
        ("template", "in which words to notify"),
    ],
)
def test_one_part_that_is_missing(key: str, words: str) -> None:
    parts = [part for part in WHOLE.split(", ") if not part.startswith(key)]
    (finding,) = judge(f"obligations: {{a: {{deadline: 72h, {', '.join(parts)}}}}}").findings
    assert finding.message == f"obligation a does not say {words}"
    assert finding.facts == {"obligation": "a", "missing": [key]}


def test_after_another_obligation_needs_no_trigger() -> None:
    parts = WHOLE.replace("trigger: breach", "after: b")
    assert judge(f"obligations: {{a: {{deadline: 72h, {parts}}}}}").messages == ()


@pytest.mark.parametrize(
    ("duty", "deadline", "is_looser"),
    [
        ("gdpr-33", "72h", False),
        ("gdpr-33", "3d", False),
        ("gdpr-33", "72h1s", True),
        ("gdpr-33", "48h", False),
        ("gdpr-33", "1mo", True),
        ("gdpr-34", "1mo", False),
        ("hipaa-media", "60d", False),
        ("hipaa-media", "2mo", True),
        ("hipaa-media", "1mo", False),
        ("unheard-of", "9mo", False),
    ],
)
def test_deadlines_from_the_same_start(duty: str, deadline: str, is_looser: bool) -> None:
    verdict = answer(duty, f"deadline: {deadline}")
    assert bool(verdict.findings) is is_looser
    assert not verdict.skipped


@pytest.mark.parametrize(
    ("deadline", "is_looser"),
    [("1mo", False), ("28d", False), ("4w", False), ("29d", True), ("2mo", True), ("24h", False)],
)
def test_a_month_may_be_as_short_as_february(deadline: str, is_looser: bool) -> None:
    verdict = answer(
        "nis2-final", f"deadline: {deadline}, after: n", ", n: {duty: nis2-notify, deadline: 72h}"
    )
    assert any("mine" in message for message in verdict.messages) is is_looser


def test_what_the_message_says() -> None:
    (finding,) = answer("gdpr-33", "deadline: 96h").findings
    assert finding.message == (
        "obligation mine is due within 96h; GDPR allows 72h (art. 33(1), (3))"
    )
    assert finding.help == "write `deadline: 72h`, or less"
    assert finding.location.pointer == "/obligations/mine/deadline"
    assert finding.related[0].location.pointer == "/metadata/profiles/0"
    assert finding.facts == {
        "obligation": "mine",
        "duty": "gdpr-33",
        "pack": "gdpr",
        "deadline": "96h",
        "allowed": "72h",
    }
    (finding,) = answer("hipaa-hhs", "deadline: 2mo").findings
    assert finding.message == (
        "obligation mine is due within 2mo, which may be 62 days; HIPAA allows 60d (164.408)"
    )


def test_only_active_packs_count() -> None:
    text = f"obligations: {{gdpr-33: {{{WHOLE}, deadline: 96h}}}}"
    assert judge(text, packs="nis2").messages == ()
    verdict = judge_text(obligation_incomplete, text, packs=("gdpr",))
    assert verdict.findings[0].related[0].location.pointer == ""


def test_working_days_cannot_be_compared_with_hours() -> None:
    verdict = answer("gdpr-33", "deadline: 2bd")
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [
        "obligation mine is due within 2bd; whether that is within 72h depends on when it starts"
    ]
    assert verdict.skipped[0].pointer == "/obligations/mine/deadline"


HOURS = """
obligations: {{mine: {{duty: gdpr-33, {whole}, deadline: {deadline}, clock: "{clock}"}}}}
calendars:
  uk: {{timezone: Europe/London, hours: {{mon-fri: ["09:00-17:30"]}}}}
  all: {{timezone: UTC, hours: {{daily: ["00:00-24:00"]}}}}
  off: {{timezone: UTC, hours: {{daily: ["00:00-24:00"]}}, exceptions: {{"2026-12-25": []}}}}
"""


@pytest.mark.parametrize(
    ("clock", "deadline", "outcome"),
    [
        ("calendar", "72h", "pass"),
        ("24x7", "72h", "pass"),
        ("calendar:all", "72h", "pass"),
        ("calendar:off", "72h", "fail"),
        ("calendar:uk", "72h", "fail"),
        ("calendar:uk", "24h", "unknown"),
        ("calendar:uk", "96h", "fail"),
        ("calendar:gone", "72h", "pass"),
    ],
)
def test_hours_that_do_not_count(clock: str, deadline: str, outcome: str) -> None:
    verdict = judge(HOURS.format(whole=WHOLE, clock=clock, deadline=deadline))
    assert bool(verdict.findings) is (outcome == "fail")
    assert bool(verdict.skipped) is (outcome == "unknown")


def test_the_same_time_in_working_hours_is_longer() -> None:
    (finding,) = judge(HOURS.format(whole=WHOLE, clock="calendar:uk", deadline="72h")).findings
    assert finding.message == (
        "obligation mine counts its 72h in the hours of calendar:uk; GDPR allows 72h "
        "(art. 33(1), (3))"
    )
    assert finding.location.pointer == "/obligations/mine/clock"


@pytest.mark.parametrize(
    ("duty", "deadline", "before", "outcome"),
    [
        ("gdpr-33", "48h", "n: {deadline: 24h}", "pass"),
        ("gdpr-33", "48h", "n: {deadline: 24h1s}", "fail"),
        ("gdpr-33", "24h", "n: {deadline: 24h, after: m}, m: {deadline: 25h}", "fail"),
        ("gdpr-33", "72h", "n: {deadline: 1mo}", "fail"),
        ("gdpr-33", "24h", "n: {deadline: 2bd}", "unknown"),
        ("gdpr-33", "24h", "n: {deadline: 24h, after: mine}", "pass"),
        ("nis2-final", "1mo", "n: {duty: nis2-notify, deadline: 72h}", "pass"),
        ("nis2-final", "1mo", "n: {deadline: 24h}", "fail"),
        ("nis2-final", "20d", "n: {deadline: 24h}", "pass"),
    ],
)
def test_what_starts_after_another_deadline_comes_later(
    duty: str, deadline: str, before: str, outcome: str
) -> None:
    verdict = answer(duty, f"deadline: {deadline}, after: n", f", {before}")
    assert any("mine is due" in message for message in verdict.messages) is (outcome == "fail")
    assert bool(verdict.skipped) is (outcome == "unknown")


def test_the_wait_is_told() -> None:
    verdict = answer("gdpr-33", "deadline: 72h, after: n", ", n: {deadline: 24h}")
    (finding,) = (f for f in verdict.findings if "mine" in f.message)
    assert finding.message == (
        "obligation mine is due 72h after n, which itself has 24h; GDPR allows 72h "
        "(art. 33(1), (3))"
    )
    assert finding.help == "write a `trigger` instead"
    assert finding.location.pointer == "/obligations/mine/after"
