from __future__ import annotations

from commplan.rules.tickets.routine_not_automated import routine_not_automated
from commplan.testing import expect, judge_text


def test_what_is_asked_every_day_is_done_by_nobody() -> None:
    expect(
        routine_not_automated,
        """
        requests:
          a: {routine: true}  # <- request a is routine and has no automation
          b: {routine: false}
          c: {per_week: 9.9}
          d: {per_week: 10}  # <- request d is expected 10 times a week and has no automation
          e: {routine: true, per_week: 40}  # <- request e is expected 40 times a week
          f: {routine: true, per_week: 40, automation: form}
          g: {routine: true, automation: gone}
        automations:
          form: {kind: workflow}
        """,
    )


def test_how_often_is_often() -> None:
    text = "requests: {a: {per_week: 12.5}, b: {per_week: 40}}"
    found = judge_text(routine_not_automated, text, parameters={"per_week": 13.0}).findings
    assert [finding.facts["request"] for finding in found] == ["b"]


def updates(automation: str, when: str = "sev1") -> tuple[str, ...]:
    """What is said where incidents are reported on at these severities, with an automation."""
    text = f"""
        severities: {{sev2: {{order: 2}}, sev1: {{order: 1}}}}
        messages:
          news: {{kind: incident, when: "{when}"}}
          public: {{kind: incident, when: "sev1 and customers"}}
          change: {{kind: change, when: sev1}}
        automations: {{x: {{{automation}}}}}
    """
    return judge_text(routine_not_automated, text).messages


def test_updates_of_the_gravest_severity_are_sent_by_something() -> None:
    assert updates("kind: bot") == (
        (
            "status updates of sev1 (news and public) have no automation: "
            "somebody has to remember each of them"
        ),
    )
    assert updates("kind: bot, message: change") != ()
    assert updates("kind: bot, message: news") == ()
    assert updates("kind: bot, message: public") == ()
    assert updates("kind: status-update") == ()
    assert updates("kind: status-update, message: change") != ()


def test_updates_of_lesser_severities_may_be_written_by_hand() -> None:
    (message,) = updates("kind: bot", when="sev2")
    assert message.startswith("status updates of sev1 (public) have")
    assert updates("kind: bot, message: news", when="sev2") == (message,)


def test_faults_that_other_rules_report() -> None:
    assert updates("kind: bot, message: gone") == ()
    expect(
        routine_not_automated,
        """
        severities: {sev1: {order: 1}, sev2: {order: 2}}
        messages: {news: {kind: incident, when: sev2}}
        """,
    )


def test_the_finding_stands_at_the_message() -> None:
    text = 'severities: {sev1: {order: 1}}\nmessages: {news: {kind: incident, when: "sev1"}}'
    (finding,) = judge_text(routine_not_automated, text).findings
    assert finding.location.pointer == "/messages/news"
    assert finding.help == "add an automation with `message: news`"
    assert finding.facts == {
        "request": None,
        "per_week": None,
        "severity": "sev1",
        "messages": ["news"],
    }
