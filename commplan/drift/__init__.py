"""Plan and workspace side by side: what became of everything that a plan names."""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.drift.accounts import Account as Account
    from commplan.drift.accounts import AccountState as AccountState
    from commplan.drift.administrators import Administrators as Administrators
    from commplan.drift.apps import App as App
    from commplan.drift.apps import Apps as Apps
    from commplan.drift.apps import AppState as AppState
    from commplan.drift.apps import ChannelApps as ChannelApps
    from commplan.drift.apps import DeclaredApp as DeclaredApp
    from commplan.drift.apps import Standing as Standing
    from commplan.drift.attendance import Attendance as Attendance
    from commplan.drift.called import Wanted as Wanted
    from commplan.drift.channels import BoundChannel as BoundChannel
    from commplan.drift.channels import ChannelState as ChannelState
    from commplan.drift.charges import Charges as Charges
    from commplan.drift.charges import VainCall as VainCall
    from commplan.drift.crews import Crew as Crew
    from commplan.drift.drift import Drift as Drift
    from commplan.drift.facts import called_for as called_for
    from commplan.drift.facts import card_facts as card_facts
    from commplan.drift.facts import of_each_channel as of_each_channel
    from commplan.drift.facts import of_each_person as of_each_person
    from commplan.drift.gatherings import Gathering as Gathering
    from commplan.drift.gatherings import Outsider as Outsider
    from commplan.drift.leavers import Leaver as Leaver
    from commplan.drift.levels import Level as Level
    from commplan.drift.levels import StepTarget as StepTarget
    from commplan.drift.levels import Subject as Subject
    from commplan.drift.members import Member as Member
    from commplan.drift.members import Membership as Membership
    from commplan.drift.mentions import Mention as Mention
    from commplan.drift.owners import Ownership as Ownership
    from commplan.drift.posting import ADMINISTRATORS_ONLY as ADMINISTRATORS_ONLY
    from commplan.drift.posting import Posters as Posters
    from commplan.drift.posting import is_open as is_open
    from commplan.drift.posting import whom as whom
    from commplan.drift.reading import as_read as as_read
    from commplan.drift.reading import other_workspace as other_workspace
    from commplan.drift.rest import Rest as Rest
    from commplan.drift.settings import Setting as Setting
    from commplan.drift.sharing import Offer as Offer
    from commplan.drift.sharing import Partner as Partner
    from commplan.drift.sharing import Sharing as Sharing
    from commplan.drift.text import StoredText as StoredText
    from commplan.drift.text import apart as apart
    from commplan.drift.text import holds_whole as holds_whole
    from commplan.drift.usergroups import BoundUsergroup as BoundUsergroup
    from commplan.drift.usergroups import Naming as Naming
    from commplan.drift.usergroups import UsergroupState as UsergroupState
else:
    __getattr__ = lazy(
        globals(),
        {
            "accounts": "Account AccountState",
            "administrators": "Administrators",
            "apps": "App Apps AppState ChannelApps DeclaredApp Standing",
            "attendance": "Attendance",
            "called": "Wanted",
            "channels": "BoundChannel ChannelState",
            "charges": "Charges VainCall",
            "crews": "Crew",
            "drift": "Drift",
            "gatherings": "Gathering Outsider",
            "leavers": "Leaver",
            "facts": "called_for card_facts of_each_channel of_each_person",
            "levels": "Level StepTarget Subject",
            "members": "Member Membership",
            "mentions": "Mention",
            "owners": "Ownership",
            "rest": "Rest",
            "posting": "ADMINISTRATORS_ONLY Posters is_open whom",
            "reading": "as_read other_workspace",
            "settings": "Setting",
            "sharing": "Offer Partner Sharing",
            "text": "StoredText apart holds_whole",
            "usergroups": "BoundUsergroup Naming UsergroupState",
        },
    )
