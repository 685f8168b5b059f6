"""An answer of ``who`` for programs; ``schemas/v1/who.schema.json`` tells its form."""

from __future__ import annotations

from collections.abc import Sequence

from commplan import __version__
from commplan.clock import SECOND, exact_seconds, format_utc
from commplan.reporters.json_text import Json, dumps, encodable
from commplan.timeline.answer import Answer, Due
from commplan.timeline.unfolding import Missed, Reached, Turn, Unfolding


def answer_json(answers: Sequence[Answer], at: int) -> str:
    """Every answer in one object."""
    return dumps(
        {
            "version": 1,
            "tool": {"name": "commplan", "version": __version__},
            "command": "who",
            "at": format_utc(at),
            "answers": [_answer(answer) for answer in answers],
        }
    )


def _answer(answer: Answer) -> Json:
    return {
        "subject": answer.subject,
        "plan": encodable(answer.plan.metadata.id),
        "path": encodable(answer.plan.origin.path),
        "zone": answer.zone,
        "reached": answer.reaches_somebody,
        "escalation": _unfolding(answer.unfolding) if answer.unfolding else None,
        "answering": str(answer.answering) if answer.answering else None,
        "present": [_reached(r) for r in answer.presence.reached] if answer.presence else [],
        "absent": [_missed(m) for m in answer.presence.missed] if answer.presence else [],
        "next_present_at": _instant(answer.presence.next) if answer.presence else None,
        "due": [_due(found) for found in answer.dues],
    }


def _unfolding(unfolding: Unfolding) -> Json:
    return {
        "id": unfolding.path,
        "rounds": unfolding.rounds,
        "turns": [_turn(turn, unfolding.start) for turn in unfolding.turns],
        "gives_up_at": _instant(unfolding.end),
        "on_exhausted": _turn(unfolding.given_up, unfolding.start) if unfolding.given_up else None,
        "stopped": unfolding.stopped,
    }


def _turn(turn: Turn, start: int) -> Json:
    return {
        "escalation": turn.path,
        "round": turn.round,
        "step": turn.step or None,
        "at": format_utc(turn.start),
        "after_seconds": (turn.start - start) // SECOND,
        "notify": [str(target) for target in turn.targets],
        "reached": [_reached(who) for who in turn.reached],
        "missed": [_missed(missed) for missed in turn.missed],
    }


def _reached(who: Reached) -> Json:
    return {
        "id": who.id,
        "certain": who.certain,
        "on_call_in": list(who.duties),
        "calls": [
            {
                "medium": ring.medium,
                "at": format_utc(ring.at),
                "noticed_at": format_utc(ring.noticed),
            }
            for ring in sorted(who.rings, key=lambda ring: ring.at)
        ],
    }


def _missed(missed: Missed) -> Json:
    return {"subject": missed.subject, "reason": missed.reason}


def _due(found: Due) -> Json:
    return {
        "sla": found.sla.id,
        "target": found.target.name,
        "phase": found.target.phase,
        "promised": str(found.target.duration),
        "promised_seconds": exact_seconds(found.target.duration),
        "at": _instant(found.at),
    }


def _instant(t: int | None) -> Json:
    return None if t is None else format_utc(t)
