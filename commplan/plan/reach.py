"""Whom references stand for."""

from commplan.named import NamedTuple
from commplan.plan.people import External, Group, Person


class Reach(NamedTuple):
    """Whom a reference stands for."""

    people: tuple[Person, ...]
    """Everybody the plan names behind it, in the order of the plan; holders and deputies alike."""
    unlisted: tuple[Group, ...]
    """Groups whose members only Slack knows."""
    outside: tuple[External, ...]
    """Parties outside the organization."""

    @property
    def nobody(self) -> bool:
        """Whether no human stands behind it, as far as anyone can tell."""
        return not (self.people or self.unlisted or self.outside)
