"""What channels, tools and calls rest on: services that take them down when they fail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from weakref import proxy

from commplan.cached import cached_property
from commplan.plan.channels import SLACK

if TYPE_CHECKING:
    from commplan.plan.channels import Channel
    from commplan.plan.escalations import EscalationPath
    from commplan.plan.plan import Plan
    from commplan.plan.tools import Tool

_CHAT = "chat"
_ASSUMED = {"phone": ("telephony",), "sms": ("telephony",), "push": ("paging",), "meeting": ()}
"""What media rest on where nobody says who provides them; people in one room rest on nothing."""


class Components:
    """The components of a plan's channels, tools and contact methods.

    A component is the name of a service in lower case: a provider, a single
    sign-on, something that is depended on. Where the name is a tool's id, what
    that tool rests on belongs to it. Whoever holds them holds the plan, too.
    """

    def __init__(self, plan: Plan) -> None:
        # Weak: the plan keeps its components, and no circle is collected while plans are judged.
        self._plan: Plan = proxy(plan)
        self._tools = {key.casefold(): tool for key, tool in plan.tools.items()}
        self._states: dict[str, tuple[str, ...]] = {}
        self._behind: dict[str, frozenset[str]] = {}
        self._carried: dict[tuple[str, str | None, str | None], frozenset[str]] = {}
        self._channels: dict[tuple[object, ...], frozenset[str]] = {}

    def of_channel(self, channel: Channel) -> frozenset[str]:
        """What has to work for a message in the channel to be read."""
        tool = channel.tool.id if channel.tool else None
        carried = self._carrying(channel.kind, channel.provider, tool)
        if not channel.depends_on:
            return carried
        # Channels that say the same share one set, of which a plan may have thousands.
        key = (channel.kind, channel.provider, tool, channel.depends_on)
        if key not in self._channels:
            self._channels[key] = carried | self._closed(channel.depends_on)
        return self._channels[key]

    def of_method(self, path: EscalationPath, medium: str) -> frozenset[str]:
        """What has to work for a step of the path to reach somebody by a medium."""
        return self._carrying(medium, None, path.tool.id if path.tool and medium != SLACK else None)

    def of_tool(self, id: str) -> frozenset[str]:
        """What has to work for the tool to work."""
        return self._closed(self._run_by(id))

    def _carrying(self, kind: str, provider: str | None, tool: str | None) -> frozenset[str]:
        key = (kind, provider, tool)
        if key not in self._carried:
            self._carried[key] = self._closed(self._carriers(kind, provider, tool))
        return self._carried[key]

    def _carriers(self, kind: str, provider: str | None, tool: str | None) -> Iterable[str]:
        """Who carries a kind of message, as far as the plan says; else what is usual."""
        own = (provider,) if provider else ()
        if kind == SLACK:
            chat = self._tools.get(tool.casefold()) if tool else self.slack
            return (SLACK, *own, *(self._stated(chat) if chat else ()))
        if tool:
            return (*own, *self._run_by(tool))
        if own or kind in _ASSUMED:
            return own or _ASSUMED[kind]
        serving = [tool.id for tool in self._plan.tools.values() if tool.is_kind(kind)]
        return self._run_by(serving[0]) if len(serving) == 1 else (kind,)

    @cached_property
    def slack(self) -> Tool | None:
        """The chat tool that is called Slack or run by it; else the only one, if nobody runs it."""
        chats = [tool for tool in self._plan.tools.values() if tool.is_kind(_CHAT)]
        for tool in chats:
            if SLACK in (tool.id.casefold(), (tool.provider or "").casefold()):
                return tool
        return chats[0] if len(chats) == 1 and chats[0].provider is None else None

    def _run_by(self, id: str) -> tuple[str, ...]:
        """What a tool states; one that names no provider, or is in no plan, stands for itself."""
        tool = self._tools.get(id.casefold())
        if tool is None:
            return (id,)
        return self._stated(tool) if tool.provider else (id, *self._stated(tool))

    def _stated(self, tool: Tool) -> tuple[str, ...]:
        if tool.id not in self._states:
            names = (tool.provider, self._plan.security(tool).sso, *tool.depends_on)
            self._states[tool.id] = tuple(name.casefold() for name in names if name)
        return self._states[tool.id]

    def _closed(self, names: Iterable[str]) -> frozenset[str]:
        """The names, and through tools that they name, everything behind them."""
        folded = [name.casefold() for name in names]
        return frozenset(folded).union(
            *(self._behind_tool(name) for name in folded if name in self._tools)
        )

    def _behind_tool(self, id: str) -> frozenset[str]:
        if id not in self._behind:
            found: set[str] = set()
            waiting = [*self._stated(self._tools[id])]
            while waiting:
                name = waiting.pop()
                if name in found:
                    continue
                found.add(name)
                if name in self._behind:
                    found |= self._behind[name]
                elif name in self._tools:
                    waiting += self._stated(self._tools[name])
            self._behind[id] = frozenset(found)
        return self._behind[id]
