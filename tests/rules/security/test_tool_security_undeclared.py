from __future__ import annotations

import pytest

from commplan.rules.security.tool_security_undeclared import tool_security_undeclared
from commplan.testing import expect, judge_text
from commplan.testing.rules import Verdict

BOTH = "encryption: {transit: tls1.2, rest: aes256}"


def judge(security: str, more: str = "") -> Verdict:
    """What is said of a tool with some security."""
    return judge_text(tool_security_undeclared, f"tools:\n  wiki: {{kind: docs{security}}}\n{more}")


@pytest.mark.parametrize(
    ("security", "missing"),
    [
        ("", "no encryption in transit, no encryption at rest and no required MFA"),
        (f", security: {{{BOTH}}}", "no required MFA"),
        (f", security: {{{BOTH}, mfa: optional}}", "no required MFA"),
        (f", security: {{{BOTH}, mfa: none, sso: okta}}", "no required MFA"),
        (
            ", security: {encryption: {transit: none, rest: No}, mfa: required}",
            "no encryption in transit and no encryption at rest",
        ),
        (
            ", security: {encryption: {transit: tls1.3}, mfa: required}",
            "no encryption at rest",
        ),
    ],
)
def test_what_a_tool_does_not_state(security: str, missing: str) -> None:
    verdict = judge(security)
    assert verdict.messages == (f"tool:wiki states {missing}",)
    assert verdict.skipped == ()


def test_everything_is_stated() -> None:
    verdict = judge(f", security: {{{BOTH}, mfa: required, sso: okta}}")
    assert verdict.findings == verdict.skipped == ()


def test_the_statement_to_mend_is_shown() -> None:
    finding = judge(f", security: {{{BOTH}, mfa: optional}}").findings[0]
    assert finding.location.pointer == "/tools/wiki/security/mfa"
    assert finding.help == "state `mfa: required`"
    several = judge(", security: {mfa: optional}").findings[0]
    assert several.location.pointer == "/tools/wiki/security"
    assert several.help == (
        "state `encryption: {transit: …}`, `encryption: {rest: …}` and `mfa: required`"
    )
    assert several.facts == {
        "subject": "tool:wiki",
        "tools": ["wiki"],
        "missing": ["transit", "rest", "mfa"],
    }


def test_a_sign_on_that_is_no_tool_of_the_plan() -> None:
    verdict = judge(f", security: {{{BOTH}, sso: okta}}")
    assert verdict.findings == ()
    assert [(s.reason, s.pointer) for s in verdict.skipped] == [
        (
            "tool:wiki signs in through okta, of whose MFA nothing is said",
            "/tools/wiki/security/sso",
        )
    ]


def test_a_sign_on_that_is_a_tool_of_the_plan_is_judged_itself() -> None:
    okta = f"  okta: {{kind: sso, security: {{{BOTH}, mfa: %s}}}}\n"
    signed_in = f", security: {{{BOTH}, sso: okta}}"
    secure = judge(signed_in, okta % "required")
    assert secure.findings == secure.skipped == ()
    open_door = judge(signed_in, okta % "optional")
    assert open_door.messages == ("tool:okta states no required MFA",)
    assert open_door.skipped == ()


def test_what_a_profile_lacks_is_reported_once() -> None:
    text = """
        security_profiles:
          saas:
            mfa: optional  # <- security profile saas (2 tools) states no required MFA
            encryption: {transit: tls1.2, rest: aes256}
          bare: {mfa: required}  # <- security profile bare (3 tools) states no encryption in
          idle: {mfa: none}
        tools:
          chat: {kind: chat, security: {profile: saas}}
          wiki: {kind: docs, security: {profile: saas}}
          jira: {kind: ticketing, security: {profile: saas, mfa: required}}
          desk: {kind: ticketing, security: {profile: bare}}
          pad: {kind: docs, security: {profile: bare}}
          pen: {kind: docs, security: {profile: bare}}
          mail: {security: {profile: bare, encryption: {transit: tls1.2, rest: aes256}}}
          sms:
            security: {profile: bare, encryption: {transit: none, rest: none}}  # <- tool:sms states
          fax:
            security: {profile: bare, encryption: {transit: tls1.2}}  # <- tool:fax states no
        """
    expect(tool_security_undeclared, text)
    finding = judge_text(tool_security_undeclared, text).findings[0]
    assert finding.facts == {
        "subject": "security profile saas",
        "tools": ["chat", "wiki"],
        "missing": ["mfa"],
    }
    assert [r.location.pointer for r in finding.related] == ["/tools/chat", "/tools/wiki"]


def test_a_profile_that_is_not_there_is_left_to_another_rule() -> None:
    verdict = judge(", security: {profile: gone}")
    assert verdict.findings == verdict.skipped == ()


def test_a_profile_of_the_baseline_is_mended_there() -> None:
    baseline = (
        "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: org}\n"
        f"security_profiles: {{saas: {{{BOTH}, mfa: optional}}}}\n"
    )
    team = "metadata: {id: team, extends: org.yaml}\ntools: {wiki: {security: {profile: saas%s}}}\n"
    files = {"org.yaml": baseline}
    (finding,) = judge_text(tool_security_undeclared, team % "", files=files).findings
    assert finding.message == "security profile saas (1 tool) states no required MFA"
    assert (finding.location.path, finding.location.pointer) == (
        "org.yaml",
        "/security_profiles/saas/mfa",
    )
    mended = judge_text(tool_security_undeclared, team % ", mfa: required", files=files)
    assert mended.findings == mended.skipped == ()
