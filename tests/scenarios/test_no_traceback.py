"""Whatever stands in a plan: an answer, an exit code and well-formed output, never a traceback."""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import jsonschema_rs
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from commplan.cli.main import main
from commplan.document import read_documents
from commplan.explain.part import Part, part_of
from commplan.plan import SECTIONS
from commplan.schema import schema
from tests.depth import examples

FULL = Path(__file__).parents[1] / "schemas" / "full_plan.yaml"
HEAD = "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: x}\n"
Tree = dict[str, Any]
Path_ = tuple[str | int, ...]
FINDINGS = jsonschema_rs.validator_for(dict(schema("findings")))
OWN_FAULT = re.compile(r"\(in [\w.]+, line \d+\)")
"""How a record names the place of a fault in the code of a rule."""


class Ran(NamedTuple):
    """What a run printed in all formats."""

    code: int
    text: str
    report: Mapping[str, Any]


def check(data: bytes) -> Ran:
    """Check one plan with all rules in all formats, and assert what always holds."""
    before = os.getcwd()
    out, said = io.StringIO(), io.StringIO()
    outputs = ("text", "json:r.json", "sarif:r.sarif", "github:r.txt")
    formats = [word for output in outputs for word in ("--format", output)]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            Path("plan.yaml").write_bytes(data)
            with redirect_stdout(out), redirect_stderr(said):
                code = main(["check", "plan.yaml", "--profile", "complete", "--no-cache", *formats])
            report = json.loads(Path("r.json").read_text("utf-8"))
            sarif = json.loads(Path("r.sarif").read_text("utf-8"))
            github = Path("r.txt").read_text("utf-8")
        finally:
            os.chdir(before)
    assert said.getvalue() == ""
    assert code in (0, 1, 4)
    assert FINDINGS.is_valid(report)
    assert sarif["version"] == "2.1.0"
    for line in github.splitlines():
        assert line.startswith(("::", "not assessed", "waived", "1 file", "INCOMPLETE")) or not line
    assert "Traceback" not in out.getvalue()
    assert not any(OWN_FAULT.search(record["error"]) for record in report["incomplete"]), report[
        "incomplete"
    ]
    return Ran(code, out.getvalue(), report)


@cache
def full_plan() -> Tree:
    value: Any = read_documents(FULL.read_bytes(), "full_plan.yaml").documents[0].value
    return value  # type: ignore[no-any-return]


def places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Every place below the top of a tree."""
    if not isinstance(value, dict | list):
        return
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, key)
        yield from places(item, (*path, key))


def holder(tree: Any, path: Path_) -> Any:
    for step in path[:-1]:
        tree = tree[step]
    return tree


HOSTILE = (
    *(
        "",
        " ",
        "\u2028",
        "\u202eabc\u2066",
        "\x85",
        "a" * 4000,
        "ﬀ",
        "İ",
        "ß",
        "😀" * 50,
        "\t",
        "\x1b[31m",
    ),
    *("../../etc/passwd", "/etc/localtime", "Europe/../Europe/London", "holidays:XX", "holidays:"),
    *(
        "(a+)+$",
        "(((((",
        "[",
        "*",
        "**",
        "\\",
        "%s%n%0A",
        "{{ x }}",
        "<script>",
        "secret:",
        "https://[",
    ),
    *("2026-02-30", "999999w", "1e999", "24x7", "person:mira", "channel:", ":", "/", "~", "~2"),
    *("severity in [", "not", "::error::x", "a\nb", "a\r\nb", "# x", "!!python/none", "&a", "*a"),
)
NUMBERS = (0, 1, -1, 10**15, 2**64, 0.5, 2.0, 1e16, 1e300, -0.0)
OTHERS: tuple[Any, ...] = (None, True, False, [], {}, ["x"], {"x": 1}, float("nan"), float("inf"))
VALID: Mapping[str, tuple[Any, ...]] = {
    "duration": ("0s", "1s", "999999h", "9999w", "9999mo", "9999bd", "0bd", "1h1s"),
    "cadence": ("1s", "999999h", {}, {"x": "1s"}),
    "date": ("1000-01-01", "9999-12-31", "2026-11-21", "2028-02-29"),
    "local date and time": ("9999-12-31T23:59", "1000-01-01T00:00", "2026-03-29T01:30"),
    "time of day": ("00:00", "23:59"),
    "time range": ("00:00-24:00", "00:00-00:00", "23:59-00:00", "12:00-12:00"),
    "day or days of the week": ("daily", "mon", "sun-mon", "mon,mon", "sat-tue"),
    "clock": ("24x7", "calendar:quay", "calendar:none"),
    "clock of a deadline": ("calendar", "24x7", "calendar:quay"),
    "threshold": ("<=0", "<=99999999999999999999", ">=0%", ">-1", "<=9999bd"),
    "criterion": ("<=0", True, ">=3"),
    "id": ("storm", "help", "x", "jørn", "a.b", '"', "é", "e\u0301"),
    "JSON pointer": ("", "/", "/x/~0~1", "/rotations/watch", "/channels/quay-help/owner"),
}
"""Values that the schema allows and that are hard on whoever computes with them."""


def references(tree: Tree) -> list[str]:
    found = ["person:nobody", "group:none", "external:x", "role:none"]
    for kind, pointer in SECTIONS.items():
        section: Any = tree
        for step in pointer:
            section = section.get(step) if isinstance(section, dict) else None
        found += [f"{kind}:{key}" for key in section] if isinstance(section, dict) else []
    return found


def another(random: Random, tree: Tree, part: Part, value: Any) -> Any:
    """A value that the schema allows where this one stands, as far as that is known."""
    if (part.title or "").startswith("reference"):
        return random.choice(references(tree))
    if part.title is not None and part.title in VALID:
        return random.choice(VALID[part.title])
    if part.first("enum"):
        return random.choice(part.first("enum"))
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return random.choice(NUMBERS)
    if isinstance(value, list):
        return random.choice(([], value * 2, value[:1]))
    return {} if isinstance(value, dict) else random.choice(HOSTILE)


def meddle(random: Random, tree: Tree, rough: bool) -> None:
    """Change one place of a tree; gently, so that most plans stay valid, or roughly."""
    path = random.choice([path for path in places(tree) if rough or path[0] in SEVERAL])
    within, key = holder(tree, path), path[-1]
    what = random.random()
    if what < 0.15:
        del within[key]
    elif what < 0.25 and isinstance(within, dict) and isinstance(within[key], dict):
        within[f"{key}2"] = deepcopy(within[key])
    elif rough and what < 0.4:
        within[key] = deepcopy(random.choice([tree[top] for top in tree]))
    elif rough and what < 0.5 and isinstance(within, dict):
        within[random.choice(HOSTILE)] = within.pop(key)
    elif rough:
        within[key] = deepcopy(random.choice((*HOSTILE, *NUMBERS, *OTHERS)))
    else:
        part = part_of("communication-plan", path)
        within[key] = deepcopy(another(random, tree, part, within[key]))


SEVERAL = frozenset(full_plan()) - {"apiVersion", "kind"}


def mutated(seed: int, rough: bool) -> bytes:
    """A full plan, with some sections left out and some places changed."""
    random = Random(seed)
    tree = deepcopy(full_plan())
    for section in sorted(SEVERAL - {"metadata"}):
        if random.random() < 0.15:
            del tree[section]
    for _ in range(random.randint(1, 4 if rough else 12)):
        if any(path[0] in SEVERAL for path in places(tree)):
            meddle(random, tree, rough)
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False).encode()


@given(seed=st.integers(0, 2**32))
@examples(60)
def test_plans_that_are_valid_and_extreme(seed: int) -> None:
    check(mutated(seed, rough=False))


@given(seed=st.integers(0, 2**32))
@examples(40)
def test_plans_that_are_broken(seed: int) -> None:
    check(mutated(seed, rough=True))


@given(data=st.binary(max_size=200))
@examples(40)
@example(data=b"")
@example(data=b"\xef\xbb\xbf")
@example(data=b"\xed\xa0\x80")
def test_any_bytes(data: bytes) -> None:
    assert check(data).code == 1


pieces = st.sampled_from(
    [
        *(
            "channels:",
            "a:",
            "b: ",
            "- ",
            "  ",
            "\n",
            "\n  ",
            "\n    ",
            "{",
            "}",
            "[",
            "]",
            ", ",
            ": ",
        ),
        *(
            "&a ",
            "*a",
            "<<: ",
            "!!str ",
            "? ",
            "| \n",
            "'",
            '"',
            "#",
            "---\n",
            "...\n",
            "\t",
            "@",
            "`",
        ),
        *("kind: slack", "owner: x", "null", "1", "1e5", ".nan", "0x1F", "yes", "é", "\\ud800"),
        "# commplan: ignore[CHN101] why\n",
    ]
)


@given(text=st.lists(pieces, max_size=25).map("".join))
@examples(60)
def test_text_that_is_nearly_yaml(text: str) -> None:
    check((HEAD + text).encode())


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ("channels: {a: {kind: slack, purpose: .nan}}", 1),
        ("requests: {a: {per_week: .inf}}", 1),
        ("requests: {a: {per_week: 1e999}}", 1),
        ("requests: {a: {per_week: -.Inf}}", 1),
        ("severities: {a: {order: 1.0e+300}}", None),
        (f"severities: {{a: {{order: {'9' * 5000}}}}}", 1),
        (f"severities: {{a: {{order: {'9' * 400}}}}}", 1),
        ("severities: {a: {order: 0x7fffffffffffffffffffffff}}", None),
        ('channels: {a: {kind: slack, purpose: "\\ud800"}}', 1),
        ('channels: {"\\ud800": {kind: slack}}', 1),
        ('channels: {"a\\0b": {kind: slack}}', 1),
        ('channels: {a: {kind: slack, purpose: "a\\0b"}}', None),
        ('channels: {a: {kind: slack, name: "\\u202egnp"}}', None),
        ('templates: {a: {file: "a\\0b"}}', 1),
        (f"templates: {{a: {{file: {'x/' * 3000}}}}}", 1),
        ("stakeholders: {people: {a: {name: A, timezone: ../../etc/passwd}}}", None),
        ("stakeholders: {people: {a: {name: A, timezone: /etc/localtime}}}", None),
        ('stakeholders: {people: {a: {name: A, timezone: "a\\0b"}}}', None),
        (
            f"protocols: {{naming: '(a+)+$'}}\nchannels: {{{'a' * 40}b: {{kind: slack}}}}",
            None,
        ),
        ("protocols: {naming: '((('}\nchannels: {a: {kind: slack}}", None),
        ("protocols: {naming: {help: '('}}\nchannels: {a: {kind: slack, purpose: help}}", None),
        ("managed_channels: ['[a-']", 1),
        ("waivers: {w: {rule: CHN101, at: '/~2'}}", 1),
        ("waivers: {w: {rule: CHN101, at: '///'}}", None),
        ("channels: &a {b: {kind: slack}}\nmessages: *a", 1),
        ("channels:\n  a: &a {kind: slack}\n  b: {<<: [*a, *a], name: b}", None),
        ("? {a: b}\n: c", 1),
        ("? [a]\n: c", 1),
        ("1: x\n2.5: y\ntrue: z\nnull: w\n", 1),
        ("channels: {a: {kind: slack}, a: {kind: phone}}", None),
        ("channels:\n\t a: x", 1),
        ("channels: !!set {a, b}", 1),
        ("channels: !!binary aGVsbG8=", 1),
        ("channels: !<tag:x> {a: b}", 1),
        ("%YAML 1.2\n---\na: b", 1),
        ("--- # another\nchannels: {}", 1),
        ("# commplan: ignore[\n# commplan: ignore\n# commplan: ignore[X] \n", None),
    ],
)
def test_hostile_plans(rest: str, code: int | None) -> None:
    ran = check((HEAD + rest + "\n").encode("utf-8", "surrogatepass"))
    if code is not None:
        assert ran.code == code, ran.text
