"""Emoji by which people close a request or put it on hold, where a message shows one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from commplan.history import Look, Showing
from commplan.named import NamedTuple
from commplan.plan import Plan
from commplan.plan.emoji import ALIASES


class EmojiLook(NamedTuple):
    """Looks for some emoji, by the names that Slack stores: ``:white_check_mark:``."""

    names: tuple[str, ...]
    kind: str = "emoji"

    @property
    def key(self) -> str:
        """Tells it from others of its kind."""
        return " ".join(self.names)

    def find(self, text: str, at: int) -> Iterator[Showing]:  # noqa: ARG002  # what looks are given
        """Which of the emoji a text shows, and how often."""
        known = dict.fromkeys(self.names) | {
            alias: name for alias, name in ALIASES.items() if name in self.names
        }
        either = "|".join(map(re.escape, known))
        found = re.findall(rf":({either}):", text)
        for name, times in Counter(known[one] or one for one in found).items():
            yield Showing(name, times)


def emoji_looks(plan: Plan) -> Mapping[str, tuple[Look, ...]]:
    """What closes in each intake channel, and what pauses an SLA that applies to it."""
    wanted: dict[str, set[str]] = {}
    for channel in plan.channels.values():
        if channel.intake is not None:
            wanted.setdefault(channel.id, set()).update(channel.intake.close_reactions)
    for sla in plan.slas.values():
        for channel_id in sla.channels if sla.pause else ():
            wanted.setdefault(channel_id, set()).update(sla.pause.reactions if sla.pause else ())
    return {one: (EmojiLook(tuple(sorted(names))),) for one, names in wanted.items() if names}
