"""Fixes as edits of YAML text that leave every other byte as it is."""

from commplan.fixing.mending import Mended, mend, replacements
from commplan.fixing.refusal import FixError
from commplan.fixing.stretches import Stretch
from commplan.fixing.tree import Tree

__all__ = ["FixError", "Mended", "Stretch", "Tree", "mend", "replacements"]
