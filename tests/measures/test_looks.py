"""What looks find in texts."""

from __future__ import annotations

from commplan.history import Showing
from commplan.measures.looking.emoji import EmojiLook, emoji_looks
from tests.measures.oracle import PLAN, read_plan


def test_emoji_are_found_by_their_whole_names() -> None:
    look = EmojiLook(("+1", "done"))
    text = "thanks :done: :+1::+1::skin-tone-2: but not :undone: or :done"
    assert sorted(look.find(text, 0)) == [Showing("+1", 2), Showing("done", 1)]


def test_what_closes_or_pauses_is_looked_for() -> None:
    plan = read_plan(
        PLAN + "slas: {s: {applies: {channel: [hr-help]}, targets: {resolve: 4h},"
        " pause: {metrics: [resolve], reactions: [hourglass]}}}\n"
    )
    assert emoji_looks(plan) == {
        "it-help": (EmojiLook(("done",)),),
        "hr-help": (EmojiLook(("hourglass",)),),
    }
