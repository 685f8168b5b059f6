"""Links to where something lasts: a knowledge base, a ticket, a document, a canvas."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from commplan.history import Showing
from commplan.measures.looking.naming import named
from commplan.named import NamedTuple

if TYPE_CHECKING:
    from commplan.history import Look
    from commplan.plan import Plan, Tool

RECORD = "record"
CANVAS = "canvas"
"""What a mark says of a link to a document of Slack's own; else it has the tool's name."""
_LINK = re.compile(r"https?://[^\s<>()|\"']{1,2000}", re.IGNORECASE)
_KINDS = ("docs", "ticketing", "pm")
"""What kinds of tools keep records."""
_HOSTS: Mapping[str, tuple[str, ...]] = {
    "atlassian": ("atlassian.net", "atlassian.com"),
    "github": ("github.com",),
    "gitlab": ("gitlab.com",),
    "google": ("docs.google.com", "drive.google.com", "sites.google.com"),
    "linear": ("linear.app",),
    "microsoft": ("sharepoint.com", "loop.cloud.microsoft"),
    "notion": ("notion.so", "notion.site"),
    "servicenow": ("service-now.com",),
    "zendesk": ("zendesk.com",),
}
"""Where well-known providers keep what their customers write, for tools without ``url``."""


class _Place(NamedTuple):
    """Where links lead to that begin in some way."""

    host: str
    path: str
    below: bool
    """Whether hosts below this one count, too: every customer has one of its own."""
    value: str


class RecordLook(NamedTuple):
    """Looks for links to the tools that keep records, and to canvases."""

    places: tuple[_Place, ...]

    @property
    def kind(self) -> str:
        """What it looks for."""
        return RECORD

    @property
    def key(self) -> str:
        """All places."""
        return repr(tuple(map(tuple, self.places)))

    def find(self, text: str, at: int) -> Iterator[Showing]:  # noqa: ARG002  # of any time
        """Every tool that links lead to, with their number."""
        found = Counter(
            value for link in _LINK.findall(text) for value in _led_to(link, self.places)
        )
        for value, count in found.items():
            yield Showing(value, count)


def record_tools(plan: Plan) -> tuple[Tool, ...]:
    """The tools that keep what is to last: where decisions, knowledge and tickets belong."""
    named = [plan.protocols.decisions.record_in] if plan.protocols.decisions else []
    named += [programme.kb for programme in plan.programmes.values()]
    named += [c.intake.ticketing for c in plan.channels.values() if c.intake]
    ids = {one.id for one in named if one is not None and plan.sound(one)}
    return tuple(
        tool
        for tool in plan.tools.values()
        if tool.id in ids or any(tool.is_kind(kind) for kind in _KINDS)
    )


def record_values(plan: Plan) -> tuple[str, ...]:
    """The values of marks of links that lead to a record of a plan."""
    return (CANVAS, *(_value(plan, tool) for tool in record_tools(plan)))


def record_looks(plan: Plan) -> Mapping[str, tuple[Look, ...]]:
    """Where a plan has links to records looked for: in all its Slack channels."""
    places = tuple(_places(plan))
    return {c.id: (RecordLook(places),) for c in plan.channels.values() if c.is_slack}


def _value(plan: Plan, tool: Tool) -> str:
    return named(plan, tool.id)


def _places(plan: Plan) -> Iterator[_Place]:
    for tool in record_tools(plan):
        value = _value(plan, tool)
        for url in tool.urls:
            split = _split(url if "://" in url else f"https://{url}")
            if split is not None:
                yield _Place(*split, below=False, value=value)
        for host in _HOSTS.get((tool.provider or "").casefold(), ()) if not tool.urls else ():
            yield _Place(host, "", below=True, value=value)


def _led_to(link: str, places: tuple[_Place, ...]) -> Iterator[str]:
    split = _split(link)
    if split is None:
        return
    host, path = split
    if host.endswith(".slack.com") and path.startswith(("/docs/", "/canvas/")):
        yield CANVAS
    for place in places:
        is_there = host == place.host or (place.below and host.endswith(f".{place.host}"))
        if is_there and _is_below(path, place.path):
            yield place.value


def _is_below(path: str, top: str) -> bool:
    return not top or path == top or path.startswith(f"{top}/")


@lru_cache(maxsize=1024)
def _split(url: str) -> tuple[str, str] | None:
    """Host and path, without the slash at its end; None for what is no address."""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "").casefold(), parts.path.rstrip("/")
    except ValueError:
        return None
