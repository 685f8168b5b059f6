from __future__ import annotations

import pytest

from commplan.rules.security.assurance_stale import assurance_stale
from commplan.testing import expect, judge_text
from commplan.testing.rules import Verdict


def judge(assurance: str, as_of: str = "2026-11-21T09:00:00Z", zone: str = "UTC") -> Verdict:
    """What is said of a tool with some assurance."""
    return judge_text(
        assurance_stale,
        f"metadata: {{id: x, timezone: {zone}}}\n"
        f"tools: {{wiki: {{security: {{patching: weekly, assurance: {{{assurance}}}}}}}}}\n",
        as_of=as_of,
    )


def test_what_is_not_stated() -> None:
    expect(
        assurance_stale,
        """
        tools:
          chat: {kind: chat}  # <- tool:chat states no patching policy and no day of its last check
          radio: {security: {patching: none}}  # <- tool:radio states no patching policy and no day
          wiki: {security: {patching: weekly}}  # <- tool:wiki states no day of its last check
          jira: {security: {assurance: {last: "2026-02-01", every: 12mo}}}  # <- tool:jira states
          mail:
            security: {patching: weekly, assurance: {every: 12mo}}  # <- tool:mail states no day of
          zoom:
            security: {patching: weekly, assurance: {last: "2026-02-01", every: 12mo}}
        """,
    )


LAST = 'kind: pentest, last: "2025-11-21", every: 12mo'


@pytest.mark.parametrize(
    ("as_of", "late"),
    [
        ("2026-11-21T23:59:59Z", None),
        ("2026-11-22T00:00:00Z", "yesterday"),
        ("2026-12-21T00:00:00Z", "30 days ago"),
    ],
)
def test_the_day_on_which_it_is_due_is_not_late(as_of: str, late: str | None) -> None:
    expected = f"pentest of tool:wiki was due 2026-11-21 (last 2025-11-21, every 12mo), {late}"
    assert judge(LAST, as_of).messages == ((expected,) if late else ())


def test_days_are_those_of_the_plan() -> None:
    assert judge(LAST, "2026-11-21T12:59:59Z", "Australia/Sydney").messages == ()
    assert len(judge(LAST, "2026-11-21T13:00:00Z", "Australia/Sydney").messages) == 1


@pytest.mark.parametrize(
    ("last", "every", "due"),
    [
        ("2024-02-29", "12mo", "2025-02-28"),
        ("2026-08-31", "1mo", "2026-09-30"),
        ("2026-11-06", "14d", "2026-11-20"),
        ("2026-11-06", "10bd", "2026-11-20"),
    ],
)
def test_cadences(last: str, every: str, due: str) -> None:
    (message,) = judge(f'last: "{last}", every: {every}').messages
    assert message.startswith(f"assurance of tool:wiki was due {due} (last {last}, every {every})")


def test_a_day_that_is_yet_to_come_proves_nothing() -> None:
    future = LAST.replace("2025-11-21", "2026-11-22")
    finding, *others = judge(future).findings
    assert not others
    assert finding.message == "pentest of tool:wiki is dated 2026-11-22, which is yet to come"
    assert finding.facts["due"] is None
    assert judge(future, "2026-11-22T00:00:00Z").messages == ()
    assert len(judge(future.replace(", every: 12mo", "")).messages) == 1


def test_without_a_cadence_nobody_can_tell() -> None:
    verdict = judge('kind: audit, last: "2020-01-01"')
    assert verdict.findings == ()
    assert [(s.reason, s.pointer) for s in verdict.skipped] == [
        (
            "how often tool:wiki is checked is not said",
            "/tools/wiki/security/assurance/last",
        )
    ]


def test_facts_and_places() -> None:
    finding = judge(LAST, "2026-12-21T00:00:00Z").findings[0]
    assert finding.location.pointer == "/tools/wiki/security/assurance/last"
    assert finding.facts == {
        "subject": "tool:wiki",
        "tools": ["wiki"],
        "missing": [],
        "last": "2025-11-21",
        "due": "2026-11-21",
        "days_late": 30,
    }
    missing = judge_text(assurance_stale, "tools: {wiki: {}}").findings[0]
    assert missing.facts == {
        "subject": "tool:wiki",
        "tools": ["wiki"],
        "missing": ["patching", "assurance"],
        "last": None,
        "due": None,
        "days_late": None,
    }


def test_what_most_tools_of_a_profile_state_themselves_is_not_for_the_profile() -> None:
    last = '{last: "2026-02-01", every: 12mo}'
    text = f"""
        security_profiles: {{saas: {{patching: weekly}}}}
        tools:
          chat: {{security: {{profile: saas, assurance: {last}}}}}
          wiki: {{security: {{profile: saas, assurance: {last}}}}}
          jira: {{security: {{profile: saas}}}}  # <- tool:jira states no day of its last check
        """
    expect(assurance_stale, text)


def test_a_profile_speaks_for_its_tools() -> None:
    text = """
        security_profiles:
          saas:
            patching: vendor-managed
            assurance:
              kind: soc2-report
              last: "2025-01-31"  # <- soc2-report of security profile saas (2 tools) was due
              every: 12mo
          bare: {patching: weekly}  # <- security profile bare (1 tool) states no day of its last
        tools:
          chat: {security: {profile: saas}}
          wiki: {security: {profile: saas}}
          jira: {security: {profile: saas, assurance: {last: "2026-02-01"}}}
          mail: {security: {profile: bare}}
          zoom: {security: {profile: bare, assurance: {every: 6mo}}}  # <- tool:zoom states no day
          gone: {security: {profile: nothing}}
        """
    expect(assurance_stale, text)
    finding = judge_text(assurance_stale, text).findings[-1]
    assert finding.facts["tools"] == ["chat", "wiki"]
    assert [r.location.pointer for r in finding.related] == ["/tools/chat", "/tools/wiki"]
