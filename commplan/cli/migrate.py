"""``commplan migrate``: bring plans to the newest edition of the plan language."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from commplan.checker.drafts import Drafts
from commplan.cli.differences import unified
from commplan.cli.main import Exit, fail
from commplan.cli.mending import write
from commplan.cli.options import Parser, add_config
from commplan.config import load
from commplan.document import find_plan_files, read_documents
from commplan.errors import PlanSyntaxError
from commplan.migration import Migrated, MigrationError, migrate
from commplan.reporters.words import count
from commplan.schema import API_VERSION

EXAMPLES = """\
  commplan migrate --diff      what would change in the plans of this repository
  commplan migrate plans/      change it
"""


def parser() -> Parser:
    """The options of ``migrate``."""
    made = Parser(
        "migrate",
        f"Bring plans, baselines, waivers and evidence to {API_VERSION}, the newest edition of the"
        " plan language. Comments, order and style stay as they are.",
        EXAMPLES,
    )
    made.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files or folders; none takes 'plans' of the configuration, else plans/",
    )
    made.add_argument("--diff", action="store_true", help="print what would change, write nothing")
    add_config(made)
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan migrate``. Where one file cannot be migrated, none is written."""
    arguments = parser().parse(words)
    paths = arguments.paths or load(arguments.config, ".").plans
    drafts = Drafts(find_plan_files(paths))
    files, faults = 0, []
    for path in find_plan_files(paths):
        try:
            migrated = _migrated(drafts, path)
        except (MigrationError, PlanSyntaxError) as error:
            faults.append(str(error))
            continue
        files += 1
        if migrated.passed:
            drafts.put(path, migrated.text)
            print(f"{path}: {', '.join(migrated.passed)} → {API_VERSION}", file=sys.stderr)
    if faults:
        return fail("\n".join((*faults, "nothing was written")))
    if not files:
        return fail("no plan file found", Exit.NO_PLANS)
    changes = list(drafts.changed())
    if arguments.diff:
        for path, before, now in changes:
            sys.stdout.writelines(unified(path, before, now))
        return Exit.FINDINGS if changes else Exit.CLEAN
    write(drafts)
    print(f"{count(files, 'file')}, {len(changes)} changed; the newest edition is {API_VERSION}")
    return Exit.CLEAN


def _migrated(drafts: Drafts, path: str) -> Migrated:
    return migrate(read_documents(drafts.read(path), path))
