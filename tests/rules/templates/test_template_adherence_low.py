from commplan.finding import Outcome
from commplan.rules.templates.template_adherence_low import template_adherence_low
from commplan.testing import expect, judge_text

PLAN = """
channels:
  inc: {kind: slack, slack: C01INC}
messages:
  update:
    via: ["channel:inc"]
    sender: "person:a"
    template: "template:update"
templates:
  update: {file: update.md}
stakeholders:
  people:
    a: {name: A, slack: U01}
"""
FILES = {"update.md": "{{ summary }}\n\n- Impact: {{ impact }}\n- Next update: {{ next_update }}\n"}
FULL = "VPN down. Impact: much. Next update: 15:30"
HALF = "VPN down. Impact: much. Next update: tbd"


def workspace(*posts: str, user: str = "U01", is_member: str = "true") -> str:
    lines = "".join(
        f'    - {{at: 2026-11-18T10:00, user: {user}, text: "{post}"}}\n' for post in posts
    )
    channel = f"{{C01INC: {{name: inc, is_member: {is_member}}}}}"
    return f"people: {{U01: a}}\nchannels: {channel}\nmessages:\n  C01INC:\n{lines or '    []'}"


def messages(*posts: str, **more: str) -> tuple[str, ...]:
    return judge_text(
        template_adherence_low, PLAN, workspace=workspace(*posts, **more), files=FILES
    ).messages


def test_the_share_comes_with_its_interval_and_what_is_missed_most() -> None:
    expect(
        template_adherence_low,
        PLAN.replace("  update:\n    via", "  update:  # <- 11 of 24\n    via"),
        workspace=workspace(*([FULL] * 11), *([HALF] * 13)),
        files=FILES,
    )
    (message,) = messages(*([FULL] * 11), *([HALF] * 13))
    assert message == (
        "11 of 24 posts of message:update (46 %, 95 % CI 26–67 %) fill in all fields of "
        "template:update, at least 80 %; most often missing: next_update (13)"
    )


def test_enough_complete_posts_are_clean() -> None:
    assert messages(*([FULL] * 60), *([HALF] * 2)) == ()


def test_few_posts_decide_nothing() -> None:
    (finding,) = judge_text(
        template_adherence_low, PLAN, workspace=workspace(FULL, HALF), files=FILES
    ).findings
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert "to tell" in finding.message


def test_talk_and_posts_of_others_are_none() -> None:
    assert messages("any news?", "looking into it", *([FULL] * 60)) == ()
    verdict = judge_text(
        template_adherence_low,
        PLAN,
        workspace=workspace(*([HALF] * 60), user="U09"),
        files=FILES,
    )
    assert not verdict.findings
    assert [skipped.reason for skipped in verdict.skipped] == [
        "nobody posted a update from template:update in 28d"
    ]


def test_a_template_that_cannot_be_read_or_recognised_is_no_pass() -> None:
    for files in ({}, {"update.md": "{{ summary }}"}):
        verdict = judge_text(template_adherence_low, PLAN, workspace=workspace(FULL), files=files)
        assert not verdict.findings
        assert [skipped.reason for skipped in verdict.skipped] == [
            "posts from template:update cannot be recognised: no words of it can be read"
        ]


def test_a_channel_that_was_not_read_is_no_pass() -> None:
    verdict = judge_text(
        template_adherence_low, PLAN, workspace=workspace(is_member="false"), files=FILES
    )
    assert not verdict.findings
    assert [skipped.pointer for skipped in verdict.skipped] == ["/messages/update"]


def test_senders_that_are_not_known_are_told() -> None:
    plan = PLAN.replace("{name: A, slack: U01}", "{name: A}")
    verdict = judge_text(template_adherence_low, plan, workspace=workspace(FULL), files=FILES)
    assert verdict.skipped[0].pointer == "/messages/update/sender"


def test_messages_that_do_not_go_through_slack_are_left_alone() -> None:
    plan = PLAN.replace("inc: {kind: slack, slack: C01INC}", "inc: {kind: email}")
    verdict = judge_text(template_adherence_low, plan, workspace=workspace(HALF), files=FILES)
    assert (verdict.findings, verdict.skipped) == ((), ())
