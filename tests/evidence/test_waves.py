from __future__ import annotations

from datetime import date

from commplan.evidence import AnswerRecord, newest_wave


def answer(month: int, day: int, wave: str | None, score: float) -> AnswerRecord:
    return AnswerRecord(date(2026, month, day), wave, None, score)


def test_the_newest_round_is_taken_whole() -> None:
    answers = [answer(9, 1, "Q3", 1), answer(8, 1, "Q3", 2), answer(6, 1, "Q2", 3)]
    assert newest_wave(answers, date(2026, 8, 15)) == ("Q3", date(2026, 9, 1), (1, 2))
    assert newest_wave(answers, date(2026, 9, 1)) is not None
    assert newest_wave(answers, date(2026, 9, 2)) is None


def test_answers_without_rounds() -> None:
    answers = [answer(9, 1, None, 1), answer(8, 1, None, 2), answer(6, 1, "Q2", 3)]
    assert newest_wave(answers, date(2026, 8, 15)) == (None, date(2026, 9, 1), (1,))


def test_rounds_that_end_on_one_day() -> None:
    answers = [answer(9, 1, "a", 1), answer(9, 1, "b", 2), answer(9, 1, None, 3)]
    assert newest_wave(answers, date(2026, 1, 1)) == ("b", date(2026, 9, 1), (2,))
    assert newest_wave([], date(2026, 1, 1)) is None
