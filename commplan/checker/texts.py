"""Where the texts of plans stand: of those at hand, and of those that are read again."""

from collections.abc import Iterable

from commplan.checker.load import Loaded
from commplan.checker.target import Target, load_file
from commplan.engine.locate import Texts, Written
from commplan.place import Origin


def texts_of(loaded: Iterable[Loaded]) -> Texts:
    """Where the text of each loaded document stands."""
    written = written_of(loaded)
    return lambda origin: written[origin]


def reread(target: Target) -> Texts:
    """Look texts up by reading the file again; only findings across plans pay for that."""
    known: dict[Origin, Written] = {}

    def texts(origin: Origin) -> Written:
        if origin not in known:
            known.update(written_of(load_file(origin.path, target, named=True).documents))
            known.setdefault(origin, Written(origin.path, ()))
        return known[origin]

    return texts


def written_of(loaded: Iterable[Loaded]) -> dict[Origin, Written]:
    """The texts of loaded documents and of the baselines they extend, by where they come from."""
    own: dict[Origin, Written] = {}
    extended: dict[Origin, Written] = {}
    for item in loaded:
        name = item.plan.metadata.id if item.plan is not None else item.text.origin.path
        own[item.text.origin] = Written(name, item.chain)
        for number, document in enumerate(item.chain[1:], 1):
            origin = Origin(document.path, document.index)
            extended[origin] = Written(name, item.chain[number:])
    return {**extended, **own}
