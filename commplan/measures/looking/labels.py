"""Labels of confidentiality on messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from commplan.history import Showing

if TYPE_CHECKING:
    from commplan.history import Look
    from commplan.plan import Plan

LABEL = "label"
"""The kind of mark: with which class of confidentiality a message is labelled."""
_WORDS = "classification|classified|confidentiality|class|label|marking|sensitivity|tlp"
"""After which a label stands."""


class LabelLook:
    """Looks for names of classes where they are meant as labels.

    In brackets (``[restricted]``), after a word for it (``classification: restricted``),
    or in capitals at the begin of a line of which they are all, or which a colon or a
    dash goes on (``RESTRICTED - for the board``).
    """

    kind = LABEL

    def __init__(self, classes: tuple[str, ...]) -> None:
        self.classes = classes

    @property
    def key(self) -> str:
        """All classes."""
        return repr(self.classes)

    def find(self, text: str, at: int) -> Iterator[Showing]:  # noqa: ARG002  # of any time
        """The classes that the text is labelled with."""
        folded = _folded(text)
        if any(name in folded for name in self._names):
            told = (next(filter(None, found.groups())) for found in self._forms.finditer(text))
            labels = {self._names[_folded(label)] for label in told}
            yield from map(Showing, sorted(labels))

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {_folded(name): name for name in self.classes}

    @cached_property
    def _forms(self) -> re.Pattern[str]:
        longest_first = sorted(self.classes, key=len, reverse=True)
        names = "|".join(map(_pattern, longest_first))
        capitals = "|".join(_pattern(name.upper()) for name in longest_first)
        return re.compile(
            rf"\[\s?(?i:({names}))\s?\]"
            rf"|(?<!\w)(?i:(?:{_WORDS})[*_`]?\s?[:=][*_`]?\s?[*_`]?({names}))(?!\w)"
            rf"|^[ \t*_>]{{0,8}}({capitals})[*_]{{0,3}}[ \t]?(?:[:–—-]|$)",
            re.MULTILINE,
        )


def label_looks(plan: Plan) -> Mapping[str, tuple[Look, ...]]:
    """Looks for labels in the Slack channels for whose content the plan sets a ceiling."""
    classes = tuple(sorted(plan.classification.below))
    if not classes:
        return {}
    look = LabelLook(classes)
    return {
        c.id: (look,)
        for c in plan.channels.values()
        if c.is_slack and not c.retired and plan.classification.limit(c.ceiling, c.kind)
    }


def _folded(text: str) -> str:
    return text.lower().replace(" ", "-").replace("_", "-")


def _pattern(name: str) -> str:
    """The name with any of the signs that part words."""
    return "[ _-]".join(map(re.escape, re.split("[ _-]", name)))
