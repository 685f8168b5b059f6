"""Helpers for the tests of plans, rules and plugins; public, and covered by the version promise.

``commplan.testing.slack`` is a Slack emulator. The names below judge fragments of
plans and open sources; they are loaded when first asked for, since the emulator needs none of them.
"""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.testing.environments import timeless as timeless
    from commplan.testing.files import read_files as read_files
    from commplan.testing.rules import AS_OF as AS_OF
    from commplan.testing.rules import Verdict as Verdict
    from commplan.testing.rules import complete as complete
    from commplan.testing.rules import expect as expect
    from commplan.testing.rules import expect_fixed as expect_fixed
    from commplan.testing.rules import fixed as fixed
    from commplan.testing.rules import judge_text as judge_text
    from commplan.testing.workspaces import read_workspace as read_workspace
else:
    __getattr__ = lazy(
        globals(),
        {
            "environments": "timeless",
            "files": "read_files",
            "rules": "AS_OF Verdict complete expect expect_fixed fixed judge_text",
            "workspaces": "read_workspace",
        },
    )
