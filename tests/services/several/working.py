"""A worker, or a person's `apply`, on one host; run as a program of its own.

python -m tests.services.several.working worker|apply HOME STATE-URL SHOP-URL EPOCH SKEW [PLAN]
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from tests.engine.crash.shop import NOW, URL_ENV


def clock_of(epoch: float, skew: float) -> Callable[[], datetime]:
    """A clock at noon of a day that all hosts agree on, wrong by some seconds."""
    return lambda: NOW + timedelta(seconds=time.monotonic() - epoch + skew)


def main() -> None:
    """Work until killed."""
    verb, folder, state, source, epoch, skew, *more = sys.argv[1:]
    from varsam.settings import configure

    configure(Path(folder), database_url=state)
    from varsam.services import applying
    from varsam.services.home import Home
    from varsam.services.worker import Round, Worker

    def home() -> Home:
        clock = clock_of(float(epoch), float(skew))
        return Home(Path(folder), {URL_ENV: source}, "worker", clock=clock)

    if verb == "apply":
        applying.apply(home(), more[0])
        return

    def say(one: Round) -> None:
        for trouble in one.troubles:
            print(f"{datetime.now()}: {trouble.message} ({trouble.where})", flush=True)
        if one.batches:
            print(f"{datetime.now()}: {one.worker} took {one.batches}, led by {one.leader}", flush=True)

    Worker(home, lambda: False, threading.Event().wait).run(say)


if __name__ == "__main__":
    main()
