from __future__ import annotations

import pytest

from commplan.rules.security.channel_unclassified import channel_unclassified
from commplan.testing import expect, judge_text

ORDER = "classification: {order: [public, internal, restricted]}\n"


def test_what_has_no_class() -> None:
    expect(
        channel_unclassified,
        """
        classification: {order: [public, internal, restricted]}
        channels:
          help: {kind: slack}  # <- channel:help has no ceiling
          status: {kind: status-page, ceiling: public}
          old: {kind: slack, state: archived}
          older: {kind: slack, state: retired}
        messages:
          news: {kind: change, class: public}
          delay: {kind: expectation}  # <- message delay has no class
        """,
    )


def test_a_plan_without_an_order() -> None:
    expect(
        channel_unclassified,
        """
        channels:  # <- the plan has no classification.order, so that classes mean nothing
          help: {kind: slack, ceiling: internal}
          chat: {kind: slack}  # <- channel:chat has no ceiling
        """,
    )


@pytest.mark.parametrize(
    "section", ["classification: {medium_ceiling: {sms: public}}", "classification: {order: []}"]
)
def test_a_section_without_an_order(section: str) -> None:
    finding, *others = judge_text(channel_unclassified, section).findings
    assert not others
    assert finding.location.pointer == "/classification"
    assert finding.facts == {"subject": "the plan", "field": "order", "value": None}


def test_classes_that_do_not_exist() -> None:
    expect(
        channel_unclassified,
        """
        classification:
          order: [public, internal, restricted]
          above: {legal: [internal]}
          medium_ceiling:
            sms: publik  # <- classification.medium_ceiling has sms 'publik', which is no class;
            email: legal
        stakeholders:
          people:
            alice: {name: A, clearance: Restricted}  # <- person:alice has clearance 'Restricted',
            bob: {name: B, clearance: legal}
          groups:
            staff: {clearance: interal}  # <- group:staff has clearance 'interal', which is no
          external:
            ico: {clearance: zz}  # <- external:ico has clearance 'zz', which is no class
        channels:
          help: {kind: slack, ceiling: intern}  # <- channel:help has ceiling 'intern', which is no
        messages:
          news: {class: top-secret}  # <- message news has class 'top-secret', which is no class
        obligations:
          gdpr-33: {deadline: 72h, message_class: restrict}  # <- obligation gdpr-33 has
        """,
    )


def test_where_there_is_no_order_no_class_is_called_wrong() -> None:
    text = "channels: {help: {kind: slack, ceiling: secret}}\nmessages: {m: {class: open}}\n"
    assert len(judge_text(channel_unclassified, text).messages) == 1


def test_help_names_the_choice() -> None:
    missing = judge_text(channel_unclassified, ORDER + "channels: {help: {kind: slack}}")
    assert missing.findings[0].help == "add a `ceiling`: public, internal or restricted"
    assert missing.findings[0].facts == {
        "subject": "channel:help",
        "field": "ceiling",
        "value": None,
    }
    wrong = judge_text(channel_unclassified, ORDER + "messages: {m: {class: zz}}").findings[0]
    assert wrong.message == "message m has class 'zz', which is no class"
    assert wrong.help == "use public, internal or restricted, or add the class to the order"
    assert wrong.facts == {"subject": "message m", "field": "class", "value": "zz"}
    close = judge_text(channel_unclassified, ORDER + "messages: {m: {class: Public}}").findings[0]
    assert close.message == (
        "message m has class 'Public', which is no class; did you mean 'public'?"
    )
    assert close.help == "write 'public' instead"


def test_an_order_of_the_baseline_is_an_order() -> None:
    baseline = "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: org}\n" + ORDER
    text = """
        metadata: {id: team, extends: org.yaml}
        channels: {help: {kind: slack, ceiling: internal}}
        """
    files = {"org.yaml": baseline}
    assert judge_text(channel_unclassified, text, files=files).messages == ()
