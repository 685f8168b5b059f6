"""Frameworks as data: one file each of duties to notify, controls, and what is graver under it."""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.packs.held import HeldPack as HeldPack
    from commplan.packs.held import packs_of as packs_of
    from commplan.packs.held import raised_by as raised_by
    from commplan.packs.pack import Control as Control
    from commplan.packs.pack import Duty as Duty
    from commplan.packs.pack import Pack as Pack
    from commplan.packs.page import packs_page as packs_page
    from commplan.packs.read import load_pack as load_pack
    from commplan.packs.read import pack_names as pack_names
    from commplan.packs.read import read_pack as read_pack
else:
    __getattr__ = lazy(
        globals(),
        {
            "held": "HeldPack packs_of raised_by",
            "pack": "Control Duty Pack",
            "page": "packs_page",
            "read": "load_pack pack_names read_pack",
        },
    )
