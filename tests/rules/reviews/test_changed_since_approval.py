from __future__ import annotations

from commplan.document import read_documents
from commplan.plan import content_hash
from commplan.rules.reviews.changed_since_approval import changed_since_approval
from commplan.testing import complete, judge_text

PLAN = """
metadata:
  id: it-ops
  approver: "person:dana"
  approved: "2026-09-14"
  content_hash: "{hash}"
stakeholders: {{people: {{dana: {{name: Dana Fox}}}}}}
"""


def signed(text: str) -> str:
    """The text with the hash of its content in place of ``{hash}``."""
    value = read_documents(complete(text.format(hash="")).encode(), "p").documents[0].value
    assert isinstance(value, dict)
    return text.format(hash=content_hash(value))


def test_what_was_approved_is_what_is_there() -> None:
    verdict = judge_text(changed_since_approval, signed(PLAN))
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_comments_order_and_waivers_may_change() -> None:
    text = signed(PLAN).replace("\nstakeholders:", "\n# a remark\nstakeholders:")
    text += "waivers: {w1: {rule: AVL204, at: /rotations}}\n"
    assert judge_text(changed_since_approval, text).messages == ()


def test_a_change_is_told_with_both_hashes() -> None:
    text = signed(PLAN).replace("Dana Fox", "Dana Box")
    (finding,) = judge_text(changed_since_approval, text).findings
    before, now = finding.facts["approved_hash"], finding.facts["hash"]
    assert isinstance(before, str)
    assert isinstance(now, str)
    assert finding.message == (
        "the plan differs from what person:dana approved on 2026-09-14 "
        f"({before[:11]}…, now {now[:11]}…)"
    )
    assert finding.help == (
        f"have it approved again, then write the day into `approved` and {now} here"
    )
    assert finding.location.pointer == "/metadata/content_hash"
    assert finding.facts["approver"] == "person:dana"
    assert signed(PLAN.replace("Dana Fox", "Dana Box")) == text.replace(before, now)


def test_who_and_when_need_not_be_known() -> None:
    text = 'metadata: {id: x, content_hash: "sha256:4be1"}'
    (message,) = judge_text(changed_since_approval, text).messages
    assert message.startswith("the plan differs from what was approved (sha256:4be1…, now sha256:")


def test_a_hash_that_was_cut_short_is_not_the_hash() -> None:
    whole = signed(PLAN)
    known = whole.partition('content_hash: "')[2][:71]
    (message,) = judge_text(changed_since_approval, whole.replace(known, known[:20])).messages
    assert message.endswith(f"({known[:20]}, now {known})")


def test_without_a_hash_nothing_can_be_said() -> None:
    verdict = judge_text(changed_since_approval, "metadata: {id: x}")
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == ["metadata has no content_hash"]


def test_a_hash_of_a_baseline_is_none_of_the_plan() -> None:
    base = (
        "apiVersion: commplan/v1\nkind: Baseline\n"
        'metadata: {id: base, content_hash: "sha256:4be1"}\n'
    )
    text = "metadata: {id: x, extends: base.yaml}"
    verdict = judge_text(changed_since_approval, text, files={"base.yaml": base})
    assert verdict.messages == ()
    assert len(verdict.skipped) == 1


def test_what_a_baseline_says_is_not_part_of_it() -> None:
    base = "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: base}\nchannels: {%s: {}}\n"
    text = signed(PLAN.replace("id: it-ops", "id: it-ops\n  extends: base.yaml"))
    for name in ("a", "b"):
        files = {"base.yaml": base % name}
        assert judge_text(changed_since_approval, text, files=files).messages == ()
