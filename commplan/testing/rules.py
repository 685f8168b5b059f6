"""Judge fragments of plans with one rule, and state what is expected beside the text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from commplan.catalogue import Catalogue, catalogue
from commplan.checker.across import judge_organization
from commplan.checker.assemble import assemble
from commplan.checker.judge_file import Bench, judge_documents
from commplan.checker.load import Disk, FilesBeside, Loaded, Loader
from commplan.checker.options import Options
from commplan.checker.texts import texts_of
from commplan.clock import parse_instant
from commplan.document import read_documents
from commplan.engine.select import Selection
from commplan.finding import Finding, Report, Skipped
from commplan.place import Origin
from commplan.plan import Organization
from commplan.rule import Rule
from commplan.testing.files import Shelf, read_files
from commplan.written import Files

if TYPE_CHECKING:
    from commplan.measures.engine import Engine
    from commplan.measures.frames import Frames
    from commplan.plan import Plan
    from commplan.workspace import Workspace

AS_OF = "2026-11-21T09:00:00Z"
"""The instant of examples that name none: a Saturday morning."""

ENGINE: Callable[[], Engine] | None = None
"""What messages are measured on; None is the engine of audits."""

_ENVELOPE = {
    "apiVersion": "apiVersion: commplan/v1",
    "kind": "kind: CommunicationPlan",
    "metadata": "metadata: {id: example}",
}
_SALT = b"salt of examples"
_MARK = re.compile(r"#\s*<-\s*(?P<text>.*?)\s*$")


class Verdict:
    """What rules said about some text."""

    def __init__(self, findings: Iterable[Finding], skipped: Iterable[Skipped]) -> None:
        self.findings = tuple(findings)
        self.skipped = tuple(skipped)

    @property
    def messages(self) -> tuple[str, ...]:
        """The messages in the order of the text."""
        return tuple(finding.message for finding in self.findings)


def complete(fragment: str) -> str:
    """Dedent a fragment and append the head of a plan where it is missing.

    It goes at the end, so that line numbers are those of the fragment.
    """
    text = textwrap.dedent(fragment).strip("\n")
    present = set(re.findall(r"^(\w+):", text, re.MULTILINE))
    return (
        "\n".join([text, *(line for key, line in _ENVELOPE.items() if key not in present)]) + "\n"
    )


def judge_text(
    rule: Rule | Sequence[Rule],
    text: str,
    *,
    workspace: Workspace | str | None = None,
    files: Mapping[str, str] | str | None = None,
    as_of: str = AS_OF,
    path: str = "plan.yaml",
    others: Mapping[str, str] | None = None,
    parameters: Mapping[str, object] | None = None,
    rules: Catalogue | None = None,
    profile: str = "standard",
    packs: tuple[str, ...] = (),
) -> Verdict:
    """Judge a plan, or a fragment of one, with a single rule, or with several in one go.

    ``files`` lie beside the plan in place of all that is on the disk: content by
    path, or a text as :mod:`commplan.testing.files` describes it. ``others`` are
    further plan files of the organization, by path; ``rules`` the catalogue, and
    the selection, that rules about rules look at; ``parameters`` are those of each
    rule, ``profile`` how much the run asks for, ``packs`` what it holds every plan to.
    Raises AssertionError where a rule crashes.
    """
    chosen = (rule,) if isinstance(rule, Rule) else tuple(rule)
    known = rules or catalogue(chosen)
    given = {one.code: parameters for one in chosen} if parameters else {}
    # Only the findings of others make that useful.
    looks_at_excuses = any("covers" in one.needs for one in chosen)
    rules_run = known.rules if looks_at_excuses else chosen
    selection = Selection(rules_run, given, packs, profile=profile)
    measures = any(one.is_measured for one in chosen)
    bench = Bench(known, selection, parse_instant(as_of), measures=measures)
    texts = {path: complete(text), **{p: complete(t) for p, t in (others or {}).items()}}
    shelf = read_files(files) if isinstance(files, str) else files
    disk = None if shelf is None else Shelf(shelf)
    read = [(name, *_loaded(name, content, disk)) for name, content in sorted(texts.items())]
    everything = [item for _, _, loaded in read for item in loaded]
    beside = {
        item.plan.origin: FilesBeside(loader, item.chain)
        for _, loader, loaded in read
        for item in loaded
        if item.plan is not None
    }
    bench = _live(bench, workspace, beside)
    results = [judge_documents(bench, name, loaded, loader) for name, loader, loaded in read]
    if looks_at_excuses:
        return _closing(chosen, assemble(bench, results, Options(), texts_of(everything)))
    organization = Organization(
        tuple(card for result in results for card in result.cards),
        tuple(card for result in results for card in result.records),
    )
    across = judge_organization(bench, organization, texts_of(everything))
    crashed = [r for result in results for r in result.incomplete if r.kind in ("rule", "engine")]
    told = [f"{one.what} crashed: {one.error}" for one in (*crashed, *across.incomplete)]
    assert not told, "; ".join(told)
    return Verdict(
        [f for result in results for f in result.findings] + list(across.findings),
        [s for result in results for s in result.skipped] + list(across.skipped),
    )


def _loaded(name: str, text: str, disk: Disk | None) -> tuple[Loader, tuple[Loaded, ...]]:
    loader = Loader(disk=disk)
    return loader, loader.loaded(read_documents(text.encode(), name), named=True)


def _closing(rules: Iterable[Rule], report: Report) -> Verdict:
    """What some rules said at the end of a run of many."""
    assert report.complete, report.incomplete
    codes = {rule.code for rule in rules}
    return Verdict(
        (finding for finding in report.findings if finding.code in codes),
        (skipped for skipped in report.skipped if skipped.code in codes),
    )


def _live(bench: Bench, workspace: Workspace | str | None, beside: Mapping[Origin, Files]) -> Bench:
    """The bench with a workspace; rules that look at the selection see every known rule."""
    if workspace is None:
        return bench
    from commplan.checker.live import with_workspace
    from commplan.testing.workspaces import read_workspace

    live = read_workspace(workspace) if isinstance(workspace, str) else workspace
    everything = Selection(bench.catalogue.rules, {})
    told = _told(workspace, beside) if isinstance(workspace, str) else None
    made = with_workspace(bench._replace(selection=everything), live, told, engine=ENGINE)
    shared = {**made.shared, "selection": lambda: everything}
    return made._replace(selection=bench.selection, shared=shared)


def _told(workspace: str, beside: Mapping[Origin, Files]) -> Callable[[Plan, Engine], Frames]:
    """The messages of a workspace text, looked at as each plan wants it."""

    def frames(plan: Plan, engine: Engine) -> Frames:
        from commplan.measures.frames import frames_of
        from commplan.measures.looking import looks_by_name
        from commplan.testing.histories import read_history
        from commplan.testing.workspaces import read_workspace

        live = read_workspace(workspace)
        by_name = looks_by_name(plan, beside[plan.origin], _SALT)
        looks = {
            channel.id: by_name.get(declared.id, ())
            for declared in plan.channels.values()
            for channel in (live.channel(declared.slack or ""), *live.channels_named(declared.name))
            if channel is not None
        }
        return frames_of(
            read_history(workspace, lambda one: looks.get(one, ()), live.taken_at), engine
        )

    return frames


def fixed(rule: Rule, text: str, *, unsafe: bool = True, **more: Any) -> str:
    """A fragment of a plan as ``--fix`` leaves it, or ``--fix=unsafe``, with this one rule.

    ``more`` is what ``judge_text`` takes. Raises AssertionError where a fix is refused.
    """
    from commplan.fixing import mend  # most tests mend nothing

    whole = complete(text)
    while True:
        source = read_documents(whole.encode(), more.get("path", "plan.yaml"))
        found = judge_text(rule, whole, **more).findings
        fixes = [f.fix for f in found if f.fix is not None and (f.fix.safe or unsafe)]
        mended = mend(source, fixes, lambda _: None)
        assert not mended.refused, f"{rule.code} asks for what is refused: {mended.refused}"
        if mended.text == whole:
            break
        whole = mended.text
    envelope = set(complete("").splitlines()) - set(textwrap.dedent(text).splitlines())
    lines = (line for line in whole.splitlines(keepends=True) if line.rstrip() not in envelope)
    return "".join(lines)


def expect_fixed(rule: Rule, before: str, after: str, **more: Any) -> None:
    """Assert what ``--fix=unsafe`` makes of a fragment; with ``unsafe=False``, what ``--fix`` does.

    Marks as ``expect`` knows them may stay in both.
    """
    made = fixed(rule, before, **more)
    wanted = textwrap.dedent(after).strip("\n") + "\n"
    assert made == wanted, f"{rule.code} makes of it:\n{made}"


def expect(
    rule: Rule, text: str, *, workspace: Workspace | str | None = None, **more: object
) -> None:
    """Assert that a rule finds something on exactly the marked lines.

    A mark is a comment ``# <- some words``: the finding of that line has a
    message that contains the words. Lines without a mark are asserted clean.
    """
    expected = {
        number: mark["text"]
        for number, line in enumerate(complete(text).splitlines(), 1)
        if (mark := _MARK.search(line))
    }
    verdict = judge_text(rule, text, workspace=workspace, **more)  # type: ignore[arg-type]  # passed on
    found: dict[int, list[str]] = {}
    for finding in verdict.findings:
        found.setdefault(finding.location.line, []).append(finding.message)
    assert sorted(found) == sorted(expected), (
        f"findings on lines {found}, expected on {sorted(expected)}"
    )
    for line, words in expected.items():
        assert any(words in message for message in found[line]), (
            f"line {line}: {found[line]} does not contain {words!r}"
        )
