"""What an approval is about, and what may change after it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from commplan.document import read_documents
from commplan.plan import content_hash

PLAN = """
apiVersion: commplan/v1
kind: CommunicationPlan
metadata:
  {id: x, owner: "person:ann", version: 1.2, approved: "2026-09-14", content_hash: "sha256:0"}
stakeholders: {people: {ann: {name: Ann}, böb: {name: "Böb"}}}
waivers: {w1: {rule: AVL204, at: /rotations}}
"""


def loaded(text: str) -> Any:
    return read_documents(text.encode(), "plan.yaml").documents[0].value


def hashed(text: str) -> str:
    return content_hash(loaded(text))


def test_it_is_the_hash_of_canonical_json() -> None:
    text = (
        '{"apiVersion":"commplan/v1","kind":"CommunicationPlan",'
        '"metadata":{"id":"x","owner":"person:ann"},'
        '"stakeholders":{"people":{"ann":{"name":"Ann"},"böb":{"name":"Böb"}}}}'
    )
    assert hashed(PLAN) == "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    assert list(json.loads(text)) == sorted(json.loads(text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version: 1.2", "version: 2.0.0"),
        (', content_hash: "sha256:0"', ""),
        ("2026-09-14", "2026-11-21"),
        ("waivers: {w1: {rule: AVL204, at: /rotations}}", "# none"),
        ('{ann: {name: Ann}, böb: {name: "Böb"}}', "{'böb': {name: Böb}, ann: {name: 'Ann'}}"),
        ("ann: {name: Ann}", "ann: &a {name: Ann}"),
    ],
)
def test_what_makes_no_difference(old: str, new: str) -> None:
    assert old in PLAN
    assert hashed(PLAN.replace(old, new)) == hashed(PLAN)


@pytest.mark.parametrize(
    ("old", "new"),
    [("person:ann", "person:böb"), ("name: Ann", "name: Anne"), ("id: x", "id: y")],
)
def test_what_makes_a_difference(old: str, new: str) -> None:
    assert hashed(PLAN.replace(old, new)) != hashed(PLAN)


def test_the_document_is_left_as_it_is() -> None:
    value = loaded(PLAN)
    content_hash(value)
    assert value == loaded(PLAN)


def test_it_needs_no_metadata() -> None:
    assert content_hash({}) == content_hash({"metadata": {"version": 1}})
