"""How a plan and the baselines it extends become one."""

from collections.abc import Mapping
from typing import Any

from commplan.named import NamedTuple
from commplan.place import Place

OWN_METADATA = frozenset(
    {"id", "title", "extends", "version", "approved", "approver", "content_hash"}
)
"""Metadata that describes one document and is not inherited."""


class BaselineFault(NamedTuple):
    """An ``extends`` that leads nowhere."""

    at: Place
    problem: str


def merge(baseline: Mapping[str, Any], overlay: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a plan over its baseline.

    Maps merge key by key and the overlay wins; lists and scalars are replaced
    as a whole, because order means something in every list of a plan.
    """
    inherited = dict(baseline)
    metadata = baseline.get("metadata")
    if isinstance(metadata, dict):
        inherited["metadata"] = {k: v for k, v in metadata.items() if k not in OWN_METADATA}
    return _merge(inherited, overlay)


def _merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        if isinstance(value, dict) and isinstance(under, dict):
            merged[key] = _merge(under, value)
        else:
            merged[key] = value
    return merged
