"""What is live: the model of a workspace, how much of it is known, and its snapshot.

A check without a workspace imports this package for a name or two, so each name is
loaded when it is first asked for.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commplan.workspace.facts import (
        FACTS,
        Fact,
        essential_scopes,
        facts_behind,
        optional_scopes,
    )
    from commplan.workspace.live import (
        SLACKBOT,
        Bookmark,
        DoNotDisturb,
        LiveChannel,
        LivePerson,
        LiveUsergroup,
        Pin,
        Restriction,
        email_digest,
    )
    from commplan.workspace.model import FailedRead, Workspace, channel_key
    from commplan.workspace.reading import Failure, ObjectReading, Reading, Status
    from commplan.workspace.redaction import Redaction, redact, scrub
    from commplan.workspace.snapshot import (
        dump_snapshot,
        load_snapshot,
        parse_json,
        parse_snapshot,
        snapshot_from,
    )
    from commplan.workspace.source import (
        SLACK_API,
        Environment,
        Progress,
        Request,
        Source,
        WantedChannel,
        WantedPerson,
    )

__all__ = [
    "FACTS",
    "SLACKBOT",
    "SLACK_API",
    "Bookmark",
    "DoNotDisturb",
    "Environment",
    "Fact",
    "FailedRead",
    "Failure",
    "LiveChannel",
    "LivePerson",
    "LiveUsergroup",
    "ObjectReading",
    "Pin",
    "Progress",
    "Reading",
    "Redaction",
    "Request",
    "Restriction",
    "Source",
    "Status",
    "WantedChannel",
    "WantedPerson",
    "Workspace",
    "channel_key",
    "dump_snapshot",
    "email_digest",
    "essential_scopes",
    "facts_behind",
    "load_snapshot",
    "optional_scopes",
    "parse_json",
    "parse_snapshot",
    "redact",
    "scrub",
    "snapshot_from",
]

_MODULES = {
    "facts": ("FACTS", "Fact", "essential_scopes", "facts_behind", "optional_scopes"),
    "model": ("FailedRead", "Workspace", "channel_key"),
    "reading": ("Failure", "ObjectReading", "Reading", "Status"),
    "redaction": ("Redaction", "redact", "scrub"),
    "snapshot": (
        "dump_snapshot",
        "load_snapshot",
        "parse_json",
        "parse_snapshot",
        "snapshot_from",
    ),
    "source": (
        "SLACK_API",
        "Environment",
        "Progress",
        "Request",
        "Source",
        "WantedChannel",
        "WantedPerson",
    ),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load the module of a public name when somebody asks for the name."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # only for names that are asked for

    value = getattr(import_module(f"{__name__}.{_MODULE_OF.get(name, 'live')}"), name)
    globals()[name] = value
    return value
