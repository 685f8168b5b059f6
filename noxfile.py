"""The tests on every Python that commplan supports: `pipx run nox`."""

import tomllib
from pathlib import Path

import nox

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
GROUPS = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["dependency-groups"]

nox.options.error_on_missing_interpreters = False


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests; what follows `--` goes to pytest."""
    session.install("--editable", ".", *GROUPS["test"])
    spread = ("-n", "auto", "--dist", "worksteal")
    session.run("pytest", "-q", *spread, "tests", *session.posargs)
