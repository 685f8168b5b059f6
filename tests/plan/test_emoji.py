"""Emoji in plans mean what Slack stores, by whatever name and tone people write them."""

import pytest

from commplan.measures.looking.emoji import EmojiLook
from commplan.plan.emoji import ALIASES
from commplan.plan.values import emoji_names


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (["thumbsup", "+1"], ("+1",)),
        ([":eyes:", "wave::skin-tone-4"], ("eyes", "wave")),
        ("raised_hand", ("hand",)),
        (["white_check_mark", 7, None], ("white_check_mark",)),
        (None, ()),
    ],
)
def test_names_are_those_that_slack_stores(written: object, stored: tuple[str, ...]) -> None:
    assert emoji_names(written) == stored


def test_no_alias_stands_for_an_alias() -> None:
    assert not ALIASES.keys() & set(ALIASES.values())


def test_texts_show_an_emoji_by_any_of_its_names() -> None:
    look = EmojiLook(("+1", "eyes"))
    assert [*look.find("done :thumbsup: :+1: :tada: :eyes:", 0)] == [("+1", 2), ("eyes", 1)]
