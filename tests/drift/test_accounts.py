from collections.abc import Callable

import pytest

from commplan.api import AccountState, Drift, email_digest

Join = Callable[..., Drift]

PLAN = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
"""
BY_ADDRESS = """
stakeholders:
  people:
    alice: {name: Alice Ng, contacts: {email: Alice@Example.org}}
"""


@pytest.mark.parametrize(
    ("account", "state"),
    [
        ("alice", "active"),
        ("{deleted: true}", "deactivated"),
        ("{is_restricted: true}", "active"),
        ("{is_app_user: true}", "active"),
        ("{is_bot: true}", "not-human"),
        ("{is_bot: true, deleted: true}", "not-human"),
        ("{is_workflow_bot: true}", "not-human"),
        ("{team_id: T09OTHER}", "foreign"),
        ("{team_id: T09OTHER, deleted: true}", "foreign"),
    ],
)
def test_what_became_of_an_account(join: Join, account: str, state: str) -> None:
    assert join(PLAN, f"people: {{U01ALICE: {account}}}").accounts["alice"].state == state


def test_an_active_account_needs_slack_to_say_so(join: Join) -> None:
    drift = join(PLAN, "people: {U01ALICE: alice}")
    unsaid = drift.workspace.people[0]._replace(deleted=None)
    drift = Drift(drift.plan, drift.workspace._replace(people=(unsaid,)))
    assert drift.accounts["alice"].state is AccountState.UNREAD
    assert drift.accounts["alice"].why == "Slack does not tell whether U01ALICE is deactivated"


def test_a_deactivated_account_lacks_most_fields(join: Join) -> None:
    alice = join(PLAN, "people: {U01ALICE: {deleted: true}}").accounts["alice"]
    assert alice.live is not None
    assert (alice.live.is_restricted, alice.live.tz, alice.deactivated) == (None, None, True)


def test_slackbot_says_that_it_is_no_bot(join: Join) -> None:
    plan = "stakeholders: {people: {bot: {name: Bot, slack: USLACKBOT}}}"
    bot = join(plan, "people: {USLACKBOT: {handle: slackbot, is_bot: false}}").accounts["bot"]
    assert (bot.state, bot.fault) == (AccountState.NOT_HUMAN, "is Slackbot")


def test_an_enterprise_id_is_the_same_person(join: Join) -> None:
    drift = join(PLAN, "people: {W77: {handle: alice, enterprise_user_id: U01ALICE}}")
    assert drift.accounts["alice"].well
    assert drift.accounts["alice"].object == ("person", "W77", "alice")


def test_a_colleague_of_another_workspace_of_the_organisation_is_no_stranger(join: Join) -> None:
    text = "people: {U01ALICE: {team_id: T02OTHER, enterprise_user_id: W01}}"
    drift = join(PLAN, text)
    assert drift.accounts["alice"].state is AccountState.FOREIGN
    within = Drift(drift.plan, drift.workspace._replace(enterprise_id="E01"))
    assert within.accounts["alice"].well


def looked_up(status: str, method: str, error: str, of: str = "complete") -> str:
    """A reading of accounts in which the one of alice had to be looked up, in vain."""
    failure = f"{{method: {method}, error: {error}}}"
    exception = f"{{id: U01ALICE, status: {status}, failure: {failure}}}"
    return f"unread: {{people: {{status: {of}, exceptions: [{exception}]}}}}"


BROKEN = "unread: {people: {status: failed, failure: {method: users.list, error: reset}}}"


@pytest.mark.parametrize(
    ("reading", "state", "why"),
    [
        ("", "not-found", ""),
        ("unread: {people: partial}", "unread", "U01ALICE is not among the accounts that"),
        (BROKEN, "unread", "users.list: reset"),
        ("not_granted: ['users:read']", "unread", "the token lacks the scope users:read"),
        ("unread: {people: not-requested}", "unread", "people: not read"),
        (looked_up("hidden", "users.info", "user_not_found", of="partial"), "not-found", ""),
        (
            looked_up("hidden", "users.info", "user_not_visible"),
            "foreign",
            "Slack shows U01ALICE to its own organisation only",
        ),
        (
            looked_up("hidden", "users.info", "team_access_not_granted"),
            "foreign",
            "U01ALICE is of a workspace that the app was not added to",
        ),
        (looked_up("failed", "users.info", "HTTP 500"), "unread", "users.info: HTTP 500"),
    ],
)
def test_an_absent_account_is_missing_only_where_everything_was_read(
    join: Join, reading: str, state: str, why: str
) -> None:
    alice = join(PLAN, reading).accounts["alice"]
    assert alice.state == state
    assert alice.why.startswith(why)
    assert bool(alice.why) is bool(why)


@pytest.mark.parametrize("address", ["alice@example.org", email_digest("alice@example.org")])
def test_an_address_finds_its_account_in_any_case_and_in_a_redacted_snapshot(
    join: Join, address: str
) -> None:
    text = f"people: {{U05: {{handle: alice, email: '{address}'}}}}"
    alice = join(BY_ADDRESS, text).accounts["alice"]
    assert alice.well
    assert alice.declared == "Alice@Example.org"
    assert alice.at.pointer[-2:] == ("contacts", "email")


def test_addresses_need_their_own_scope(join: Join) -> None:
    text = "{people: {U05: alice}, not_granted: ['users:read.email']}"
    alice = join(BY_ADDRESS, text).accounts["alice"]
    assert (alice.state, alice.why) == ("unread", "the token lacks the scope users:read.email")


def test_an_address_that_was_asked_for_in_vain_has_no_account(join: Join) -> None:
    digest = email_digest("alice@example.org")
    exception = f"{{id: '{digest}', status: hidden}}"
    text = f"unread: {{emails: {{status: partial, exceptions: [{exception}]}}}}"
    assert join(BY_ADDRESS, text).accounts["alice"].state == "not-found"
    assert join(BY_ADDRESS, "unread: {emails: partial}").accounts["alice"].state == "unread"


def test_the_id_counts_before_the_address(join: Join) -> None:
    plan = """
    stakeholders:
      people:
        alice: {name: Alice Ng, slack: U01ALICE, contacts: {email: alice@example.org}}
    """
    drift = join(plan, "people: {U05: {handle: alice, email: alice@example.org}}")
    assert drift.accounts["alice"].state == "not-found"


@pytest.mark.parametrize("slack", ["D08CF0BPYGG", "'@alice'", "TBC", "u01alice", "U", "xoxb-1-2"])
def test_what_is_no_id_is_not_looked_for_nor_repeated(join: Join, slack: str) -> None:
    plan = f"stakeholders: {{people: {{alice: {{name: Alice, slack: {slack}}}}}}}"
    alice = join(plan, "").accounts["alice"]
    assert (alice.state, alice.gone) == ("unread", False)
    assert alice.why == "what the plan gives is no id of an account"


def test_a_person_without_id_or_address_is_nobody_slack_could_know(join: Join) -> None:
    alice = join("stakeholders: {people: {alice: {name: Alice}}}").accounts["alice"]
    assert (alice.state, alice.gone, alice.well, alice.unknown) == (
        "undeclared",
        False,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("until", "left"),
    [("2026-11-20", True), ("2026-11-21", False), ("2026-11-22", False)],
)
def test_the_last_day_still_counts(join: Join, until: str, left: bool) -> None:
    plan = f"""
    stakeholders:
      people:
        alice: {{name: Alice, slack: U01ALICE, until: "{until}"}}
    """
    assert join(plan).accounts["alice"].left is left


def test_the_last_day_is_the_persons_own(join: Join) -> None:
    plan = """
    metadata: {id: x, timezone: America/New_York}
    stakeholders:
      people:
        alice: {name: Alice, slack: U01ALICE, until: "2026-11-20"}
        chen: {name: Chen, slack: U03CHEN, until: "2026-11-20", timezone: Australia/Sydney}
    """
    drift = join(plan, "taken_at: '2026-11-20T20:00:00Z'")
    assert [account.left for account in drift.accounts.values()] == [False, True]


def test_nothing_is_looked_up_in_another_workspace(join: Join) -> None:
    plan = "metadata: {id: x, workspace: {team: T02OTHER}}" + PLAN
    drift = join(plan, "people: {U01ALICE: {deleted: true}}")
    assert drift.accounts["alice"].state == "unread"
    assert drift.accounts["alice"].why == (
        "the workspace that was read is T01ACME, not T02OTHER as the plan says (AUD302)"
    )


def test_a_plan_may_name_the_enterprise_organisation(join: Join) -> None:
    drift = join("metadata: {id: x, workspace: {team: E01}}" + PLAN, "people: {U01ALICE: alice}")
    inside = Drift(drift.plan, drift.workspace._replace(enterprise_id="E01"))
    assert drift.other_workspace
    assert not inside.other_workspace
    assert inside.accounts["alice"].well
