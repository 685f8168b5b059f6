"""Build the site into `build/site`; a link that leads nowhere ends it.

Pages link to each other, and to plans and schemas, as they lie in the repository.
So they are laid out in the same way, beside the settings and the first page.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from sphinx.cmd.build import main as sphinx

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build"
PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")
LINKED = (
    *("LICENSE", "commplan/rule.py"),
    *("slack-app-manifest.yaml", "slack-administrator-manifest.yaml"),
)
FOLDERS = ("docs", "plans", "examples", "schemas", "plugins/commplan-example")


def lay_out(source: Path) -> None:
    """Copy what pages are and link to."""
    shutil.rmtree(source, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__", "site", ".*")
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, source / folder, ignore=ignored)
    for page in (*PAGES, *LINKED):
        (source / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / page, source / page)
    for page in ("conf.py", "index.md"):
        shutil.copy(HERE / page, source / page)
    # The addresses that schemas have for their names.
    shutil.copytree(ROOT / "schemas", source / "published" / "schemas")


def main() -> int:
    """Build; warnings are errors."""
    source = BUILD / "site-source"
    lay_out(source)
    return sphinx(["-W", "--keep-going", "-q", "-b", "html", str(source), str(BUILD / "site")])


if __name__ == "__main__":
    sys.exit(main())
