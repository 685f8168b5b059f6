"""``python -m commplan``."""

import sys

from commplan.cli.main import main

sys.exit(main())
