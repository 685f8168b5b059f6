"""The newest round of a survey."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commplan.evidence.records import AnswerRecord
from commplan.named import NamedTuple


class Wave(NamedTuple):
    """The answers of one round."""

    name: str | None
    """None where answers are not told apart by rounds."""
    newest: date
    scores: tuple[float, ...]


def newest_wave(answers: Sequence[AnswerRecord], since: date) -> Wave | None:
    """The round of the newest answer, or all answers since a day where that names none.

    None if the newest answer is older. A round that began before the day is taken whole.
    """
    last = max(answers, key=lambda answer: (answer.date, answer.wave or ""), default=None)
    if last is None or last.date < since:
        return None
    of_wave = (a for a in answers if a.wave == last.wave and (a.wave or a.date >= since))
    return Wave(last.wave, last.date, tuple(answer.score for answer in of_wave))
