from __future__ import annotations

import pytest

from commplan.rules.security.no_out_of_band_channel import no_out_of_band_channel
from commplan.testing import expect, judge_text
from commplan.testing.rules import Verdict

OOB = "oob: {kind: phone, provider: telco, out_of_band: true}"


def judge(channels: str, more: str = "") -> Verdict:
    return judge_text(no_out_of_band_channel, f"channels: {{{channels}}}\n{more}")


SECURITY = 'sec: {kind: slack, purpose: security-incident, fallback: "channel:oob"}'


def test_no_route_is_out_of_band() -> None:
    expect(
        no_out_of_band_channel,
        """
        channels:
          sec: {kind: slack, purpose: security-incident}  # <- security incidents go by channel:sec
          chat: {kind: slack, purpose: team}
        """,
    )
    expect(
        no_out_of_band_channel,
        """
        channels:
          sec: {kind: slack, purpose: security-incident, fallback: "channel:mail"}
          mail: {kind: email}  # <- security incidents go by channel:sec and channel:mail only,
        """,
    )


def test_a_fallback_outside_the_chat_is_enough() -> None:
    verdict = judge(f"{SECURITY}, {OOB}")
    assert verdict.findings == verdict.skipped == ()


def test_a_fallback_of_a_fallback_is_enough() -> None:
    middle = SECURITY.replace("channel:oob", "channel:mail")
    assert judge(f'{middle}, mail: {{kind: email, fallback: "channel:oob"}}, {OOB}').messages == ()


def test_one_that_nothing_falls_back_to_is_proposed() -> None:
    alone = SECURITY.replace(', fallback: "channel:oob"', "")
    finding = judge(f"{alone}, {OOB}").findings[0]
    assert finding.message == (
        "security incidents go by channel:sec only, and it is not out of band"
    )
    assert finding.help == 'name "channel:oob" as `fallback` of channel:sec'
    assert finding.facts == {"routes": ["sec"], "out_of_band": [], "shared": []}
    nothing = judge(alone).findings[0]
    assert nothing.help == ("name a channel with `out_of_band: true` as `fallback` of channel:sec")


@pytest.mark.parametrize("plan", ["chat: {kind: slack}", "mail: {kind: email}"])
def test_no_channel_is_for_security_incidents(plan: str) -> None:
    finding = judge(plan).findings[0]
    assert finding.message == (
        "no channel is for security incidents, let alone one outside the chat"
    )
    assert finding.location.pointer == "/channels"
    assert judge_text(no_out_of_band_channel, "metadata: {id: x}").messages == ()


TOOLS = """
tools:
  chat: {kind: chat, provider: slack, depends_on: [cloud], security: {sso: okta}}
  zoom: {kind: video, provider: zoom%s}
"""


@pytest.mark.parametrize(
    ("zoom", "shared"),
    [
        ("", []),
        (", security: {sso: other}", []),
        (", security: {sso: okta}", ["okta"]),
        (", security: {sso: Okta}, depends_on: [cloud]", ["cloud", "okta"]),
        (", depends_on: [zoom]", []),
    ],
)
def test_what_hangs_on_the_chat_is_not_outside_it(zoom: str, shared: list[str]) -> None:
    verdict = judge(
        f'{SECURITY}, oob: {{kind: video, tool: "tool:zoom", out_of_band: true}}', TOOLS % zoom
    )
    assert [f.facts["shared"] for f in verdict.findings] == ([shared] if shared else [])
    for finding in verdict.findings:
        assert finding.message == (
            f"channel:oob is not out of band: like the chat it rests on {' and '.join(shared)}"
        )
        assert finding.location.pointer == "/channels/oob/out_of_band"


@pytest.mark.parametrize(
    ("channel", "found"),
    [
        ("oob: {kind: slack, out_of_band: true}", True),
        ("oob: {kind: chat, provider: signal, out_of_band: true}", False),
        ("oob: {kind: chat, provider: signal}", True),
        ("oob: {kind: phone, provider: telco, out_of_band: false}", True),
        ("oob: {kind: phone, provider: telco, out_of_band: true, state: retired}", True),
        ("oob: {kind: phone, depends_on: [slack], out_of_band: true}", True),
        ("oob: {kind: meeting, out_of_band: true}", False),
    ],
)
def test_what_counts_as_outside(channel: str, found: bool) -> None:
    assert bool(judge(f"{SECURITY}, {channel}").messages) is found


def test_message_types_about_security() -> None:
    channels = (
        "a: {kind: slack}, b: {kind: slack, purpose: security-incident}, "
        f'c: {{kind: email, provider: isp, fallback: "channel:oob"}}, {OOB}'
    )
    templates = "templates: {sec: {type: security}, status: {type: status}}\n"
    alert = 'messages: {alert: {via: ["channel:a", "channel:c"]%s}}\n' + templates
    assert len(judge(channels, alert % "").messages) == 1
    assert len(judge(channels, alert % ', template: "template:status"').messages) == 1
    assert judge(channels, alert % ', template: "template:sec"').messages == ()
    beside = 'messages: {alert: {via: ["channel:b", "channel:c"]}}\n'
    assert judge(channels, beside).messages == ()


@pytest.mark.parametrize(
    "channels",
    [
        'sec: {kind: slack, purpose: security-incident, fallback: "channel:obo"}',
        (
            'sec: {kind: slack, purpose: security-incident, fallback: "channel:b"}, '
            'b: {kind: email, fallback: "channel:gone"}'
        ),
    ],
)
def test_a_broken_fallback_is_left_to_another_rule(channels: str) -> None:
    verdict = judge(channels)
    assert verdict.findings == verdict.skipped == ()
