"""Words by which a conversation goes to direct messages, or is sent back from there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from commplan.history import Showing
from commplan.measures.looking.naming import named
from commplan.named import NamedTuple

if TYPE_CHECKING:
    from commplan.history import Look
    from commplan.plan import Plan

REDIRECT = "redirect"
DIRECT = "dm"
"""What a mark says where direct messages are spoken of; else it names the policy."""
_DIRECT = re.compile(
    r"\b(?:(?:dm|pm|message) me|(?:dm|pm)['’]?e?d you|sent you a (?:dm|pm|direct message)"
    r"|(?:in|by|via|per) (?:a )?(?:dms?|pms?|pn|direct message|private message|direktnachricht)"
    r"|schreib mir (?:direkt|privat)|check your dms?)\b",
    re.IGNORECASE,
)


class RedirectLook(NamedTuple):
    """Looks for what a plan's policy says, and for common words about direct messages."""

    policy: str
    """Its text, folded; empty where the plan has none."""
    name: str
    """The value of its marks."""

    @property
    def kind(self) -> str:
        """What it looks for."""
        return REDIRECT

    @property
    def key(self) -> str:
        """The policy, and a number of the words."""
        return f"1 {self.name} {self.policy}"

    def find(self, text: str, at: int) -> Iterator[Showing]:  # noqa: ARG002  # of any time
        """Whether the policy is cited, and whether direct messages are spoken of."""
        folded = _folded(text)
        if self.policy and self.policy in folded:
            yield Showing(self.name)
        elif _DIRECT.search(folded):
            yield Showing(DIRECT)


def redirect_looks(plan: Plan) -> Mapping[str, tuple[Look, ...]]:
    """Where a plan has such words looked for: in all its Slack channels."""
    policy = plan.protocols.dm_policy
    look = RedirectLook(_folded((policy and policy.text) or ""), redirect_value(plan))
    return {c.id: (look,) for c in plan.channels.values() if c.is_slack}


def redirect_value(plan: Plan) -> str:
    """The value of marks where a message cites the policy of a plan."""
    return named(plan, "dm_policy")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
