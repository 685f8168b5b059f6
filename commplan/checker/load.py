"""From a file to what rules judge: documents, their validity, and merged plans."""

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from commplan.document import (
    DEFAULT_LIMITS,
    Document,
    Ignore,
    Limits,
    SourceFile,
    decode,
    read_bytes,
    read_documents,
)
from commplan.errors import PlanSyntaxError
from commplan.named import NamedTuple
from commplan.place import Origin, Place
from commplan.plan import BaselineFault, Plan, merge
from commplan.schema import API_VERSION, KINDS, Fault, is_valid
from commplan.written import Unreadable, WrittenDocument

if TYPE_CHECKING:
    from commplan.extends import Extended

PLAN = "CommunicationPlan"
BASELINE = "Baseline"
_SECTIONS = frozenset({"stakeholders", "channels", "escalations", "slas", "severities", "messages"})


class Loaded(NamedTuple):
    """One document and, where it is a valid plan or baseline, the plan."""

    text: WrittenDocument
    plan: Plan | None
    chain: tuple[Document, ...]
    """The document and the baselines it extends, nearest first."""
    inherited: tuple[WrittenDocument, ...] = ()
    """Those baselines in whose files there are ignore comments."""


State = tuple[int, int]
"""Size and modification time in nanoseconds."""


class Disk:
    """The files of this machine; tests put others in their place."""

    def state(self, path: str) -> State | None:
        """What changes when the file does; None where there is no such file."""
        return file_state(path)

    def read(self, path: str, limits: Limits) -> bytes:
        """The bytes of a file; raises PlanSyntaxError where they cannot be had."""
        return read_bytes(path, path, limits)


class Piped(Disk):
    """The same, but for one file, of which the content came by standard input."""

    def __init__(self, path: str, data: bytes) -> None:
        self._path = path
        self._data = data

    def state(self, path: str) -> State | None:
        """Likewise; of the one file only its size."""
        return (len(self._data), 0) if path == self._path else super().state(path)

    def read(self, path: str, limits: Limits) -> bytes:
        """Likewise."""
        return self._data if path == self._path else super().read(path, limits)


class Loader:
    """Reads plan files, the baselines they extend and the files beside them.

    ``watched`` maps every path beyond the plan file itself to its state when it
    was looked at, so that a cached result can be trusted or thrown away.
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS, disk: Disk | None = None) -> None:
        self._limits = limits
        self._disk = disk or Disk()
        self.watched: dict[str, State | None] = {}
        self._baselines: dict[Extended, Document | str] = {}
        self._comments: dict[str, tuple[Ignore, ...]] = {}
        self._texts: dict[str, str | Unreadable] = {}

    def read(self, path: str, named: bool) -> tuple[Loaded, ...]:
        """Load every commplan document of a file.

        ``named`` says that the user named the file; a file that was only met in
        a folder and shows no sign of being a plan is left alone.
        """
        try:
            source = self._source(path)
        except PlanSyntaxError as error:
            return (_unreadable(path, error),)
        return self.loaded(source, named)

    def read_text(self, data: bytes, path: str) -> tuple[Loaded, ...]:
        """Load documents from standard input under the name ``path``."""
        try:
            source = read_documents(data, path, self._limits)
        except PlanSyntaxError as error:
            return (_unreadable(path, error),)
        return self.loaded(source, named=True)

    def loaded(self, source: SourceFile, named: bool) -> tuple[Loaded, ...]:
        """Load the documents of a file that has been parsed."""
        wanted = [
            d for d in source.documents if _is_ours(d.value) or (named and d.value is not None)
        ]
        if not wanted and named:
            return (_unreadable(source.path, PlanSyntaxError(source.path, _EMPTY, 1, 1)),)
        ignores = source.ignores if wanted else ()
        return tuple(
            self._load(document, ignores if number == 0 else ())
            for number, document in enumerate(wanted)
        )

    def _load(self, document: Document, ignores: tuple[Ignore, ...]) -> Loaded:
        origin = Origin(document.path, document.index)
        kind, faults = check(document.value)
        chain: tuple[Document, ...] = (document,)
        problems: tuple[BaselineFault, ...] = ()
        plan = None
        if not faults and kind in (PLAN, BASELINE):
            chain, problems = self._chain(document)
            value = document.value
            for baseline in chain[1:]:
                value = merge(_mapping(baseline.value), _mapping(value))
            if kind == PLAN and len(chain) > 1 and not problems:
                faults = _check_merged(_mapping(value))
            if not faults:
                plan = Plan(_mapping(value), origin, problems)
        text = WrittenDocument(origin, kind, document, faults, None, ignores)
        return Loaded(text, plan, chain, tuple(self._commented(chain[1:])))

    def _commented(self, baselines: Iterable[Document]) -> Iterator[WrittenDocument]:
        for baseline in baselines:
            if ignores := self._comments[baseline.path]:
                origin = Origin(baseline.path, baseline.index)
                yield WrittenDocument(origin, BASELINE, baseline, (), None, ignores)

    def _chain(self, document: Document) -> tuple[tuple[Document, ...], tuple[BaselineFault, ...]]:
        """Follow ``extends`` until it ends, fails, or comes round again."""
        chain = [document]
        if not _extends(document):
            return (document,), ()
        from commplan.extends import ExtendsError, extended  # only for plans that extend something

        at = Place(Origin(document.path, document.index), ("metadata", "extends"))
        visited = [_real(document.path)]
        while extends := _extends(chain[-1]):
            try:
                target = extended(extends, os.path.dirname(chain[-1].path))
            except ExtendsError as error:
                return tuple(chain), (BaselineFault(at, str(error)),)
            if _real(target.path) in visited:
                circle = " → ".join([*(d.path for d in chain), target.path])
                return tuple(chain), (BaselineFault(at, f"extends comes back to itself: {circle}"),)
            found = self._baseline(target)
            if isinstance(found, str):
                return tuple(chain), (BaselineFault(at, found),)
            visited.append(_real(target.path))
            chain.append(found)
        return tuple(chain), ()

    def _baseline(self, target: "Extended") -> Document | str:
        """The baseline in a file, or what is wrong with it."""
        if target not in self._baselines:
            self._baselines[target] = self._read_baseline(target)
        return self._baselines[target]

    def _read_baseline(self, target: "Extended") -> Document | str:
        path = target.path
        self.watch(path)
        try:
            data = self._disk.read(path, self._limits)
            source = read_documents(data, path, self._limits)
        except PlanSyntaxError as error:
            exists = os.path.lexists(path)
            return f"the baseline cannot be read: {error}" if exists else f"no file {path!r}"
        if problem := target.changed(data):
            return f"the baseline {problem}"
        self._comments[path] = source.ignores
        for document in source.documents:
            if _mapping(document.value).get("kind") == BASELINE:
                _, faults = check(document.value)
                if faults:
                    return f"the baseline {path!r} does not match its schema: {faults[0].message}"
                return document
        return f"{path!r} holds no document of kind Baseline"

    def _source(self, path: str) -> SourceFile:
        return read_documents(self._disk.read(path, self._limits), path, self._limits)

    def text(self, path: str) -> str | Unreadable:
        """The text of a file beside a plan, or why it has none; read once."""
        if path not in self._texts:
            self._texts[path] = self._text(path)
        return self._texts[path]

    def _text(self, path: str) -> str | Unreadable:
        if not self.watch(path):
            return NO_SUCH_FILE
        try:
            return decode(self._disk.read(path, self._limits), path)
        except PlanSyntaxError as error:
            line = "" if error.line is None else f"line {error.line}: "
            return Unreadable(f"{line}{error.problem}", is_missing=False)

    def watch(self, path: str) -> bool:
        """Whether a path exists; remembered together with its state when first looked at."""
        if path not in self.watched:
            self.watched[path] = self._disk.state(path)
        return self.watched[path] is not None


NO_SUCH_FILE = Unreadable("there is no such file", is_missing=True)


class FilesBeside:
    """The files beside a plan: what rules ask for as ``files``."""

    def __init__(self, loader: Loader, chain: tuple[Document, ...]) -> None:
        self._loader = loader
        self._chain = chain

    @cached_property
    def _folders(self) -> tuple[str, ...]:
        return tuple(os.path.dirname(document.path) for document in self._chain)

    def exists(self, at: Place, path: str) -> bool:
        """Whether ``path`` exists, relative to the file in which the value at ``at`` stands."""
        found = self.resolve(at, path)
        return found is not None and self._loader.watch(found)

    def text(self, at: Place, path: str) -> str | Unreadable:
        """The text of ``path``, relative likewise, or why it has none."""
        found = self.resolve(at, path)
        return NO_SUCH_FILE if found is None else self._loader.text(found)

    def resolve(self, at: Place, path: str) -> str | None:
        """``path`` as from the working directory; None where no value stands at ``at``."""
        for document, folder in zip(self._chain, self._folders, strict=True):
            if document.has(at.pointer):
                return os.path.normpath(os.path.join(folder, path))
        return None


def file_state(path: str) -> State | None:
    """Size and modification time in nanoseconds; None where there is no such file."""
    try:
        stat = os.stat(path)
    except (OSError, ValueError):
        return None
    return stat.st_size, stat.st_mtime_ns


def _extends(document: Document) -> str:
    """The file of the baseline that a document extends; empty where there is none."""
    extends = _mapping(_mapping(document.value).get("metadata")).get("extends")
    return str(extends) if extends else ""


def _real(path: str) -> str:
    """The path without links, so that one file is known by any of its names."""
    try:
        return os.path.realpath(path)
    except ValueError:  # a path with a NUL character; it is refused when it is read
        return path


def check(value: object) -> tuple[str | None, tuple[Fault, ...]]:
    """The kind of a document and what its schema does not allow in it."""
    raw = _mapping(value)
    kind = raw.get("kind")
    name = KINDS.get(kind) if isinstance(kind, str) else None
    if not isinstance(value, dict) or name is None or raw.get("apiVersion") != API_VERSION:
        from commplan.explain.head import head_faults  # only a refused document pays for words

        return (kind if name else None), head_faults(value)
    if is_valid(name, value):
        return kind, ()
    return kind, _explain(name, value)


def _explain(name: str, value: object) -> tuple[Fault, ...]:
    from commplan.explain import explain  # as above

    return explain(name, value)


def _check_merged(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """What an overlay and its baselines still lack together."""
    metadata = {k: v for k, v in _mapping(value.get("metadata")).items() if k != "extends"}
    whole = {**value, "kind": PLAN, "metadata": metadata}
    name = KINDS[PLAN]
    if is_valid(name, whole):
        return ()
    missing = _explain(name, whole)
    return tuple(fault._replace(help=f"{fault.help}, here or in a baseline") for fault in missing)


_EMPTY = f"the file holds no document; expected one that starts with 'apiVersion: {API_VERSION}'"


def _is_ours(value: object) -> bool:
    """Whether a document means to be one of ours, even where its head is damaged."""
    if not isinstance(value, dict):
        return False
    version, kind = value.get("apiVersion"), value.get("kind")
    if isinstance(version, str) and version.startswith("commplan/"):
        return True
    if isinstance(kind, str) and kind in KINDS:
        return True
    return len(_SECTIONS & value.keys()) > 1


def _unreadable(path: str, error: PlanSyntaxError) -> Loaded:
    return Loaded(WrittenDocument(Origin(path, 0), None, None, (), error, ()), None, ())


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
