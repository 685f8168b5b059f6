from __future__ import annotations

import pytest

from commplan.rules.plans.placeholder_value import placeholder_value
from commplan.testing import expect, judge_text


def test_names_contacts_ids_and_urls() -> None:
    expect(
        placeholder_value,
        """
        metadata: {id: it-ops, title: todo}  # <- title of the plan is the placeholder 'todo'
        stakeholders:
          people:
            alice: {name: " tbc ", slack: U01ALICE}  # <- name of person:alice
            bob: {name: Bob Ito, slack: "{{ .SlackId }}"}  # <- slack of person:bob
            chen: {name: Chen Wu, contacts: {email: "<your e-mail>"}}  # <- email of person:chen
            dana: {name: Dana Fox, contacts: {phone: "secret:TBD"}}  # <- phone of person:dana
            xxx: {name: Eve Fox, slack: U05EVE}  # <- an id in people is the placeholder 'xxx'
          groups:
            it-ops: {handle: "${TEAM}", members: ["person:alice"]}  # <- handle of group:it-ops
          external:
            ico: {contact: "?"}  # <- contact of external:ico
        channels:
          mail: {kind: email, address: N/A}  # <- address of channel:mail
          help: {kind: slack, runbook: "https://{{ host }}/help"}  # <- runbook of channel:help
        """,
    )


def test_prose_and_texts_of_templates_may_say_anything() -> None:
    expect(
        placeholder_value,
        """
        channels:
          it-help: {kind: slack, topic: TBD, description: "see <link> or ${HOME}", purpose: todo}
        messages:
          delay: {when: "?"}
        templates:
          delay: {type: delay-notice, text: "New target: {{ new_target }}", fields: [new_target]}
        protocols:
          dm_policy: {text: "Hi <name>, please ask in #it-help"}
        """,
    )


def test_values_that_only_resemble_stand_ins() -> None:
    expect(
        placeholder_value,
        """
        stakeholders:
          people:
            todd: {name: Todd Xu, slack: U01TODD}
            na: {name: Na Li, contacts: {email: "Na Li <na.li@example.org>"}}
            chen: {name: "Chen <3", slack: "<@U03CHEN>"}
            tbcorp: {name: TBC Bank desk, contacts: {phone: "secret:oncall/tbd-team"}}
          external:
            ico: {contact: "https://ico.example.org/report?step=1"}
        channels:
          todo-list: {kind: slack, name: todo-list}
        """,
    )


def test_a_reference_of_a_valid_plan_is_left_to_broken_reference() -> None:
    expect(placeholder_value, 'metadata: {id: it-ops, owner: "person:tbd"}')


@pytest.mark.parametrize("owner", ["TBC", "person:tbc", '"{{ owner }}"', '"<owner>"'])
def test_an_owner_in_a_plan_that_is_not_valid(owner: str) -> None:
    text = f"channels:\n  it-help: {{kind: slack, owner: {owner}, colour: red}}"
    (finding,) = judge_text(placeholder_value, text).findings
    assert finding.message.startswith("owner of channel:it-help is the placeholder ")
    assert finding.location.pointer == "/channels/it-help/owner"


def test_references_of_separate_waivers_have_no_other_judge() -> None:
    text = """
        apiVersion: commplan/v1
        kind: Waivers
        metadata: {id: exceptions, plan: it-ops}
        waivers:
          w1: {rule: CHN101, at: /channels, ticket: TODO, approved_by: "person:tbd"}
        """
    assert judge_text(placeholder_value, text).messages == (
        "ticket of waiver w1 is the placeholder 'TODO'",
        "approved_by of waiver w1 is the placeholder 'person:tbd'",
    )


def test_the_words_can_be_configured() -> None:
    text = "stakeholders: {people: {a: {name: Somebody}, b: {name: tbd}}}"
    verdict = judge_text(placeholder_value, text, parameters={"words": ("SOMEBODY",)})
    assert verdict.messages == ("name of person:a is the placeholder 'Somebody'",)


def test_a_secret_is_not_repeated() -> None:
    token = "xoxb-" + "1234567890-" * 3 + "${REST}"
    text = f'stakeholders: {{people: {{a: {{name: "{token}"}}}}}}'
    assert judge_text(placeholder_value, text).messages == (
        "name of person:a is the placeholder a Slack token",
    )
