"""Hands out the batches of a run: "plan P, batch N" and nothing else, by Procrastinate, on PostgreSQL only.

It lies in a schema of its own and is never evidence: what is done says the journal, who may do it the locks.
Were it emptied, or a batch in it twice, nothing would be lost and nothing done twice. So it isn't moved,
copied or brought up to date either, but made anew.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Any

from django.db import ProgrammingError, connection

from varsam.domain.errors import NotAllowed, SourceUnavailable
from varsam.store import lock
from varsam.store.transaction import serialise, writing

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.types import JSONDict

SCHEMA = "varsam_queue"
TASK = "batch"
_OFFER_AT_ONCE = 1000
_LEAVE_SECONDS = 5.0
_JOBS = f"{SCHEMA}.procrastinate_jobs"
_HERE = f"SET LOCAL search_path = {SCHEMA}"
"""Its functions and triggers name nothing by its schema."""


def is_possible() -> bool:
    """Whether the extra `workers` is installed, and own state lies where it can be used."""
    return connection.vendor == "postgresql" and find_spec("procrastinate") is not None


def is_available() -> bool:
    """Whether batches can be handed out: a worker has made the tables."""
    return is_possible() and _there()


def _there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [_JOBS])
        return cursor.fetchone()[0] is not None


def install(*, anew: bool = True) -> None:
    """Make the queue's tables, or (`anew`) make them again for another version of Procrastinate.

    NotAllowed: the account may not make them, or those of another version are in use. SourceUnavailable: own
    state can't be reached.
    """
    from procrastinate.schema import SchemaManager

    script = SchemaManager.get_schema()
    digest = sha256(script.encode()).hexdigest()
    with writing(), connection.cursor() as cursor:
        serialise("queue-schema")
        cursor.execute("SELECT obj_description(to_regnamespace(%s), 'pg_namespace')", [SCHEMA])
        (found,) = cursor.fetchone()
        if found == digest:
            return
        if found is not None and not anew:
            raise NotAllowed(
                "other workers use another version of Procrastinate",
                where="worker",
                hint="install the same version of varsam[workers] on every host",
            )
        try:
            cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
            cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        except ProgrammingError:
            raise NotAllowed(
                f"the account of own state may not make the schema {SCHEMA}",
                where="state",
                hint="GRANT CREATE ON DATABASE … TO …, or let somebody make that schema for this account",
            ) from None
        cursor.execute(_HERE)
        cursor.execute(script)
        cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS '{digest}'")


def run_lock(run: str) -> str:
    """The name of the lock that whoever leads a run holds as long as batches may be taken."""
    return f"run:{run}"


def offer(run: str, plan: str, batches: Iterable[int]) -> None:
    """Let every worker take these batches. What runs that ended have left behind goes."""
    from procrastinate import App
    from procrastinate.sync_psycopg_connector import SyncPsycopgConnector

    waiting = list(batches)
    app = App(connector=SyncPsycopgConnector())
    _quiet()
    with writing(), connection.cursor() as cursor:
        serialise("queue-offer")
        cursor.execute(f"SELECT DISTINCT queue_name FROM {_JOBS}")  # noqa: S608 - our own name
        gone = [name for (name,) in cursor.fetchall() if not lock.is_held(run_lock(name))]
        cursor.execute(_HERE)
        cursor.execute(f"DELETE FROM {_JOBS} WHERE queue_name = ANY(%s)", [gone])  # noqa: S608
        task = app.configure_task(TASK, queue=run, connection=connection.connection)
        for start in range(0, len(waiting), _OFFER_AT_ONCE):
            part: list[JSONDict] = [
                {"plan": plan, "number": number} for number in waiting[start : start + _OFFER_AT_ONCE]
            ]
            task.batch_defer(*part)


def withdraw(run: str) -> None:
    """Let nobody take what is left of a run."""
    with writing(), connection.cursor() as cursor:
        cursor.execute(_HERE)
        cursor.execute(f"DELETE FROM {_JOBS} WHERE queue_name = %s AND status = 'todo'", [run])  # noqa: S608


def waiting(run: str) -> frozenset[int]:
    """The batches of a run that nobody has taken yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (args->>'number')::int FROM {_JOBS} WHERE queue_name = %s AND status = 'todo'",  # noqa: S608
            [run],
        )
        return frozenset(number for (number,) in cursor.fetchall())


def offers() -> tuple[tuple[str, str], ...]:
    """The runs that have batches to take, oldest first: run and plan. Empty where there is no queue."""
    if not _there():
        return ()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT queue_name, min(args->>'plan') FROM {_JOBS} WHERE status = 'todo'"  # noqa: S608
            " GROUP BY queue_name ORDER BY min(id)"
        )
        return tuple((run, plan) for run, plan in cursor.fetchall())


class _GivenBack(Exception):
    """Whoever took the batch doesn't do it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A batch that was taken: say `done`, or `give_back` so that somebody else takes it."""

    plan: str
    batch: int
    _answer: Future[None] = field(default_factory=Future, repr=False)

    def done(self) -> None:
        """Say that nobody needs to take it any more."""
        self._answer.set_result(None)

    def give_back(self) -> None:
        """Let somebody take it again, at once."""
        self._answer.set_exception(_GivenBack())


class Taking:
    """Takes one batch after the other from a run, while it is entered.

    Procrastinate lives in a thread of its own, so that the batch itself runs where its connections are.
    """

    def __init__(self, run: str) -> None:
        """Take from this run only."""
        self.run = run
        self._taken: SimpleQueue[Taken] = SimpleQueue()
        self._given: list[Taken] = []
        self._thread = threading.Thread(target=self._work, name=f"queue {run}", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._failed = False
        self._left = False

    def __enter__(self) -> Taking:
        """Begin."""
        _quiet()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give back what was taken and isn't done."""
        self._left = True
        self._drain()
        if self._loop is not None and self._task is not None:
            with suppress(RuntimeError):  # it has just ended by itself
                self._loop.call_soon_threadsafe(self._task.cancel)
        until = time.monotonic() + _LEAVE_SECONDS
        while self._thread.is_alive() and time.monotonic() < until:
            self._drain()  # one may have been on its way
            self._thread.join(0.05)

    def next(self, seconds: float) -> Taken | None:
        """The next batch; None: there was none for so long. SourceUnavailable: own state can't be reached."""
        try:
            taken = self._taken.get(timeout=seconds)
        except Empty:
            if self._failed:
                raise SourceUnavailable(
                    "own state can't be reached", where="state", hint="see whether its database runs"
                ) from None
            return None
        self._given.append(taken)
        return taken

    def _drain(self) -> None:
        with suppress(Empty):
            while True:
                self._given.append(self._taken.get_nowait())
        for each in self._given:
            with suppress(Exception):  # it was answered
                each.give_back()
        self._given.clear()

    # -- in the thread -----------------------------------------------------------------------------------

    def _work(self) -> None:
        try:
            asyncio.run(self._listen(_app(self._hand_over)))
        except asyncio.CancelledError:
            return
        except Exception:  # noqa: BLE001 - the outermost frame of a thread; `next` says so
            self._failed = True
        else:
            self._failed = not self._left

    async def _listen(self, app: App) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        async with app.open_async():
            if self._left:
                return
            await app.run_worker_async(
                queues=[self.run],
                concurrency=1,
                fetch_job_polling_interval=1.0,
                delete_jobs="always",
                install_signal_handlers=False,
                shutdown_graceful_timeout=_LEAVE_SECONDS,
            )

    async def _hand_over(self, plan: str, number: int) -> None:
        if self._left:
            raise _GivenBack
        taken = Taken(plan, number)
        self._taken.put(taken)
        await asyncio.wrap_future(taken._answer)


def _app(hand_over: Any) -> App:
    """Procrastinate with our one task, which is done again whenever it is given back."""
    from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
    from procrastinate.jobs import Job

    class Again(BaseRetryStrategy):
        def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
            return RetryDecision()

    app = App(connector=PsycopgConnector(kwargs=_address(), min_size=1, max_size=3, timeout=10.0))
    app.task(name=TASK, retry=Again())(hand_over)
    return app


def _address() -> dict[str, str]:
    """Where own state lies, as the driver wants it; the queue's schema is looked at first and alone."""
    here = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    found = {name: str(here[key]) for name, key in names.items() if here[key]}
    found |= {name: str(value) for name, value in here["OPTIONS"].items()}
    found["options"] = f"{found.get('options', '')} -c search_path={SCHEMA}".strip()
    return found


def _quiet() -> None:
    """What goes wrong is said by those who asked; libraries don't print."""
    for name in ("procrastinate", "psycopg.pool"):
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
