"""Fixes made in a text, each proved: the values that it is loaded as are those that were asked for.

The same edits are made twice, in the text and in the values that were loaded from
it. The edited text is loaded again; where the two differ, or the text has become
odd, the fix is refused. So no mistake here can write a plan that says another thing.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from commplan.document import Pointer, SourceFile, read_documents
from commplan.errors import PlanSyntaxError
from commplan.finding import Edit, Fix, Put
from commplan.fixing.additions import Addition
from commplan.fixing.refusal import FixError
from commplan.fixing.stretches import stretches
from commplan.fixing.tree import Tree
from commplan.fixing.values import edited, same
from commplan.fixing.way import Stretch
from commplan.place import Place


class Mended(NamedTuple):
    """A text with some of the fixes made."""

    text: str
    made: tuple[int, ...]
    """Numbers of the fixes that were made."""
    refused: Mapping[int, str]
    """Why others cannot be made, by their number; the rest has to wait for its turn."""


Judge = Callable[[str], str | None]
"""Says what is wrong with an edited text, or nothing."""


def mend(source: SourceFile, fixes: Sequence[Fix], judge: Judge) -> Mended:
    """Make as many fixes as go together; where edits overlap, the first comes first.

    All fixes concern this file. ``judge`` looks at each edited text for faults.
    """
    draft = _Draft(source, judge)
    possible: dict[int, _Made] = {}
    refused: dict[int, str] = {}
    for number, fix in enumerate(fixes):
        try:
            possible[number] = (fix, draft.stretches(fix))
        except FixError as error:
            refused[number] = str(error)
    text, made = source.text, list[int]()
    waiting = [_disjoint(possible)]
    while waiting:  # halved where they do not go together, to leave out as few as possible
        group = waiting.pop()
        try:
            text = draft.text([possible[number] for number in (*made, *group)])
            made += group
        except FixError as error:
            half = len(group) // 2
            if half:
                waiting += (group[half:], group[:half])
            elif draft.proved([possible[group[0]]]) is None:
                refused[group[0]] = str(error)
    return Mended(text, tuple(made), refused)


def replacements(source: SourceFile, fixes: Sequence[Fix]) -> list[tuple[Stretch, ...]]:
    """What each fix on its own replaces, in the order of the text; nothing where it is refused."""
    draft = _Draft(source, lambda _: None)
    found = [(fix, draft.attempt(fix)) for fix in fixes]
    possible = {number: made for number, made in enumerate(found) if made[1]}
    sound = {*_disjoint(possible)}
    if draft.proved([possible[number] for number in sound]) is None:
        sound = set()  # one of them is at fault, so that each is proved
    sound |= {n for n in possible if n not in sound and draft.proved([possible[n]]) is not None}
    return [tuple(sorted(made[1])) if n in sound else () for n, made in enumerate(found)]


_Made = tuple[Fix, tuple[Stretch, ...]]
"""A fix and what it replaces."""


class _Draft:
    """A file about to be edited."""

    def __init__(self, source: SourceFile, judge: Judge) -> None:
        self._source = source
        self._judge = judge
        self._tree = Tree(source.text)

    def stretches(self, fix: Fix) -> tuple[Stretch, ...]:
        """What a fix replaces. Raises FixError."""
        found = tuple(
            stretch
            for edit in self._gathered(fix.edits)
            for stretch in stretches(self._tree, edit.at.origin.document, edit)
        )
        for number, one in enumerate(found):
            if any(_overlap(one, other) for other in found[number + 1 :]):
                raise FixError("its edits overlap")
        return found

    def _gathered(self, edits: Sequence[Edit]) -> Iterator[Edit | Addition]:
        """The edits; all that is new in one mapping or list is added in one go."""
        new: dict[Place, list[tuple[str | int, Any]]] = {}
        for edit in edits:
            missing = self._missing(edit.at) if isinstance(edit, Put) else ()
            if isinstance(edit, Put) and missing:
                there = len(edit.at.pointer) - len(missing)
                above = Place(edit.at.origin, edit.at.pointer[:there])
                _enter(new.setdefault(above, []), missing, edit.value)
            else:
                yield edit
        for at, entries in new.items():
            yield Addition(at, tuple(entries))

    def _missing(self, at: Place) -> Pointer:
        """What of a pointer leads beyond what is there."""
        document = self._source.documents[at.origin.document]
        lengths = range(len(at.pointer), 0, -1)
        there = next((n for n in lengths if document.has(at.pointer[:n])), 0)
        return at.pointer[there:]

    def attempt(self, fix: Fix) -> tuple[Stretch, ...]:
        """What a fix replaces; nothing where it cannot be made."""
        try:
            return self.stretches(fix)
        except FixError:
            return ()

    def proved(self, chosen: Sequence[_Made]) -> str | None:
        """The text with the fixes made, or None where they do not go together."""
        try:
            return self.text(chosen)
        except FixError:
            return None

    def text(self, chosen: Sequence[_Made]) -> str:
        """The text with the fixes made. Raises FixError where it is not what they ask for."""
        text = _replaced(self._source.text, [s for _, found in chosen for s in found])
        self._prove(text, [edit for fix, _ in chosen for edit in fix.edits])
        if fault := self._judge(text):
            raise FixError(fault)
        return text

    def _prove(self, text: str, edits: Sequence[Edit]) -> None:
        before = self._source
        try:
            after = read_documents(text.encode(), before.path)
        except (PlanSyntaxError, UnicodeEncodeError) as error:
            raise FixError(f"the file could not be read any more: {error}") from error
        if len(after.documents) != len(before.documents):
            raise FixError("the file would have another number of documents")
        for old, new in zip(before.documents, after.documents, strict=True):
            own = [edit for edit in edits if edit.at.origin.document == old.index]
            if not same(edited(old.value, own), new.value):
                raise FixError("the way it is written allows no edit that changes nothing else")
        if _oddities(after) - _oddities(before):
            raise FixError("other readers of YAML would take the edited text for another")


def _enter(entries: list[tuple[str | int, Any]], steps: Pointer, value: object) -> None:
    """Add to entries; what has several steps goes into mappings that are made for it."""
    first, *inner = steps
    if not inner:
        entries.append((first, value))
        return
    made = next((known for step, known in entries if step == first), None)
    if made is None:
        made = {}
        entries.append((first, made))
    for step in inner[:-1]:
        made = made.setdefault(step, {})
    made[inner[-1]] = value


def _disjoint(possible: Mapping[int, _Made]) -> list[int]:
    """Numbers of fixes that do not overlap, each as early as possible."""
    chosen: list[int] = []
    taken: list[Stretch] = []
    for number, (_, found) in possible.items():
        if not any(_overlap(one, other) for one in taken for other in found):
            chosen.append(number)
            taken += found
    return chosen


def _oddities(source: SourceFile) -> Counter[tuple[str, str]]:
    return Counter((o.kind, o.text) for d in source.documents for o in d.oddities)


def _overlap(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches share a character; two insertions in one place do not."""
    if one == other:
        return one.start < one.end
    return one.start < other.end and other.start < one.end


def _replaced(text: str, found: Sequence[Stretch]) -> str:
    return "".join(_pieces(text, sorted(found, key=lambda stretch: (stretch.start, stretch.end))))


def _pieces(text: str, ordered: Sequence[Stretch]) -> Iterator[str]:
    done = 0
    for stretch in ordered:
        yield text[done : stretch.start]
        yield stretch.text
        done = stretch.end
    yield text[done:]
