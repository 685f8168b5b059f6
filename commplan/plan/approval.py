"""What an approval is about: the plan's own document, known again by its hash."""

from __future__ import annotations

from commplan.plan.values import Raw, mapping

_UNSIGNED = frozenset({"version", "approved", "content_hash"})
"""What is written into ``metadata`` only once the rest has been approved."""


def content_hash(value: Raw) -> str:
    """``sha256:…`` of a plan's own document as it was loaded.

    It is the hash of canonical JSON (keys sorted, no blanks, UTF-8) without
    ``version``, ``approved``, ``content_hash`` and ``waivers``, which change on
    their own. Comments, the order of keys and aliases make no difference.
    """
    import json  # only plans with a hash pay for the two
    from hashlib import sha256

    approved = {key: part for key, part in value.items() if key != "waivers"}
    metadata = mapping(value.get("metadata"))
    approved["metadata"] = {key: part for key, part in metadata.items() if key not in _UNSIGNED}
    text = json.dumps(approved, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
