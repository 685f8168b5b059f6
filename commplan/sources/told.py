"""Messages as Slack tells them, as rows: what can be known without keeping what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from commplan.api import (
    SLACKBOT,
    Author,
    Batch,
    Look,
    MarkRow,
    MessageRow,
    SignRow,
    ThreadRow,
    message_instant,
)
from commplan.sources.messages import is_human
from commplan.sources.records import Record, inner, number, text

_ENTITY = re.compile(r"<([^<>|]{1,4000})(?:\|([^<>]{0,4000}))?>")
_ACCOUNT = re.compile(r"[UW][A-Z0-9]{2,20}")
_ABOUT_BOTS = frozenset({"bot_add", "bot_remove"})
"""Subtypes of what Slack says of a bot, in its name."""
_DELETED = "tombstone"
_CANVAS = frozenset({"quip", "canvas"})
"""Types of files that are documents of Slack's own."""
_LONGEST = 40_000
"""Characters of one message that are looked at: Slack cuts longer ones."""


def batch(
    channel: str,
    messages: Iterable[Record],
    looks: tuple[Look, ...],
    read_at: int,
    machines: frozenset[str] = frozenset(),
) -> Batch:
    """The rows of some messages of a channel; what has no time of its own is no message.

    What ``machines`` wrote, accounts that no human is behind, bots did: some messages do not say.
    """
    rows: list[MessageRow] = []
    threads: list[ThreadRow] = []
    marks: list[MarkRow] = []
    signs: list[SignRow] = []
    for raw in messages:
        at = message_instant(raw.get("ts"))
        if at is None:
            continue
        row = message(channel, at, raw)
        if row.kind == Author.HUMAN and row.author in machines:
            row = row._replace(kind=Author.BOT)
        rows.append(row)
        threads += _thread(row, raw, read_at)
        marks += _marks(row, raw, looks)
        signs += _signs(row, raw, read_at)
    return Batch(tuple(rows), tuple(threads), tuple(marks), tuple(signs))


def message(channel: str, at: int, raw: Record) -> MessageRow:
    """The row of one message."""
    root = message_instant(raw.get("thread_ts"))
    return MessageRow(
        channel=channel,
        at=at,
        thread=root if root != at else None,
        author=_author(raw),
        kind=_kind(raw),
        broadcast=raw.get("subtype") == "thread_broadcast",
        bot=text(raw.get("bot_id")) or None,
        app=text(raw.get("app_id")) or text(inner(raw.get("bot_profile")).get("app_id")) or None,
    )


def _author(raw: Record) -> str | None:
    """The account that wrote it: Slackbot hands over e-mails to a channel, but writes none."""
    author = text(raw.get("user")) or None
    return None if author == SLACKBOT and any(_objects(raw.get("files"))) else author


def _kind(raw: Record) -> Author:
    subtype = text(raw.get("subtype"))
    if subtype == _DELETED:
        return Author.DELETED
    if is_human(raw):
        return Author.HUMAN
    if raw.get("bot_id") or subtype == "bot_message" or text(raw.get("user")) == SLACKBOT:
        return Author.SYSTEM if subtype in _ABOUT_BOTS else Author.BOT
    return Author.SYSTEM


def _thread(row: MessageRow, raw: Record, read_at: int) -> Iterator[ThreadRow]:
    replies = number(raw.get("reply_count"))
    if row.thread is None and replies:
        last = message_instant(raw.get("latest_reply"))
        names = list(dict.fromkeys(_words(raw.get("reply_users"))))
        alone = replies == len(names) == 1 and last is not None
        yield ThreadRow(
            *(row.channel, row.at, replies, last),
            whole=False,
            read_at=read_at,
            named=len(names) == number(raw.get("reply_users_count")),
            first_reply=last if alone else None,
            first_by=names[0] if alone else None,
        )


def _signs(row: MessageRow, raw: Record, read_at: int) -> Iterator[SignRow]:
    for name, user in dict.fromkeys(_reactions(raw)):
        yield SignRow(row.channel, row.at, "reaction", name, user, read_at)
    if row.thread is None:
        for user in _words(raw.get("reply_users")):
            yield SignRow(row.channel, row.at, "replier", "", user, read_at)
    if raw.get("pinned_to"):
        yield SignRow(row.channel, row.at, "pin", "", "", read_at)


def _reactions(raw: Record) -> Iterator[tuple[str, str]]:
    """Who reacted with what; nobody stands for those whom Slack only counts, as it names few.

    A thumb is a thumb, of whatever colour: tones are left out.
    """
    for reaction in _objects(raw.get("reactions")):
        name = (text(reaction.get("name")) or "").partition("::")[0]
        if name:
            users = [*_words(reaction.get("users"))]
            for user in users:
                yield name, user
            if (number(reaction.get("count")) or 0) > len(users):
                yield name, ""


def _marks(row: MessageRow, raw: Record, looks: tuple[Look, ...]) -> Iterator[MarkRow]:
    if row.kind in (Author.SYSTEM, Author.DELETED):
        return
    stored = words(raw)
    found: dict[tuple[str, str], int] = {}
    for kind, value in (*_mentioned(stored), *_named(raw)):
        found[kind, value] = found.get((kind, value), 0) + 1
    if looks:
        shown = readable(stored)
        for look in looks:
            for showing in look.find(shown, row.at):
                found[look.kind, showing.value] = showing.amount
    for (kind, value), amount in sorted(found.items()):
        yield MarkRow(row.channel, row.at, kind, value, amount)


def words(raw: Record) -> str:
    """All that a message says, as Slack stores it: with attachments, and links of canvases."""
    said = [text(raw.get("text"))]
    for attached in _objects(raw.get("attachments")):
        keys = ("pretext", "title", "title_link", "text", "fallback")
        said += [text(attached.get(key)) for key in keys]
    canvases = (one for one in _objects(raw.get("files")) if text(one.get("filetype")) in _CANVAS)
    said += [text(canvas.get("permalink")) for canvas in canvases]
    return "\n".join(dict.fromkeys(one for one in said if one))[:_LONGEST]


def readable(stored: str) -> str:
    """A stored text as people read it; links are given with label and address."""
    plain = _ENTITY.sub(lambda found: _shown(found[1], found[2]), stored)
    for escaped, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        plain = plain.replace(escaped, sign)
    return plain


def _shown(about: str, label: str | None) -> str:
    if about.startswith(("@", "#")):
        return about[0] + (label or about[1:]).removeprefix(about[0])
    if about.startswith("!"):
        return label or "@" + about[1:]
    return f"{label} ({about})" if label and label != about else about


def _mentioned(stored: str) -> Iterator[tuple[str, str]]:
    """Whom a text mentions: people, user groups, and everybody in a channel."""
    for about, _ in _ENTITY.findall(stored):
        if about.startswith("@"):
            yield "mention", about[1:]
        elif about.startswith("!subteam^"):
            yield "group-mention", about.removeprefix("!subteam^")
        elif about in ("!here", "!channel", "!everyone"):
            yield "channel-ping", about[1:]


def _named(raw: Record) -> Iterator[tuple[str, str]]:
    """People whom a workflow names in the data that it sends along: it files for them."""
    payload = inner(inner(raw.get("metadata")).get("event_payload"))
    for value in payload.values():
        if isinstance(value, str) and _ACCOUNT.fullmatch(value):
            yield "for", value


def _objects(value: object) -> Iterator[Record]:
    yield from (item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


def _words(value: object) -> Iterator[str]:
    if isinstance(value, list):
        yield from (word for item in value if (word := text(item)))
