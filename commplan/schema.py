"""The JSON Schemas of the plan language: a fast answer, and an explanation where it is no.

``jsonschema-rs`` says whether a document is valid and, of a refused one, which
keyword fails where. Tests hold it against ``jsonschema``.
"""

import os
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from commplan.document import Pointer
from commplan.named import NamedTuple

if TYPE_CHECKING:
    import jsonschema_rs

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
    meant: object = None
    """The key or value that was probably meant; None where nobody can tell."""


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

    loaded: Mapping[str, Any] = json.loads(_text(name))
    return loaded


def _text(name: str) -> str:
    with open(os.path.join(schema_folder(), f"{name}.schema.json"), encoding="utf-8") as file:
        return file.read()


def _retrieve(uri: str) -> Any:
    """Resolve a reference between our schemas; nothing is ever fetched."""
    return schema(uri.rsplit("/", 1)[-1].removesuffix(".schema.json"))


@cache
def _validator(name: str) -> "jsonschema_rs.Validator":
    import jsonschema_rs

    # The validator reads text itself, faster than Python would for it.
    return jsonschema_rs.validator_for(_text(name), retriever=_retrieve)


def is_valid(name: str, value: object) -> bool:
    """Whether a value satisfies the schema called ``name``."""
    return _validator(name).is_valid(value)


def errors(name: str, value: object) -> Iterator["jsonschema_rs.ValidationError"]:
    """What fails where; nothing for a valid value. ``commplan.explain`` puts it into words."""
    return iter(_validator(name).iter_errors(value))
