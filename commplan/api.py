"""The one import path for authors of rules, reporters, sources and importers.

What can be imported from here is stable; everything else may move. The rules,
reporters, sources and importers that come with commplan use nothing else. Each
name is loaded when it is first asked for, so that a plugin pays for what it uses.
"""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.catalogue import Catalogue as Catalogue
    from commplan.clock import *
    from commplan.document import *
    from commplan.document.quoting import one_line as one_line
    from commplan.document.quoting import scalar as scalar
    from commplan.drift import *
    from commplan.engine.lookback import measured_by_rules as measured_by_rules
    from commplan.engine.select import Selection as Selection
    from commplan.engine.suppress import naming_fault as naming_fault
    from commplan.engine.uses import CoverUse as CoverUse
    from commplan.errors import CommplanError as CommplanError
    from commplan.errors import ConfigError as ConfigError
    from commplan.errors import MissingExtraError as MissingExtraError
    from commplan.errors import PlanSyntaxError as PlanSyntaxError
    from commplan.errors import PluginError as PluginError
    from commplan.errors import SnapshotError as SnapshotError
    from commplan.errors import SourceError as SourceError
    from commplan.evidence import *
    from commplan.explain.words import counted as counted
    from commplan.finding import Compared as Compared
    from commplan.finding import Coverage as Coverage
    from commplan.finding import Edit as Edit
    from commplan.finding import Excuse as Excuse
    from commplan.finding import Finding as Finding
    from commplan.finding import Fix as Fix
    from commplan.finding import Incomplete as Incomplete
    from commplan.finding import Location as Location
    from commplan.finding import Mismatch as Mismatch
    from commplan.finding import NotAssessed as NotAssessed
    from commplan.finding import Outcome as Outcome
    from commplan.finding import Problem as Problem
    from commplan.finding import Put as Put
    from commplan.finding import Related as Related
    from commplan.finding import RelatedLocation as RelatedLocation
    from commplan.finding import Remembered as Remembered
    from commplan.finding import Remove as Remove
    from commplan.finding import RemoveComment as RemoveComment
    from commplan.finding import Rename as Rename
    from commplan.finding import Report as Report
    from commplan.finding import Resource as Resource
    from commplan.finding import Seen as Seen
    from commplan.finding import Severity as Severity
    from commplan.finding import Since as Since
    from commplan.finding import Skipped as Skipped
    from commplan.finding import Unfixed as Unfixed
    from commplan.finding import Waived as Waived
    from commplan.history import *
    from commplan.hookspecs import hookimpl as hookimpl
    from commplan.importer import Imported as Imported
    from commplan.importer import Importer as Importer
    from commplan.measures import *
    from commplan.packs import *
    from commplan.place import Origin as Origin
    from commplan.place import Place as Place
    from commplan.plan import *
    from commplan.prose import *
    from commplan.reporter import Rendering as Rendering
    from commplan.reporter import Replacement as Replacement
    from commplan.reporter import Reporter as Reporter
    from commplan.rule import PROFILES as PROFILES
    from commplan.rule import SHARE as SHARE
    from commplan.rule import Bounds as Bounds
    from commplan.rule import Deferred as Deferred
    from commplan.rule import Rule as Rule
    from commplan.rule import Verdicts as Verdicts
    from commplan.rule import rule as rule
    from commplan.rule_page import Page as Page
    from commplan.rule_page import page as page
    from commplan.schema import Fault as Fault
    from commplan.statistics import *
    from commplan.timeline import *
    from commplan.workspace import *
    from commplan.written import Files as Files
    from commplan.written import Unreadable as Unreadable
    from commplan.written import WrittenDocument as WrittenDocument
else:
    __getattr__ = lazy(
        globals(),
        {
            "catalogue": "Catalogue",
            "document.quoting": "one_line scalar",
            "engine.lookback": "measured_by_rules",
            "engine.select": "Selection",
            "engine.suppress": "naming_fault",
            "engine.uses": "CoverUse",
            "explain.words": "counted",
            "errors": (
                "CommplanError ConfigError MissingExtraError PlanSyntaxError PluginError "
                "SnapshotError SourceError"
            ),
            "finding": (
                "Compared Coverage Edit Excuse Finding Fix Incomplete Location Mismatch "
                "NotAssessed Outcome Problem Put Related RelatedLocation Remembered Remove "
                "RemoveComment Rename Report Resource Seen Severity Since Skipped Unfixed Waived"
            ),
            "hookspecs": "hookimpl",
            "importer": "Imported Importer",
            "place": "Origin Place",
            "reporter": "Rendering Replacement Reporter",
            "rule": "PROFILES SHARE Bounds Deferred Rule Verdicts rule",
            "rule_page": "Page page",
            "schema": "Fault",
            "written": "Files Unreadable WrittenDocument",
        },
        packages=(
            "plan",
            "document",
            "clock",
            "timeline",
            "prose",
            "workspace",
            "drift",
            "evidence",
            "packs",
            "history",
            "measures",
            "statistics",
        ),
    )
