from time import process_time

import pytest

from commplan.measures.looking.labels import LabelLook, label_looks
from tests.measures.made import plan_of

LOOK = LabelLook(("internal", "public", "restricted", "top-secret"))


def labels(text: str) -> list[str]:
    return [showing.value for showing in LOOK.find(text, 0)]


@pytest.mark.parametrize(
    "text",
    [
        "[restricted] what we know so far",
        "what we know [ Restricted ]",
        "Classification: Restricted",
        "*Label:* restricted",
        "TLP:RESTRICTED",
        "sensitivity=restricted",
        "RESTRICTED\nWhat we know so far",
        "RESTRICTED - for the board only",
        "*RESTRICTED*: for the board only",
        "> RESTRICTED",
    ],
)
def test_names_of_classes_are_labels_where_they_are_set_apart(text: str) -> None:
    assert labels(text) == ["restricted"]


@pytest.mark.parametrize(
    "text",
    [
        "access is restricted to admins",
        "Restricted areas are on floor 3",
        "RESTRICTED AREA, keep out",
        "the classification: unrestricted",
        "is this internal?",
        "label restricted",
        "(restricted)",
    ],
)
def test_words_in_sentences_are_none(text: str) -> None:
    assert labels(text) == []


def test_a_name_may_be_written_with_a_blank() -> None:
    assert labels("[Top Secret]") == labels("TOP_SECRET: burn it") == ["top-secret"]


def test_each_label_is_told_once() -> None:
    assert labels("[restricted] and [internal] and [RESTRICTED]") == ["internal", "restricted"]


def test_channels_without_a_ceiling_are_not_looked_at() -> None:
    plan = plan_of(
        """
        classification: {order: [public, internal]}
        channels:
          help: {kind: slack, slack: C01HELP, ceiling: internal}
          chat: {kind: slack, slack: C02CHAT}
          mail: {kind: email, ceiling: internal}
        """
    )
    assert [*label_looks(plan)] == ["help"]


def test_the_ceiling_of_the_medium_counts_where_the_channel_has_none() -> None:
    plan = plan_of(
        """
        classification: {order: [public, internal], medium_ceiling: {slack: internal}}
        channels:
          chat: {kind: slack, slack: C02CHAT}
        """
    )
    assert [*label_looks(plan)] == ["chat"]


@pytest.mark.parametrize("part", ["[", "[ restricted", "label", "label:", "RESTRICTED", "* ", "\n"])
def test_hostile_texts_take_no_longer_than_long_ones(part: str) -> None:
    began = process_time()
    labels("restricted" + (part * 40_000)[:40_000])
    assert process_time() - began < 0.5
