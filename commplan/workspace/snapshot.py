"""Snapshots: a workspace as one dated JSON file, which rules can be run on again.

The same workspace always gives the same text: keys and objects are sorted, and
each object has a line of its own, so that two snapshots can be compared with any
tool. `schemas/v2/snapshot.schema.json` describes the format for other programs;
a test keeps it in step with the model. Older versions are read, too (`migration`).
"""

from collections.abc import Iterable
from typing import Any, NamedTuple, NoReturn, TypeAlias

from commplan.errors import SnapshotError
from commplan.workspace.codec import MismatchError, decoder, encode
from commplan.workspace.facts import FACTS
from commplan.workspace.live import Invitation, LiveBot, LiveChannel, LivePerson, LiveUsergroup
from commplan.workspace.migration import KIND, VERSION, migrate
from commplan.workspace.model import Workspace
from commplan.workspace.privacy import Pseudonyms, Redaction
from commplan.workspace.reading import Reading
from commplan.workspace.redaction import redact, scrub

LARGEST_FILE = 200 * 2**20
"""Bytes; a workspace of 20,000 channels and 15,000 people takes about a tenth of it."""

_SECOND = 1_000_000
_INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3}|\.\d{6})?Z"

Json: TypeAlias = Any
"""What a JSON text holds."""

_Object: TypeAlias = LivePerson | LiveChannel | LiveUsergroup | LiveBot | Invitation


class _Tool(NamedTuple):
    name: str
    version: str


class _Redacted(NamedTuple):
    level: Redaction
    key: str | None = None


class _Team(NamedTuple):
    id: str | None = None
    name: str | None = None
    url: str | None = None
    enterprise_id: str | None = None


class _Document(NamedTuple):
    """The file as it stands."""

    version: int
    kind: str
    tool: _Tool
    taken_at: str
    source: str
    redaction: _Redacted
    workspace: _Team
    read: tuple[Reading, ...]
    people: tuple[LivePerson, ...]
    channels: tuple[LiveChannel, ...]
    usergroups: tuple[LiveUsergroup, ...]
    reader: str | None = None
    scopes: tuple[str, ...] | None = None
    bots: tuple[LiveBot, ...] = ()
    invitations: tuple[Invitation, ...] = ()


def dump_snapshot(
    workspace: Workspace,
    *,
    version: str,
    redaction: Redaction = Redaction.EMAILS,
    key: Pseudonyms | None = None,
) -> str:
    """The text of a snapshot; ``version`` is that of the program.

    Raises :class:`SnapshotError` where the redaction needs a key and there is none.
    """
    kept = redact(workspace, redaction, key)
    document = _Document(
        version=VERSION,
        kind=KIND,
        tool=_Tool("commplan", version),
        taken_at=_instant_text(kept.taken_at),
        source=kept.source,
        redaction=_Redacted(kept.redaction, kept.key_mark),
        workspace=_Team(kept.team_id, kept.team_name, kept.url, kept.enterprise_id),
        reader=kept.reader,
        scopes=kept.scopes,
        read=tuple(sorted(kept.readings)),
        people=tuple(sorted(kept.people, key=_id)),
        channels=tuple(sorted(kept.channels, key=_id)),
        usergroups=tuple(sorted(kept.usergroups, key=_id)),
        bots=tuple(sorted(kept.bots, key=_id)),
        invitations=tuple(sorted(kept.invitations, key=_id)),
    )
    return scrub(_layout(encode(document)))


def load_snapshot(path: str, key: Pseudonyms | None = None) -> Workspace:
    """The workspace in a snapshot file; ``key`` recognises people in one made with it.

    Raises :class:`SnapshotError` for a file that cannot be read, is too large, is
    not JSON, is not a snapshot, or was made with another key.
    """
    return parse_snapshot(_content(path), path, key)


def migrated_snapshot(path: str) -> str:
    """The text of a snapshot file in today's version; nothing else about it changes.

    Raises :class:`SnapshotError`.
    """
    value = parse_json(_content(path), path)
    snapshot_from(value, path)
    return scrub(_layout(migrate(value)))


def _content(path: str) -> bytes:
    """The content of a snapshot file. Raises :class:`SnapshotError` where there is none."""
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise SnapshotError(f"{path}: cannot be read: {error.strerror}") from None
    if len(data) > LARGEST_FILE:
        raise SnapshotError(
            f"{path}: is larger than {LARGEST_FILE // 2**20} MiB, the most a snapshot may have"
        )
    return data


def parse_snapshot(data: bytes, name: str, key: Pseudonyms | None = None) -> Workspace:
    """The workspace in the text of a snapshot; ``name`` is what errors call it."""
    return _with_key(snapshot_from(parse_json(data, name), name), name, key)


def parse_json(data: bytes, name: str) -> Json:
    """Plain values of a JSON text that somebody else wrote.

    Refuses what other readers disagree about: duplicate keys, ``NaN``, any encoding
    but UTF-8. Raises :class:`SnapshotError`, whatever the text.
    """
    import json  # not on the path of a check without a workspace

    try:
        text = data.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise SnapshotError(f"{name}: is not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise SnapshotError(f"{name}:{error.lineno}: is not JSON: {error.msg}") from None
    except RecursionError:
        raise SnapshotError(f"{name}: is nested too deeply") from None
    except ValueError as error:
        raise SnapshotError(f"{name}: is not acceptable JSON: {error}") from None


def snapshot_from(value: object, name: str) -> Workspace:
    """The workspace that plain values (from JSON or YAML) describe.

    Raises :class:`SnapshotError` naming the file, the place as JSON pointer, and what
    was expected there.
    """
    try:
        return _workspace(decoder(_Document)(migrate(value)))
    except MismatchError as mismatch:
        place = f"{name}: {mismatch.pointer}" if mismatch.pointer else name
        raise SnapshotError(
            f"{place}: expected {mismatch.expected}, found {mismatch.found}"
        ) from None


def _with_key(workspace: Workspace, name: str, key: Pseudonyms | None) -> Workspace:
    """Give the workspace its key; a wrong one would find nobody, and so say that all have left."""
    if key is None or workspace.key_mark is None:
        return workspace
    if key.mark != workspace.key_mark:
        raise SnapshotError(
            f"{name}: was redacted with the key {workspace.key_mark}, and COMMPLAN_REDACTION_KEY "
            f"is {key.mark}; set that key, or none to go without names"
        )
    return workspace._replace(key=key)


def _workspace(document: _Document) -> Workspace:
    _check_unique("read", (reading.fact for reading in document.read))
    for index, reading in enumerate(document.read):
        if reading.fact not in FACTS:
            found = MismatchError("one of " + ", ".join(FACTS), "another word")
            raise found.under("fact").under(index).under("read")
    _check_unique("people", map(_id, document.people))
    _check_unique("channels", map(_id, document.channels))
    _check_unique("usergroups", map(_id, document.usergroups))
    _check_unique("bots", map(_id, document.bots))
    _check_unique("invitations", map(_id, document.invitations))
    team = document.workspace
    return Workspace(
        taken_at=_instant(document.taken_at),
        source=document.source,
        team_id=team.id,
        team_name=team.name,
        url=team.url,
        enterprise_id=team.enterprise_id,
        reader=document.reader,
        scopes=document.scopes,
        readings=tuple(sorted(document.read)),
        people=tuple(sorted(document.people, key=_id)),
        channels=tuple(sorted(document.channels, key=_id)),
        usergroups=tuple(sorted(document.usergroups, key=_id)),
        bots=tuple(sorted(document.bots, key=_id)),
        invitations=tuple(sorted(document.invitations, key=_id)),
        redaction=document.redaction.level,
        key_mark=document.redaction.key,
    )


def _check_unique(section: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for index, one in enumerate(ids):
        if one in seen:
            raise MismatchError("every id once", f"{one!r} again").under(index).under(section)
        seen.add(one)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _layout(document: dict[str, Any]) -> str:
    """JSON with one line for each object of the long lists."""
    import json

    def compact(value: Json) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)

    parts = []
    for key, value in sorted(document.items()):
        text = compact(value)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            text = "[\n  " + ",\n  ".join(map(compact, value)) + "\n ]"
        parts.append(f" {compact(key)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _instant_text(micros: int) -> str:
    from datetime import UTC, datetime, timedelta

    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    return instant.isoformat().replace("+00:00", "Z")


def _instant(text: str) -> int:
    import re
    from datetime import UTC, datetime

    problem = MismatchError("an instant such as 2026-11-21T09:00:00Z", "another string")
    if not re.fullmatch(_INSTANT, text, re.ASCII):
        raise problem.under("taken_at")
    try:
        since = datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)
    except ValueError:
        raise problem.under("taken_at") from None
    return (since.days * 86_400 + since.seconds) * _SECOND + since.microseconds


def _id(live: _Object) -> str:
    return live.id
