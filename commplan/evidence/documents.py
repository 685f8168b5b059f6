"""Records in documents of kind Evidence: the same as in CSV files, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from commplan.document import Document, read_documents
from commplan.errors import PlanSyntaxError
from commplan.evidence.kinds import KINDS
from commplan.evidence.records import Record
from commplan.evidence.table import RowFault, Table, columns_of, record_of, table_of
from commplan.schema import API_VERSION, is_valid

EVIDENCE = "Evidence"


def read_records(text: str, type_: str, plan: str, zone_name: str) -> Table:
    """The records of a type for a plan, in all documents of a file that serve it.

    Of a text that holds no such document no word is repeated: it may be anything.
    """
    try:
        documents = read_documents(text.encode(), "").documents
    except PlanSyntaxError as error:
        return table_of([RowFault(error.line or 1, "is not YAML that can be read")])
    own = [document for document in documents if _is_evidence(document.value)]
    serving = [document for document in own if serves(document.value, plan)]
    if not serving:
        whose = (
            "its records are for another plan" if own else f"holds no document of kind {EVIDENCE}"
        )
        return table_of([RowFault(1, whose)])
    refused = [document for document in serving if not is_valid("evidence", document.value)]
    if refused:
        return table_of(map(_refusal, refused))._replace(is_refused=True)
    return table_of(row for document in serving for row in _rows(document, type_, zone_name))


def serves(value: object, plan: str) -> bool:
    """Whether the records of a document are for a plan: of all plans where it names none."""
    return served_plan(value) in (None, plan)


def served_plan(value: object) -> str | None:
    """The id of the plan that the records of a document are for."""
    plan = _mapping(_mapping(value).get("metadata")).get("plan")
    return plan if isinstance(plan, str) else None


def types_in(value: object) -> tuple[str, ...]:
    """The types of which a document has records, as far as they are known."""
    return tuple(type_ for type_ in KINDS if type_ in _mapping(_mapping(value).get("records")))


def _is_evidence(value: object) -> bool:
    head = _mapping(value)
    return head.get("kind") == EVIDENCE and head.get("apiVersion") == API_VERSION


def _refusal(document: Document) -> RowFault:
    from commplan.explain import explain  # only a refused document pays for words

    fault = explain("evidence", document.value)[0]
    return RowFault(document.span(fault.pointer, key=fault.on_key).line, fault.message)


def _rows(document: Document, type_: str, zone_name: str) -> Iterator[Record | RowFault]:
    kind = KINDS[type_]
    header = tuple(kind.cells)
    columns = columns_of(header, kind)
    rows = document.get(("records", type_), [])
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        cells = [_text(row.get(name)) for name in header]
        record = record_of(cells, columns, kind, zone_name)
        if isinstance(record, str):
            yield RowFault(document.span(("records", type_, number)).line, record)
        else:
            yield record


def _text(value: object) -> str:
    """A value as a cell of a CSV file has it."""
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return "" if value is None else str(value)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
