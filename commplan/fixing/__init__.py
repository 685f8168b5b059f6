"""Fixes as edits of YAML text that leave every other byte as it is."""

from commplan.fixing.mending import Mended, mend, replacements
from commplan.fixing.refusal import FixError
from commplan.fixing.tree import Tree
from commplan.fixing.way import Stretch

__all__ = ["FixError", "Mended", "Stretch", "Tree", "mend", "replacements"]
