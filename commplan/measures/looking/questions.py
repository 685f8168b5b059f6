"""Questions: whoever asks again has not been helped yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from commplan.history import Showing
from commplan.named import NamedTuple

if TYPE_CHECKING:
    from commplan.history import Look
    from commplan.plan import Plan

QUESTION = "question"
_SIGNS = "?\N{FULLWIDTH QUESTION MARK}\N{ARABIC QUESTION MARK}\N{ARMENIAN QUESTION MARK}"
"""Of Latin, Cyrillic, Chinese, Arabic and Armenian script."""


class QuestionLook(NamedTuple):
    """Looks for question marks outside links."""

    @property
    def kind(self) -> str:
        """What it looks for."""
        return QUESTION

    @property
    def key(self) -> str:
        """There is one way."""
        return "1"

    def find(self, text: str, at: int) -> Iterator[Showing]:  # noqa: ARG002  # of any time
        """How many words hold one."""
        asked = (word for word in text.split() if any(sign in word for sign in _SIGNS))
        if count := sum("://" not in word for word in asked):
            yield Showing("", count)


def question_looks(plan: Plan) -> Mapping[str, tuple[Look, ...]]:
    """Where a plan has questions looked for: where it takes requests or promises answers."""
    promised = {channel for sla in plan.slas.values() for channel in sla.channels}
    return {
        c.id: (QuestionLook(),)
        for c in plan.channels.values()
        if c.is_slack and (c.intake or c.id in promised)
    }
