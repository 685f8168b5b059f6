from __future__ import annotations

from commplan.rules.tickets.intake_without_ticketing import intake_without_ticketing
from commplan.testing import expect, judge_text


def test_every_place_that_takes_requests_keeps_tickets() -> None:
    expect(
        intake_without_ticketing,
        """
        channels:
          a:
            kind: slack
            intake: {ticketing: "tool:jira", key_pattern: "IT-[0-9]+"}
          b:
            kind: slack
            intake: {key_pattern: "IT-[0-9]+"}  # <- channel:b takes requests, but no tool keeps
          c:
            kind: email
            intake: {ticketing: "tool:jira"}  # <- but nothing says how a ticket's key looks
          d: {kind: slack, purpose: support-intake}  # <- no tool keeps tickets of them and nothing
          e: {kind: slack, purpose: team}
          f: {kind: slack, intake: {}, state: archived}
          g: {kind: ticketing, intake: {}}
        tools:
          jira: {kind: ticketing}
        """,
    )


def test_the_tool_has_to_be_one_for_tickets() -> None:
    expect(
        intake_without_ticketing,
        """
        channels:
          a:
            kind: slack
            intake:
              key_pattern: "IT-[0-9]+"
              ticketing: "tool:wiki"  # <- tool:wiki, which should keep tickets of them, is of kind
          b: {kind: slack, intake: {ticketing: "tool:both", key_pattern: "IT-[0-9]+"}}
          c: {kind: slack, intake: {ticketing: "tool:unsaid", key_pattern: "IT-[0-9]+"}}
          d: {kind: slack, intake: {ticketing: "tool:gone", key_pattern: "IT-[0-9]+"}}
        tools:
          wiki: {kind: docs}
          both: {kind: docs, also: [ticketing]}
          unsaid: {provider: somebody}
        """,
    )


def test_a_pattern_that_finds_nothing_is_none() -> None:
    expect(
        intake_without_ticketing,
        """
        channels:
          a:
            kind: slack
            intake:
              ticketing: "tool:jira"
              key_pattern: "IT-(["  # <- the pattern of their tickets' keys, 'IT-([', is no regular
        tools:
          jira: {kind: ticketing}
        """,
    )


def test_one_finding_for_each_channel() -> None:
    text = """
        channels: {a: {kind: slack, intake: {ticketing: "tool:wiki"}}}
        tools: {wiki: {kind: docs}, jira: {kind: ticketing}}
    """
    (finding,) = judge_text(intake_without_ticketing, text).findings
    assert finding.message == (
        "channel:a takes requests, but tool:wiki, which should keep tickets of them, is of kind "
        "docs and nothing says how a ticket's key looks"
    )
    assert finding.help == 'write `ticketing: "tool:jira"` and `key_pattern: "IT-[0-9]+"`'
    assert finding.location.pointer == "/channels/a/intake/ticketing"
    assert [place.location.pointer for place in finding.related] == ["/channels/a/intake"]
    assert finding.facts == {"channel": "a", "missing": ["ticketing", "key_pattern"]}
