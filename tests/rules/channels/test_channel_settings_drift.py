from __future__ import annotations

import pytest

from commplan.rules.channels.channel_settings_drift import channel_settings_drift
from commplan.testing import expect, judge_text
from commplan.testing.rules import Verdict

PEOPLE = """
stakeholders:
  people:
    alice: {name: Alice, slack: U01}
    bob: {name: Bob, slack: U02}
    gone: {name: Gone, slack: U03}
    fay: {name: Fay}
  groups:
    press: {slack_usergroup: S01}
    listed: {members: ["person:alice", "person:bob"], slack_usergroup: S02}
    vague: {class: it-staff}
  roles:
    lead: {holders: ["person:alice"], deputies: ["person:gone"]}
"""
LIVE = """
people:
  U01: alice
  U02: bob
  U03: {handle: gone, deleted: true}
  U05: {handle: erin, is_admin: true}
  U06: finn
usergroups:
  S01: {handle: press, users: [U02, U06]}
  S02: {handle: listed, users: [U01, U02]}
  S09: {handle: other, users: [U06]}
"""


def judged(settings: str, live: str, more: str = "") -> Verdict:
    plan = f"channels: {{news: {{kind: slack, slack: C05, {settings}}}}}" + PEOPLE
    channels = f"channels: {{C05: {{name: news, {live}}}}}\n"
    return judge_text(channel_settings_drift, plan, workspace=channels + LIVE + more)


def message(settings: str, live: str) -> str:
    """What is found, if only one thing is and nothing is left open."""
    verdict = judged(settings, live)
    assert verdict.skipped == ()
    (found,) = verdict.messages or ("",)
    return found.removesuffix(" (read Sat 2026-11-21 09:00Z)")


def allowed(*references: str) -> str:
    return f"posting: {{allowed: {list(references)}}}"


@pytest.mark.parametrize(
    ("settings", "live"),
    [
        (allowed("person:alice"), "posting: {users: [U01]}"),
        (allowed("person:alice"), "posting: {roles: [admin], users: [U01]}"),
        (allowed("role:lead"), "posting: {users: [U01]}"),
        (allowed("group:press"), "posting: {usergroups: [S01]}"),
        (allowed("group:press"), "posting: {users: [U02, U06]}"),
        (allowed("group:listed"), "posting: {usergroups: [S02]}"),
        (allowed("group:listed"), "posting: {users: [U01, U02]}"),
        (allowed("group:press"), "posting: {users: [U02], usergroups: [S09]}"),
        (allowed("person:alice"), "posting: {}, preferences: {posting: {users: [U01]}}"),
        ("posting: {broadcast: everyone}", "preferences: {at_channel: true, at_here: true}"),
        ("posting: {broadcast: nobody}", "preferences: {at_channel: false, at_here: false}"),
        ("posting: {broadcast: admins}", "preferences: {at_channel: false, at_here: false}"),
        ("settings: {threads: everyone}", "threads: {}"),
        ("settings: {threads: everyone}", "threads: {roles: [ra]}"),
        ("settings: {threads: admins}", "threads: {roles: [admin, owner]}"),
        ("settings: {threads: admins}", "threads: {}, preferences: {threads: {roles: [admin]}}"),
        ('settings: {huddles: "on"}', "huddles_restricted: false"),
        ('settings: {huddles: "off"}', "huddles_restricted: true"),
        ('settings: {huddles: "off"}', "huddles_restricted: false, preferences: {huddles: false}"),
        ("settings: {retention: 90d}", "retention: {custom: true, days: 90}"),
        ("settings: {retention: 2w}", "retention: {custom: true, days: 14}"),
        ("settings: {retention: 3mo}", "retention: {custom: true, days: 90}"),
        ("settings: {retention: 1mo}", "retention: {custom: true, days: 31}"),
    ],
)
def test_a_channel_that_is_set_up_as_declared(settings: str, live: str) -> None:
    assert message(settings, live) == ""


@pytest.mark.parametrize(
    ("settings", "live", "words"),
    [
        (
            allowed("role:lead"),
            "posting: {}",
            "#news (C05): everybody may post there, but only role:lead in the plan",
        ),
        (
            allowed("role:lead", "group:press"),
            "posting: {roles: [ra]}",
            (
                "#news (C05): everybody but guests may post there, "
                "but only role:lead and group:press in the plan"
            ),
        ),
        (
            allowed("person:alice"),
            "posting: {users: [U01, U06, U99], usergroups: [S09]}",
            (
                "#news (C05): finn (U06), U99 and @other (S09) may post there, "
                "but only person:alice in the plan"
            ),
        ),
        (
            allowed("group:listed"),
            "posting: {users: [U01]}",
            "#news (C05): bob may not post there, although the plan allows it",
        ),
        (
            allowed("person:alice"),
            "posting: {roles: [admin]}",
            "#news (C05): alice may not post there, although the plan allows it",
        ),
        (
            allowed("group:press"),
            "posting: {users: [U01, U02]}",
            (
                "#news (C05): alice (U01) may post there, but only group:press in the plan; "
                "finn may not post there, although the plan allows it"
            ),
        ),
        (
            "posting: {broadcast: nobody}",
            "preferences: {at_channel: true, at_here: false}",
            "everybody may use @channel in #news (C05), but nobody in the plan",
        ),
        (
            "posting: {broadcast: admins}",
            "preferences: {at_channel: true, at_here: true}",
            "everybody may use @channel and @here in #news (C05), but admins in the plan",
        ),
        (
            "posting: {broadcast: everyone}",
            "preferences: {at_channel: true, at_here: false}",
            "only administrators may use @here in #news (C05), but everyone in the plan",
        ),
        (
            "settings: {threads: admins}",
            "threads: {}",
            "everybody may reply in threads of #news (C05), but admins in the plan",
        ),
        (
            "settings: {threads: admins}",
            "threads: {roles: [admin], users: [U01]}",
            (
                "administrators and some others may reply in threads of #news (C05), "
                "but admins in the plan"
            ),
        ),
        (
            "settings: {threads: everyone}",
            "threads: {roles: [admin]}",
            "administrators only may reply in threads of #news (C05), but everyone in the plan",
        ),
        (
            'settings: {huddles: "off"}',
            "huddles_restricted: false",
            "huddles are on in #news (C05), but off in the plan",
        ),
        (
            'settings: {huddles: "on"}',
            "preferences: {huddles: false}",
            "huddles are off in #news (C05), but on in the plan",
        ),
        (
            "settings: {retention: 90d}",
            "retention: {custom: true, days: 365}",
            "#news (C05) keeps messages for 365d, but for 90d in the plan",
        ),
        (
            "settings: {retention: 3mo}",
            "retention: {custom: true, days: 94}",
            "#news (C05) keeps messages for 94d, but for 3mo in the plan",
        ),
    ],
)
def test_a_channel_that_is_set_up_otherwise(settings: str, live: str, words: str) -> None:
    assert message(settings, live) == words


def test_an_administrator_may_post_by_that_role() -> None:
    plan = PEOPLE.replace("U02}", "U05}")
    text = f"channels: {{news: {{kind: slack, slack: C05, {allowed('person:bob')}}}}}" + plan
    for restriction, found in (("{roles: [admin]}", 0), ("{users: [U01]}", 1)):
        live = f"channels: {{C05: {{name: news, posting: {restriction}}}}}\n" + LIVE
        assert len(judge_text(channel_settings_drift, text, workspace=live).messages) == found


@pytest.mark.parametrize(
    ("settings", "live", "reason"),
    [
        (allowed("person:alice"), "", "channel-settings: not read"),
        (allowed("person:alice"), "threads: {}", "Slack does not tell who may post in #news"),
        (
            allowed("person:fay"),
            "posting: {roles: [admin]}",
            "the plan gives neither a Slack id nor an e-mail address of fay",
        ),
        (
            allowed("group:vague"),
            "posting: {roles: [admin]}",
            "group:vague lists no members and names no user group",
        ),
        ("posting: {broadcast: nobody}", "", "channel-preferences: not read"),
        (
            "posting: {broadcast: nobody}",
            "preferences: {at_channel: false}",
            "Slack does not tell who may notify everybody in #news",
        ),
        (
            "settings: {threads: everyone}",
            "posting: {}",
            "Slack does not tell who may reply in #news",
        ),
        (
            'settings: {huddles: "on"}',
            "posting: {}",
            "Slack does not tell whether #news has huddles",
        ),
        ("settings: {retention: 90d}", "", "retention: not read"),
        (
            "settings: {retention: 90d}",
            "retention: {custom: false, days: 0}",
            (
                "#news keeps messages as the whole workspace does, "
                "and Slack does not tell how long that is"
            ),
        ),
        (
            "settings: {retention: 90d}",
            "retention: {custom: true}",
            "Slack does not tell how long #news keeps messages",
        ),
    ],
)
def test_what_slack_does_not_tell_is_not_assessed(settings: str, live: str, reason: str) -> None:
    verdict = judged(settings, live)
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [reason]


def test_a_user_group_of_unknown_members_may_let_others_post() -> None:
    verdict = judged(allowed("person:alice"), "posting: {usergroups: [S77]}")
    assert [message.partition(" (read")[0] for message in verdict.messages] == [
        "#news (C05): S77 may post there, but only person:alice in the plan"
    ]


def test_a_token_without_the_scope_of_administrators_says_so() -> None:
    more = "not_granted: ['admin.conversations:read']"
    verdict = judged("settings: {retention: 90d}", "", more)
    assert [s.reason for s in verdict.skipped] == [
        "the token lacks the scope admin.conversations:read"
    ]


def test_every_setting_is_reported_where_it_stands() -> None:
    expect(
        channel_settings_drift,
        """
        channels:
          news:
            kind: slack
            slack: C05
            posting:
              allowed: ["person:alice"]  # <- everybody may post there
              broadcast: nobody  # <- everybody may use @channel
            settings:
              threads: admins  # <- everybody may reply
              huddles: "off"  # <- huddles are on
              retention: 90d  # <- keeps messages for 365d
          plain: {kind: slack, slack: C05, name: news}
          broken: {kind: slack, slack: C05, name: news, posting: {allowed: ["person:nobody"]}}
          over: {kind: slack, slack: C05, name: news, state: retired, settings: {threads: admins}}
          missing: {kind: slack, slack: C09, settings: {threads: admins}}
        stakeholders: {people: {alice: {name: Alice, slack: U01}}}
        """,
        workspace="""
        channels:
          C05:
            name: news
            posting: {}
            threads: {}
            huddles_restricted: false
            preferences: {at_channel: true}
            retention: {custom: true, days: 365}
        """,
    )


def test_the_finding_in_full() -> None:
    (finding,) = judged("settings: {threads: admins}", "threads: {}").findings
    assert finding.message == (
        "everybody may reply in threads of #news (C05), but admins in the plan"
        " (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == "set it in #news in Slack, or change `threads`"
    assert finding.location.pointer == "/channels/news/settings/threads"
    assert finding.resource == ("channel", "C05", "news")
    assert finding.facts == {
        "channel": "news",
        "id": "C05",
        "setting": "threads",
        "declared": "admins",
        "live": "everybody",
        "read_at": "2026-11-21T09:00:00Z",
    }


def test_a_private_channel_without_the_app_is_left_to_others() -> None:
    plan = """
    channels: {sec: {kind: slack, slack: C09, visibility: private, settings: {threads: admins}}}
    """
    verdict = judge_text(channel_settings_drift, plan, workspace=LIVE)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.reason == "the app cannot see #sec (C09), which is private (CHN309)"
