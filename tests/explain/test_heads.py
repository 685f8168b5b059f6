"""Documents whose schema cannot be told: wrong version, wrong kind, no mapping at all."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "messages", "advice"),
    [
        (
            "«kind»: CommunicationPlan\nmetadata: {id: x}\n",
            ["'apiVersion' is missing"],
            ["add 'apiVersion: commplan/v1'"],
        ),
        (
            "apiVersion: «commplan/v2»\nkind: CommunicationPlan\n",
            ["apiVersion is 'commplan/v2', expected 'commplan/v1'"],
            ["change it to commplan/v1"],
        ),
        (
            "apiVersion: «1»\nkind: CommunicationPlan\n",
            ["apiVersion is 1, expected 'commplan/v1'"],
            ["change it to commplan/v1"],
        ),
        (
            "«apiVersion»: {commplan: v1}\nkind: CommunicationPlan\n",
            ["apiVersion is a mapping, expected 'commplan/v1'"],
            ["change it to commplan/v1"],
        ),
        (
            "«apiVersion»: commplan/v1\nmetadata: {id: x}\n",
            ["'kind' is missing"],
            ["add 'kind: CommunicationPlan'"],
        ),
        (
            "apiVersion: commplan/v1\nkind: «CommunicationsPlan»\n",
            ["kind is 'CommunicationsPlan'; did you mean 'CommunicationPlan'?"],
            ["change it to CommunicationPlan"],
        ),
        (
            "apiVersion: commplan/v1\nkind: «baseline»\n",
            ["kind is 'baseline'; did you mean 'Baseline'?"],
            ["change it to Baseline"],
        ),
        (
            "apiVersion: commplan/v1\nkind: «Deployment»\n",
            [
                (
                    "kind is 'Deployment'; expected one of "
                    "CommunicationPlan, Baseline, Waivers, Evidence"
                )
            ],
            ["change it to CommunicationPlan"],
        ),
        (
            "apiVersion: commplan/v1\n«kind»: [CommunicationPlan]\n",
            ["kind is a list; expected one of CommunicationPlan, Baseline, Waivers, Evidence"],
            ["change it to CommunicationPlan"],
        ),
        (
            "apiVersion: «v1»\nkind: «Plan»\n",
            [
                "apiVersion is 'v1', expected 'commplan/v1'",
                "kind is 'Plan'; expected one of CommunicationPlan, Baseline, Waivers, Evidence",
            ],
            ["change it to commplan/v1", "change it to CommunicationPlan"],
        ),
        (
            "«- apiVersion: commplan/v1»\n",
            ["the document is a list, expected a mapping"],
            ["start it with 'apiVersion: commplan/v1'"],
        ),
        (
            "«just words»\n",
            ["the document is a single value, expected a mapping"],
            ["start it with 'apiVersion: commplan/v1'"],
        ),
    ],
)
def test_the_head_of_a_document(
    told: Callable[[str], Any], text: str, messages: list[str], advice: list[str]
) -> None:
    said = told(text)
    assert said.messages == messages
    assert said.helps == advice
    if not text.startswith("«-"):
        assert said.texts == said.marked


def test_nothing_else_is_said_of_a_document_of_another_version(
    told: Callable[[str], Any],
) -> None:
    said = told("apiVersion: commplan/v2\nkind: CommunicationPlan\nchannels: 7\nunknown: 1\n")
    assert len(said.messages) == 1
