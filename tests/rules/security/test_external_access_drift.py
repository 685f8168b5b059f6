import pytest

from commplan.rules.security.external_access_drift import external_access_drift
from commplan.testing import Verdict, expect, judge_text

EXTERNAL = """
stakeholders:
  external:
    netco: {org: T09NETCO}
    grp: {org: E01GROUP}
    press: {class: customer}
"""
SHARED = "is_ext_shared: true, connected_team_ids"


def judge(channel: str, live: str, audience: str = '"external:netco"', more: str = "") -> Verdict:
    plan = f"channels: {{vendor: {{kind: slack, slack: C05VEND, audience: [{audience}]{channel}}}}}"
    live = f"channels: {{C05VEND: {{name: vendor, {live}}}}}\n{more}"
    return judge_text(external_access_drift, plan + EXTERNAL, workspace=live)


def test_who_may_be_in_a_channel_stands_in_its_audience() -> None:
    expect(
        external_access_drift,
        """
        channels:
          vendor: {kind: slack, slack: C01, audience: ["external:netco"]}
          open:
            kind: slack
            slack: C02  # <- #open (C02) is shared with external:netco (T09NETCO), which is not in
          more:
            kind: slack
            slack: C03
            audience: ["external:netco"]  # <- #more (C03) is shared with the organisation T08EVIL
          offered: {kind: slack, slack: C04}  # <- #offered (C04) is offered to the organisation T08
          own: {kind: slack, slack: C05}
          archived: {kind: slack, slack: C06}
          retired: {kind: slack, slack: C07, state: retired}
          missing: {kind: slack, slack: C08}
          by-name: {kind: slack}  # <- #by-name is shared with the organisation T08EVIL
        """
        + EXTERNAL.replace("\n", "\n        "),
        workspace=f"""
        channels:
          C01: {{name: vendor, {SHARED}: [T09NETCO]}}
          C02: {{name: open, {SHARED}: [T09NETCO]}}
          C03: {{name: more, {SHARED}: [T08EVIL, T09NETCO]}}
          C04: {{name: offered, connected_team_ids: [], pending_team_ids: [T08EVIL]}}
          C05: {{name: own, connected_team_ids: [], pending_team_ids: [T01ACME]}}
          C06: {{name: archived, {SHARED}: [T08EVIL], is_archived: true}}
          C07: {{name: retired, {SHARED}: [T08EVIL]}}
          C09: {{name: by-name, {SHARED}: [T08EVIL]}}
        """,
    )


def test_the_finding_in_full() -> None:
    (finding,) = judge("", f"{SHARED}: [T08EVIL, T09NETCO]").findings
    assert finding.message == (
        "#vendor (C05VEND) is shared with the organisation T08EVIL, which is no external party "
        "of its audience (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == (
        "disconnect it in Slack, or add an external party with `org: T08EVIL` to the audience "
        "of #vendor"
    )
    assert finding.location.pointer == "/channels/vendor/audience"
    assert finding.resource == ("channel", "C05VEND", "vendor")
    assert finding.facts == {
        "channel": "vendor",
        "id": "C05VEND",
        "organisation": "T08EVIL",
        "invitation": None,
        "party": None,
        "state": "connected",
        "read_at": "2026-11-21T09:00:00Z",
    }


def test_a_party_that_the_plan_knows_is_named_and_led_to() -> None:
    live = "connected_team_ids: [], pending_team_ids: [T09NETCO]"
    (finding,) = judge("", live, audience="").findings
    assert finding.message.startswith(
        "#vendor (C05VEND) is offered to external:netco (T09NETCO), which is not in its audience"
    )
    assert finding.help == (
        'withdraw the invitation in Slack, or add "external:netco" to the audience of #vendor'
    )
    assert [r.location.pointer for r in finding.related] == ["/stakeholders/external/netco/org"]
    assert (finding.facts["party"], finding.facts["state"]) == ("netco", "invited")


def test_every_organisation_is_a_finding() -> None:
    verdict = judge("", f"{SHARED}: [T07, T08]", audience="")
    assert len({finding.fingerprint for finding in verdict.findings}) == 2


@pytest.mark.parametrize(
    ("audience", "team", "reason"),
    [
        (
            '"external:press"',
            "T08EVIL",
            "T08EVIL in #vendor may be external:press, whose `org` the plan does not state",
        ),
        (
            '"external:grp"',
            "T08EVIL",
            "T08EVIL in #vendor may be external:grp, whose `org`, E01GROUP, is of another kind",
        ),
        (
            '"external:netco"',
            "E08EVIL",
            "E08EVIL in #vendor may be external:netco, whose `org`, T09NETCO, is of another kind",
        ),
    ],
)
def test_whoever_may_be_a_declared_party_is_not_accused(
    audience: str, team: str, reason: str
) -> None:
    verdict = judge("", f"{SHARED}: [{team}]", audience=audience)
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [reason]
    assert verdict.skipped[0].pointer == "/channels/vendor/audience/0"


def test_a_party_that_is_there_already_explains_nobody_else() -> None:
    verdict = judge("", f"{SHARED}: [E08EVIL, T09NETCO]")
    assert [finding.facts["organisation"] for finding in verdict.findings] == ["E08EVIL"]


def test_a_broken_audience_allows_nobody() -> None:
    verdict = judge("", f"{SHARED}: [T08EVIL]", audience='"external:nobody"')
    assert len(verdict.findings) == 1


@pytest.mark.parametrize(
    ("live", "more", "reason"),
    [
        ("is_ext_shared: true", "", "sharing: not read"),
        (
            "is_ext_shared: true",
            "not_granted: ['channels:read']",
            "the token lacks the scope channels:read",
        ),
        (
            f"{SHARED}: []",
            "",
            "Slack tells that C05VEND is shared, but not with whom",
        ),
    ],
)
def test_what_slack_does_not_tell_is_not_assessed(live: str, more: str, reason: str) -> None:
    verdict = judge("", live, more=more)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.reason == reason
    assert skipped.pointer == "/channels/vendor/audience"
    assert skipped.resource == ("channel", "C05VEND", "vendor")


OFFERED = """
people: {U01ALICE: {handle: alice, real_name: Alice Ng}}
invitations:
  I01: {channel_id: C05VEND, inviting_user_id: U01ALICE, created: 1795000000}
"""
APART = "connected_team_ids: []"


def test_an_invitation_to_nobody_knows_whom_is_no_partners_where_none_is_expected() -> None:
    (finding,) = judge("", APART, audience="", more=OFFERED).findings
    assert finding.message == (
        "#vendor (C05VEND) is offered to another organisation (invitation I01, sent on 2026-11-18 "
        "by alice (Alice Ng, U01ALICE)), but it is for nobody outside (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == (
        "withdraw the invitation in Slack, or add the external party that it is meant for to the "
        "audience of #vendor"
    )
    assert finding.location.pointer == "/channels/vendor/slack"
    assert finding.facts["invitation"] == "I01"
    assert finding.facts["organisation"] is None
    assert finding.facts["state"] == "invited"


def test_an_invitation_may_be_for_the_partner_who_is_missing() -> None:
    verdict = judge("", APART, more=OFFERED)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.reason.endswith("to #vendor may be meant for external:netco")
    assert skipped.pointer == "/channels/vendor/audience/0"


def test_nobody_is_missing_where_every_partner_is_there() -> None:
    (finding,) = judge("", f"{SHARED}: [T09NETCO]", more=OFFERED).findings
    assert "but no external party is missing in it" in finding.message


@pytest.mark.parametrize(("team", "codes"), [("T09NETCO", []), ("T08EVIL", ["T08EVIL"])])
def test_whoever_has_accepted_is_known(team: str, codes: list[str]) -> None:
    more = f"invitations: {{I01: {{channel_id: C05VEND, accepting_team_ids: [{team}]}}}}"
    verdict = judge("", APART, more=more)
    assert [finding.facts["organisation"] for finding in verdict.findings] == codes
    assert verdict.skipped == ()


def test_invitations_of_others_and_to_other_channels_are_no_offers_of_this_one() -> None:
    more = "invitations: {I01: C06, I02: {channel_id: C05VEND, direction: incoming}}"
    verdict = judge("", APART, audience="", more=more)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_a_channel_that_is_offered_to_slack_tells_not_whom() -> None:
    live = f"{APART}, is_pending_ext_shared: true"
    (finding,) = judge("", live, audience="").findings
    assert "(an invitation of which Slack tells nothing more)" in finding.message
    assert judge("", live).messages == ()
    named = judge("", f"{live}, pending_team_ids: [T08EVIL]", audience="")
    assert [finding.facts["organisation"] for finding in named.findings] == ["T08EVIL"]


def test_an_open_invitation_to_a_partner_who_is_there_already_is_no_drift() -> None:
    live = f"{SHARED}: [T09NETCO], is_pending_ext_shared: true, pending_team_ids: [T09NETCO]"
    assert judge("", live).messages == ()


def test_without_the_scope_for_invitations_that_is_said_once() -> None:
    more = "not_granted: ['conversations.connect:manage']"
    verdict = judge("", f"{SHARED}: [T08EVIL]", audience="", more=more)
    assert len(verdict.findings) == 1
    (skipped,) = verdict.skipped
    assert skipped.reason == "the token lacks the scope conversations.connect:manage"
    assert skipped.pointer == "/channels"
