"""The one import path for authors of rules, reporters, sources and importers.

What is exported here is stable; everything else may move. The rules, reporters,
sources and importers that come with commplan use nothing else.
"""

from commplan.clock import *  # noqa: F403  # the whole of clock is public
from commplan.document import *  # noqa: F403  # likewise
from commplan.plan import *  # noqa: F403  # the plan model is public
