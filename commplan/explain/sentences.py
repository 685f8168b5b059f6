"""One sentence for each way in which a value can fail its schema."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from commplan.document import Pointer
from commplan.explain.nearest import closest, nearest
from commplan.explain.part import Part, part_of
from commplan.explain.words import counted, expected, kind_of, listing, shown, yaml
from commplan.plan.values import mapping

SIZES = ("MinProperties", "MaxProperties")
_TRUTH = {"true": "true", "yes": "true", "on": "true"}
_TRUTH |= {"false": "false", "no": "false", "off": "false"}


class Complaint(NamedTuple):
    """One keyword that is not satisfied, and where."""

    keyword: str
    """As the validator names it: ``Pattern``, ``AdditionalProperties``."""
    pointer: Pointer
    on_key: bool = False
    """The key at ``pointer`` is at fault, not its value."""
    missing: str | None = None
    """The key that the mapping at ``pointer`` lacks."""


class Document(NamedTuple):
    """What is explained: a value and the name of its schema."""

    name: str
    value: Any

    def at(self, pointer: Pointer) -> Any:
        """The value that a pointer leads to."""
        value = self.value
        for step in pointer:
            value = value[step]
        return value


class _Case(NamedTuple):
    """A complaint, with what document and schema say at its place."""

    complaint: Complaint
    document: Document
    part: Part
    value: Any

    @property
    def plan(self) -> Mapping[str, Any]:
        return mapping(self.document.value)


class Advice(NamedTuple):
    """The smallest edit that mends something."""

    words: str | None
    meant: object = None
    """The key or value to write, where there is one."""


class Sentence(NamedTuple):
    """What is wrong, and the smallest edit that mends it where one can be told."""

    message: str
    help: str | None = None
    meant: object = None


NO_ADVICE = Advice(None)


def sentence(complaint: Complaint, document: Document) -> Sentence:
    """Say what is wrong and what to do about it."""
    pointer, on_key = complaint.pointer, complaint.on_key
    if on_key:
        part, value = part_of(document.name, pointer[:-1]).of_keys(), pointer[-1]
    else:
        part, value = part_of(document.name, pointer), document.at(pointer)
    return _BY_KEYWORD.get(complaint.keyword, _unfit)(_Case(complaint, document, part, value))


def meant_key(complaint: Complaint, document: Document) -> str | None:
    """The known key that an unknown one is a misspelling of, if there is one."""
    *path, key = complaint.pointer
    part = part_of(document.name, tuple(path))
    is_elsewhere = _elsewhere(str(key), tuple(path), part, document.name)
    return None if is_elsewhere else closest(str(key), part.keys)


def _unknown_key(case: _Case) -> Sentence:
    *path, key = case.complaint.pointer
    part = part_of(case.document.name, tuple(path))
    message = f"unknown key {shown(key)}"
    known = f"known here: {listing(part.keys)}"
    if place := _elsewhere(str(key), tuple(path), part, case.document.name):
        moved = "move it, or mend the indentation"
        return Sentence(f"{message}; it belongs {place}; {known}", moved)
    if close := meant_key(case.complaint, case.document):
        return Sentence(f"{message}; did you mean {close!r}?", f"rename it to {close!r}", close)
    return Sentence(f"{message}; {known}", "remove it, or correct its spelling")


def _elsewhere(key: str, path: Pointer, part: Part, name: str) -> str | None:
    """The one place close by that knows a key: a mapping below, or one around."""
    below = [name for name in part.keys if key in part.child(name).keys]
    if len(below) == 1:
        return f"under {below[0]!r}"
    for length in range(len(path) - 1, -1, -1):
        if key in part_of(name, path[:length]).keys:
            return f"to {_spoken(path[:length])}" if length else "at the top level"
    return None


def _missing_key(case: _Case) -> Sentence:
    key = str(case.complaint.missing)
    part = case.part.child(key)
    example = _example(part)
    written = key if example is None else f"{key}: {yaml(example)}"
    return Sentence(f"{_spoken(case.complaint.pointer)} has no {key!r}", f"add '{written}'")


def _wrong_type(case: _Case) -> Sentence:
    part, value = case.part, case.value
    if isinstance(value, float) and not math.isfinite(value):
        return Sentence(f"{shown(value)} is no number that can be compared; expected a number")
    name = f" ({part.title})" if part.title and len(part.types) == 1 else ""
    message = f"expected {expected(part.types)}{name}, found {kind_of(value)}"
    return Sentence(message, *_right_type(case))


def _right_type(case: _Case) -> Advice:
    """The edit that gives a value its right type, if there is an obvious one."""
    part, value, types = case.part, case.value, case.part.types
    if value is None:
        return Advice(_fill(case))
    if isinstance(value, str):
        advice = _from_text(value, part)
    elif isinstance(value, list | dict):
        advice = Advice(_from_collection(value, types))
    else:
        advice = _from_scalar(value, case)
    return advice if advice.words else Advice(_like(part))


def _from_text(text: str, part: Part) -> Advice:
    if "array" in part.types:
        items = [item.strip() for item in text.split(",")]
        if all(part.child(0).allows(item) for item in items):
            return Advice(f"write it as a list: {yaml(items)}", items)
    # Python takes no number of thousands of digits, and nobody means one.
    if {"integer", "number"} & {*part.types} and re.fullmatch(r"-?\d{1,99}(\.\d+)?", text):
        meant = float(text) if "." in text else int(text)
        return Advice(f"write it without quotes: {text}", meant)
    if "boolean" in part.types and text.lower() in _TRUTH:
        word = _TRUTH[text.lower()]
        return Advice(f"write {word}, without quotes", word == "true")
    return NO_ADVICE


def _from_collection(value: object, types: tuple[str, ...]) -> str | None:
    if isinstance(value, dict) and "array" in types:
        return "write it as a list: put '- ' before the first key of each item"
    if isinstance(value, list) and "object" in types:
        return "write it as a mapping: each entry under a key of its own"
    return None


def _from_scalar(value: object, case: _Case) -> Advice:
    if "string" not in case.part.types or len(text := yaml(value)) > 40:
        return NO_ADVICE
    if case.part.allows(text):
        if isinstance(value, float):  # which may have been written in another way
            return Advice("put it in quotes")
        return Advice(f"put it in quotes: {json.dumps(text)}", text)
    near = nearest(text, case.part, case.plan)
    return Advice(f"change it to {yaml(near)}", near) if near else NO_ADVICE


def _wrong_text(case: _Case) -> Sentence:
    text, part = str(case.value), case.part
    if not text.strip() and not case.complaint.on_key:
        return _empty(case)
    message = f"{shown(text)} is not a valid {part.title or 'text for this place'}"
    if length := _length_of_month(text):
        return Sentence(f"{message}: {length}")
    if near := nearest(text, part, case.plan):
        return Sentence(f"{message}; did you mean {near!r}?", f"change it to {yaml(near)}", near)
    return Sentence(message, _like(part))


def _length_of_month(text: str) -> str | None:
    """Why a date of the right form does not exist."""
    found = re.match(r"(\d{4})-(0[1-9]|1[0-2])-(\d\d)", text)
    if found is None or found[1] == "0000":
        return None
    import calendar

    year, month, day = map(int, found.groups())
    days = calendar.monthrange(year, month)[1]
    return f"{calendar.month_name[month]} {year} has {days} days" if day > days else None


def _empty(case: _Case) -> Sentence:
    step = case.complaint.pointer[-1] if case.complaint.pointer else "the document"
    what = f"item {step + 1}" if isinstance(step, int) else repr(step)
    return Sentence(f"{what} is empty", _fill(case))


def _fill(case: _Case) -> str:
    example = _example(case.part)
    such = "" if example is None else f", such as {yaml(example)}"
    return f"give it a value{such}, or leave it out"


def _not_listed(case: _Case) -> Sentence:
    allowed = tuple(str(item) for item in case.part.first("enum") or ())
    message = f"{shown(case.value)} is not " + (
        f"a known {case.part.title}" if case.part.title else "known here"
    )
    if close := _listed(case.value, allowed):
        return Sentence(f"{message}; did you mean {close!r}?", f"change it to {yaml(close)}", close)
    return Sentence(f"{message}; expected {'one of ' * (len(allowed) > 1)}{listing(allowed)}")


def _listed(value: object, allowed: tuple[str, ...]) -> str | None:
    """The word of a list that a value comes closest to; ``on`` and ``off`` are words there."""
    if isinstance(value, bool):
        word = "on" if value else "off"
        return word if word in allowed else None
    return closest(value, allowed) if isinstance(value, str) else None


def _not_constant(case: _Case) -> Sentence:
    constant = case.part.first("const")
    message = f"expected {shown(constant)}, found {shown(case.value)}"
    return Sentence(message, f"write {yaml(constant)}", constant)


def _too_few(case: _Case) -> Sentence:
    least = case.part.first("minProperties")
    found = counted(len(case.value), "key")
    return Sentence(f"found {found}, expected at least {least}", _like(case.part))


def _too_many(case: _Case) -> Sentence:
    most, pointer = case.part.first("maxProperties"), case.complaint.pointer
    advice = _like(case.part)
    if most == 1 and len(case.value) < 5 and pointer and isinstance(pointer[-1], int):
        items = ", ".join(yaml({key: item}) for key, item in case.value.items())
        advice = f"write an item for each key: {items}"
    found = counted(len(case.value), "key")
    return Sentence(f"found {found}, expected at most {most}", advice)


def _bound(problem: str, keyword: str) -> Callable[[_Case], Sentence]:
    def explain(case: _Case) -> Sentence:
        limit = shown(case.part.first(keyword))
        return Sentence(f"{shown(case.value)} is {problem} {limit}", _like(case.part))

    return explain


def _unfit(case: _Case) -> Sentence:
    """For keywords that no schema of ours uses."""
    return Sentence(f"{shown(case.value)} does not fit here", _like(case.part))


_BY_KEYWORD: Mapping[str, Callable[[_Case], Sentence]] = {
    "AdditionalProperties": _unknown_key,
    "Required": _missing_key,
    "Type": _wrong_type,
    "Pattern": _wrong_text,
    "MinLength": _empty,
    "Enum": _not_listed,
    "Constant": _not_constant,
    "MinProperties": _too_few,
    "MaxProperties": _too_many,
    "Minimum": _bound("too small; expected at least", "minimum"),
    "Maximum": _bound("too large; expected at most", "maximum"),
    "ExclusiveMinimum": _bound("too small; expected more than", "exclusiveMinimum"),
    "ExclusiveMaximum": _bound("too large; expected less than", "exclusiveMaximum"),
}


def _like(part: Part) -> str | None:
    examples = [yaml(example) for example in part.examples[:3]]
    return f"write it like {' or '.join(examples)}" if examples else None


def _example(part: Part) -> object:
    """A value that would do, made of its parts where the schema shows no whole one."""
    if part.examples:
        return part.examples[0]
    wanted = part.first("required") or part.keys[:1]
    return {key: _example(part.child(key)) for key in wanted} or None


def _spoken(pointer: Pointer) -> str:
    """A place as a person would name it: ``item 1 of escalations.major.steps``."""
    if not pointer:
        return "the document"
    *path, last = pointer
    if isinstance(last, int):
        return f"item {last + 1} of {_spoken(tuple(path))}"
    before = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return f"{before}.{last}".lstrip(".")
