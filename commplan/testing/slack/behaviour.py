"""Choices where Slack's documentation is silent, or where workspaces differ."""

from dataclasses import dataclass
from typing import Literal

Profile = Literal["internal", "distributed"]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How this Slack answers where more than one answer has to be survived.

    ``profile``: ``internal`` is an app of the workspace's own; ``distributed``
    is a commercially distributed one of after May 2025, which gets one call a
    minute and 15 messages a page from conversations.history and .replies.

    ``over_limit``: what ``limit`` of 1,000 or more does: ``reject`` answers
    ``invalid_limit`` where that is documented, ``clamp`` serves 999.

    ``cursor_lifetime``: seconds until a cursor is ``invalid_cursor``; None: no end.

    ``whole_list_up_to``: users.list without ``limit`` answers
    ``limit_required`` in a workspace with more accounts.

    ``types_thin_pages``: conversations.list cuts its pages before it looks at
    ``types``, as it does with ``exclude_archived``, so that they come short or empty.

    ``mixed_types_drop_private``: conversations.list with several ``types``
    loses the private channels, as some workspaces have seen.

    ``unjoined_items``: the error of bookmarks.list and pins.list in a public
    channel without the bot; None: they answer.

    ``unjoined_replies``: the error of conversations.replies there.

    ``archived_keeps_member``: whether an archived channel still says ``is_member``.

    ``user_count_as_text``: user_count as ``"4"``, as documented, rather than 4.

    ``reply_users_shown``: how many of a thread's people ``reply_users`` names.

    ``list_extras``: conversations.list also sends undocumented fields.
    """

    profile: Profile = "internal"
    over_limit: Literal["reject", "clamp"] = "reject"
    cursor_lifetime: float | None = None
    whole_list_up_to: int = 1000
    types_thin_pages: bool = False
    mixed_types_drop_private: bool = False
    unjoined_items: str | None = None
    unjoined_replies: Literal["channel_not_found", "not_in_channel"] = "channel_not_found"
    archived_keeps_member: bool = True
    user_count_as_text: bool = True
    reply_users_shown: int = 5
    list_extras: bool = True
