"""Two snapshots of a workspace side by side: what happened between, and what cannot be told."""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.difference.change import KINDS as KINDS
    from commplan.difference.change import WHATS as WHATS
    from commplan.difference.change import Change as Change
    from commplan.difference.change import Difference as Difference
    from commplan.difference.change import Item as Item
    from commplan.difference.change import Uncompared as Uncompared
    from commplan.difference.compare import difference as difference
    from commplan.difference.compare import title as title
else:
    __getattr__ = lazy(
        globals(),
        {
            "change": "KINDS WHATS Change Difference Item Uncompared",
            "compare": "difference title",
        },
    )
