"""Which names are zones, and which of them a plan may use."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commplan.clock import UnknownZone, is_zone_name, zone, zones
from commplan.errors import CommplanError

PLACES = ["Europe/London", "America/Argentina/Buenos_Aires", "Asia/Kolkata", "Australia/Lord_Howe"]
LEGACY_PLACES = ["US/Eastern", "Japan", "GB", "NZ-CHAT"]
ABBREVIATIONS = ["EST", "MST", "HST", "CET", "EET", "MET", "WET", "EST5EDT", "PST8PDT", "GMT"]
OFFSETS = ["Etc/GMT+2", "Etc/GMT", "Etc/Zulu", "GMT+0", "UTC+1", "GMT+2", "+01:00", "UTC-3"]
ODDITIES = [
    "",
    " ",
    "/",
    "America",
    "America/",
    "/Europe/London",
    "Europe/London/",
    "Europe//London",
    "Europe/London/x",
    "./UTC",
    "../zoneinfo/UTC",
    "Europe/../UTC",
    "/etc/localtime",
    "/usr/share/zoneinfo/Europe/London",
    "localtime",
    "posixrules",
    "posix/Europe/London",
    "right/Europe/London",
    "leapseconds",
    "tzdata.zi",
    "zone.tab",
    "Factory",
    "europe/london",
    "EUROPE/LONDON",
    "utc",
    "Europe/Londn",
    "Mars/Olympus",
    "__init__.py",
    "__pycache__",
    "Europe/London\0",
    "Europe/\ud800",
    "Zürich",
    "x" * 5000,
]


@pytest.mark.parametrize("name", [*PLACES, *LEGACY_PLACES, "UTC", "Etc/UTC"])
def test_places_and_utc_are_legal(name: str) -> None:
    assert is_zone_name(name)
    assert zone(name).key == name


@pytest.mark.parametrize("name", [*ABBREVIATIONS, *OFFSETS])
def test_abbreviations_and_offsets_are_not(name: str) -> None:
    assert not is_zone_name(name)


@pytest.mark.parametrize("name", ODDITIES)
def test_what_is_no_zone_is_refused_without_a_traceback(name: str) -> None:
    assert not is_zone_name(name)
    with pytest.raises(UnknownZone) as caught:
        zone(name)
    assert isinstance(caught.value, CommplanError)
    assert repr(name) in str(caught.value)


def test_zones_are_remembered() -> None:
    assert zone("Europe/London") is zone("Europe/London")


@pytest.fixture
def forgetful_zones() -> Iterator[None]:
    zone.cache_clear()
    yield
    zone.cache_clear()


@pytest.mark.usefixtures("forgetful_zones")
def test_zones_come_from_the_tzdata_package_where_the_system_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("tzdata")
    monkeypatch.setattr("zoneinfo.TZPATH", ())
    assert zone("Europe/London").key == "Europe/London"
    with pytest.raises(UnknownZone):
        zone("Europe/london")


@pytest.mark.usefixtures("forgetful_zones")
def test_without_any_zones_every_name_is_unknown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("zoneinfo.TZPATH", (str(tmp_path), str(tmp_path / "absent")))
    monkeypatch.setitem(sys.modules, "tzdata", None)
    assert zones._packaged_zones() == ""
    with pytest.raises(UnknownZone):
        zone("Europe/London")
