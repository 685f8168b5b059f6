from __future__ import annotations

from commplan.catalogue import catalogue
from commplan.rules import commplan_rules
from commplan.rules.waivers.waiver_expired import waiver_expired
from commplan.testing import Verdict, judge_text

RULES = catalogue(commplan_rules())
W1 = """
waivers:
  w1:
    rule: AVL204
    at: /rotations
    reason: two new colleagues in January
    owner: "person:alice"
    approved_by: "person:bob"
    created: "2026-10-01"
    expires: "2027-01-31"
"""


def judge(text: str, as_of: str) -> Verdict:
    return judge_text(waiver_expired, text, as_of=as_of, rules=RULES)


def test_the_last_day_still_counts() -> None:
    assert judge(W1, "2027-01-31T23:59:59Z").messages == ()
    verdict = judge(W1, "2027-02-01T00:00:00Z")
    assert verdict.messages == (
        "waiver w1 (AVL204) expired on 2027-01-31; what it hid counts again",
    )
    assert verdict.findings[0].location.pointer == "/waivers/w1/expires"
    assert verdict.findings[0].facts == {
        "waiver": "w1",
        "rules": ["AVL204"],
        "expired": "2027-01-31",
    }


def test_days_are_those_of_the_plans_zone() -> None:
    text = W1 + "metadata: {id: x, timezone: America/New_York}"
    assert judge(text, "2027-02-01T04:59:00Z").messages == ()
    assert len(judge(text, "2027-02-01T05:00:00Z").messages) == 1


def test_a_zone_that_does_not_exist_counts_as_utc() -> None:
    text = W1 + "metadata: {id: x, timezone: Mars/Olympus}"
    assert judge(text, "2027-01-31T23:00:00Z").messages == ()
    assert len(judge(text, "2027-02-01T00:00:00Z").messages) == 1


def test_malformed_waivers_never_hid_anything() -> None:
    text = W1.replace('    approved_by: "person:bob"\n', "")
    assert judge(text, "2027-02-01T00:00:00Z").messages == ()


def test_waivers_in_a_document_of_their_own() -> None:
    text = "apiVersion: commplan/v1\nkind: Waivers\nmetadata: {id: w, plan: it-ops}\n" + W1
    assert len(judge(text, "2027-02-01T00:00:00Z").messages) == 1


def test_inline_ignores_with_a_date() -> None:
    text = """
        channels:
          a: {kind: slack}  # commplan: ignore[CHN101] until=2026-11-20 moves to the new team
          b: {kind: slack}  # commplan: ignore[CHN101] until=2026-11-21 moves to the new team
          c: {kind: slack}  # commplan: ignore[CHN101] for good
          d: {kind: slack}  # commplan: ignore[CHN101] until=2026-11-20
        """
    (finding,) = judge(text, "2026-11-21T12:00:00Z").findings
    assert finding.message == "this ignore (CHN101) expired on 2026-11-20; what it hid counts again"
    assert (finding.location.line, finding.location.column) == (2, 21)
    assert finding.facts["waiver"] is None
