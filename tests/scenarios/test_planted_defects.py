"""Clean plans with one thing changed: a defect that must be found, or a look-alike that must not.

The plans are under ``plans/``, the changes in text files under ``tables/``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from commplan.catalogue import Catalogue
from commplan.engine.select import Choice
from commplan.finding import Finding
from commplan.plugins import PluginChoice, registry
from tests.scenarios.planted import Change, Copies, compare, read_tables

HERE = Path(__file__).parent
PLANS = {path.stem: path for path in sorted((HERE / "plans").glob("*/*.yaml"))}
CHANGES = read_tables(HERE / "tables")

Judge = Callable[..., tuple[Finding, ...]]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return registry(PluginChoice(third_party=False)).rules()


@pytest.fixture(scope="session")
def copies(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    return Copies(catalogue, PLANS, tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="session")
def judge(copies: Copies) -> Judge:
    """Checks the folder of a plan with the basic rules while files have other contents."""

    def findings(
        plan: str, files: dict[str, bytes] | bytes, more: Sequence[str] = ()
    ) -> tuple[Finding, ...]:
        if isinstance(files, bytes):
            files = {PLANS[plan].name: files}
        beside = [path.name for path in PLANS[plan].parent.glob("*.yaml") if path != PLANS[plan]]
        choice = Choice(select=tuple(more)) if more else Choice(profile="basic")
        return copies.findings(plan, files, choice, beside)

    return findings


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.where)
def test_exactly_what_was_planted_is_found(
    judge: Judge, copies: Copies, catalogue: Catalogue, change: Change
) -> None:
    files, expected = copies.changed(change)
    beyond = [code for code in change.codes if catalogue.by_code[code].profile != "basic"]
    compare(judge(change.plan, files, beyond), expected)


def test_the_tables_speak_of_every_basic_rule_that_needs_no_workspace(catalogue: Catalogue) -> None:
    planted = frozenset[str]().union(*(change.codes for change in CHANGES))
    live = {"workspace", "drift"}
    basic = {r.code for r in catalogue.rules if r.profile == "basic" and not live & {*r.needs}}
    assert basic <= planted


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.rstrip("\n"),
        lambda text: text + "...\n",
        lambda text: text + "---\n# nothing\n",
    ],
    ids=["as it is", "CRLF", "byte order mark", "no last line end", "end mark", "empty document"],
)
def test_the_form_of_a_file_is_no_fault(
    judge: Judge, plan: str, rewrite: Callable[[str], str]
) -> None:
    assert judge(plan, rewrite(PLANS[plan].read_text(encoding="utf-8")).encode()) == ()


@pytest.mark.parametrize("start", ["", "\ufeff", "---\n", "# one line more\n---\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_counted_in_files_of_every_form(judge: Judge, start: str, end: str) -> None:
    text = PLANS["harbour"].read_text(encoding="utf-8")
    text = text.replace("owner: person:ida\n  notices", "owner: person:idda\n  notices")
    line = (start + text)[: text.index("person:idda") + len(start)].count("\n") + 1
    (finding,) = judge("harbour", (start + text).replace("\n", end).encode())
    assert (finding.code, finding.location.line) == ("PLN101", line)
    assert finding.location.column == len("    owner: ") + 1


def test_a_byte_that_is_not_utf_8_is_found_on_its_line(judge: Judge) -> None:
    text = PLANS["library"].read_text(encoding="utf-8")
    (finding,) = judge("library", text.encode("latin-1"))
    assert finding.code == "PLN001"
    assert finding.location.line == text[: text.index("á")].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ask here, in a thread", "post with xox" + "b-123456789012-1234567890123-AbCdEfGhIjKl"),
        ("https://kb.harbour.example/hours", "https://hooks.slack.com/" + "services/T0/B0/AbCdEf"),
        ("was the desk before help", '"-----BEGIN RSA ' + 'PRIVATE KEY-----\\nMIIEpAIBAAKCAQEA"'),
    ],
)
def test_credentials_are_found_and_not_repeated(judge: Judge, old: str, new: str) -> None:
    text = PLANS["harbour"].read_text(encoding="utf-8")
    (finding,) = judge("harbour", text.replace(old, new).encode())
    assert finding.code == "SEC106"
    assert finding.location.line == text[: text.index(old)].count("\n") + 1
    assert new[-12:-1] not in finding.message
