import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from commplan.workspace import (
    FACTS,
    Activity,
    Digests,
    HistoryStart,
    Invitation,
    LiveBot,
    LiveChannel,
    LivePerson,
    LiveUsergroup,
    Messages,
    Pin,
    Preferences,
    Pseudonyms,
    Reading,
    Redaction,
    Retention,
    Status,
    Workspace,
    dump_snapshot,
    email_digest,
    parse_snapshot,
    redact,
    snapshot_from,
)
from commplan.workspace import snapshot as snapshot_module
from tests.depth import examples

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas/v2/snapshot.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

KEY = Pseudonyms(b"a key of the test suite")
LEVELS = list(Redaction)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Anything that a field of this type can hold."""
    if get_origin(kind) is UnionType:
        (inner,) = (part for part in get_args(kind) if part is not NoneType)
        return st.none() | values(inner)
    if get_origin(kind) is tuple:
        return st.lists(values(get_args(kind)[0]), max_size=2).map(tuple)
    if hasattr(kind, "_fields"):
        return records(kind)
    if issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    return {str: TEXTS, bool: st.booleans(), int: st.integers(0, 2**53 - 1)}[kind]


def records(kind: Any, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    fields = {n: given[n] if n in given else values(hints[n]) for n in kind._fields}
    return st.builds(kind, **fields)


def sorted_by(field: str, items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(items, max_size=3, unique_by=lambda item: getattr(item, field)).map(
        lambda found: tuple(sorted(found, key=lambda item: getattr(item, field)))
    )


PINS = st.none() | st.lists(records(Pin, text=st.none()), max_size=2).map(tuple)
WORKSPACES = records(
    Workspace,
    taken_at=st.integers(-(10**15), 2 * 10**17),
    redaction=st.just(Redaction.NONE),
    key_mark=st.none(),
    key=st.none(),
    readings=sorted_by("fact", records(Reading, fact=st.sampled_from(sorted(FACTS)))),
    people=sorted_by("id", records(LivePerson, digests=st.none())),
    channels=sorted_by("id", records(LiveChannel, pins=PINS)),
    usergroups=sorted_by("id", records(LiveUsergroup)),
    bots=sorted_by("id", records(LiveBot)),
    invitations=sorted_by("id", records(Invitation)),
)


@examples(60)
@given(WORKSPACES)
def test_what_is_dumped_is_loaded_again(workspace: Workspace) -> None:
    text = dump_snapshot(workspace, version="1.0", redaction=Redaction.NONE)
    assert parse_snapshot(text.encode(), "snapshot.json") == workspace
    assert dump_snapshot(workspace, version="1.0", redaction=Redaction.NONE) == text


@examples(60)
@given(WORKSPACES, st.sampled_from(Redaction), st.sampled_from(Redaction))
def test_what_is_lost_once_stays_lost(
    workspace: Workspace, level: Redaction, later: Redaction
) -> None:
    once = redact(workspace, level, KEY)
    text = dump_snapshot(workspace, version="1.0", redaction=level, key=KEY)
    assert parse_snapshot(text.encode(), "x") == once
    with_key = parse_snapshot(text.encode(), "x", KEY)
    assert with_key == (once._replace(key=KEY) if level.keyed else once)
    assert redact(once, level, KEY) == once
    assert redact(once, later, KEY) == redact(workspace, max(level, later, key=LEVELS.index), KEY)


@examples(40)
@given(WORKSPACES, st.sampled_from(Redaction))
def test_every_dump_is_valid(workspace: Workspace, level: Redaction) -> None:
    document = json.loads(dump_snapshot(workspace, version="1.0", redaction=level, key=KEY))
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []


def test_the_schema_is_valid_and_describes_every_property() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "https://commplan.dev/schemas/v2/snapshot.schema.json"
    assert [where for where, schema in properties(SCHEMA) if not schema.get("description")] == []


@pytest.mark.parametrize(
    ("definition", "kind"),
    [
        (SCHEMA, snapshot_module._Document),
        (SCHEMA["properties"]["workspace"], snapshot_module._Team),
        (SCHEMA["properties"]["redaction"], snapshot_module._Redacted),
        (SCHEMA["$defs"]["reading"], Reading),
        (SCHEMA["$defs"]["person"], LivePerson),
        (SCHEMA["$defs"]["digests"], Digests),
        (SCHEMA["$defs"]["channel"], LiveChannel),
        (SCHEMA["$defs"]["usergroup"], LiveUsergroup),
        (SCHEMA["$defs"]["bot"], LiveBot),
        (SCHEMA["$defs"]["invitation"], Invitation),
        (SCHEMA["$defs"]["activity"], Activity),
        (SCHEMA["$defs"]["history-start"], HistoryStart),
        (SCHEMA["$defs"]["preferences"], Preferences),
        (SCHEMA["$defs"]["retention"], Retention),
        (SCHEMA["$defs"]["messages"], Messages),
    ],
)
def test_schema_and_model_have_the_same_properties(definition: Any, kind: Any) -> None:
    assert set(definition["properties"]) == set(kind._fields)
    required = set(kind._fields) - set(kind._field_defaults)
    assert set(definition.get("required", ())) == required
    assert definition["additionalProperties"] is False


def test_schema_and_model_have_the_same_words() -> None:
    assert SCHEMA["$defs"]["status"]["enum"] == list(Status)
    assert SCHEMA["$defs"]["reading"]["properties"]["fact"]["enum"] == list(FACTS)
    assert SCHEMA["properties"]["redaction"]["properties"]["level"]["enum"] == LEVELS


def test_addresses_become_digests_and_messages_stay_out() -> None:
    pin = Pin(ts="1.000001", text="the door code is 1234")
    workspace = Workspace(
        taken_at=0,
        source="slack",
        people=(LivePerson("U1", real_name="Alice Ng", email="Alice@acme.example"),),
        channels=(LiveChannel("C1", pins=(pin,)),),
    )
    text = dump_snapshot(workspace, version="1.0")
    assert "acme.example" not in text.lower()
    assert email_digest("alice@acme.example") in text
    assert "Alice Ng" in text
    clear = dump_snapshot(workspace, version="1.0", redaction=Redaction.NONE)
    assert "Alice@acme.example" in clear
    assert "1234" not in text + clear
    assert redact(redact(workspace)) == redact(workspace)


@pytest.mark.parametrize(
    "token",
    [
        "xoxb-123456789012-1234567890123-AbCdEf",
        "xoxe.xoxb-1-AbCdEf",
        "xoxp-1-2-3-abc",
        "xapp-1-A0-1-abcdef",
    ],
)
def test_a_token_in_a_topic_is_removed(token: str) -> None:
    channel = LiveChannel("C1", topic=f"deploys with {token} every day", name="xoxo-hugs")
    workspace = Workspace(taken_at=0, source="slack", channels=(channel,))
    text = dump_snapshot(workspace, version="1.0", redaction=Redaction.NONE)
    (loaded,) = parse_snapshot(text.encode(), "x").channels
    assert loaded.topic == "deploys with [token removed] every day"
    assert loaded.name == "xoxo-hugs"


def test_the_text_does_not_depend_on_order_and_has_a_line_for_each_object() -> None:
    people = (LivePerson("U2"), LivePerson("U1"))
    readings = (Reading("people", Status.COMPLETE), Reading("emails", Status.UNSUPPORTED))
    one = Workspace(taken_at=1, source="slack", people=people, readings=readings)
    other = one._replace(people=people[::-1], readings=readings[::-1])
    text = dump_snapshot(one, version="1.0")
    assert text == dump_snapshot(other, version="1.0")
    assert '  {"id": "U1"},\n  {"id": "U2"}\n' in text


def test_a_snapshot_written_by_hand_needs_little() -> None:
    document = {
        "version": 2,
        "kind": "Snapshot",
        "tool": {"name": "commplan", "version": "0"},
        "taken_at": "2026-11-21T09:00:00Z",
        "source": "slack",
        "redaction": {"level": "emails"},
        "workspace": {"id": "T1"},
        "read": [{"fact": "people", "status": "complete"}],
        "people": [{"id": "U1", "deleted": True}],
        "channels": [{"id": "C1", "pins": [{"text": "How to ask"}]}],
        "usergroups": [],
    }
    live = snapshot_from(document, "example")
    assert live.taken_at == 1_795_251_600_000_000
    assert live.people == (LivePerson("U1", deleted=True),)
    assert live.reading("people").complete


def properties(schema: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every property and definition, however deep."""
    for key in ("properties", "$defs"):
        for name, inner in schema.get(key, {}).items():
            yield f"{where}/{name}", inner
            yield from properties(inner, f"{where}/{name}")
    if "items" in schema:
        yield from properties(schema["items"], f"{where}/items")
