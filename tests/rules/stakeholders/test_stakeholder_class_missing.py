from __future__ import annotations

from commplan.rules.stakeholders.stakeholder_class_missing import stakeholder_class_missing
from commplan.testing import expect, judge_text

ALL = """
stakeholders:
  groups:
    it-ops: {class: it-staff}
    leadership: {class: management}
    employees: {class: end-users}
    finance: {class: department}
"""


def test_all_classes_that_are_missing_are_one_finding() -> None:
    expect(
        stakeholder_class_missing,
        """
        stakeholders:
          groups:  # <- no group or external party is of class 'management' or 'department'
            it-ops: {class: it-staff}
            employees: {class: end-users}
            odd: {slack_usergroup: S01ODD}
        """,
    )


def test_a_plan_with_all_of_them() -> None:
    expect(stakeholder_class_missing, ALL)


def test_without_any_group_all_are_missing() -> None:
    (finding,) = judge_text(stakeholder_class_missing, "metadata: {id: x}").findings
    assert finding.message == (
        "no group or external party is of class "
        "'it-staff', 'management', 'end-users' or 'department'"
    )
    assert finding.help == ("add `class: it-staff` to the group that it stands for, or define one")
    assert finding.facts["pack"] is None


def test_external_parties_stand_for_a_class_too() -> None:
    text = ALL.replace("    employees: {class: end-users}\n", "")
    expect(stakeholder_class_missing, text + "  external:\n    public: {class: end-users}\n")


def test_a_misspelt_class_is_pointed_at() -> None:
    text = ALL.replace("management", "managment").replace("department", "Departments")
    (finding,) = judge_text(stakeholder_class_missing, text).findings
    assert [(r.message, r.location.pointer) for r in finding.related] == [
        ("does 'managment' mean 'management'?", "/stakeholders/groups/leadership/class"),
        ("does 'Departments' mean 'department'?", "/stakeholders/groups/finance/class"),
    ]


def test_classes_that_are_asked_for_are_no_misspelling_of_each_other() -> None:
    text = ALL.replace("    finance: {class: department}\n", "")
    (finding,) = judge_text(stakeholder_class_missing, text).findings
    assert finding.related == ()


def test_classes_can_be_configured() -> None:
    parameters = {"classes": ("it-staff", "citizens")}
    (finding,) = judge_text(stakeholder_class_missing, ALL, parameters=parameters).findings
    assert finding.facts == {"missing": ["citizens"], "pack": None}


def test_packs_add_theirs_where_they_are_named() -> None:
    expect(
        stakeholder_class_missing,
        ALL
        + """
metadata:
  id: x
  profiles:
  - itil4
  - nis2  # <- no group or external party is of class 'regulator', as nis2 asks
  - dora
""",
    )


def test_a_class_of_two_packs_is_told_once() -> None:
    text = ALL + "metadata: {id: x, profiles: [nis2, soc2, nist-csf]}\n"
    found = judge_text(stakeholder_class_missing, text).findings
    assert [(f.facts["pack"], f.facts["missing"]) for f in found] == [
        ("nis2", ["regulator"]),
        ("soc2", ["supplier", "customer"]),
    ]


def test_what_packs_ask_for_may_be_external() -> None:
    expect(
        stakeholder_class_missing,
        ALL + "  external: {authority: {class: regulator}}\nmetadata: {id: x, profiles: [nis2]}\n",
    )
