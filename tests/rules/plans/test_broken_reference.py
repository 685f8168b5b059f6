from __future__ import annotations

from pathlib import Path

import pytest

from commplan.catalogue import catalogue
from commplan.checker.judge_file import Bench, FileResult, judge_documents
from commplan.checker.load import Loader
from commplan.engine.select import Selection
from commplan.rules.plans.broken_reference import broken_reference
from commplan.testing import expect, expect_fixed, judge_text
from commplan.testing.rules import complete

PEOPLE = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
  groups:
    it-ops: {members: ["person:alice"]}
"""


def judge_file(path: Path) -> FileResult:
    loader = Loader()
    selection = Selection((broken_reference,), {})
    bench = Bench(catalogue([broken_reference]), selection, 0)
    return judge_documents(bench, str(path), loader.read(str(path), named=True), loader)


def messages(path: Path) -> list[str]:
    return [finding.message.replace(str(path.parent), "…") for finding in judge_file(path).findings]


def test_the_message_of_the_contract() -> None:
    text = """
        messages:
          incident-update: {via: ["channel:incidnts"]}
        channels:
          incidents: {kind: slack}
        """
    (finding,) = judge_text(broken_reference, text).findings
    assert finding.message == "no channel is called 'incidnts'; did you mean 'incidents'?"
    assert finding.location.pointer == "/messages/incident-update/via/0"
    assert (finding.location.line, finding.location.column) == (2, 27)
    assert finding.related[0].location.pointer == "/channels/incidents"
    assert finding.related[0].message == "declared here"
    assert finding.facts == {"reference": "channel:incidnts", "nearest": "incidents"}
    assert finding.help == "write 'incidents' instead"


def test_references_of_every_form() -> None:
    expect(
        broken_reference,
        """
        severities:
          sev1: {order: 1, path: "escalation:desk"}  # <- no escalation path is called 'desk'
        slas:
          helpdesk:
            applies:
              severity: [sev1, sev2]  # <- no severity is called 'sev2'; did you mean 'sev1'?
            clock: "calendar:uk"  # <- no calendar is called 'uk'
            targets: {resolve: 4h}
        coverage:
          sev9: {require: 24x7}  # <- no severity is called 'sev9'
          horizon: 53w
        priority_matrix:
          high: {low: sev1, high: sev0}  # <- no severity is called 'sev0'
        goals:
          faster: {kpis: [mttr]}  # <- no kpi is called 'mttr'
        obligations:
          gdpr-33: {deadline: 72h, clock: calendar, recipient: "external:ico"}  # <- external party
        """,
    )


def test_the_source_of_an_indicator() -> None:
    expect(
        broken_reference,
        """
        kpis:
          a: {source: "slack:channel:it-help"}
          b: {source: "slack:channel:it-halp"}  # <- no channel is called 'it-halp'; did you mean
          c: {source: evidence/csat.csv}
          d: {source: "https://kpis.example.org/channel:it-halp"}
        channels:
          it-help: {kind: slack}
        """,
    )


def test_what_must_be_mentioned_is_text_or_a_reference() -> None:
    expect(
        broken_reference,
        """
        channels:
          it-help:
            kind: slack
            must_mention:
            - channel:it-help
            - person:alise  # <- no person is called 'alise'
            - "person: Alice is on call"
            - https://kb.example.org/hours
            - tool:jira
            - SLA 30m
        """,
    )


def test_ids_that_look_the_same() -> None:
    text = 'channels:\n  bømlo-å: {kind: slack}\nmessages: {a: {via: ["channel:bømlo-a\u030a"]}}'
    (message,) = judge_text(broken_reference, text).messages
    assert message.endswith("'bømlo-å', which looks the same but is made of other characters?")


def test_a_kind_that_the_field_does_not_take() -> None:
    text = PEOPLE + 'channels:\n  it-help: {kind: slack, owner: "channel:it-help"}'
    (finding,) = judge_text(broken_reference, text).findings
    assert finding.message == (
        "channel:it-help is a channel; expected a person, a group, a role or a rotation"
    )
    assert finding.help is None


def test_the_same_name_under_another_kind() -> None:
    text = PEOPLE + 'metadata: {id: x, owner: "person:it-ops", approver: "tool:alice"}'
    missing, wrong = judge_text(broken_reference, text).findings
    assert missing.message == "no person is called 'it-ops'; there is a group of that name"
    assert missing.help == 'write "group:it-ops"'
    assert missing.related[0].location.pointer == "/stakeholders/groups/it-ops"
    assert wrong.message.startswith("tool:alice is a tool; expected a person, a group")
    assert wrong.help == 'write "person:alice"'


def test_nothing_close_gets_no_suggestion() -> None:
    text = PEOPLE + 'metadata: {id: x, owner: "person:zoe"}'
    (finding,) = judge_text(broken_reference, text).findings
    assert finding.message == "no person is called 'zoe'"
    assert finding.facts == {"reference": "person:zoe", "nearest": None}
    assert finding.related == ()


def test_case_counts_and_is_suggested() -> None:
    text = PEOPLE + 'metadata: {id: x, owner: "person:Alice"}'
    assert judge_text(broken_reference, text).messages == (
        "no person is called 'Alice'; did you mean 'alice'?",
    )


def test_prose_and_words_of_the_language_are_no_references() -> None:
    expect(
        broken_reference,
        """
        messages:
          delay: {when: "channel:it-help is late"}
        obligations:
          gdpr-33: {deadline: 72h, clock: 24x7}
        kpis:
          mttr: {source: "slack:channel:it-help"}
        channels:
          it-help: {kind: slack, must_mention: ["person: nobody"]}
        """,
    )


def test_each_place_of_a_broken_reference_is_told() -> None:
    expect(
        broken_reference,
        """
        channels:
          a: {kind: slack, owner: "role:desk"}  # <- no role is called 'desk'
          b: {kind: slack, owner: "role:desk"}  # <- no role is called 'desk'
        """,
    )


def test_template_files(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "status.md").write_text("{{ summary }}")
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        complete(
            """
            templates:
              status: {file: "templates/status.md "}
              delay: {file: templates/delay.md}
              inline: {text: "New target: {{ new_target }}"}
            """
        )
    )
    assert messages(plan) == [
        "template:delay is to be in 'templates/delay.md', but no such file exists"
    ]


def test_a_template_of_a_baseline_is_sought_beside_the_baseline(tmp_path: Path) -> None:
    (tmp_path / "org").mkdir()
    (tmp_path / "org" / "delay.md").write_text("{{ reason }}")
    (tmp_path / "org" / "base.yaml").write_text(
        "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: org}\n"
        "templates: {delay: {file: delay.md}, status: {file: status.md}}\n"
    )
    plan = tmp_path / "plan.yaml"
    plan.write_text(complete("metadata: {id: it-ops, extends: org/base.yaml}"))
    (finding,) = judge_file(plan).findings
    assert finding.message == "template:status is to be in 'status.md', but no such file exists"
    assert finding.location.path == str(tmp_path / "org" / "base.yaml")


def test_a_missing_baseline_is_one_fault(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        complete('metadata: {id: it-ops, extends: base.yaml, owner: "role:boss"}\ntools: {a: {}}')
    )
    result = judge_file(plan)
    assert [f.message.replace(str(tmp_path), "…") for f in result.findings] == [
        "no file '…/base.yaml'"
    ]
    assert [skipped.reason for skipped in result.skipped] == [
        "role:boss may be defined in the baseline that cannot be read"
    ]


def test_a_chain_of_baselines_that_comes_back(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{name}.yaml").write_text(
            "apiVersion: commplan/v1\nkind: Baseline\n"
            f"metadata: {{id: {name}, extends: {other}.yaml}}\n"
        )
    plan = tmp_path / "plan.yaml"
    plan.write_text(complete("metadata: {id: it-ops, extends: a.yaml}"))
    (message,) = messages(plan)
    assert message.startswith("extends comes back to itself: …/plan.yaml → …/a.yaml → …/b.yaml")


def test_a_baseline_is_judged_on_its_own(tmp_path: Path) -> None:
    base = tmp_path / "base.yaml"
    base.write_text(
        "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: org}\n"
        'channels: {a: {owner: "role:nobody"}}\n'
    )
    assert messages(base) == ["no role is called 'nobody'"]


@pytest.mark.parametrize("kind", ["calendar", "template", "tool", "sla", "ola", "channel"])
def test_kinds_are_told_in_plain_words(kind: str) -> None:
    (message,) = judge_text(broken_reference, f'metadata: {{id: x, owner: "{kind}:y"}}').messages
    article = "an" if kind in ("sla", "ola") else "a"
    assert message.startswith(f"{kind}:y is {article} {kind.upper() if article == 'an' else kind};")


def test_packs_that_do_not_exist() -> None:
    expect(
        broken_reference,
        """
        metadata:
          id: x
          profiles:
          - gdpr
          - gdrp  # <- no pack is called 'gdrp'; did you mean 'gdpr'?
          - ISO27001  # <- no pack is called 'ISO27001'; did you mean 'iso27001'?
          - sarbanes  # <- no pack is called 'sarbanes'
          - standard  # <- no pack is called 'standard'; standard is how much a run asks for
        """,
    )
    (finding,) = judge_text(broken_reference, "metadata: {id: x, profiles: [gdrp]}").findings
    assert finding.facts == {"reference": "gdrp", "nearest": "gdpr"}
    assert finding.help == "write 'gdpr' instead"


def test_lexicons_that_do_not_exist() -> None:
    expect(
        broken_reference,
        """
        protocols:
          tone:
            lexicons:
            - builtin/en
            - words/ours.toml
            - builtin/eng  # <- no lexicon is called 'builtin/eng'
            - words/lost.toml  # <- the lexicon 'words/lost.toml' is to be a file beside the plan
        """,
        files={"words/ours.toml": ""},
    )


def test_a_plan_that_names_no_lexicon() -> None:
    for tone in ("{}", "{guide: x}", "{lexicons: []}"):
        expect(broken_reference, f"protocols: {{tone: {tone}}}", files={})


def test_what_was_meant_is_written_as_the_field_has_it() -> None:
    text = """
    stakeholders:
      people: {alice: {name: Alice Ng}}
      groups: {ops: {members: ["person:alise", person:bob]}}
    channels:
      incidents: {kind: slack, owner: "group:alice"}
      help: {kind: slack, owner: "role:zz"}
    severities: {sev1: {order: 1}, sev2: {order: 2}}
    coverage: {sevl1: {require: 24x7}}
    slas:
      s: {applies: {channel: [incidnts], severity: "sev-1"}, targets: {resolve: 4h}}
    kpis: {k: {source: "slack:channel:incidnts"}}
    metadata: {id: x, profiles: [gdrp, standard]}
    """
    mended = """
    stakeholders:
      people: {alice: {name: Alice Ng}}
      groups: {ops: {members: ["person:alice", person:bob]}}
    channels:
      incidents: {kind: slack, owner: "person:alice"}
      help: {kind: slack, owner: "role:zz"}
    severities: {sev1: {order: 1}, sev2: {order: 2}}
    coverage: {sev1: {require: 24x7}}
    slas:
      s: {applies: {channel: [incidents], severity: "sev1"}, targets: {resolve: 4h}}
    kpis: {k: {source: "slack:channel:incidents"}}
    metadata: {id: x, profiles: [gdpr]}
    """
    expect_fixed(broken_reference, text, mended)


def test_a_lexicon_is_corrected_and_a_lost_file_is_not() -> None:
    text = """
    protocols: {tone: {lexicons: [builtin/enn, words.toml]}}
    templates: {t: {file: lost.md}}
    """
    mended = text.replace("builtin/enn", "builtin/en")
    expect_fixed(broken_reference, text, mended)
