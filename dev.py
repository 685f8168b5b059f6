#!/usr/bin/env python3
"""What developers run. Needs Python 3.11 or later and nothing else.

    python3 dev.py demo     set up, check the example plans, audit the example workspace
    python3 dev.py test     set up, run the tests; with --depth thorough, look at everything
    python3 dev.py lint     style, types, import contracts, workflows and the image
    python3 dev.py docs     write the generated pages anew
    python3 dev.py site     build the site of the documentation
    python3 dev.py wheel    build the wheel, install it elsewhere and use it there
    python3 dev.py dist     build what is published, with a list of what is inside
    python3 dev.py bench    measure against other tools

Everything is installed into `.venv`, never into the system's Python.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = Path(os.environ.get("COMMPLAN_VENV", ROOT / ".venv"))
PLUGIN = "plugins/commplan-example"


def program(environment: Path, name: str) -> str:
    """The path of a program in a virtual environment."""
    windows = os.name == "nt"
    return str(
        environment / ("Scripts" if windows else "bin") / (name + (".exe" if windows else ""))
    )


def run(*words: str, cwd: Path = ROOT, expect: tuple[int, ...] = (0,), show: bool = True) -> None:
    """Run a command; leave with its exit code if that is not an expected one."""
    if show:
        print("$", Path(words[0]).name, *words[1:], flush=True)
    code = subprocess.run(words, cwd=cwd, check=False).returncode
    if code not in expect:
        sys.exit(f"dev.py: ended with exit code {code}")


def create(environment: Path) -> None:
    """Make a virtual environment, also where the system's Python brings no ensurepip."""
    try:
        venv.create(environment, with_pip=True)
    except subprocess.CalledProcessError:
        print("dev.py: this Python has no ensurepip; using its pip from outside")
        venv.create(environment, with_pip=False, clear=True)


def pip(environment: Path, *words: str) -> None:
    """Install into a virtual environment."""
    inside = program(environment, "pip")
    quiet = ("--quiet", "--disable-pip-version-check")
    if Path(inside).exists():
        run(program(environment, "python"), "-m", "pip", *quiet, *words, show=False)
    else:
        target = program(environment, "python")
        run(sys.executable, "-m", "pip", *quiet, "--python", target, *words, show=False)


def group(*names: str) -> list[str]:
    """The requirements of dependency groups in pyproject.toml."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    return [requirement for name in names for requirement in groups[name]]


def setup(*groups: str, home: Path = HOME, plugin: str = "") -> None:
    """Install commplan from this checkout, editable, with what the groups name, and a plugin.

    pip takes many seconds to find out that all of it is there. So it is not asked again
    before this checkout asks for something else, or another one has used the environment.
    """
    if not Path(program(home, "python")).exists():
        create(home)
    checkouts = [ROOT, *([ROOT / plugin] if plugin else [])]
    says = (*(where / "pyproject.toml" for where in checkouts), ROOT / "commplan/__init__.py")
    asked = [str(ROOT), *(path.read_text("utf-8") for path in says)]
    kept = home / "set-up.json"
    before = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    there = set(before["groups"]) if before.get("asked") == asked else None
    if there is None or not there.issuperset(groups):
        kept.unlink(missing_ok=True)
        editable = (word for where in checkouts for word in ("--editable", str(where)))
        pip(home, "install", *editable, *group(*groups))
        known = {"asked": asked, "groups": sorted({*groups, *(there or ())})}
        kept.write_text(json.dumps(known), "utf-8")


def demo() -> None:
    """Check the example plans and audit the example workspace. Findings are the point."""
    setup()
    commplan = program(HOME, "commplan")
    as_of = ("--as-of", "2026-11-21T09:00:00Z")
    run(commplan, "check", "plans", *as_of)
    run(commplan, "check", "--profile", "complete", "plans/it-ops", *as_of)
    run(commplan, "who", "sev1", "plans/it-ops", "--at", as_of[1])
    run(commplan, "check", "--profile", "basic", "examples/broken-desk.yaml", *as_of, expect=(1,))
    run(
        commplan, "audit", "--workspace", "snapshot:examples/acme-workspace.json",
        "plans/it-ops/it-ops.yaml", *as_of, expect=(1,),
    )  # fmt: skip


def test() -> None:
    """Run the tests; the example plugin's run where it is installed, and nowhere else."""
    # Every process that tests start would compile all of commplan anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    more = [name for name in ("browser", "spark") if f"COMMPLAN_TEST_{name.upper()}" in os.environ]
    setup("test", *more)
    python = program(HOME, "python")
    spread = ("-n", "auto", "--dist", "worksteal")
    run(python, "-m", "pytest", "-q", *spread, "tests", *sys.argv[2:])
    beside = HOME.with_name(HOME.name + "-plugin")
    setup("test", home=beside, plugin=PLUGIN)
    run(program(beside, "python"), "-m", "pytest", "-q", f"{PLUGIN}/tests")


def lint() -> None:
    """Check style, types and the import contracts."""
    setup("test", "lint")
    python = program(HOME, "python")
    run(python, "-m", "ruff", "check", ".")
    run(python, "-m", "ruff", "format", "--check", ".")
    run(python, "-m", "mypy")
    run(program(HOME, "lint-imports"))
    schemas = program(HOME, "check-jsonschema")
    run(schemas, "--builtin-schema", "vendor.github-actions", "action.yml")
    workflows = [str(path.relative_to(ROOT)) for path in ROOT.glob(".github/workflows/*.yml")]
    run(schemas, "--builtin-schema", "vendor.github-workflows", *workflows)
    run(schemas, "--builtin-schema", "vendor.dependabot", ".github/dependabot.yml")
    run(
        program(HOME, "zizmor"),
        "--offline",
        "--no-progress",
        "--quiet",
        "--min-severity",
        "medium",
        ".",
    )
    run(program(HOME, "hadolint"), "Dockerfile")


def docs() -> None:
    """Write the generated pages anew; with --check, only say whether they are up to date."""
    setup()
    run(program(HOME, "python"), "docs/generate.py", *sys.argv[2:])


def wheel() -> None:
    """Build the wheel, install it into an empty environment and use it from elsewhere."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        builder, user, elsewhere = place / "builder", place / "user", place / "elsewhere"
        create(builder)
        pip(builder, "install", "build")
        python = program(builder, "python")
        run(python, "-m", "build", "--outdir", str(place / "dist"), str(ROOT), show=False)
        (built,) = (place / "dist").glob("*.whl")
        create(user)
        pip(user, "install", str(built))
        elsewhere.mkdir()
        commplan = program(user, "commplan")
        run(commplan, "--version", cwd=elsewhere)
        run(
            commplan,
            "check",
            "--profile",
            "basic,iso27001",
            str(ROOT / "plans" / "minimal.yaml"),
            cwd=elsewhere,
        )
        bad = elsewhere / "bad.yaml"
        bad.write_text("apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {idd: x}\n")
        run(commplan, "check", "bad.yaml", cwd=elsewhere, expect=(1,))
        pip(user, "install", str(ROOT / PLUGIN))
        run(commplan, "rules", "--select", "XEX", cwd=elsewhere)
        run(commplan, "init", "first", "--name", "Ada", "--slack", "U01ADA", "--channel", "help",
            "--yes", cwd=elsewhere)  # fmt: skip
        run(commplan, "check", cwd=elsewhere / "first")
        run(commplan, "new", "rule", "my-rule", "--code", "XMY101", cwd=elsewhere)
        pip(user, "install", str(elsewhere / "commplan-my-rule"), "pytest")
        run(commplan, "rules", "--select", "XMY101", cwd=elsewhere)
        run(program(user, "python"), "-m", "pytest", "-q", "commplan-my-rule", cwd=elsewhere)


def site() -> None:
    """Build the site of the documentation; a link that leads nowhere is an error."""
    home = HOME.with_name(HOME.name + "-site")
    setup("site", home=home)
    run(program(home, "python"), "docs/site/build.py")


def dist() -> None:
    """Build what is published into `dist/`, and list what an installation consists of."""
    setup("dist")
    target = ROOT / "dist"
    shutil.rmtree(target, ignore_errors=True)
    run(program(HOME, "python"), "-m", "build", "--outdir", str(target), str(ROOT), show=False)
    (built,) = target.glob("*.whl")
    with tempfile.TemporaryDirectory() as folder:
        user = Path(folder) / "user"
        create(user)
        pip(user, "install", str(built))
        listed = target / f"{built.name.partition('-py3')[0]}.cdx.json"
        run(
            program(HOME, "cyclonedx-py"), "environment", "--pyproject", "pyproject.toml",
            "--output-reproducible", "--output-file", str(listed), program(user, "python"),
        )  # fmt: skip


def bench() -> None:
    """Measure an installed wheel against other tools."""
    setup("bench")
    run(program(HOME, "python"), "benchmarks/run.py", *sys.argv[2:])


COMMANDS: dict[str, Callable[[], None]] = {
    command.__name__: command for command in (demo, test, lint, docs, site, wheel, dist, bench)
}

if __name__ == "__main__":
    chosen = COMMANDS.get(sys.argv[1]) if len(sys.argv) > 1 else None
    if chosen is None:
        sys.exit(__doc__)
    chosen()
