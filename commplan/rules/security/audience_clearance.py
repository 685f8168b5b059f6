"""A reader who may not see what a channel may carry."""

from __future__ import annotations

from typing import NamedTuple

from commplan.api import (
    PUBLIC,
    Channel,
    Classification,
    Clearance,
    Clearances,
    NotAssessed,
    Plan,
    Problem,
    Reference,
    Related,
    Severity,
    Verdicts,
    listed,
    one_of,
    rule,
)


@rule("SEC202", severity=Severity.ERROR, profile="standard", since="0.1", source="A38")
def audience_clearance(plan: Plan) -> Verdicts:
    """A channel may carry more than somebody in its audience is cleared for.

    What is confidential is posted where it may be, and read by a guest. Lower the
    ceiling, or take those who are not cleared out of the audience. A guest or an
    external party of whom no `clearance` is stated counts as `public`, or as the
    lowest class where none has that name; anybody else without one has that of
    their groups. Classes of which neither stands above the other do not fit; one
    that is missing or does not exist is left to SEC101.

    Bad:
        classification: {order: [public, internal, restricted]}
        channels:
          sec-incident:
            kind: slack
            slack: C03SEC
            ceiling: restricted
            audience: ["group:employees"]
            owner: "person:alice"
        stakeholders:
          groups:
            employees: {slack_usergroup: S03ALL, clearance: internal}
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        classification: {order: [public, internal, restricted]}
        channels:
          sec-incident:
            kind: slack
            slack: C03SEC
            ceiling: restricted
            audience: ["group:it-ops"]
            owner: "person:alice"
        stakeholders:
          groups:
            it-ops: {slack_usergroup: S01ITOPS, clearance: restricted}
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        channel: the id of the channel
        ceiling: the highest class that it may carry
        party: who is not cleared for that; of several the one with the lowest clearance
        clearance: what they may see
        others: how many more are not cleared for it
    """
    classes = plan.classification
    clearances = Clearances(plan)
    for channel in plan.channels.values():
        ceiling = classes.known(channel.ceiling)
        if ceiling is None or all(classes.at_most(ceiling, other) for other in classes.below):
            continue  # not stated, or what everybody may see
        seen = [_Reader(r, c) for r in channel.audience for c in clearances.of(r)]
        failing = [reader for reader in seen if reader.may_see(classes, ceiling) is False]
        unknown = [reader for reader in seen if reader.may_see(classes, ceiling) is None]
        if failing:
            yield _problem(classes, channel, ceiling, failing)
        elif unknown:
            names = listed([*dict.fromkeys(str(reader.clearance.party) for reader in unknown)])
            reason = (
                f"nothing is said of what {names} in the audience of channel:{channel.id} may see"
            )
            yield NotAssessed(reason, channel.at / "audience")


class _Reader(NamedTuple):
    """Somebody behind an audience."""

    member: Reference
    """What stands in the audience."""
    clearance: Clearance

    def may_see(self, classes: Classification, ceiling: str) -> bool | None:
        """None where nothing is said. A clearance that is no class is left to SEC101."""
        if not self.clearance.levels:
            return None
        if not all(level in classes.below for level in self.clearance.levels):
            return True
        return ceiling in self.sight(classes)

    def sight(self, classes: Classification) -> frozenset[str]:
        """All classes that they may see."""
        return frozenset().union(
            *(classes.below.get(level, frozenset()) for level in self.clearance.levels)
        )

    @property
    def words(self) -> str:
        """``group:employees in its audience is cleared for internal``."""
        party, levels = self.clearance.party, one_of(self.clearance.levels)
        same = (party.kind, party.id) == (self.member.kind, self.member.id)
        who = str(party) if same else f"{party} of {self.member}"
        if not self.clearance.assumed:
            return f"{who} in its audience is cleared for {levels}"
        lowest = "" if levels == PUBLIC else ", the lowest class"
        return f"{who} in its audience has no clearance and counts as {levels}{lowest}"


def _problem(
    classes: Classification, channel: Channel, ceiling: str, failing: list[_Reader]
) -> Problem:
    lowest = failing[0]
    for reader in failing:
        if reader.sight(classes) < lowest.sight(classes):
            lowest = reader
    clearance = lowest.clearance
    others = {reader.clearance.party for reader in failing} - {clearance.party}
    more = f" (and {len(others)} more are not cleared for it)" if others else ""
    return Problem(
        at=channel.at / "ceiling",
        message=f"channel:{channel.id} may carry {ceiling}, but {lowest.words}{more}",
        help=f"lower the `ceiling` to {one_of(clearance.levels)}, or take {lowest.member} "
        "out of the `audience`",
        related=(
            Related(lowest.member.at, "in the audience here"),
            Related(clearance.at, f"{clearance.party}"),
        ),
        facts={
            "channel": channel.id,
            "ceiling": ceiling,
            "party": str(clearance.party),
            "clearance": one_of(clearance.levels),
            "others": len(others),
        },
    )
