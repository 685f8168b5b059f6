from __future__ import annotations

import pytest

from commplan.packs import held, load_pack
from commplan.rules.obligations.obligation_missing import obligation_missing
from commplan.testing import expect, expect_fixed, fixed, judge_text


def test_each_missing_duty_is_a_finding_at_the_pack_that_asks_for_it() -> None:
    text = """
        metadata:
          id: x
          profiles:
          - gdpr
          - nis2
        obligations:
          nis2-notify: {deadline: 72h}
        """
    findings = judge_text(obligation_missing, text).findings
    assert [(f.location.line, f.facts["duty"]) for f in findings] == [
        (4, "gdpr-33"),
        (5, "nis2-early"),
        (5, "nis2-final"),
    ]
    assert len({finding.fingerprint for finding in findings}) == 3
    assert findings[0].message == (
        "no obligation answers gdpr-33: notify the supervisory authority of a personal data breach "
        "within 72h (GDPR art. 33(1), (3))"
    )
    assert findings[2].message == (
        "no obligation answers nis2-final: send the CSIRT the final report within 1mo after "
        "nis2-notify (NIS2 art. 23(4)(d))"
    )
    assert findings[0].facts == {
        "pack": "gdpr",
        "duty": "gdpr-33",
        "source": "art. 33(1), (3)",
        "verified": True,
        "deadline_seconds": 72 * 3600,
    }
    assert findings[2].facts["deadline_seconds"] is None


def test_a_plan_without_packs_owes_nothing() -> None:
    expect(obligation_missing, "metadata: {id: x}")
    expect(obligation_missing, "metadata: {id: x, profiles: [iso27001, itil4]}")
    expect(obligation_missing, "metadata: {id: x, profiles: [gdrp]}")


def test_a_pack_of_the_run_asks_every_plan() -> None:
    verdict = judge_text(obligation_missing, "metadata: {id: x}", packs=("gdpr",))
    (finding,) = verdict.findings
    assert finding.location.pointer == ""
    assert finding.facts["duty"] == "gdpr-33"


def test_an_obligation_answers_by_its_id_or_by_the_duty_it_names() -> None:
    expect(
        obligation_missing,
        """
        metadata: {id: x, profiles: [gdpr, pci-dss]}  # <- no obligation answers pci-brands
        obligations:
          breach: {deadline: 72h, duty: gdpr-33}
          pci-acquirers: {deadline: 24h}
          pci-brands: {deadline: 24h, duty: brands-by-contract}
        """,
    )


@pytest.mark.parametrize(
    ("stakeholders", "duties"),
    [
        ("groups: {users: {class: end-users}}", []),
        ("groups: {users: {class: data-subjects}}", ["gdpr-34"]),
        ("external: {patients: {class: data-subjects}}", ["gdpr-34"]),
        ("people: {ann: {name: data-subjects}}", []),
    ],
)
def test_people_concerned_are_told_where_the_plan_knows_them(
    stakeholders: str, duties: list[str]
) -> None:
    text = f"""
        metadata: {{id: x, profiles: [gdpr]}}
        stakeholders: {{{stakeholders}}}
        obligations: {{gdpr-33: {{deadline: 72h}}}}
        """
    findings = judge_text(obligation_missing, text).findings
    assert [finding.facts["duty"] for finding in findings] == duties


def remedy(rest: str, duty: str = "gdpr-33") -> str:
    text = f"metadata: {{id: x, profiles: [gdpr, nis2]}}\n{rest}"
    (finding,) = (
        f for f in judge_text(obligation_missing, text).findings if f.facts["duty"] == duty
    )
    return str(finding.help)


def test_the_edit_is_written_out() -> None:
    party = "stakeholders: {external: {ico: {class: regulator}}}"
    assert remedy("") == (
        "add to `obligations`: `gdpr-33: {trigger: personal-data-breach, deadline: 72h, "
        'recipient: "external:…", decision: "role:…", path: "escalation:…", '
        'template: "template:…"}`'
    )
    assert 'recipient: "external:ico"' in remedy(party)
    assert "`nis2-final: {after: nis2-notify, deadline: 1mo, " in remedy(party, "nis2-final")


def test_without_a_deadline_in_the_law_the_plan_sets_its_own() -> None:
    party = "stakeholders: {groups: {users: {class: data-subjects}}}"
    text = remedy(party, "gdpr-34")
    assert "deadline: …, " in text
    assert 'recipient: "group:users"' in text


def test_an_entry_of_much_the_same_name_may_be_meant() -> None:
    assert remedy("obligations: {gdpr33: {deadline: 72h}}") == (
        "if obligation gdpr33 answers it, add `duty: gdpr-33` there"
    )
    assert "`gdpr-33: {" in remedy("obligations: {nis2-early: {deadline: 24h}}")


def test_what_nobody_has_verified_is_printed_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    pack = load_pack("gdpr")
    doubtful = pack._replace(duties=tuple(d._replace(verified=False) for d in pack.duties))
    monkeypatch.setattr(held, "load_pack", lambda _: doubtful)
    (finding,) = judge_text(obligation_missing, "metadata: {id: x, profiles: [gdpr]}").findings
    assert finding.message.endswith("within 72h (GDPR art. 33(1), (3), not verified)")
    assert finding.facts["verified"] is False


def test_an_entry_is_added_as_far_as_the_law_tells() -> None:
    text = """
    metadata: {id: it-ops, profiles: [nis2]}
    stakeholders:
      external:
        csirt: {class: csirt, contact: "https://csirt.example"}
    """
    made = fixed(obligation_missing, text, packs=("nis2",))
    for name in ("nis2-early:", "nis2-notify:", "deadline: 24h", "deadline: 72h"):
        assert name in made
    assert not judge_text(obligation_missing, made).findings


def test_an_entry_of_almost_the_same_name_is_taken_for_it() -> None:
    text = """
    metadata: {id: it-ops, profiles: [gdpr]}
    obligations:
      gdpr33: {deadline: 72h}
    """
    mended = text.replace("72h", "72h, duty: gdpr-33")
    expect_fixed(obligation_missing, text, mended)
