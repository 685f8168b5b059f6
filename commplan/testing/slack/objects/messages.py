"""Messages as Slack sends them; what a root says of its thread is counted here."""

from commplan.testing.slack.answers import JSON
from commplan.testing.slack.session import Session
from commplan.testing.slack.workspace import Message, Threads


def message_object(message: Message, threads: Threads, session: Session) -> JSON:
    """A message; a root tells of its replies, a reply names its root and whose that was."""
    sent: JSON = {"type": "message", "ts": message.ts, "text": message.text}
    if message.user is not None:
        sent["user"] = message.user
    if "subtype" not in message.fields:
        sent["team"] = session.workspace.team.id
    if message.is_reply and message.thread_ts is not None:
        sent |= _reply(message.thread_ts, threads)
    else:
        sent |= _root(message, threads, session.behaviour.reply_users_shown)
    return sent | message.fields


def _reply(thread_ts: str, threads: Threads) -> JSON:
    root = threads.messages.get(thread_ts)
    parent = {} if root is None or root.user is None else {"parent_user_id": root.user}
    return {"thread_ts": thread_ts, **parent}


def _root(message: Message, threads: Threads, shown: int) -> JSON:
    replies = threads.replies.get(message.ts)
    if not replies:
        return {}
    people = list(dict.fromkeys(reply.user for reply in replies if reply.user is not None))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(people),
        "latest_reply": replies[-1].ts,
        "reply_users": people[:shown],
        "is_locked": False,
        "subscribed": False,
    }
