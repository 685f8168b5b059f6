"""The command as a process: ``commplan`` and ``python -m commplan``."""

import atexit
import os
import sys
from typing import NoReturn

from commplan.cli.main import Exit, main


def run() -> NoReturn:
    """Run the command and end the process at once.

    Python would first take apart every module and value, which takes longer than
    to judge several plans, and nothing waits for it. What was registered to run
    at the end is run; a plugin's own threads are waited for in the usual way.
    """
    code = main()
    threads = sys.modules.get("threading")
    if threads is not None and threads.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001  # the one way to run them before their time
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads any more, so nobody can be told
        code = Exit.INCOMPLETE
    os._exit(code)


if __name__ == "__main__":
    run()
