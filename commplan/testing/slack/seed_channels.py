"""Reading the channels of a seed, with what hangs on them."""

from html import escape
from typing import NamedTuple

from commplan.testing.slack.fields import Fields
from commplan.testing.slack.moments import later, message_time, moment
from commplan.testing.slack.workspace import (
    Bookmark,
    Channel,
    Invite,
    Message,
    Text,
    Workspace,
    microseconds,
)

SHARED = ("external", "org", "pending")
INVITE_SECONDS = 14 * 86_400


class Context(NamedTuple):
    """What a channel's seed may refer to; times are Unix seconds."""

    workspace: Workspace
    now: int
    created: int


def read_channel(id_: str, value: object, where: str, context: Context) -> Channel:
    """A channel with its members, texts, links and messages."""
    fields = Fields(where, value)
    created = moment(fields, "created", context.created)
    creator = fields.text("creator", _first_person(context.workspace))
    channel = Channel(
        id=id_,
        name=fields.text("name", id_.lower()),
        creator=creator,
        created=created,
        updated=moment(fields, "updated", created),
        private=fields.flag("private"),
        archived=fields.flag("archived"),
        general=fields.flag("general"),
        shared=fields.choice("shared", SHARED),
        connected_teams=fields.texts("connected_teams"),
        previous_names=fields.texts("previous_names"),
        topic=_text(fields, "topic", creator, created),
        purpose=_text(fields, "purpose", creator, created),
        members=_members(fields, context.workspace),
        bookmarks=_bookmarks(fields, id_, creator, created),
        preferences=fields.mapping("preferences"),
        retention=_days(fields, "retention"),
        raw=fields.mapping("raw"),
    )
    _Messages(channel, context).read(fields)
    fields.done()
    return channel


def read_invite(id_: str, value: object, where: str, context: Context) -> Invite:
    """An invitation to a channel, which ends two weeks after it was made."""
    fields = Fields(where, value)
    channel = fields.text("channel")
    if channel not in context.workspace.channels:
        fields.fail("channel", f"{channel!r} is not among the channels")
    created = moment(fields, "created", context.now - 3600)
    invite = Invite(
        id=id_,
        channel=channel,
        direction=fields.choice("direction", ("outgoing", "incoming")) or "outgoing",
        status=fields.text("status", "sent"),
        team=fields.text("team"),
        email=fields.text("email"),
        created=created,
        expires=moment(fields, "expires", created + INVITE_SECONDS),
        raw=fields.mapping("raw"),
    )
    fields.done()
    return invite


def _days(fields: Fields, key: str) -> int:
    value = fields.value(key)
    if value is None:
        return 0
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        fields.fail(key, "expected a number of days")
    return value


def _first_person(workspace: Workspace) -> str:
    active = (user.id for user in workspace.users.values() if user.is_person and not user.deleted)
    return next(active, workspace.bot.user)


def _text(fields: Fields, key: str, creator: str, created: int) -> Text:
    value = fields.value(key)
    if isinstance(value, dict):
        stored = Fields(f"{fields.where}.{key}", value)
        text = Text(
            stored.text("value"), stored.text("creator"), moment(stored, "last_set", created)
        )
        stored.done()
        return text
    typed = fields.text(key)
    return Text(escape(typed, quote=False), creator, created) if typed else Text()


def _members(fields: Fields, workspace: Workspace) -> list[str]:
    if fields.value("members") == "all":
        return [
            user.id
            for user in workspace.users.values()
            if user.is_person and not (user.deleted or user.guest or workspace.is_foreign(user))
        ] + [workspace.bot.user]
    ids = [workspace.bot.user if id_ == "bot" else id_ for id_ in fields.texts("members")]
    for id_ in ids:
        if id_ not in workspace.users:
            fields.fail("members", f"{id_!r} is not among the users")
    return list(dict.fromkeys(ids))


def _bookmarks(fields: Fields, channel: str, creator: str, created: int) -> list[Bookmark]:
    found = []
    for number, (title, value) in enumerate(fields.mapping("bookmarks").items()):
        where = f"{fields.where}.bookmarks.{title}"
        item = Fields(where, {"link": value} if isinstance(value, str) else value)
        found.append(
            Bookmark(
                id=f"Bk{channel[1:]}{number:02d}",
                title=title,
                link=item.text("link"),
                emoji=item.text("emoji"),
                created=moment(item, "created", created),
                creator=item.text("creator", creator),
            )
        )
        item.done()
    return found


class _Messages:
    """Fills a channel with messages, whose times serve as ids and so may not repeat."""

    def __init__(self, channel: Channel, context: Context) -> None:
        self._channel = channel
        self._context = context
        self._taken: set[str] = set()

    def read(self, fields: Fields) -> None:
        first = self._channel.created + 60
        self._read_list(f"{fields.where}.pins", fields.items("pins"), first, pinned=True)
        where = f"{fields.where}.messages"
        self._read_list(where, fields.items("messages"), self._context.now - 86_400)
        self._channel.messages.sort(key=lambda message: microseconds(message.ts))

    def _read_list(
        self, where: str, items: tuple[object, ...], at: int, *, pinned: bool = False
    ) -> None:
        for number, item in enumerate(items):
            fields = Fields(f"{where}[{number}]", {"text": item} if isinstance(item, str) else item)
            message = self._read_message(fields, at)
            message.pinned = message.pinned or pinned
            at = microseconds(message.ts) // 1_000_000 + 60

    def _read_message(self, fields: Fields, default: int, root: str | None = None) -> Message:
        begin = None if root is None else microseconds(root) // 1_000_000
        ts = message_time(fields, default, now=self._context.now, root=begin)
        message = Message(
            ts=later(ts, self._taken),
            text=fields.text("text"),
            user=self._author(fields),
            thread_ts=root or fields.text("thread_ts") or None,
            pinned=fields.flag("pinned"),
            fields=self._extras(fields),
        )
        self._taken.add(message.ts)
        self._channel.messages.append(message)
        if root is None:
            self._read_thread(fields, message)
        elif fields.flag("broadcast"):
            message.fields["subtype"] = "thread_broadcast"
        fields.done()
        return message

    def _read_thread(self, fields: Fields, root: Message) -> None:
        at = microseconds(root.ts) // 1_000_000 + 60
        for number, item in enumerate(fields.items("thread")):
            where = f"{fields.where}.thread[{number}]"
            reply = self._read_message(Fields(where, item), at, root=root.ts)
            at = microseconds(reply.ts) // 1_000_000 + 60

    def _author(self, fields: Fields) -> str | None:
        bot = self._context.workspace.bots.get(fields.text("bot"))
        return fields.text("user", bot.user if bot else self._channel.creator) or None

    def _extras(self, fields: Fields) -> dict[str, object]:
        extras: dict[str, object] = {}
        if subtype := fields.text("subtype"):
            extras["subtype"] = subtype
        if id_ := fields.text("bot"):
            extras |= self._bot_fields(fields, id_)
        if names := fields.mapping("reactions"):
            people = Fields(f"{fields.where}.reactions", names)
            extras["reactions"] = [_reaction(name, people.texts(name)) for name in names]
        return extras | fields.mapping("raw")

    def _bot_fields(self, fields: Fields, id_: str) -> dict[str, object]:
        bot = self._context.workspace.bots.get(id_)
        if bot is None:
            fields.fail("bot", f"{id_!r} is not among the bots")
        profile = {"id": bot.id, "app_id": bot.app, "name": bot.name, "deleted": bot.deleted}
        return {"bot_id": bot.id, "app_id": bot.app, "bot_profile": profile}


def _reaction(name: str, users: tuple[str, ...]) -> dict[str, object]:
    return {"name": name, "users": list(users), "count": len(users)}
