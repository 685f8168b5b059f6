"""What is live: the model of a workspace, how much of it is known, and its snapshot."""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.workspace.facts import FACTS as FACTS
    from commplan.workspace.facts import RECORDED as RECORDED
    from commplan.workspace.facts import Fact as Fact
    from commplan.workspace.facts import administrator_scopes as administrator_scopes
    from commplan.workspace.facts import essential_scopes as essential_scopes
    from commplan.workspace.facts import facts_behind as facts_behind
    from commplan.workspace.facts import optional_scopes as optional_scopes
    from commplan.workspace.live import SLACKBOT as SLACKBOT
    from commplan.workspace.live import Activity as Activity
    from commplan.workspace.live import Bookmark as Bookmark
    from commplan.workspace.live import Digests as Digests
    from commplan.workspace.live import DoNotDisturb as DoNotDisturb
    from commplan.workspace.live import HistoryStart as HistoryStart
    from commplan.workspace.live import Invitation as Invitation
    from commplan.workspace.live import LiveBot as LiveBot
    from commplan.workspace.live import LiveChannel as LiveChannel
    from commplan.workspace.live import LivePerson as LivePerson
    from commplan.workspace.live import LiveUsergroup as LiveUsergroup
    from commplan.workspace.live import Messages as Messages
    from commplan.workspace.live import Pin as Pin
    from commplan.workspace.live import Preferences as Preferences
    from commplan.workspace.live import Restriction as Restriction
    from commplan.workspace.live import Retention as Retention
    from commplan.workspace.live import email_digest as email_digest
    from commplan.workspace.model import FailedRead as FailedRead
    from commplan.workspace.model import Workspace as Workspace
    from commplan.workspace.model import channel_key as channel_key
    from commplan.workspace.privacy import Pseudonyms as Pseudonyms
    from commplan.workspace.privacy import Redaction as Redaction
    from commplan.workspace.reading import Failure as Failure
    from commplan.workspace.reading import ObjectReading as ObjectReading
    from commplan.workspace.reading import Reading as Reading
    from commplan.workspace.reading import Status as Status
    from commplan.workspace.redaction import redact as redact
    from commplan.workspace.redaction import scrub as scrub
    from commplan.workspace.snapshot import dump_snapshot as dump_snapshot
    from commplan.workspace.snapshot import load_snapshot as load_snapshot
    from commplan.workspace.snapshot import migrated_snapshot as migrated_snapshot
    from commplan.workspace.snapshot import parse_json as parse_json
    from commplan.workspace.snapshot import parse_snapshot as parse_snapshot
    from commplan.workspace.snapshot import snapshot_from as snapshot_from
    from commplan.workspace.source import SLACK_API as SLACK_API
    from commplan.workspace.source import Checkpoint as Checkpoint
    from commplan.workspace.source import Environment as Environment
    from commplan.workspace.source import Progress as Progress
    from commplan.workspace.source import Request as Request
    from commplan.workspace.source import Source as Source
    from commplan.workspace.source import WantedChannel as WantedChannel
    from commplan.workspace.source import WantedPerson as WantedPerson
    from commplan.workspace.source import WantedUsergroup as WantedUsergroup
    from commplan.workspace.source import is_team as is_team
else:
    __getattr__ = lazy(
        globals(),
        {
            "facts": (
                "FACTS RECORDED Fact administrator_scopes essential_scopes facts_behind"
                " optional_scopes"
            ),
            "live": (
                "SLACKBOT Activity Bookmark Digests DoNotDisturb HistoryStart "
                "Invitation LiveBot LiveChannel LivePerson LiveUsergroup Messages Pin Preferences "
                "Restriction Retention email_digest"
            ),
            "model": "FailedRead Workspace channel_key",
            "privacy": "Pseudonyms Redaction",
            "reading": "Failure ObjectReading Reading Status",
            "redaction": "redact scrub",
            "snapshot": (
                "dump_snapshot load_snapshot migrated_snapshot parse_json parse_snapshot "
                "snapshot_from"
            ),
            "source": (
                "SLACK_API Checkpoint Environment Progress Request Source WantedChannel "
                "WantedPerson WantedUsergroup is_team"
            ),
        },
    )
