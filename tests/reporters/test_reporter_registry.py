"""Which formats there are, and that one does not pay for another."""

from __future__ import annotations

import subprocess
import sys

from commplan.reporters import REPORTERS


def test_the_formats_and_their_order() -> None:
    assert [reporter.name for reporter in REPORTERS] == [
        *("text", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "markdown", "html")
    ]
    for reporter in REPORTERS:
        assert reporter.summary.endswith(".")


def test_text_imports_no_other_format() -> None:
    script = (
        "import sys; from commplan.reporters import text; "
        "print(*sorted(name for name in set(sys.modules) if name.startswith('commplan.reporters')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [
        "commplan.reporters",
        "commplan.reporters.neutralise",
        "commplan.reporters.paint",
        "commplan.reporters.snippet",
        "commplan.reporters.summary",
        "commplan.reporters.text",
        "commplan.reporters.words",
    ]
