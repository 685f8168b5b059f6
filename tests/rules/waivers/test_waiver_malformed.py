from __future__ import annotations

import pytest

from commplan.catalogue import catalogue
from commplan.rules import commplan_rules
from commplan.rules.waivers.waiver_malformed import waiver_malformed
from commplan.testing import Verdict, judge_text

RULES = catalogue(commplan_rules())
WAIVER = {
    "rule": "CHN101",
    "at": "/channels/it-help",
    "reason": "moves soon",
    "owner": '"person:alice"',
    "approved_by": '"person:bob"',
    "created": '"2026-11-01"',
    "expires": '"2027-01-31"',
}


def judge(text: str, **parameters: object) -> Verdict:
    return judge_text(waiver_malformed, text, rules=RULES, parameters=parameters)


def waiver(**changes: str | None) -> str:
    fields = {key: value for key, value in {**WAIVER, **changes}.items() if value is not None}
    return f"waivers: {{w1: {{{', '.join(f'{key}: {value}' for key, value in fields.items())}}}}}"


def test_a_whole_waiver() -> None:
    assert judge(waiver()).messages == ()


@pytest.mark.parametrize("field", ["reason", "owner", "approved_by", "expires"])
def test_what_a_waiver_must_state(field: str) -> None:
    (finding,) = judge(waiver(**{field: None})).findings
    assert finding.message == f"waiver w1 is malformed: has no {field!r}"
    assert finding.help == "complete it, or remove it"
    assert finding.location.pointer == "/waivers/w1"


def test_all_faults_of_a_waiver_are_one_finding() -> None:
    (finding,) = judge(waiver(reason=None, expires=None, at='""')).findings
    assert finding.message == (
        "waiver w1 is malformed: has no 'reason', has no 'expires', covers the whole plan"
    )
    assert finding.facts == {"waiver": "w1", "rules": ["CHN101"]}


def test_how_long_a_waiver_may_run() -> None:
    assert judge(waiver(created='"2026-08-04"')).messages == ()
    assert judge(waiver(created='"2026-08-03"')).messages == (
        "waiver w1 is malformed: runs 181 days, longer than 180",
    )
    assert judge(waiver(created='"2026-08-03"'), max_days=365).messages == ()
    assert judge(waiver(), max_days=90).messages == (
        "waiver w1 is malformed: runs 91 days, longer than 90",
    )


def test_without_a_beginning_it_runs_from_now() -> None:
    assert judge(waiver(created=None)).messages == ()
    assert judge(waiver(created=None, expires='"2099-12-31"')).messages == (
        "waiver w1 is malformed: runs 26703 days, longer than 180",
    )


@pytest.mark.parametrize(
    "rule", ["CHN101", "chn101", "channel-unowned", "AVL204", "[CHN101, SEV103]"]
)
def test_codes_and_names_of_rules_of_this_and_later_versions(rule: str) -> None:
    assert judge(waiver(rule=rule)).messages == ()


@pytest.mark.parametrize(
    ("rule", "fault", "remedy"),
    [
        ("channel-unownd", "names the unknown rule 'channel-unownd'", "'channel-unowned'"),
        ("CHN", "covers the whole area 'CHN' instead of a rule", "complete it, or remove it"),
        ("SLA1", "covers the whole area 'SLA1' instead of a rule", "complete it, or remove it"),
        ("[]", "names no rule", "complete it, or remove it"),
        ("[CHN101, CHN199]", "names the unknown rule 'CHN199'", "did you mean 'CHN"),
        ("AVL999", "names the unknown rule 'AVL999'", "complete it, or remove it"),
    ],
)
def test_rules_that_are_none(rule: str, fault: str, remedy: str) -> None:
    (finding,) = judge(waiver(rule=rule)).findings
    assert finding.message == f"waiver w1 is malformed: {fault}"
    assert finding.help is not None
    assert remedy in finding.help


def test_waivers_in_a_document_of_their_own() -> None:
    text = "apiVersion: commplan/v1\nkind: Waivers\nmetadata: {id: w, plan: it-ops}\n"
    (finding,) = judge(text + waiver(owner=None)).findings
    assert finding.message == "waiver w1 is malformed: has no 'owner'"
    assert finding.location.line == 4


def test_inline_ignores() -> None:
    text = """
        channels:
          a: {kind: slack}  # commplan: ignore[CHN101] nobody wants it
          b: {kind: slack}  # commplan: ignore[CHN101]
          c: {kind: slack}  # commplan: ignore[chanel-unowned] nobody wants it
          d: {kind: slack}  # commplan: ignore nobody wants it
          e: {kind: slack}  # commplan: ignore[CHN101] until=soon nobody wants it
        """
    findings = judge(text).findings
    assert [(finding.location.line, finding.message) for finding in findings] == [
        (3, "this ignore is malformed: gives no reason"),
        (4, "this ignore is malformed: names the unknown rule 'chanel-unowned'"),
        (5, "this ignore is malformed: expected the codes in brackets, as in ignore[SLA101]"),
        (
            6,
            "this ignore is malformed: expected a date as in until=2030-12-31, found until=soon",
        ),
    ]
    assert findings[0].location.column == 21
    assert findings[1].help == "did you mean 'channel-unowned'?"


def test_how_long_an_ignore_may_run() -> None:
    def messages(until: str, **parameters: object) -> tuple[str, ...]:
        text = f"channels: {{}}  # commplan: ignore[CHN101] until={until} nobody wants it"
        return judge(text, **parameters).messages

    assert messages("2027-05-20") == ()
    assert messages("2027-05-21") == (
        "this ignore is malformed: runs 181 days from now, longer than 180",
    )
    assert messages("2027-05-21", max_days=365) == ()


def test_a_waiver_that_the_schema_refuses_is_told_once() -> None:
    text = waiver(at=None, pointer="/channels", reason=None)
    assert judge(text).messages == ()


def test_damaged_waivers_do_no_harm() -> None:
    for text in ("waivers: [a]", "waivers: {w1: 7}", "waivers: {w1: {rule: {a: b}, expires: 7}}"):
        judge(text)
