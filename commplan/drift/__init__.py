"""Plan and workspace side by side: what became of everything that a plan names."""

from commplan.drift.accounts import Account, AccountState
from commplan.drift.channels import BoundChannel, ChannelState
from commplan.drift.charges import Charges, VainCall
from commplan.drift.drift import Drift
from commplan.drift.facts import card_facts, declared_facts
from commplan.drift.levels import Level, StepTarget, Subject
from commplan.drift.mentions import Mention
from commplan.drift.owners import Ownership
from commplan.drift.usergroups import BoundUsergroup, Naming, UsergroupState

__all__ = [
    "Account",
    "AccountState",
    "BoundChannel",
    "BoundUsergroup",
    "ChannelState",
    "Charges",
    "Drift",
    "Level",
    "Mention",
    "Naming",
    "Ownership",
    "StepTarget",
    "Subject",
    "UsergroupState",
    "VainCall",
    "card_facts",
    "declared_facts",
]
