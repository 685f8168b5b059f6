import pytest

from commplan.rules.security.partner_disconnected import partner_disconnected
from commplan.testing import Verdict, expect, judge_text

EXTERNAL = """
stakeholders:
  external:
    netco: {org: T09NETCO}
    press: {class: customer}
"""
SHARED = "is_frozen: false, is_ext_shared: true, connected_team_ids"


def judge(live: str, audience: str = '"external:netco"', more: str = "") -> Verdict:
    plan = f"channels: {{vendor: {{kind: slack, slack: C05VEND, audience: [{audience}]}}}}"
    live = f"channels: {{C05VEND: {{name: vendor, {live}}}}}\n{more}"
    return judge_text(partner_disconnected, plan + EXTERNAL, workspace=live)


def test_a_party_reads_along_or_is_missed() -> None:
    expect(
        partner_disconnected,
        """
        channels:
          vendor: {kind: slack, slack: C01, audience: ["external:netco"]}
          closed:
            kind: slack
            slack: C02
            audience:
            - "external:netco"  # <- #closed (C02) is for external:netco (T09NETCO), but is not
          frozen:
            kind: slack
            slack: C03
            audience:
            - "external:netco"  # <- but Slack has frozen the connection
          waiting:
            kind: slack
            slack: C04
            audience:
            - "external:netco"  # <- which was invited and is not there yet
          others:
            kind: slack
            slack: C05
            audience:
            - "external:netco"  # <- but is not shared with it
          archived: {kind: slack, slack: C06, audience: ["external:netco"]}
          retired: {kind: slack, slack: C07, audience: ["external:netco"], state: retired}
          missing: {kind: slack, slack: C08, audience: ["external:netco"]}
          mail: {kind: email, audience: ["external:netco"]}
          inside: {kind: slack, slack: C09}
          broken: {kind: slack, slack: C02, audience: ["external:nobody"]}
        """
        + EXTERNAL.replace("\n", "\n        "),
        workspace=f"""
        channels:
          C01: {{name: vendor, {SHARED}: [T09NETCO]}}
          C02: {{name: closed, connected_team_ids: []}}
          C03:
            {{name: frozen, is_frozen: true, is_ext_shared: true, connected_team_ids: [T09NETCO]}}
          C04: {{name: waiting, connected_team_ids: [], pending_team_ids: [T09NETCO]}}
          C05: {{name: others, {SHARED}: [T08]}}
          C06: {{name: archived, is_archived: true, connected_team_ids: []}}
          C07: {{name: retired, connected_team_ids: []}}
          C09: {{name: inside, connected_team_ids: []}}
        """,
    )


def test_the_finding_in_full() -> None:
    (finding,) = judge("is_ext_shared: false, connected_team_ids: []").findings
    assert finding.message == (
        "#vendor (C05VEND) is for external:netco (T09NETCO), but is not shared with it "
        "(read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == (
        "connect T09NETCO to #vendor in Slack, or take external:netco out of its audience"
    )
    assert [r.location.pointer for r in finding.related] == ["/stakeholders/external/netco/org"]
    assert finding.resource == ("channel", "C05VEND", "vendor")
    assert finding.facts == {
        "channel": "vendor",
        "id": "C05VEND",
        "party": "netco",
        "organisation": "T09NETCO",
        "state": "absent",
        "read_at": "2026-11-21T09:00:00Z",
    }


@pytest.mark.parametrize(
    ("live", "audience", "reason"),
    [
        (
            "connected_team_ids: []",
            '"external:press"',
            "the plan does not state the Slack workspace (`org`) of external:press",
        ),
        ("is_ext_shared: true", '"external:netco"', "sharing: not read"),
        (
            f"{SHARED}: [E09NETCO]",
            '"external:netco"',
            "#vendor is shared with E09NETCO, which may be T09NETCO by another id",
        ),
        (
            "is_ext_shared: true, connected_team_ids: [T09NETCO]",
            '"external:netco"',
            "Slack does not tell whether the connection of #vendor is frozen",
        ),
    ],
)
def test_what_is_not_known_is_not_assessed(live: str, audience: str, reason: str) -> None:
    verdict = judge(live, audience)
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [reason]
    assert verdict.skipped[0].pointer == "/channels/vendor/audience/0"
    assert verdict.skipped[0].resource == ("channel", "C05VEND", "vendor")
