"""An answer of ``who`` for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commplan.clock import format_duration, format_instant, format_until
from commplan.reporters.neutralise import neutralise
from commplan.timeline.answer import Answer, Due
from commplan.timeline.unfolding import Presence, Reached, Turn, Unfolding


def answer_text(answers: Sequence[Answer], at: int) -> str:
    """Every answer as a block of lines."""
    blocks = ("\n".join(map(neutralise, _block(answer, at))) for answer in answers)
    return "\n\n".join(blocks) + "\n"


def _block(answer: Answer, at: int) -> Iterator[str]:
    origin = f"plan {answer.plan.metadata.id}, {answer.plan.origin.path}"
    yield f"{answer.subject} at {format_instant(at, answer.zone)} ({origin})"
    if answer.unfolding is not None:
        yield from _unfolding(answer.unfolding, answer.zone)
    if answer.presence is not None:
        yield from _presence(answer, answer.presence, at)
    for found in answer.dues:
        yield f"  {_due(found, answer.zone, at)}"


def _unfolding(unfolding: Unfolding, zone: str) -> Iterator[str]:
    rounds = f", {unfolding.rounds} rounds" if unfolding.rounds > 1 else ""
    yield f"  escalation:{unfolding.path}{rounds}"
    for turn in _told(unfolding):
        yield from _turn(turn, unfolding, zone)
    if unfolding.rounds > 1 and len(_told(unfolding)) < len(unfolding.turns):
        first = next(turn for turn in unfolding.turns if turn.round == 2)
        yield f"{_when(first.start, unfolding, zone)}  the same again, round by round"
    if unfolding.stopped:
        yield f"  … {unfolding.stopped}"
    if unfolding.end is not None:
        yield f"{_when(unfolding.end, unfolding, zone)}  gives up"
    if unfolding.given_up is not None:
        yield from _turn(unfolding.given_up, unfolding, zone)


def _told(unfolding: Unfolding) -> tuple[Turn, ...]:
    """The turns to tell: the first round, and the others where they are not the same again."""
    first = [turn for turn in unfolding.turns if turn.round == 1]
    others = [turn for turn in unfolding.turns if turn.round > 1]
    whom = [_whom(turn) for turn in first]
    again = [_whom(turn) for turn in others]
    same = again == whom * (len(again) // len(whom)) if whom else True
    return tuple(first if same else unfolding.turns)


def _whom(turn: Turn) -> tuple[object, ...]:
    return (turn.path, turn.step, [(who.id, who.certain) for who in turn.reached])


def _turn(turn: Turn, unfolding: Unfolding, zone: str) -> Iterator[str]:
    when = _when(turn.start, unfolding, zone)
    step = f"step {turn.step}" if turn.step else "then"
    if turn.path != unfolding.path:
        step = f"{step} of escalation:{turn.path}"
    if turn.round > 1 and turn.step:
        step = f"round {turn.round}, {step}"
    targets = ", ".join(map(str, turn.targets))
    yield f"{when}  {step}: {targets or 'another path'}"
    for who in turn.reached:
        yield f"{' ' * 16}{_reached(who, unfolding, zone)}"
    for missed in turn.missed:
        yield f"{' ' * 16}not {missed.subject}: {missed.reason}"


def _reached(who: Reached, unfolding: Unfolding, zone: str) -> str:
    doubt = "" if who.certain else ", if they are there: the plan does not say"
    if not who.rings:
        return f"not {who.id}: has none of the media of this step"
    rings = sorted(who.rings, key=lambda ring: ring.at)
    tried = ", ".join(f"{ring.medium} {_hour(ring.at, unfolding, zone)}" for ring in rings)
    return f"{who.id}: {tried}; notices by {_hour(who.rings[0].noticed, unfolding, zone)}{doubt}"


def _presence(answer: Answer, presence: Presence, at: int) -> Iterator[str]:
    yield f"  {answer.answering} answers"
    for who in presence.reached:
        doubt = "is there" if who.certain else "may be there: the plan does not say"
        duties = f", on call in rotation:{' and rotation:'.join(who.duties)}" if who.duties else ""
        yield f"    {who.id}: {doubt}{duties}"
    for missed in presence.missed:
        yield f"    not {missed.subject}: {missed.reason}"
    if not presence.reached:
        since = presence.next
        until = f" until {format_until(since, answer.zone, at)}" if since is not None else ""
        yield f"    nobody is there{until}"


def _due(found: Due, zone: str, at: int) -> str:
    target = found.target
    phase = f" while {target.phase}" if target.phase else ""
    if found.at is None:
        return f"{target.name}{phase} of sla:{found.sla.id} ({target.duration}): cannot be told"
    when = format_until(found.at, zone, at)
    if target.name == "update_every":
        return f"an update{phase} by {when} (sla:{found.sla.id}, every {target.duration})"
    return f"{target.name} by {when} (sla:{found.sla.id}, {target.duration})"


def _when(t: int, unfolding: Unfolding, zone: str) -> str:
    after = f"+{format_duration(t - unfolding.start)}" if t > unfolding.start else "at once"
    return f"  {after:<8}  {_hour(t, unfolding, zone)}"


def _hour(t: int, unfolding: Unfolding, zone: str) -> str:
    return format_until(t, zone, unfolding.start)
