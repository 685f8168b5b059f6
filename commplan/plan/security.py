"""What is known of the security of a tool, its shared profile included."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from commplan.clock import Duration
from commplan.place import Place
from commplan.plan.references import Reference
from commplan.plan.values import Raw, day, duration, mapping, text

_STATEMENTS = {
    "transit": ("encryption", "transit"),
    "rest": ("encryption", "rest"),
    "mfa": ("mfa",),
    "sso": ("sso",),
    "patching": ("patching",),
    "assurance_kind": ("assurance", "kind"),
    "assurance_last": ("assurance", "last"),
    "assurance_every": ("assurance", "every"),
}
"""Fields of :class:`Security` and their keys."""


class Security(NamedTuple):
    """Security statements: those of the tool itself, and where it says nothing, its profile's."""

    at: Place
    profile: Reference | None
    """The profile that speaks where the tool says nothing."""
    transit: str | None
    """Encryption on the way."""
    rest: str | None
    """Encryption where content is stored."""
    mfa: str | None
    """``required``, ``optional`` or ``none``."""
    sso: str | None
    """The single sign-on that guards the tool, and takes it down when it fails."""
    patching: str | None
    assurance_kind: str | None
    assurance_last: date | None
    """The day of the latest independent check."""
    assurance_every: Duration | None
    places: Mapping[str, Place]
    """Where each statement that is made stands, by the name of its field here."""

    @property
    def assured(self) -> bool:
        """Whether anything is said of an independent check."""
        return any(name.startswith("assurance") for name in self.places)


def read_security(raw: Raw, at: Place, profiles: Raw, profiles_at: Place) -> Security:
    """Read ``tools.<id>.security``, and behind it the profile that it names."""
    name = text(raw.get("profile"))
    layers = [(raw, at)]
    if name is not None:
        layers.append((mapping(profiles.get(name)), profiles_at / name))
    said: dict[str, object] = {}
    places: dict[str, Place] = {}
    for field, keys in _STATEMENTS.items():
        for layer, layer_at in layers:
            inner = mapping(layer.get(keys[0])) if len(keys) == 2 else layer
            value = inner.get(keys[-1])
            if value is not None:
                said[field] = value
                places[field] = Place(layer_at.origin, (*layer_at.pointer, *keys))
                break
    return Security(
        at=at,
        profile=Reference("security profile", name, at / "profile") if name else None,
        transit=text(said.get("transit")),
        rest=text(said.get("rest")),
        mfa=text(said.get("mfa")),
        sso=text(said.get("sso")),
        patching=text(said.get("patching")),
        assurance_kind=text(said.get("assurance_kind")),
        assurance_last=day(said.get("assurance_last")),
        assurance_every=duration(said.get("assurance_every")),
        places=places,
    )
