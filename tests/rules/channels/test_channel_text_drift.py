from __future__ import annotations

import pytest

from commplan.rules.channels.channel_text_drift import channel_text_drift
from commplan.testing import expect, expect_fixed, judge_text, read_workspace
from commplan.workspace import LiveChannel, Redaction

PEOPLE = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01}
    bob: {name: Bob Ito, slack: U02}
    chen: {name: Chen Wu, contacts: {email: chen@example.org}}
  groups:
    desk: {slack_usergroup: S01, handle: it-desk}
    listed: {members: ["person:bob"], handle: listed-desk}
  roles:
    lead: {holders: ["person:bob"], deputies: ["person:alice"]}
rotations:
  duty: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:bob"],
    slack_usergroup: S02}
"""
LIVE = """
people:
  U01: {handle: alice, real_name: Alice Ng}
  U02: {handle: bob, real_name: Bob Ito}
  U03: {handle: chenwu, real_name: Wu Chen, email: chen@example.org}
usergroups: {S01: {handle: it-desk}, S02: {handle: on-duty}}
"""


def test_texts_as_they_are_and_as_they_should_be() -> None:
    expect(
        channel_text_drift,
        """
channels:
  same: {kind: slack, slack: C01, topic: "R&D: ask <b> @alice", description: "See the KB"}
  other:
    kind: slack
    slack: C02
    topic: Ask there  # <- the topic of #other is "Ask here" in Slack, but "Ask there" in the
    description: Ask there  # <- #other has no description in Slack, but "Ask there" in the plan
  pattern: {kind: slack, slack: C03, topic: "/^On call: @(alice|bob)$/"}
  unmatched:
    kind: slack
    slack: C04
    topic: /^On call/  # <- the topic of #unmatched is "Nobody" in Slack, which /^On call/ does
    description: /^$/
  slash: {kind: slack, slack: C05, topic: "/"}
  undeclared: {kind: slack, slack: C02, name: other}
  retired: {kind: slack, slack: C02, name: other, topic: Ask there, state: retired}
  archived: {kind: slack, slack: C06, topic: Ask there}
  missing: {kind: slack, slack: C07, topic: Ask there}
  page: {kind: status-page, topic: Ask there}
"""
        + PEOPLE,
        workspace=LIVE
        + """
channels:
  C01:
    name: same
    topic: "R&amp;D:  ask &lt;b&gt; <@U01|alice>"
    purpose: "See <https://kb.example.org|the KB>"
  C02: {name: other, topic: Ask here, purpose: ""}
  C03: {name: pattern, topic: "On call: <@U02>"}
  C04: {name: unmatched, topic: Nobody, purpose: ""}
  C05: {name: slash, topic: "/"}
  C06: {name: archived, is_archived: true, topic: Ask here}
""",
    )


def test_what_has_to_be_mentioned() -> None:
    expect(
        channel_text_drift,
        """
channels:
  all:
    kind: slack
    slack: C01
    must_mention: [RUNBOOK, "person:alice", "group:desk", "role:lead", "rotation:duty",
      "person:chen", "channel:none", "kb.example.org"]
  none:
    kind: slack
    slack: C02
    must_mention:
    - Runbook  # <- #none (C02) mentions "Runbook" neither in its topic nor in its description, and
    - "person:alice"  # <- mentions person:alice neither
    - "group:desk"  # <- mentions group:desk neither
    - "group:listed"  # <- mentions group:listed neither
    - "role:lead"  # <- mentions role:lead neither
    - "rotation:duty"  # <- mentions rotation:duty neither
    - "channel:all"  # <- mentions channel:all neither
    - "person:nobody"
  words:
    kind: slack
    slack: C03
    must_mention: ["person:bob", "group:desk", "group:listed", "role:lead", "channel:all",
      "rotation:duty", "Due: Monday"]
"""
        + PEOPLE,
        workspace=LIVE
        + """
channels:
  C01:
    name: all
    topic: "Owner <@U01>, else <!subteam^S01|@it-desk>, not <#C02|none>"
    purpose: "Ask <@U03> or <!subteam^S02>"
    bookmarks: [{id: B1, title: The runbook, link: "https://kb.example.org/x"}]
  C02: {name: none, topic: also bobby, purpose: "", bookmarks: []}
  C03:
    name: words
    topic: "@bob, @it-desk and @listed-desk"
    purpose: "not #all; due:  monday"
    bookmarks: []
""",
    )


def test_the_finding_in_full() -> None:
    plan = "channels: {help: {kind: slack, slack: C01, name: it-help, topic: Ask IT}}"
    live = "channels: {C01: {name: it-help, topic: 'Ask &lt;us&gt;, not IT'}}"
    (finding,) = judge_text(channel_text_drift, plan, workspace=live).findings
    assert finding.message == (
        'the topic of #it-help is "Ask <us>, not IT" in Slack, but "Ask IT" in the plan'
        " (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == ("set the topic in Slack again, or take what it says now into the plan")
    assert finding.location.pointer == "/channels/help/topic"
    assert finding.resource == ("channel", "C01", "it-help")
    assert finding.facts == {
        "channel": "help",
        "id": "C01",
        "field": "topic",
        "declared": "Ask IT",
        "live": "Ask <us>, not IT",
        "read_at": "2026-11-21T09:00:00Z",
    }


def test_of_long_texts_the_difference_is_shown() -> None:
    told = "The help desk of Acme. Ask here for laptops, accounts and access, "
    declared, live = told + "within 30 minutes in office hours", told + "within 4 hours, always"
    plan = f'channels: {{help: {{kind: slack, slack: C01, topic: "{declared}"}}}}'
    (finding,) = judge_text(
        channel_text_drift, plan, workspace=f"channels: {{C01: {{name: help, topic: '{live}'}}}}"
    ).findings
    assert finding.message == (
        'the topic of #help is "… and access, within 4 hours, always" in Slack, '
        'but "… and access, within 30 minutes in office hours" in the plan'
        " (read Sat 2026-11-21 09:00Z)"
    )


@pytest.mark.parametrize(
    ("bookmarks", "words"),
    [
        ("[]", "and it has no bookmark"),
        ("[{id: B1, title: SLA}]", "nor in its bookmark"),
        ("[{id: B1, title: SLA}, {id: B2, title: FAQ}]", "nor in any of its 2 bookmarks"),
    ],
)
def test_where_a_mention_was_sought(bookmarks: str, words: str) -> None:
    plan = "channels: {help: {kind: slack, slack: C01, must_mention: [runbook]}}"
    live = f"channels: {{C01: {{name: help, topic: x, purpose: y, bookmarks: {bookmarks}}}}}"
    (finding,) = judge_text(channel_text_drift, plan, workspace=live).findings
    assert finding.message == (
        '#help (C01) mentions "runbook" neither in its topic nor in its description, '
        f"{words} (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.location.pointer == "/channels/help/must_mention/0"
    assert (finding.facts["field"], finding.facts["live"]) == ("must_mention", None)


@pytest.mark.parametrize(
    ("declared", "live", "reason"),
    [
        ("topic: Ask IT", "not_granted: ['channels:read']", "lacks the scope channels:read"),
        ("topic: Ask IT", "channels: {C01: {name: help}}", "the topic of #help was not read"),
        (
            "description: Ask IT",
            "channels: {C01: {name: help}}",
            "the description of #help was not read",
        ),
        (
            'topic: "Ask @zoe"',
            "channels: {C01: {name: help, topic: 'Ask <@U99>'}}",
            "the topic of #help mentions somebody whose name is not known",
        ),
        (
            "topic: '/[/'",
            "channels: {C01: {name: help, topic: x}}",
            "/[/ is no regular expression",
        ),
        (
            r"topic: '/^(?:(a|aa|a?\1)+)+(?!x)!!$/'",
            f"channels: {{C01: {{name: help, topic: '{'a' * 79}!'}}}}",
            "takes too long to try on the topic of #help",
        ),
        (
            "must_mention: [runbook]",
            "channels: {C01: {name: help, topic: x, purpose: y}}",
            "bookmarks: not read",
        ),
        (
            "must_mention: [runbook]",
            "channels: {C01: {name: help, topic: x, bookmarks: []}}",
            "the description of #help was not read",
        ),
        (
            'must_mention: ["person:alice"]',
            "unread: {people: partial}\nchannels: {C01: {name: help, topic: x, purpose: y}}",
            "bookmarks: not read",
        ),
    ],
)
def test_what_cannot_be_known_is_not_assessed(declared: str, live: str, reason: str) -> None:
    plan = f"channels: {{help: {{kind: slack, slack: C01, {declared}}}}}" + PEOPLE
    verdict = judge_text(channel_text_drift, plan, workspace=live)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert reason in skipped.reason
    assert skipped.pointer is not None
    assert skipped.pointer.startswith("/channels/help/")


def test_somebody_of_unknown_name_may_be_mentioned_by_it() -> None:
    plan = 'channels: {help: {kind: slack, slack: C01, must_mention: ["person:alice"]}}' + PEOPLE
    live = """
    unread: {people: partial}
    channels: {C01: {name: help, topic: Ask ally, purpose: "", bookmarks: []}}
    """
    verdict = judge_text(channel_text_drift, plan, workspace=live)
    assert verdict.messages == ()
    assert [s.reason for s in verdict.skipped] == ["not all names of person:alice are known"]


def test_what_is_mentioned_at_the_top_needs_no_bookmarks() -> None:
    plan = "channels: {help: {kind: slack, slack: C01, must_mention: [runbook]}}"
    live = "channels: {C01: {name: help, topic: See the runbook}}"
    verdict = judge_text(channel_text_drift, plan, workspace=live)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_a_snapshot_without_names_is_not_held_against_names() -> None:
    live = read_workspace("people: {U01: {}}")._replace(
        channels=(LiveChannel("C01", "help", False, False, topic="Ask <@U01>"),),
        redaction=Redaction.NAMES,
        key_mark="x",
    )
    plan = 'channels: {help: {kind: slack, slack: C01, topic: "Ask @zoe"}}'
    verdict = judge_text(channel_text_drift, plan, workspace=live)
    assert (verdict.messages, len(verdict.skipped)) == ((), 1)


def test_credentials_in_a_topic_are_not_passed_on() -> None:
    token = "xoxb-" + "1234567890-abcdefghijkl"
    live = f"channels: {{C01: {{name: help, topic: 'Token {token}'}}}}"
    plan = "channels: {help: {kind: slack, slack: C01, topic: Ask IT}}"
    (finding,) = judge_text(channel_text_drift, plan, workspace=live).findings
    assert token not in f"{finding.message} {finding.facts}"


def test_what_slack_says_is_taken_over_for_texts_and_not_for_expressions() -> None:
    text = """
    channels:
      it-help: {kind: slack, slack: C01HELP, topic: Ask here, description: /^Ask/}
    """
    live = "channels: {C01HELP: {name: it-help, topic: 'Ask &amp; wait', purpose: Gone}}"
    mended = text.replace("Ask here", '"Ask & wait"')
    expect_fixed(channel_text_drift, text, mended, workspace=live)
