"""What Slack has answered so far, on disk, so that a read that was cut off can go on.

A line for each answer, appended as it comes; the file goes once everything was read.
It holds what a snapshot holds and no more: of every answer only the fields that we
read, no message, no token, and of addresses only the digests. Answers that have more
than that in them (pinned messages, invited people) are not kept and asked for again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from threading import Lock
from typing import Any, NoReturn

from commplan.api import Checkpoint, Request, SnapshotError, email_digest, scrub

KIND, VERSION = "commplan-checkpoint", 1
LIFETIME = 12 * 3600
"""Seconds. What is older says too little about the present to be mixed with it."""

ENDING = ".checkpoint"

METHODS = frozenset(
    {
        "admin.conversations.getConversationPrefs",
        "admin.conversations.getCustomRetention",
        "bookmarks.list",
        "bots.info",
        "conversations.history",
        "conversations.info",
        "conversations.list",
        "conversations.members",
        "usergroups.list",
        "users.info",
        "users.list",
        "users.lookupByEmail",
    }
)
"""Whose answers are kept."""

_PLAIN = """
    response_metadata next_cursor has_more members channels channel user users usergroups
    bookmarks bot prefs id name team_id real_name tz deleted is_bot is_workflow_bot is_app_user
    is_restricted is_ultra_restricted is_admin is_owner is_primary_owner is_stranger has_2fa
    enterprise_user is_private is_archived is_general is_member is_shared is_ext_shared
    is_org_shared is_pending_ext_shared is_frozen is_im is_mpim connected_team_ids
    shared_team_ids internal_team_ids pending_connected_team_ids pending_shared topic purpose
    value creator created num_members previous_names properties posting_restricted_to
    threads_restricted_to huddles_restricted type subteam handle description date_delete
    is_external auto_type user_count groups title link date_created app_id user_id who_can_post
    can_thread can_huddle enable_at_channel enable_at_here enabled is_policy_enabled
    duration_days profile messages
"""
_OF_PROFILE = "display_name real_name email status_emoji status_expiration bot_id api_app_id"
_OF_MESSAGES = "ts user bot_id app_id subtype thread_ts latest_reply"

FIELDS = frozenset(_PLAIN.split())
"""Names of the fields that are kept…"""
WITHIN = {"profile": frozenset(_OF_PROFILE.split()), "messages": frozenset(_OF_MESSAGES.split())}
"""… but within these only some others."""


class Journal:
    """The answers to one read. ``started`` is when it began, in microseconds."""

    def __init__(self, path: str, file: int, started: int) -> None:
        self._path = path
        self._file = file
        self._lock = Lock()
        self._answers: dict[str, Any] = {}
        self._of: dict[str, set[str]] = {}
        self.started = started

    def find(self, method: str, params: Mapping[str, object]) -> Mapping[str, Any] | None:
        """The answer to a call, if an earlier read has had it; given out once."""
        found: Mapping[str, Any] | None = self._answers.pop(_key(method, params), None)
        return found

    def keep(self, method: str, params: Mapping[str, object], data: Mapping[str, Any]) -> None:
        """Keep an answer. A disk that is full is no reason to stop reading."""
        if method in METHODS:
            line = {"of": _listing(method, params), "call": _key(method, params)}
            self.write(line | {"data": _kept(data)})

    def forget(self, method: str, params: Mapping[str, object]) -> None:
        """Let go of the pages of a listing, whose cursors have expired."""
        listing = _listing(method, params)
        for call in self._of.pop(listing, set()):
            self._answers.pop(call, None)
        self.write({"forget": listing})

    def end(self) -> None:
        """Everything was read: nobody needs this any more."""
        self.close()
        with suppress(OSError):
            os.unlink(self._path)

    def close(self) -> None:
        """Leave it for another read to go on from."""
        with self._lock:
            if self._file >= 0:
                os.close(self._file)
            self._file = -1

    def write(self, line: Mapping[str, object]) -> None:
        """Append a line."""
        data = scrub(json.dumps(line, ensure_ascii=False)).encode() + b"\n"
        with self._lock:
            if self._file < 0:
                return
            try:
                os.write(self._file, data)
            except OSError:
                os.close(self._file)
                self._file = -1

    def take(self, line: Mapping[str, Any]) -> None:
        """Take in a line that an earlier read has left."""
        if "forget" in line:
            for call in self._of.pop(line["forget"], set()):
                self._answers.pop(call, None)
        else:
            self._answers[line["call"]] = line["data"]
            self._of.setdefault(line["of"], set()).add(line["call"])


def open_journal(
    checkpoint: Checkpoint, request: Request, identity: Mapping[str, str | None], now: int
) -> Journal | None:
    """The journal of a read: an earlier one's where it is to be resumed, else a new one.

    ``identity`` is whatever tells this read from one of another workspace, or by others.

    None if there is no place for one and nobody named any. Raises :class:`SnapshotError`
    for a file that is damaged, belongs to another read, or cannot be written.
    """
    key = _read_key(request, identity)
    path = checkpoint.file or os.path.join(checkpoint.folder or "", key + ENDING)
    try:
        if not checkpoint.file:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            _remove_expired(os.path.dirname(path), now)
        elif os.path.isfile(path):
            _check_overwritten(path)
        lines = list(_lines(path)) if checkpoint.resume else []
    except FileNotFoundError:
        lines = []
    except OSError as error:
        _check_named(checkpoint, error)
        return None
    header = _header(lines[0], path) if lines else {}
    if header and header.get("key") != key:
        raise SnapshotError(
            f"{path}: is the checkpoint of another read: other plans, rules or options, or"
            " another workspace; name another file, or leave --resume out"
        )
    if not header or header["version"] != VERSION or now - header["started"] > LIFETIME * 10**6:
        lines, header = [], {"kind": KIND, "version": VERSION, "key": key, "started": now}
    try:
        journal = Journal(path, _open(path, fresh=not lines), header["started"])
    except OSError as error:
        _check_named(checkpoint, error)
        return None
    if not lines:
        journal.write(header)
    for number, line in enumerate(lines[1:], 2):
        try:
            journal.take(json.loads(line))
        except (ValueError, KeyError, TypeError, RecursionError):
            journal.close()
            _damaged(path, number)
    return journal


def _lines(path: str) -> Iterator[bytes]:
    """Whole lines; the last one may have been cut off with the read."""
    with open(path, "rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield line


def _header(line: bytes, path: str) -> dict[str, Any]:
    header = _read_header(line)
    if header is None:
        _damaged(path, 1)
    return header


def _read_header(line: bytes) -> dict[str, Any] | None:
    """What the first line of a checkpoint says; None if it is none."""
    try:
        header: dict[str, Any] = json.loads(line)
        known = header["kind"] == KIND and isinstance(header["started"] + header["version"], int)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return header if known else None


def _check_overwritten(path: str) -> None:
    """A file that somebody named by mistake must not be lost."""
    with open(path, "rb") as file:
        line = file.readline(10_000)
    if line and _read_header(line) is None:
        raise SnapshotError(
            f"{path}: is no checkpoint, or a damaged one; delete it, or name another file"
        )


def _damaged(path: str, line: int) -> NoReturn:
    raise SnapshotError(
        f"{path}:{line}: the checkpoint is damaged; delete it, or leave --resume out"
    )


def _check_named(checkpoint: Checkpoint, error: OSError) -> None:
    """Where nobody named a file, a read that cannot be resumed is better than none."""
    if checkpoint.file:
        raise SnapshotError(f"{checkpoint.file}: cannot be used: {error.strerror}") from None


def _open(path: str, *, fresh: bool) -> int:
    """Open for appending; nobody but the user may read it, or use it at the same time."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    file = os.open(path, flags, 0o600)
    try:
        _lock(file)
        if hasattr(os, "fchmod"):
            os.fchmod(file, 0o600)
        if fresh:
            os.ftruncate(file, 0)
    except OSError:
        os.close(file)
        raise
    return file


def _lock(file: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows locks files in other ways, and has them in folders of one user
        return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _remove_expired(folder: str, now: int) -> None:
    for entry in os.scandir(folder):
        if entry.name.endswith(ENDING) and now / 10**6 - entry.stat().st_mtime > LIFETIME:
            with suppress(OSError):
                os.unlink(entry.path)


def _read_key(request: Request, identity: Mapping[str, str | None]) -> str:
    """What a read is: of which workspace, by whom, and what was asked for.

    Messages are in no journal, and how far back they are wanted changes with every moment.
    """
    who = sorted(identity.items())
    channels = tuple(wanted._replace(history=None) for wanted in request.channels)
    what = request._replace(
        shelf=None,
        as_of=None,
        channels=channels,
        teams=(),
        max_wait=0,
        max_time=0,
        paced=False,
        progress=None,
        checkpoint=None,
    )
    return _digest(repr((VERSION, who, tuple(what))))


def _key(method: str, params: Mapping[str, object]) -> str:
    return _digest(repr((method, sorted(params.items()))))


def _listing(method: str, params: Mapping[str, object]) -> str:
    return _key(method, {name: value for name, value in params.items() if name != "cursor"})


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _kept(value: Any, fields: frozenset[str] = FIELDS) -> Any:
    """A value without what is not read."""
    if isinstance(value, list):
        return [_kept(item, fields) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: email_digest(inner)
        if key == "email" and isinstance(inner, str)
        else _kept(inner, WITHIN.get(key, fields))
        for key, inner in value.items()
        if key in fields
    }
