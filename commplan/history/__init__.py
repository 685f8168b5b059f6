"""What happened: who wrote when, and what the words showed, in ids, times and counts.

Text is looked at while it is read and never kept. What is kept are rows of four
tables: messages and marks, which never change, and threads and signs, which are
told anew with every read.
"""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.history.asking import Answering as Answering
    from commplan.history.asking import ListedThread as ListedThread
    from commplan.history.asking import ThreadNeed as ThreadNeed
    from commplan.history.asking import needs_of as needs_of
    from commplan.history.asking import replies_needed as replies_needed
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
    from commplan.history.shelf import Shelf as Shelf
    from commplan.history.shelf import Stretch as Stretch
    from commplan.history.shelf import by_thread as by_thread
    from commplan.history.wanted import Replies as Replies
    from commplan.history.wanted import WantedHistory as WantedHistory
    from commplan.history.wanted import WantedThreads as WantedThreads
    from commplan.history.wanted import all_wanted as all_wanted
else:
    __getattr__ = lazy(
        globals(),
        {
            "asking": "Answering ListedThread ThreadNeed needs_of replies_needed",
            "instants": "message_instant message_ts",
            "looks": "Look Showing lens_of",
            "rows": "Author MarkRow MessageRow SignRow ThreadRow",
            "shelf": "Batch MemoryShelf Shelf Stretch by_thread",
            "wanted": "Replies WantedHistory WantedThreads all_wanted",
        },
    )
