from __future__ import annotations

import pytest

from commplan.rules.channels.no_suitable_channel import no_suitable_channel
from commplan.testing import expect, judge_text

EVERY_KIND = """
tools:
  talk: {kind: chat}
  mail: {kind: email}
  meet: {kind: video}
  wiki: {kind: docs, also: [ticketing]}
"""


def missing(text: str, **parameters: object) -> list[str]:
    found = judge_text(no_suitable_channel, text, parameters=parameters or None).findings
    return sorted(str(finding.facts["kind"]) for finding in found)


def test_tools_and_channels_in_use_are_counted() -> None:
    assert missing(EVERY_KIND) == []
    assert missing("goals: {}") == ["chat", "docs", "email", "ticketing", "video"]
    assert missing("channels: {a: {kind: slack}, b: {kind: email}}") == [
        *("docs", "ticketing", "video")
    ]
    assert missing("channels: {a: {kind: docs, state: retired}}", kinds=("docs",)) == ["docs"]
    assert missing("channels: {a: {kind: form}}", kinds=("form", "fax")) == ["fax"]


def test_what_is_missing_is_told_where_tools_stand() -> None:
    (finding,) = judge_text(no_suitable_channel, EVERY_KIND.replace("video", "fax")).findings
    assert finding.message == "the plan has no tool or channel for video"
    assert finding.location.pointer == "/tools"


@pytest.mark.parametrize(
    ("kind", "suiting"),
    [
        ("incident", {"slack", "chat", "paging", "phone", "video", "status-page"}),
        ("change", {"slack", "chat", "email", "status-page"}),
        ("expectation", {"slack", "chat", "email", "status-page"}),
        ("report", {"slack", "chat", "email", "docs"}),
        ("proactive", {"slack", "chat", "email", "form"}),
    ],
)
def test_what_suits_each_kind_of_message(kind: str, suiting: set[str]) -> None:
    for channel in (
        *("slack", "chat", "email", "phone", "sms", "push", "paging", "video", "meeting"),
        *("status-page", "web", "form", "docs", "ticketing"),
    ):
        text = f'messages: {{m: {{kind: {kind}, via: ["channel:c"]}}}}'
        text += f"\nchannels: {{c: {{kind: {channel}}}}}{EVERY_KIND}"
        found = judge_text(no_suitable_channel, text).findings
        assert bool(found) == (channel not in suiting), channel


def test_one_suitable_channel_is_enough() -> None:
    expect(
        no_suitable_channel,
        """
        messages:
          a: {kind: report, via: ["channel:page", "channel:wiki"]}
          b: {kind: report, via: ["channel:page", "channel:bridge"]}  # <- (phone) do not suit
          c: {kind: report, via: []}
          d: {kind: report, via: ["channel:gone"]}
          e: {kind: report, via: ["channel:page", "channel:gone"]}
          f: {via: ["channel:page"]}
          g: {kind: report}
        channels:
          page: {kind: web}
          wiki: {kind: docs}
          bridge: {kind: phone}
        """,
        parameters={"kinds": ()},
    )


def test_the_message_says_what_would_suit() -> None:
    text = 'messages: {m: {kind: report, via: ["channel:page"]}}\nchannels: {page: {kind: web}}'
    (finding,) = judge_text(no_suitable_channel, text, parameters={"kinds": ()}).findings
    assert finding.message == (
        "'m' is of kind report, which channel:page (web) does not suit; email, slack or docs would"
    )
    assert finding.facts == {"kind": "report", "message": "m", "routes": {"page": "web"}}


def test_the_table_can_be_changed_kind_by_kind() -> None:
    expect(
        no_suitable_channel,
        """
        messages:
          a: {kind: report, via: ["channel:page"]}
          b: {kind: change, via: ["channel:page"]}  # <- 'b' is of kind change
        channels:
          page: {kind: web}
        """,
        parameters={"kinds": (), "suits": {"report": ["web"]}},
    )
