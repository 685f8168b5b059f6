"""From keys to lines and columns: absent things, inherited values, the same spot by two keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from commplan.document import Document, Span, read_documents
from commplan.engine.judge import Inputs, judge, told
from commplan.engine.locate import Written, findings, locate
from commplan.errors import ConfigError
from commplan.finding import Outcome, Problem, Related, Severity
from commplan.place import Origin, Place
from commplan.rule import Rule

OWN = Origin("plans/a.yaml", 0)
PLAN = """\
metadata:
  id: a
channels:
  help: &help
    kind: slack
    owner: person:gone
  copy: *help
  merged:
    <<: *help
"""
BASE = "channels:\n  base: {kind: phone}\n  help: {name: inherited}\n"


def document(text: str, path: str) -> Document:
    return read_documents(text.encode(), path).documents[0]


@pytest.fixture
def texts() -> Callable[[Origin], Written]:
    chain = (document(PLAN, "plans/a.yaml"), document(BASE, "base.yaml"))
    return lambda origin: Written("a", chain if origin == OWN else ())


def spot(place: Place, texts: Callable[[Origin], Written]) -> str:
    at = locate(place, texts)
    return f"{at.path}:{at.line}:{at.column}-{at.end_line}:{at.end_column}"


@pytest.mark.parametrize(
    ("pointer", "on_key", "where"),
    [
        (("channels", "help", "kind"), False, "plans/a.yaml:5:11-5:16"),
        (("channels", "help", "kind"), True, "plans/a.yaml:5:5-5:9"),
        (("channels", "help"), False, "plans/a.yaml:4:3-4:7"),
        (("channels", "help", "fallback"), False, "plans/a.yaml:4:3-4:7"),
        (("channels", "nowhere", "x", 3), False, "plans/a.yaml:3:1-3:9"),
        ((), False, "plans/a.yaml:1:1-1:9"),
        (("rotations",), False, "plans/a.yaml:1:1-1:9"),
        (("channels", "base", "kind"), False, "base.yaml:2:16-2:21"),
        (("channels", "base", "owner"), False, "base.yaml:2:3-2:7"),
        (("channels", "help", "name"), False, "base.yaml:3:16-3:25"),
        (("channels", "merged", "kind"), False, "plans/a.yaml:5:11-5:16"),
    ],
)
def test_where_a_pointer_is_shown(
    texts: Callable[[Origin], Written],
    pointer: tuple[str | int, ...],
    on_key: bool,
    where: str,
) -> None:
    assert spot(Place(OWN, pointer, on_key), texts) == where


def test_a_spot_that_is_known_already(texts: Callable[[Origin], Written]) -> None:
    assert spot(Place(OWN, (), span=Span(2, 3, 2, 9)), texts) == "plans/a.yaml:2:3-2:9"


def test_a_file_that_cannot_be_read_is_shown_at_its_start(
    texts: Callable[[Origin], Written],
) -> None:
    assert spot(Place(Origin("broken.yaml", 0), ("a", "b")), texts) == "broken.yaml:1:1-1:1"


def test_pointers_are_escaped(texts: Callable[[Origin], Written]) -> None:
    assert locate(Place(OWN, ("a/b", "c~d", 0)), texts).pointer == "/a~1b/c~0d/0"


def problem(*steps: str | int, message: str = "m", **more: Any) -> Problem:
    return Problem(at=Place(OWN, steps), message=message, **more)


def test_the_same_fault_at_the_same_spot_is_one(
    make_rule: Callable[..., Rule], texts: Callable[[Origin], Written]
) -> None:
    one, two = make_rule("CHN101", "channel-unowned"), make_rule("CHN102", "other")
    keys = [("channels", name, "owner") for name in ("help", "copy", "merged")]
    found = findings([(one, problem(*key)) for key in keys], texts)
    assert [finding.location.pointer for finding in found] == ["/channels/help/owner"]
    apart = [
        (one, problem(*keys[0])),
        (two, problem(*keys[0])),
        (one, problem(*keys[0], message="n")),
        (one, problem("channels", "help", "kind")),
    ]
    assert len(findings(apart, texts)) == 4


def test_what_identifies_a_finding_over_time(
    make_rule: Callable[..., Rule], texts: Callable[[Origin], Written]
) -> None:
    one, two = make_rule("CHN101", "channel-unowned"), make_rule("CHN102", "other")

    def mark(rule: Rule, *steps: str, **more: Any) -> str:
        (finding,) = findings([(rule, problem(*steps, **more))], texts)
        return finding.fingerprint

    here = mark(one, "channels", "help")
    assert here.startswith("sha256:")
    assert here == mark(one, "channels", "help", message="other words", facts={"a": 1})
    assert here != mark(one, "channels", "copy")
    assert here != mark(two, "channels", "help")
    duties = {mark(one, "channels", "help", subject=duty) for duty in ("gdpr-33", "gdpr-34")}
    assert len({here, *duties}) == 3
    moved = (document("\n\n" + PLAN, "plans/a.yaml"),)
    (later,) = findings([(one, problem("channels", "help"))], lambda _: Written("a", moved))
    assert (later.fingerprint, later.location.line) == (here, 6)
    (renamed,) = findings([(one, problem("channels", "help"))], lambda _: Written("b", moved))
    assert renamed.fingerprint != here


def test_an_inconclusive_error_is_a_warning(
    make_rule: Callable[..., Rule], texts: Callable[[Origin], Written]
) -> None:
    rule = make_rule("CHN101", "channel-unowned")
    (finding,) = findings([(rule, problem(outcome=Outcome.INCONCLUSIVE))], texts)
    assert (finding.severity, finding.outcome) == (Severity.WARNING, Outcome.INCONCLUSIVE)
    assert not finding.fails(Severity.INFO)


def test_an_inconclusive_error_is_an_error_where_evidence_is_taken_strictly(
    make_rule: Callable[..., Rule], texts: Callable[[Origin], Written]
) -> None:
    doubtful = [(make_rule("ESC101", "any"), problem(outcome=Outcome.INCONCLUSIVE))]
    (finding,) = findings(doubtful, texts, strict_evidence=True)
    assert (finding.severity, finding.outcome) == (Severity.ERROR, Outcome.INCONCLUSIVE)
    assert finding.fails(Severity.ERROR)
    assert not finding._replace(baseline="known").fails(Severity.INFO)


def test_related_places_are_looked_up_too(
    make_rule: Callable[..., Rule], texts: Callable[[Origin], Written]
) -> None:
    related = (Related(Place(OWN, ("channels", "base")), "declared here"),)
    rule = make_rule("CHN101", "channel-unowned")
    (finding,) = findings([(rule, problem("metadata", "id", related=related))], texts)
    (other,) = finding.related
    assert (other.location.path, other.location.line, other.message) == (
        "base.yaml",
        2,
        "declared here",
    )


class _SpeechlessError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("not even this")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ConfigError("p.yaml: no"), "p.yaml: no"),
        (ValueError("two\n  lines"), "ValueError: two lines"),
        (ValueError(), "ValueError: no further words"),
        (_SpeechlessError(), "_SpeechlessError: no further words"),
        (SystemExit(3), "SystemExit: 3"),
    ],
)
def test_an_error_in_one_line(error: BaseException, words: str) -> None:
    assert told(error) == words


def test_an_error_of_a_rule_is_told_with_its_place(make_rule: Callable[..., Rule]) -> None:
    def broken() -> Any:
        yield 1 // 0

    rule = make_rule("CHN101", "channel-unowned", broken())
    judged = judge([rule], Inputs({"plan": lambda: None}), {}, "p.yaml")
    (record,) = judged.crashed
    assert record.error.startswith("ZeroDivisionError: integer division or modulo by zero (in ")
    assert (record.kind, record.what, record.path) == ("rule", "CHN101", "p.yaml")
