"""Words by which a message written from a template is recognised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from commplan.history import Look, Showing
from commplan.measures.looking.naming import named
from commplan.named import NamedTuple
from commplan.plan import Plan, measured_channels

MARKER = "marker"
"""The kind of mark: which template a message shows the marker of."""


class MarkerLook(NamedTuple):
    """Looks for the markers of templates, in any case and whatever the white space."""

    markers: tuple[tuple[str, str], ...]
    """What stands for each template in a mark, and its folded words."""

    @property
    def kind(self) -> str:
        """What it looks for."""
        return MARKER

    @property
    def key(self) -> str:
        """All markers."""
        return repr(self.markers)

    def find(self, text: str, at: int) -> Iterator[Showing]:  # noqa: ARG002  # as looks are called
        """The templates whose marker the text holds."""
        said = folded(text)
        for value, words in self.markers:
            if words in said:
                yield Showing(value)


def marker_looks(plan: Plan) -> Mapping[str, tuple[Look, ...]]:
    """Looks for every marker of the plan, in all channels that it wants measured."""
    markers = tuple(
        (named(plan, template.id), words)
        for template in plan.templates.values()
        if (words := folded(template.marker or ""))
    )
    if not markers:
        return {}
    return {one.channel.id: (MarkerLook(markers),) for one in measured_channels(plan)}


def folded(text: str) -> str:
    """A text in small letters, with single blanks."""
    return " ".join(text.casefold().split())
