import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from commplan.errors import CommplanError, SnapshotError
from commplan.workspace import load_snapshot, parse_snapshot, snapshot_from
from commplan.workspace import snapshot as snapshot_module
from tests.depth import examples

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas/v2/snapshot.schema.json").read_text(encoding="utf-8"))

GOOD: dict[str, Any] = {
    "version": 2,
    "kind": "Snapshot",
    "tool": {"name": "commplan", "version": "0"},
    "taken_at": "2026-11-21T09:00:00Z",
    "source": "slack",
    "redaction": {"level": "emails"},
    "workspace": {},
    "read": [],
    "people": [],
    "channels": [],
    "usergroups": [],
}


def refusal(change: dict[str, Any]) -> str:
    with pytest.raises(SnapshotError) as caught:
        snapshot_from(GOOD | change, "snapshot.json")
    return str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"version": 3},
            "/version: expected a version from 1 to 2, found version 3, which a newer",
        ),
        ({"version": 0}, "/version: expected a version from 1 to 2, found version 0"),
        ({"version": True}, "/version: expected a whole number, found true or false"),
        ({"version": "2"}, "/version: expected a whole number, found a string"),
        ({"kind": "Plan"}, "/kind: expected 'Snapshot', found another kind"),
        ({"people": {}}, "/people: expected an array, found an object"),
        ({"people": [7]}, "/people/0: expected an object, found a number"),
        ({"people": [{"handle": "a"}]}, "/people/0: expected an object with 'id', found one"),
        ({"people": [{"id": "U1", "tz": 3}]}, "/people/0/tz: expected a string, found a number"),
        ({"people": [{"id": "U1", "tz": None}]}, "/people/0/tz: expected a string, found null"),
        ({"people": [{"id": "U1", "deleted": 1}]}, "/people/0/deleted: expected true or false"),
        ({"people": [{"id": "U1"}, {"id": "U1"}]}, "/people/1: expected every id once"),
        ({"people": [{"id": "U1", "phone": "1"}]}, "/people/0/phone: expected a known property"),
        ({"people": [{"id": "U\ud800"}]}, "/people/0/id: expected a string, found half"),
        ({"channels": [{"id": "C1", "created": -1}]}, "/channels/0/created: expected a whole"),
        ({"channels": [{"id": "C1", "created": 2**60}]}, "found one out of that range"),
        ({"channels": [{"id": "C1", "created": 1.5}]}, "expected a whole number, found a number"),
        ({"channels": [{"id": "C1", "members": ["U1", 2]}]}, "/channels/0/members/1: expected"),
        ({"channels": [{"id": "C1", "a/b~c": 1}]}, "/channels/0/a~1b~0c: expected a known"),
        ({"read": [{"fact": "gossip", "status": "complete"}]}, "/read/0/fact: expected one of"),
        ({"read": [{"fact": "people", "status": "so-so"}]}, "/read/0/status: expected one of"),
        ({"read": [{"fact": "dnd", "status": "partial"}] * 2}, "/read/1: expected every id once"),
        ({"taken_at": "yesterday"}, "/taken_at: expected an instant such as"),
        ({"taken_at": "2026-02-30T09:00:00Z"}, "/taken_at: expected an instant such as"),
        ({"taken_at": "2026-11-21T09:00:00"}, "/taken_at: expected an instant such as"),
        ({"redaction": "emails"}, "/redaction: expected an object, found a string"),
        ({"redaction": {"level": "all"}}, "/redaction/level: expected one of none, emails, names"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(change: dict[str, Any], message: str) -> None:
    assert refusal(change).startswith("snapshot.json: ")
    assert message in refusal(change)


def test_an_error_does_not_repeat_the_content() -> None:
    assert "alice" not in refusal({"people": [{"id": "U1", "deleted": "alice@acme.example"}]})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "snapshot.json:1: is not JSON"),
        (b"\n{,}", "snapshot.json:2: is not JSON"),
        (b"\xff\xfe", "is not UTF-8 at byte 0"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": 1, "a": 2}', "a key stands twice in one object"),
        (b"[" * 200_000, "is nested too deeply"),
        (b'{"version": ' + b"9" * 5000 + b"}", "is not acceptable JSON"),
        (b"[]", "expected an object, found an array"),
        (b'"xoxb-1-2-abc"', "expected an object, found a string"),
    ],
)
def test_what_is_no_json_object_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(SnapshotError, match=r"^snapshot\.json") as caught:
        parse_snapshot(data, "snapshot.json")
    assert message in str(caught.value)
    assert "xox" not in str(caught.value)


def test_a_byte_order_mark_is_no_harm() -> None:
    data = b"\xef\xbb\xbf" + json.dumps(GOOD).encode()
    assert parse_snapshot(data, "snapshot.json").source == "slack"


@examples(80)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    try:
        parse_snapshot(data, "snapshot.json")
    except CommplanError:
        pass


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)
PLACES = st.sampled_from(
    [
        (),
        ("people",),
        ("people", 0),
        ("people", 0, "id"),
        ("people", 0, "dnd"),
        ("channels", 0, "pins"),
        ("channels", 0, "posting"),
        ("usergroups", 0, "users"),
        ("read", 0),
        ("read", 0, "exceptions"),
        ("workspace",),
        ("scopes",),
        ("tool",),
        ("version",),
        ("redaction",),
        ("redaction", "key"),
        ("people", 0, "digests"),
        ("taken_at",),
    ]
)


@given(PLACES, JSON)
def test_loader_and_schema_agree(place: tuple[str | int, ...], value: object) -> None:
    document = json.loads(
        json.dumps(
            GOOD
            | {
                "people": [{"id": "U1"}],
                "channels": [{"id": "C1"}],
                "usergroups": [{"id": "S1"}],
                "read": [{"fact": "people", "status": "complete"}],
            }
        )
    )
    target: Any = document
    for step in place[:-1]:
        target = target[step]
    if place:
        target[place[-1]] = value
    try:
        snapshot_from(document if place else value, "x")
        accepted = True
    except SnapshotError:
        accepted = False
    valid = Draft202012Validator(SCHEMA).is_valid(document if place else value)
    assert accepted == valid


def test_a_file_is_read_up_to_the_limit_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "snapshot.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    assert load_snapshot(str(path)).source == "slack"
    monkeypatch.setattr(snapshot_module, "LARGEST_FILE", 10)
    with pytest.raises(SnapshotError, match="is larger than"):
        load_snapshot(str(path))


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="cannot be read: No such file"):
        load_snapshot(str(tmp_path / "absent.json"))
    with pytest.raises(SnapshotError, match="cannot be read: Is a directory"):
        load_snapshot(str(tmp_path))
