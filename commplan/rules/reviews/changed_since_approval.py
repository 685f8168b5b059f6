"""A plan that is no longer what somebody agreed to."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    NotAssessed,
    Plan,
    Problem,
    Severity,
    WrittenDocument,
    content_hash,
    rule,
)


@rule("REV202", severity=Severity.WARNING, profile="standard", since="0.1", source="A18")
def changed_since_approval(
    plan: Plan, document: WrittenDocument
) -> Iterator[Problem | NotAssessed]:
    """The content of the plan is not what was approved.

    Whoever approved the plan answers for what stood in it that day. Have the
    change approved; then write the new hash and the day of the approval. The hash
    is that of the plan's own document, without `version`, `approved`,
    `content_hash` and `waivers`; comments and the order of keys do not matter. What
    a baseline says has an approval of its own.

    Bad:
        metadata:
          id: it-ops
          approver: "person:dana"
          approved: "2026-09-14"
          content_hash: "sha256:4be12e7ef1d54e64be8cf6a9c2c1a0f6c5f3a7b8d9e0f1a2b3c4d5e6f7a8b9c0"
        stakeholders:
          people:
            dana: {name: Dana Fox, slack: U04DANA}

    Good:
        metadata:
          id: it-ops
          approver: "person:dana"
          approved: "2026-09-14"
          content_hash: "sha256:a43d45b3f8c9262586dae6cd6b52d0219e37b97c6cf9da1c4c67dffd0c50876c"
        stakeholders:
          people:
            dana: {name: Dana Fox, slack: U04DANA}

    Facts:
        approved_hash: the hash that was approved
        hash: the hash of the plan as it is
        approver: who approved it, or null
        approved: the day of the approval, or null
    """
    signed = document.value["metadata"]
    known, approved = signed.get("content_hash"), signed.get("approved")
    if known is None:
        yield NotAssessed("metadata has no content_hash", at=plan.metadata.at.key)
        return
    now = content_hash(document.value)
    if now == known:
        return
    approver = plan.metadata.approver
    who = "was approved" if approver is None else f"{approver} approved"
    yield Problem(
        at=plan.metadata.at / "content_hash",
        message=f"the plan differs from what {who}{f' on {approved}' if approved else ''} "
        f"({_short(known, now)}, now {_short(now, known)})",
        help=f"have it approved again, then write the day into `approved` and {now} here",
        facts={
            "approved_hash": known,
            "hash": now,
            "approver": None if approver is None else str(approver),
            "approved": approved,
        },
    )


def _short(hash: str, other: str) -> str:
    """The first digits of a hash, all of them where those do not tell it from the other."""
    first = hash[: len("sha256:4be1")]
    return hash if other.startswith(first) else f"{first}…"
