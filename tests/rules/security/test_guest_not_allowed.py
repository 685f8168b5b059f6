import pytest

from commplan.rules.security.guest_not_allowed import guest_not_allowed
from commplan.testing import Verdict, expect, judge_text, read_workspace

PEOPLE = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    gus: {name: Gus Field, slack: U08GUS, guest: true}
    ida: {name: Ida Holm, slack: U09IDA, guest: true, until: "2026-11-20"}
    jon: {name: Jon Moe, slack: U10JON, guest: true, until: "2026-11-21"}
    kim: {name: Kim Dahl, contacts: {email: kim@example.org}, guest: true}
"""
LIVE = """
people:
  U01ALICE: {handle: alice, real_name: Alice Ng}
  U02EVE: {handle: eve, real_name: Eve Lind, is_ultra_restricted: true, is_restricted: true}
  U03BOT: {handle: jira, is_bot: true, is_restricted: true}
  U04GONE: {handle: gone, deleted: true}
  U05OUT: {handle: olga, team_id: T09OTHER, is_restricted: true}
  U08GUS: {handle: gus, real_name: Gus Field, is_restricted: true}
  U09IDA: {handle: ida, real_name: Ida Holm, is_restricted: true}
  U10JON: {handle: jon, real_name: Jon Moe, is_restricted: true}
  U11KIM: {handle: kim, email: Kim@example.org, is_restricted: true}
channels:
  C01HELP: {name: it-help, members: %s}
"""


def judge(members: str, channel: str = "", live: str = LIVE) -> Verdict:
    plan = f"channels: {{it-help: {{kind: slack, slack: C01HELP{channel}}}}}" + PEOPLE
    return judge_text(guest_not_allowed, plan, workspace=live % members)


def test_each_channel_says_whom_it_admits() -> None:
    expect(
        guest_not_allowed,
        """
        channels:
          open: {kind: slack, slack: C01, guests: any}
          silent: {kind: slack, slack: C02}  # <- eve (Eve Lind, U02EVE) is a guest in #silent (C02)
          declared:
            kind: slack
            slack: C03
            guests: declared  # <- but no person of the plan
          closed:
            kind: slack
            slack: C04
            guests: none  # <- gus (Gus Field, U08GUS) is a guest in #closed (C04), which
          quiet: {kind: slack, slack: C05, guests: none}
          archived: {kind: slack, slack: C06, guests: none}
          retired: {kind: slack, slack: C07, guests: none, state: retired}
          missing: {kind: slack, slack: C08, guests: none}
          by-name: {kind: slack}  # <- eve (Eve Lind, U02EVE) is a guest in #by-name
        """
        + PEOPLE.replace("\n", "\n        "),
        workspace=LIVE.replace("%s", "[]")
        + """
  C01: {name: open, members: [U02EVE, U08GUS]}
  C02: {name: silent, members: [U02EVE, U08GUS, U01ALICE]}
  C03: {name: declared, members: [U02EVE, U11KIM]}
  C04: {name: closed, members: [U08GUS]}
  C05: {name: quiet, members: [U01ALICE]}
  C06: {name: archived, members: [U02EVE], is_archived: true}
  C07: {name: retired, members: [U02EVE]}
  C09: {name: by-name, members: [U02EVE]}
""",
    )


def test_the_finding_in_full() -> None:
    (finding,) = judge("[U02EVE]").findings
    assert finding.message == (
        "eve (Eve Lind, U02EVE) is a guest in #it-help (C01HELP), but no person of the plan "
        "(read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == (
        "remove eve from #it-help in Slack, or declare a person with `slack: U02EVE` and "
        "`guest: true`"
    )
    assert finding.location.pointer == "/channels/it-help/slack"
    assert finding.resource == ("channel", "C01HELP", "it-help")
    assert finding.facts == {
        "channel": "it-help",
        "id": "C01HELP",
        "guests": "declared",
        "guest": "U02EVE",
        "handle": "eve",
        "person": None,
        "until": None,
        "read_at": "2026-11-21T09:00:00Z",
    }


def test_the_last_day_is_one_to_stay() -> None:
    (finding,) = judge("[U09IDA, U10JON]").findings
    assert finding.message == (
        "ida (Ida Holm, U09IDA) is still a guest in #it-help (C01HELP), although ida was to stay "
        "until 2026-11-20 (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == "remove ida from #it-help in Slack, or give ida a later `until`"
    (related,) = finding.related
    assert related.location.pointer == "/stakeholders/people/ida/until"
    assert finding.facts["until"] == "2026-11-20"
    assert finding.facts["person"] == "ida"


def test_none_means_whoever_it_is_and_however_long() -> None:
    verdict = judge("[U08GUS, U09IDA, U11KIM]", ", guests: none")
    assert [finding.facts["person"] for finding in verdict.findings] == ["gus", "ida", "kim"]
    assert all("which admits none" in message for message in verdict.messages)


def test_the_advice_mends_the_fault() -> None:
    declared, unknown = judge("[U02EVE, U08GUS]", ", guests: none").findings[::-1]
    assert declared.help == "remove gus from #it-help in Slack, or write `guests: declared`"
    assert unknown.help == "remove eve from #it-help in Slack"


def test_a_guest_whom_the_plan_takes_for_a_member_is_another_rules_matter() -> None:
    live = LIVE.replace("real_name: Alice Ng", "real_name: Alice Ng, is_restricted: true")
    assert judge("[U01ALICE]", live=live).messages == ()


def test_each_guest_has_a_fingerprint() -> None:
    verdict = judge("[U08GUS, U11KIM]", ", guests: none")
    assert len({finding.fingerprint for finding in verdict.findings}) == 2


def test_who_is_no_guest_of_the_workspace() -> None:
    verdict = judge("[U01ALICE, U03BOT, U04GONE, U05OUT, U08GUS, U11KIM, USLACKBOT]")
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.reason == (
        "whether guests are in #it-help is not known: "
        "USLACKBOT is not among the accounts of the workspace"
    )


def test_people_of_a_connected_organisation_are_not_listed_and_no_guests() -> None:
    shared = LIVE.replace("members: %s", "is_ext_shared: true, members: %s")
    assert judge("[U01ALICE, U77OUT]", live=shared).skipped == ()
    (skipped,) = judge("[U01ALICE, U77OUT, U78OUT]").skipped
    assert skipped.reason == (
        "whether guests are in #it-help is not known: "
        "U77OUT is not among the accounts of the workspace; likewise 1 more"
    )


def test_who_is_not_listed_may_be_a_guest_where_the_list_is_not_whole() -> None:
    live = LIVE.replace("members: %s", "is_ext_shared: true, members: %s")
    verdict = judge("[U02EVE, U77OUT]", live=live + "unread: {people: partial}")
    assert [finding.facts["guest"] for finding in verdict.findings] == ["U02EVE"]
    assert "U77OUT is not among the accounts that were read" in verdict.skipped[0].reason


def test_an_account_of_which_slack_says_too_little() -> None:
    live = read_workspace(LIVE % "[U02EVE]")
    untold = [p._replace(is_restricted=None, is_ultra_restricted=None) for p in live.people]
    plan = "channels: {it-help: {kind: slack, slack: C01HELP}}"
    verdict = judge_text(guest_not_allowed, plan, workspace=live._replace(people=tuple(untold)))
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.reason == (
        "whether guests are in #it-help is not known: "
        "Slack does not tell whether eve (Eve Lind, U02EVE) is a guest"
    )


@pytest.mark.parametrize(
    ("live", "reason"),
    [
        ("unread: {members: not-requested}", "members: not read"),
        ("not_granted: ['channels:read']", "the token lacks the scope channels:read"),
        ("not_granted: ['users:read']", "the token lacks the scope users:read"),
    ],
)
def test_what_was_not_read_is_not_assessed(live: str, reason: str) -> None:
    plan = "channels: {it-help: {kind: slack, slack: C01HELP}}" + PEOPLE
    live = "channels: {C01HELP: {name: it-help, members: [U02EVE]}}\n" + live
    verdict = judge_text(guest_not_allowed, plan, workspace=live)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert reason in skipped.reason
    assert skipped.resource == ("channel", "C01HELP", "it-help")


def test_members_that_were_not_asked_for() -> None:
    live = "{channels: {C01HELP: it-help}}"
    plan = "channels: {it-help: {kind: slack, slack: C01HELP}}"
    (skipped,) = judge_text(guest_not_allowed, plan, workspace=live).skipped
    assert skipped.reason == "members: not read"


def test_a_channel_that_admits_anybody_needs_no_reading() -> None:
    plan = "channels: {it-help: {kind: slack, slack: C01HELP, guests: any}}"
    verdict = judge_text(guest_not_allowed, plan, workspace="unread: {public-channels: failed}")
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_a_guest_who_may_be_somebody_declared_by_address_is_not_accused() -> None:
    lacking = LIVE + "not_granted: ['users:read.email']"
    verdict = judge("[U02EVE, U08GUS, U09IDA]", live=lacking)
    assert [finding.facts["person"] for finding in verdict.findings] == ["ida"]
    assert [skipped.reason for skipped in verdict.skipped] == [
        "eve (Eve Lind, U02EVE) in #it-help may be kim: the token lacks the scope users:read.email"
    ]
    assert len(judge("[U02EVE]", ", guests: none", lacking).findings) == 1
