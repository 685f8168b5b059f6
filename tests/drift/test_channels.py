from collections.abc import Callable

import pytest

from commplan.api import ChannelState, Drift

Join = Callable[..., Drift]


def channel(join: Join, fields: str, workspace: str = "") -> str:
    """State of the one channel ``it-help``, declared with some fields."""
    plan = f"channels: {{it-help: {{kind: slack, {fields}}}}}"
    (bound,) = join(plan, workspace).channels
    return f"{bound.state}: {bound.why}" if bound.why else bound.state


BY_ID = "slack: C01HELP"


@pytest.mark.parametrize(
    ("fields", "live", "state"),
    [
        (BY_ID, "{C01HELP: it-help}", "found"),
        (BY_ID, "{C01HELP: help-desk}", "found"),
        (BY_ID, "{C01HELP: {name: it-help, is_private: true}}", "found"),
        (BY_ID, "{C01HELP: {name: it-help, is_member: false}}", "found"),
        (BY_ID, "{C01HELP: {name: it-help, is_archived: true}}", "archived"),
        (BY_ID, "{C02: help}", "missing"),
        (BY_ID, "{C02: it-help}", "mismatched"),
        (BY_ID, "{C01HELP: old, C02: it-help}", "mismatched"),
        (BY_ID, "{C01HELP: {name: old, is_archived: true}, C02: it-help}", "mismatched"),
        (BY_ID, "{C01HELP: old, C02: {name: it-help, is_archived: true}}", "found"),
        (BY_ID, "{C01HELP: it-help, C02: it-help}", "found"),
        (BY_ID + ", name: '#IT-Help'", "{C01HELP: it-help, C02: it-help}", "found"),
        (BY_ID + ", name: help", "{C01HELP: it-help, C02: help}", "mismatched"),
        ("purpose: team", "{C01HELP: it-help}", "found"),
        ("purpose: team", "{C01HELP: {name: it-help, is_archived: true}}", "archived"),
        ("purpose: team", "{C01: {name: it-help, is_archived: true}, C02: it-help}", "found"),
        ("purpose: team", "{C01HELP: help}", "missing"),
        ("name: spøkelser", "{C01HELP: spøkelser}", "found"),
        (BY_ID + ", state: archived", "{C01HELP: {name: it-help, is_archived: true}}", "found"),
        (BY_ID + ", state: retired", "{C01HELP: it-help}", "found"),
        (BY_ID + ", expires: '2026-11-20'", "{C01HELP: {is_archived: true}}", "found"),
        (BY_ID + ", expires: '2026-11-21'", "{C01HELP: {is_archived: true}}", "archived"),
    ],
)
def test_what_became_of_a_channel(join: Join, fields: str, live: str, state: str) -> None:
    assert channel(join, fields, f"channels: {live}") == state


NO_PRIVATE = "not_granted: ['groups:read']"
NO_PUBLIC = "not_granted: ['channels:read']"


@pytest.mark.parametrize(
    ("visibility", "reading", "state"),
    [
        ("private", "", "hidden: the app cannot see #it-help (C01HELP), which is private (CHN309)"),
        ("private", NO_PRIVATE, "unread: the token lacks the scope groups:read"),
        ("private", NO_PUBLIC, "unread: the token lacks the scope channels:read"),
        ("public", NO_PRIVATE, "missing"),
        ("public", NO_PUBLIC, "unread: the token lacks the scope channels:read"),
        ("", NO_PRIVATE, "unread: the token lacks the scope groups:read"),
        (
            "",
            "unread: {private-channels: {status: unsupported, note: exports lack it}}",
            "unread: exports lack it",
        ),
        (
            "",
            "unread: {public-channels: partial, private-channels: partial}",
            "unread: #it-help (C01HELP) is not among the channels that were read",
        ),
    ],
)
def test_an_absent_channel_is_missing_only_where_it_would_have_been_seen(
    join: Join, visibility: str, reading: str, state: str
) -> None:
    fields = BY_ID + (f", visibility: {visibility}" if visibility else "")
    assert channel(join, fields, reading) == state


@pytest.mark.parametrize(
    ("visibility", "private", "state"),
    [
        ("", "partial", "missing"),
        ("", "complete", "missing"),
        ("", "failed", "unread"),
        (", visibility: private", "partial", "hidden"),
    ],
)
def test_a_channel_that_was_asked_for_in_vain(
    join: Join, visibility: str, private: str, state: str
) -> None:
    public = "{status: partial, exceptions: [{id: C01HELP, status: hidden}]}"
    reading = f"unread: {{public-channels: {public}, private-channels: {private}}}"
    assert channel(join, BY_ID + visibility, reading).partition(":")[0] == state


def test_another_channel_of_the_name_may_be_where_nobody_looked(join: Join) -> None:
    plan = "channels: {it-help: {kind: slack, slack: C01HELP}}"
    seen = "channels: {C01HELP: help-desk}"
    (bound,) = join(plan, seen).channels
    assert bound.name_doubt == ""
    (bound,) = join(plan, f"{{{seen}, {NO_PRIVATE}}}").channels
    assert (bound.state, bound.name_doubt) == ("found", "the token lacks the scope groups:read")


def test_an_archived_flag_that_is_not_sent_proves_nothing(join: Join) -> None:
    drift = join("channels: {it-help: {kind: slack, slack: C01HELP}}", "channels: {C01HELP: x}")
    unsaid = drift.workspace.channels[0]._replace(is_archived=None)
    drift = Drift(drift.plan, drift.workspace._replace(channels=(unsaid,)))
    assert drift.channels[0].state is ChannelState.UNREAD


@pytest.mark.parametrize("slack", ["D01", "'#it-help'", "TBC", "c01help"])
def test_what_is_no_id_is_not_looked_for(join: Join, slack: str) -> None:
    assert channel(join, f"slack: {slack}", "channels: {C01: it-help}") == (
        "unread: what the plan gives is no id of a channel"
    )


def test_channels_outside_slack_are_not_looked_for(join: Join) -> None:
    assert join("channels: {mail: {kind: email}}").channels == ()
