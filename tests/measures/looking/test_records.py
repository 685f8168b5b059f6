"""Links to lasting records."""

import pytest

from commplan.measures.looking.records import record_looks, record_tools, record_values
from tests.timeline.conftest import read_plan as plan_of

PLAN = plan_of(
    """
    metadata: {id: ops}
    channels:
      incidents: {kind: slack, slack: C1}
      mail: {kind: email}
    tools:
      jira: {kind: ticketing, url: ["https://acme.atlassian.net/browse", "tickets.example.org"]}
      wiki: {kind: docs, provider: notion}
      board: {kind: chat, also: [pm], provider: linear}
      archive: {kind: store, url: "https://files.example.org/"}
      zoom: {kind: video, url: "https://zoom.us"}
    protocols: {decisions: {record_in: "tool:archive"}}
    """
)


def test_tools_that_keep_records_are_those_of_decisions_knowledge_and_tickets() -> None:
    assert [tool.id for tool in record_tools(PLAN)] == ["jira", "wiki", "board", "archive"]
    assert record_values(PLAN) == ("canvas", "ops/jira", "ops/wiki", "ops/board", "ops/archive")
    assert set(record_looks(PLAN)) == {"incidents"}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("https://acme.atlassian.net/browse/IT-42", ["ops/jira"]),
        ("the ticket (https://ACME.atlassian.net/browse)", ["ops/jira"]),
        ("https://acme.atlassian.net/browser", []),
        ("https://acme.atlassian.net.evil.example/browse/IT-1", []),
        ("http://tickets.example.org/1 and http://tickets.example.org/2", ["ops/jira"]),
        ("https://acme.notion.site/page", ["ops/wiki"]),
        ("https://www.notion.so/page", ["ops/wiki"]),
        ("https://notnotion.so/page", []),
        ("https://linear.app/acme/issue/X-1", ["ops/board"]),
        ("https://files.example.org/2026/decision.pdf", ["ops/archive"]),
        ("https://zoom.us/j/123", []),
        ("https://acme.slack.com/docs/T01ACME/F0123456", ["canvas"]),
        ("https://acme.slack.com/archives/C1/p1", []),
        ("https://[broken", []),
        ("no link at all", []),
    ],
)
def test_links_lead_to_the_tool_whose_address_they_begin_with(text: str, values: list[str]) -> None:
    (look,) = record_looks(PLAN)["incidents"]
    assert [showing.value for showing in look.find(text, 0)] == values
