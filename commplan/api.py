"""The one import path for authors of rules, reporters, sources and importers.

What is exported here is stable; everything else may move. The rules, reporters,
sources and importers that come with commplan use nothing else.
"""

from commplan.catalogue import Catalogue
from commplan.clock import *  # noqa: F403  # the whole of clock is public
from commplan.document import *  # noqa: F403  # likewise
from commplan.errors import (
    CommplanError,
    ConfigError,
    PlanSyntaxError,
    PluginError,
    SnapshotError,
    SourceError,
)
from commplan.finding import (
    Excuse,
    Finding,
    Incomplete,
    Location,
    NotAssessed,
    Outcome,
    Problem,
    Related,
    RelatedLocation,
    Report,
    Resource,
    Severity,
    Skipped,
    Waived,
)
from commplan.importer import Imported, Importer
from commplan.place import Origin, Place
from commplan.plan import *  # noqa: F403  # the plan model is public
from commplan.reporter import Rendering, Reporter
from commplan.rule import PROFILES, Rule, Verdicts, rule
from commplan.written import Files, WrittenDocument
