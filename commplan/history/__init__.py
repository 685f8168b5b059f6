"""What happened: who wrote when, and what the words showed, in ids, times and counts.

Text is looked at while it is read and never kept. What is kept are rows of four
tables: messages and marks, which never change, and threads and signs, which are
told anew with every read.
"""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.history.instants import message_instant as message_instant
    from commplan.history.instants import message_ts as message_ts
    from commplan.history.looks import Look as Look
    from commplan.history.looks import Showing as Showing
    from commplan.history.looks import lens_of as lens_of
    from commplan.history.rows import Author as Author
    from commplan.history.rows import MarkRow as MarkRow
    from commplan.history.rows import MessageRow as MessageRow
    from commplan.history.rows import SignRow as SignRow
    from commplan.history.rows import ThreadRow as ThreadRow
    from commplan.history.shelf import Batch as Batch
    from commplan.history.shelf import MemoryShelf as MemoryShelf
    from commplan.history.shelf import Replies as Replies
    from commplan.history.shelf import Shelf as Shelf
    from commplan.history.shelf import Stretch as Stretch
    from commplan.history.shelf import WantedHistory as WantedHistory
    from commplan.history.shelf import all_wanted as all_wanted
else:
    __getattr__ = lazy(
        globals(),
        {
            "instants": "message_instant message_ts",
            "looks": "Look Showing lens_of",
            "rows": "Author MarkRow MessageRow SignRow ThreadRow",
            "shelf": "Batch MemoryShelf Replies Shelf Stretch WantedHistory all_wanted",
        },
    )
