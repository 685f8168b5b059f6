"""What can be found out about whoever sits here, so that they need not be asked."""

from __future__ import annotations

import os
import shutil
import subprocess


def full_name() -> str:
    """The name that git signs with, or an empty text."""
    return _git("user.name")


def email() -> str:
    """The address that git signs with, or an empty text."""
    return _git("user.email")


def timezone() -> str:
    """The IANA time zone of this machine; UTC where it has none."""
    from tzlocal import get_localzone_name

    return get_localzone_name() or "UTC"


def folder_name(folder: str) -> str:
    """The name of a folder, however it is written."""
    return os.path.basename(os.path.abspath(folder))


def _git(setting: str) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    told = subprocess.run(  # noqa: S603  # git itself, and a setting that we name
        [git, "config", setting], capture_output=True, text=True, check=False, timeout=10
    )
    return told.stdout.strip()
