from __future__ import annotations

import json
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commplan.api import Problem
from commplan.document import read_documents
from commplan.place import Origin
from commplan.plan import Plan, content_hash
from commplan.rules.reviews.changed_since_approval import changed_since_approval
from commplan.testing import complete, judge_text
from commplan.written import WrittenDocument

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


SCALARS = st.sampled_from([0, 1, 1.5, True, False, None, "", "1", "true", "a", "é", "version"])
KEYS = st.sampled_from(["version", "approved", "content_hash", "waivers", "a", "b", "é"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
PLANS = st.fixed_dictionaries(
    {
        "metadata": st.dictionaries(st.sampled_from(["version", "approved", "id"]), SCALARS),
        "channels": VALUES,
        "messages": VALUES,
    },
    optional={"waivers": VALUES, "reviews": VALUES},
)


def content(value: dict[str, Any]) -> str:
    """What an approval is about, so written that it is equal if and only if that is the same."""
    metadata = {"id": value["metadata"]["id"]} if "id" in value["metadata"] else {}
    rest = {k: v for k, v in value.items() if k not in ("metadata", "waivers")}
    return json.dumps([metadata, rest], sort_keys=True)


def written(value: Any, random: Random, anchors: dict[str, str]) -> str:
    """YAML of a value: keys in any order, remarks, and aliases of what has stood before."""
    if not isinstance(value, dict | list):
        return json.dumps(value)
    same = json.dumps(value, sort_keys=True)
    if same in anchors and random.random() < 0.7:
        return f"*{anchors[same]} "
    remark = random.choice(["", " # a remark\n  "])
    if isinstance(value, list):
        text = f"[{remark}{', '.join(written(part, random, anchors) for part in value)}]"
    else:
        keys = random.sample(sorted(value), len(value))
        parts = (f"{json.dumps(key)}: {written(value[key], random, anchors)}" for key in keys)
        text = f"{{{remark}{', '.join(parts)}}}"
    if same in anchors:
        return text
    anchors[same] = f"n{len(anchors)}"
    return f"&{anchors[same]} {text}"


def differs(value: dict[str, Any], approved: str, random: Random) -> bool:
    """Whether the rule sees a change of a plan that has been approved under a hash."""
    signed = {**value, "metadata": {**value["metadata"], "content_hash": approved}}
    text = written(signed, random, {})
    (document,) = read_documents(text.encode(), "plan.yaml").documents
    assert document.value == signed
    origin = Origin("plan.yaml", 0)
    whole = WrittenDocument(origin, "CommunicationPlan", document, (), None, ())
    verdicts = list(changed_since_approval.judge(Plan(signed, origin), whole))
    assert all(isinstance(verdict, Problem) for verdict in verdicts)
    return bool(verdicts)


def edited(value: Any, data: st.DataObject) -> Any:
    """The value with one of its parts, however deep, replaced, removed or added to."""
    if not value or not isinstance(value, dict | list) or data.draw(st.integers(0, 3)) == 0:
        return data.draw(VALUES)
    if isinstance(value, list):
        at = data.draw(st.integers(0, len(value) - 1))
        part = [edited(value[at], data)] if data.draw(st.booleans()) else []
        return [*value[:at], *part, *value[at + 1 :]]
    key = data.draw(st.sampled_from(sorted(value)))
    rest = {k: v for k, v in value.items() if k != key}
    return {**rest, key: edited(value[key], data)} if data.draw(st.booleans()) else rest


@given(PLANS, st.data(), st.randoms(use_true_random=False))
def test_it_is_found_exactly_where_the_content_has_changed(
    value: dict[str, Any], data: st.DataObject, random: Random
) -> None:
    approved = content_hash(value)
    assert not differs(value, approved, random)
    section = data.draw(st.sampled_from(["channels", "messages", "waivers", "reviews"]))
    after = {**value, section: edited(value.get(section), data)}
    after["metadata"] = data.draw(st.just(value["metadata"]) | PLANS.map(lambda p: p["metadata"]))
    assert differs(after, approved, random) is (content(after) != content(value))
