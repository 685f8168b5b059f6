"""The tables of `docs/slack-scopes.md`, made from the facts so that they cannot fall behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from commplan.workspace.facts import (
    FACTS,
    administrator_scopes,
    essential_scopes,
    facts_behind,
    optional_scopes,
)

BEGIN = "<!-- generated: scopes -->"
END = "<!-- end of generated -->"


def scopes_block(rules: Mapping[str, Sequence[str]] | None = None) -> str:
    """Markdown between the two marks: what each scope opens, and what each fact is.

    ``rules`` gives the codes of the rules that look at each fact; without it that
    column is left out.
    """
    return "\n".join([BEGIN, *_scopes_table(rules), "", *_facts_table(), END])


def _scopes_table(rules: Mapping[str, Sequence[str]] | None) -> list[str]:
    rows = [["Scope", "Needed for", "Facts", "Methods", "Rules"]]
    for use, scopes in (
        ("every audit", essential_scopes()),
        ("some rules", optional_scopes()),
        ("administrators", administrator_scopes()),
    ):
        for scope in scopes:
            facts = facts_behind(scope)
            methods = {method for fact in facts for method in fact.methods}
            codes = {code for fact in facts for code in (rules or {}).get(fact.name, ())}
            names = _code(fact.name for fact in facts)
            rows.append([f"`{scope}`", use, names, _code(sorted(methods)), " ".join(sorted(codes))])
    return _table(rows if rules is not None else [row[:-1] for row in rows])


def _facts_table() -> list[str]:
    rows = [[f"`{fact.name}`", fact.summary] for fact in FACTS.values()]
    return _table([["Fact", "What it tells"], *rows])


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(cell or "–" for cell in row) + " |" for row in rows]
    return [lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]]


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
