"""What a plan says of itself."""

from datetime import date

from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_reference, read_references
from commplan.plan.values import Raw, day, mapping, text, texts


class Metadata(NamedTuple):
    """Who answers for the plan, which edition was agreed to, and which workspace it speaks of."""

    at: Place
    id: str
    title: str | None
    owner: Reference | None
    approver: Reference | None
    version: str | None
    approved: date | None
    """The day on which the approver agreed."""
    content_hash: str | None
    """``sha256:`` and the hash of what was agreed to."""
    timezone: str
    """Zone of the plan's own dates; UTC where none is given."""
    packs: tuple[str, ...]
    team: str | None
    """Slack's id of the workspace."""
    admins: tuple[Reference, ...]
    managed_channels: tuple[str, ...]
    """Globs of the names of channels that the plan claims to list completely."""
    managed_usergroups: tuple[str, ...]
    """Likewise, of the handles of user groups."""

    def manages_channel(self, name: str) -> bool:
        """Whether the plan claims to list every channel of such a name."""
        return _matches(name, self.managed_channels)

    def manages_usergroup(self, handle: str) -> bool:
        """Whether the plan claims to list every user group of such a handle."""
        return _matches(handle.removeprefix("@"), self.managed_usergroups)


def _matches(name: str, globs: tuple[str, ...]) -> bool:
    return bool(globs) and first_match(name, globs) is not None


def first_match(name: str, globs: tuple[str, ...]) -> int | None:
    """The number of the first glob that matches a name."""
    from fnmatch import fnmatchcase  # only where a plan has globs

    matching = (number for number, glob in enumerate(globs) if fnmatchcase(name, glob))
    return next(matching, None)


def read_metadata(raw: Raw, at: Place) -> Metadata:
    """Read ``metadata``."""
    workspace, managed = mapping(raw.get("workspace")), mapping(raw.get("managed"))
    return Metadata(
        at=at,
        id=text(raw.get("id")) or "",
        title=text(raw.get("title")),
        owner=read_reference(raw, "owner", at),
        approver=read_reference(raw, "approver", at),
        version=text(raw.get("version")),
        approved=day(raw.get("approved")),
        content_hash=text(raw.get("content_hash")),
        timezone=text(raw.get("timezone")) or "UTC",
        packs=texts(raw.get("profiles")),
        team=text(workspace.get("team")),
        admins=read_references(workspace, "admins", at / "workspace"),
        managed_channels=texts(managed.get("channels")),
        managed_usergroups=texts(managed.get("usergroups")),
    )
