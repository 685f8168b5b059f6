"""conversations.history and conversations.replies: windows of time, walked page by page."""

from typing import NamedTuple

from commplan.testing.slack.answers import JSON, SlackError
from commplan.testing.slack.method import Method
from commplan.testing.slack.objects.messages import message_object
from commplan.testing.slack.pages import RESTRICTED_MOST, read_limit
from commplan.testing.slack.session import HISTORY_SCOPES, Session
from commplan.testing.slack.wire import Arguments
from commplan.testing.slack.workspace import Message, Threads, microseconds

PAGE = 100
REPLIES_PAGE = 999
FREE_PLAN_DAYS = 90
_NO_THREADS = frozenset(
    ("channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name")
)


class Window(NamedTuple):
    """The time asked for, in microseconds; an end is None where nothing was asked."""

    oldest: int | None
    latest: int | None
    inclusive: bool

    def holds(self, message: Message) -> bool:
        """Whether a message lies in the window."""
        at, slack = microseconds(message.ts), int(self.inclusive)
        after = self.oldest is None or at > self.oldest - slack
        return after and (self.latest is None or at < self.latest + slack)


def conversations_history(session: Session, args: Arguments) -> JSON:
    """Top-level messages, newest first in each page; people may read all public channels.

    Pages walk back in time, except with only ``oldest``: then they walk
    forward from it. The last page has no ``response_metadata``.
    """
    channel = session.channel(args.text("channel"), HISTORY_SCOPES)
    by_person = session.of_person and not channel.private
    if not (by_person or session.workspace.joined(channel)):
        raise SlackError("not_in_channel")
    window = _window(args)
    found = [m for m in channel.messages if m.is_top_level and window.holds(m)]
    readable = [m for m in found if _within_plan(m, session)]
    forward = window.oldest is not None and window.latest is None
    readable.sort(key=_at, reverse=not forward)
    page, following = _page(readable, PAGE, session, args, forward=forward)
    page.sort(key=_at, reverse=True)
    answer = _answer(page, following, channel.threads(), session) | _echo(args)
    answer |= {"pin_count": len(channel.pins), "channel_actions_ts": None}
    answer |= {"channel_actions_count": 0}
    return answer | ({"is_limited": True} if len(readable) < len(found) else {})


def conversations_replies(session: Session, args: Arguments) -> JSON:
    """The root of a thread, then its replies, earliest first."""
    channel = session.channel(args.text("channel"), HISTORY_SCOPES)
    if not session.workspace.joined(channel):
        raise SlackError(session.behaviour.unjoined_replies)
    threads = channel.threads()
    root = _root(threads, args.text("ts"), session)
    window = _window(args)
    thread = [root, *(m for m in threads.replies.get(root.ts, ()) if window.holds(m))]
    page, following = _page(thread, REPLIES_PAGE, session, args, forward=True)
    return _answer(page, following, threads, session)


def _window(args: Arguments) -> Window:
    oldest = _bound(args, "oldest")
    return Window(oldest or None, _bound(args, "latest"), args.flag("inclusive"))


def _bound(args: Arguments, key: str) -> int | None:
    text = args.text(key)
    if not text:
        return None
    try:
        return microseconds(text)
    except ValueError:
        raise SlackError(f"invalid_ts_{key}") from None


def _within_plan(message: Message, session: Session) -> bool:
    """A free workspace keeps older messages out of sight."""
    if session.workspace.team.plan != "free":
        return True
    return _at(message) >= (session.clock() - FREE_PLAN_DAYS * 86_400) * 1_000_000


def _root(threads: Threads, ts: str, session: Session) -> Message:
    """The root of the thread that the message at ``ts`` starts or stands in."""
    found = threads.messages.get(ts)
    if found is not None and found.is_reply and found.thread_ts is not None:
        found = threads.messages.get(found.thread_ts)
    if found is None or found.fields.get("subtype") in _NO_THREADS:
        raise SlackError("thread_not_found")
    if not _within_plan(found, session):
        raise SlackError("thread_not_found")
    return found


def _page(
    messages: list[Message], default: int, session: Session, args: Arguments, *, forward: bool
) -> tuple[list[Message], str]:
    """One page, and the cursor of the next; messages come in the order of walking."""
    limit = read_limit(args, default, session.behaviour)
    if session.behaviour.profile == "distributed":
        limit = min(limit, RESTRICTED_MOST)
    if cursor := args.text("cursor"):
        start = _start(session, cursor)
        messages = [m for m in messages if (_at(m) >= start if forward else _at(m) <= start)]
    if len(messages) <= limit:
        return messages, ""
    return messages[:limit], session.cursors.issue("next_ts", str(_at(messages[limit])))


def _start(session: Session, cursor: str) -> int:
    position = session.cursors.position("next_ts", cursor)
    if not position.isdecimal():
        raise SlackError("invalid_cursor")
    return int(position)


def _answer(page: list[Message], following: str, threads: Threads, session: Session) -> JSON:
    answer: JSON = {
        "messages": [message_object(message, threads, session) for message in page],
        "has_more": bool(following),
    }
    return answer | ({"response_metadata": {"next_cursor": following}} if following else {})


def _echo(args: Arguments) -> JSON:
    return {key: args.text(key) for key in ("latest", "oldest") if args.text(key)}


def _at(message: Message) -> int:
    return microseconds(message.ts)


_ANY = tuple(HISTORY_SCOPES.values())

METHODS = (
    Method("conversations.history", 50, _ANY, conversations_history, ("channel",), json=True),
    Method("conversations.replies", 50, _ANY, conversations_replies, ("channel", "ts")),
)
