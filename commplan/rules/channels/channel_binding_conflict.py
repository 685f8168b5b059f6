"""Entries of plans that cannot all describe the channel in Slack."""

from typing import NamedTuple

from commplan.api import (
    ChannelCard,
    Organization,
    PlanCard,
    Problem,
    Related,
    Severity,
    Verdicts,
    rule,
)


@rule(
    "CHN106",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="real: hmcts/cnp-jenkins-config (one name, three ids)",
)
def channel_binding_conflict(organization: Organization) -> Verdicts:
    """One Slack channel id stands for two channels or owners, or one name for two ids.

    Of two entries that claim one channel, at least one describes another channel
    than people see; of two ids under one name, at least one is old. Correct the
    id, merge the entries, or agree on one owner. Plans of different workspaces
    are not compared.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
          help-desk: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
          help-desk: {kind: slack, slack: C02DESK, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        slack: the Slack id of the channel at this place
        other: the channel that it is in conflict with
    """
    owners, bindings = _Claims(), _Claims()
    for plan in organization.plans:
        own: dict[str, _Binding] = {}
        for channel in plan.channels:
            if channel.slack is None:
                continue
            binding = _Binding(plan, channel)
            first = own.setdefault(channel.slack, binding)
            if first is not binding:
                ids = f"channel:{first.channel.id} and channel:{channel.id}"
                yield binding.conflict(first, f"{channel.slack} is both {ids}")
            elif channel.owner and (other := owners.add(channel.slack, channel.owner, binding)):
                both = f"{channel.owner} here and by {other.channel.owner}"
                yield binding.conflict(other, f"{channel.slack} is owned by {both}")
            if other := bindings.add(channel.name, channel.slack, binding):
                both = f"{channel.slack} here and {other.channel.slack}"
                yield binding.conflict(other, f"#{channel.name} is {both}")


class _Binding(NamedTuple):
    """A channel of a plan that names its Slack id."""

    plan: PlanCard
    channel: ChannelCard

    def conflict(self, other: "_Binding", message: str) -> Problem:
        there = "" if other.plan is self.plan else f" in {other.plan.origin.path}"
        return Problem(
            at=self.plan.channel_at(self.channel.id) / "slack",
            message=f"{message}{there}",
            help="correct the wrong id or owner, or merge the two entries",
            related=(Related(other.plan.channel_at(other.channel.id).key, "the other one"),),
            facts={"slack": self.channel.slack, "other": f"channel:{other.channel.id}"},
        )


class _Claims:
    """What is said of Slack ids and names, and who said it first in which workspace."""

    def __init__(self) -> None:
        self._first: dict[str, dict[tuple[str | None, str], _Binding]] = {}

    def add(self, of: str, value: str, binding: _Binding) -> _Binding | None:
        """Note a value for an id or name; the first claim of another value, if there is one."""
        known = self._first.get(of)
        if known is None:  # as nearly always: this runs over every channel of every plan
            self._first[of] = {(binding.plan.team, value): binding}
            return None
        rivals = (
            rival
            for (_, other), rival in known.items()
            if other != value and rival.plan.shares_workspace(binding.plan)
        )
        found = next(rivals, None)
        known.setdefault((binding.plan.team, value), binding)
        return found
