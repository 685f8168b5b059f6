"""A small tempelis folder that tests change one thing of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from commplan.api import Imported
from commplan.importers import IMPORTERS

USERS = """\
# people by GitHub name
users:
  ada: U01ADA
  Bo-Lind: U02BO
  Cy Twist: U03CY
"""

CHANNELS = """\
channels:
  - name: announcements
    id: C01NEWS
  - name: general-help
  - name: old-help
    archived: true
"""

BAKERY = """\
channels:
  - name: bakery
  - name: bakery-ovens
    id: C03OVEN

usergroups:
  - name: bakers
    long_name: The Bakers
    description: Bread before dawn.
    channels:
      - bakery
      - announcements
    members:
      - ada   # head baker
      - Cy Twist
"""

RESTRICTIONS = """\
restrictions:
  - path: users.yaml
    users: true
  - path: channels.yaml
    channels:
      - ".*"
  - path: template.yaml
    template: true
  - path: "bakery/*.yaml"
    channels:
      - "^bakery"
    usergroups:
      - "^bakers$"
  - path: "**/*"
"""

TEMPLATE = """\
channel_template:
  pins:
    - Be kind.
"""

SOUND: Mapping[str, str] = {
    "users.yaml": USERS,
    "channels.yaml": CHANNELS,
    "bakery/config.yaml": BAKERY,
    "restrictions.yaml": RESTRICTIONS,
    "template.yaml": TEMPLATE,
}

Import = Callable[..., Imported]


@pytest.fixture
def folder() -> dict[str, str]:
    """The files of a sound folder; a test changes what it is about."""
    return dict(SOUND)


@pytest.fixture
def import_tempelis(tmp_path: Path) -> Import:
    """Write files to ``cafe/`` and import that folder; keywords are ``--set`` options."""

    def run(files: Mapping[str, str | bytes], **options: str) -> Imported:
        for name, text in files.items():
            path = tmp_path / "cafe" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return IMPORTERS[0].run(str(tmp_path / "cafe"), options)

    return run
