"""The JSON Schemas of the plan language: a fast answer, and an explanation where it is no.

``jsonschema-rs`` says whether a document is valid; only a refused one pays for
``jsonschema``, which knows why. Tests hold the two against each other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.document import Pointer

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema import ValidationError

API_VERSION = "commplan/v1"
KINDS: Mapping[str, str] = {
    "CommunicationPlan": "communication-plan",
    "Baseline": "baseline",
    "Waivers": "waivers",
    "Evidence": "evidence",
}
"""Kinds of documents and the names of their schemas."""


class Fault(NamedTuple):
    """One thing in a document that its schema does not allow."""

    pointer: Pointer
    on_key: bool
    message: str
    help: str | None


def schema_folder() -> str:
    """Where the schemas are: beside this module when installed, else beside the package."""
    here = os.path.dirname(os.path.abspath(__file__))
    packaged = os.path.join(here, "schemas")
    if not os.path.isdir(packaged):
        packaged = os.path.join(os.path.dirname(here), "schemas")
    return os.path.join(packaged, "v1")


@cache
def schema(name: str) -> Mapping[str, Any]:
    """The schema called ``name``, such as ``communication-plan`` or ``config``."""
    import json

    with open(os.path.join(schema_folder(), f"{name}.schema.json"), encoding="utf-8") as file:
        loaded: Mapping[str, Any] = json.load(file)
    return loaded


def _retrieve(uri: str) -> Any:
    """Resolve a reference between our schemas; nothing is ever fetched."""
    return schema(uri.rsplit("/", 1)[-1].removesuffix(".schema.json"))


@cache
def _fast(name: str) -> jsonschema_rs.Validator:
    import jsonschema_rs

    return jsonschema_rs.validator_for(schema(name), retriever=_retrieve)


def is_valid(name: str, value: object) -> bool:
    """Whether a value satisfies the schema called ``name``."""
    return _fast(name).is_valid(value)


def explain(name: str, value: object) -> tuple[Fault, ...]:
    """Why a value does not satisfy its schema, in the order of the document's keys.

    Empty for a valid value. A fault deep inside is reported there and not at
    each level above; of alternatives, the one that fits best is explained.
    """
    from commplan.explain import faults

    found = faults(_slow_errors(name, value), value)
    if found or is_valid(name, value):
        return found
    # The two libraries disagree: refuse, though the reason cannot be told more closely.
    return (Fault((), False, "the document does not match its schema", None),)


def _slow_errors(name: str, value: object) -> Iterator[ValidationError]:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    registry: Registry[Any] = Registry(
        retrieve=lambda uri: DRAFT202012.create_resource(_retrieve(uri))
    )
    validator = extend(Draft202012Validator, {"pattern": _pattern})
    yield from validator(schema(name), registry=registry).iter_errors(value)


def _pattern(
    _validator: object, pattern: str, instance: object, _schema: object
) -> Iterator[ValidationError]:
    """Match as JSON Schema demands: a final ``$`` does not overlook a line break."""
    import re

    from jsonschema import ValidationError

    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")
