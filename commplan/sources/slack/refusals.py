"""What a no from Slack means for what is known."""

from __future__ import annotations

from commplan.api import FACTS, ObjectReading, Reading, Status
from commplan.sources.slack.client import GaveUpError, RefusedError

HIDDEN = frozenset(
    {
        "access_denied",
        "bot_not_found",
        "channel_is_limited_access",
        "channel_not_found",
        "channel_type_not_supported",
        "default_org_wide_channel",
        "method_not_supported_for_channel_type",
        "no_permission",
        "not_in_channel",
        "restricted_action",
        "team_access_not_granted",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
"""Slack does not show the object to this token; whether it exists is not said."""

ELSEWHERE = frozenset({"team_access_not_granted", "user_not_visible"})
"""Those of accounts that exist, and are other people's business."""

UNSUPPORTED = frozenset(
    {
        "enterprise_is_restricted",
        "feature_not_enabled",
        "method_deprecated",
        "not_an_admin",
        "not_an_enterprise",
        "not_allowed_token_type",
        "not_implemented",
        "paid_only",
        "plan_upgrade_required",
        "unknown_method",
    }
)
"""This workspace, or this kind of token, does not have the method at all."""


OF_THE_WORKSPACE = frozenset({"restricted_action", "user_not_visible"})
"""Refusals of a whole list that have their reason in the workspace."""


def status_of(error: RefusedError | GaveUpError) -> Status:
    """How a read ended that ended with ``error``.

    A refusal that nobody foresaw counts as a failure: that a rule was judged must
    not hang on an error code we do not know.
    """
    if isinstance(error, GaveUpError):
        return Status.FAILED
    code = error.failure.error
    if code == "missing_scope":
        return Status.NOT_GRANTED
    if code in UNSUPPORTED:
        return Status.UNSUPPORTED
    return Status.HIDDEN if code in HIDDEN else Status.FAILED


def reading_after(fact: str, error: RefusedError | GaveUpError) -> Reading:
    """The reading of a fact whose one listing ended with ``error``.

    A list cannot be hidden, only refused: by the workspace, or for reasons that nobody
    knows.
    """
    status = status_of(error)
    if status is Status.HIDDEN:
        is_known = error.failure.error in OF_THE_WORKSPACE
        status = Status.UNSUPPORTED if is_known else Status.FAILED
    scopes = missing_scopes(fact, error) if status is Status.NOT_GRANTED else ()
    note = f"Slack answered {error.failure.error}" if status is Status.UNSUPPORTED else None
    return Reading(fact, status, scopes, error.failure, note)


def is_refused(fact: str, scopes: tuple[str, ...] | None) -> bool:
    """Whether it is certain beforehand that the token would ask in vain.

    ``scopes`` are those that Slack says it was granted. Apps of old have one scope for
    everything: with none of those that we know, nothing is certain.
    """
    granted = set(scopes or ())
    known = {scope for other in FACTS.values() for scope in other.scopes}
    return bool(granted & known) and not granted & set(FACTS[fact].scopes)


def not_granted(fact: str) -> Reading:
    """The reading of a fact that the token has no right to."""
    return Reading(fact, Status.NOT_GRANTED, FACTS[fact].scopes)


def object_after(id: str, error: RefusedError | GaveUpError) -> ObjectReading:
    """The reading of one object whose call ended with ``error``."""
    return ObjectReading(id, status_of(error), error.failure)


def missing_scopes(fact: str, error: RefusedError | GaveUpError) -> tuple[str, ...]:
    """Which of the fact's scopes Slack asked for; all of them if it did not say.

    Slack names every scope that would do for the method, direct messages' among them.
    """
    scopes = FACTS[fact].scopes
    needed = error.needed if isinstance(error, RefusedError) else ()
    return tuple(scope for scope in scopes if scope in needed) or scopes
