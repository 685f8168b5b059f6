"""Work that goes on side by side, one lane for each method.

Slack limits methods independently, so an audit takes as long as its slowest
method and not as all of them together.
"""

from collections.abc import Callable, Sequence
from threading import Thread


def run_lanes(lanes: Sequence[Callable[[], None]]) -> None:
    """Run all lanes to their end; the first exception among them is raised then.

    The threads are daemons: an interrupt ends the program at once, even while a
    lane waits for a rate limit.
    """
    if len(lanes) < 2:  # one lane needs no thread
        one_after_another(lanes)
        return
    errors: list[BaseException | None] = [None] * len(lanes)

    def run(index: int) -> None:
        try:
            lanes[index]()
        except BaseException as error:  # raised again below
            errors[index] = error

    threads = [Thread(target=run, args=(index,), daemon=True) for index in range(len(lanes))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in errors:
        if error is not None:
            raise error


def one_after_another(lanes: Sequence[Callable[[], None]]) -> None:
    """Run lanes in turn, where nothing is gained by threads."""
    for lane in lanes:
        lane()
