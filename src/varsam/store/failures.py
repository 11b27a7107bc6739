"""What it means when own state fails: its database is gone, full, locked, damaged; said in words of our own.

Django's database wrapper asks here for every statement, read, commit and connection (`store.backends`), so no
function of the store has to translate anything.
"""

from __future__ import annotations

from types import TracebackType

from django.db.utils import DatabaseError, DatabaseErrorWrapper, InterfaceError, OperationalError

from varsam.domain.errors import SourceRejected, SourceUnavailable


class StateUnavailable(SourceUnavailable, OperationalError):
    """Own state can't be used now. Also Django's own kind of error: its transactions roll back on those."""


class StateRejected(SourceRejected, OperationalError):
    """Own state is damaged: trying again won't help."""


_FULL = ("own state can't be written: the disk is full", "free some space and try again")
_DAMAGED = (
    "own state can't be read: the file is damaged",
    "restore it from a copy; the ledger shows what is missing",
)
_TRY_AGAIN = {
    "full": _FULL,
    "no space": _FULL,
    "locked": (
        "own state can't be written: another process has kept it locked for too long",
        "try again when it has ended",
    ),
    "readonly": (
        "own state can't be written: it may only be read",
        "give this user the right to write there",
    ),
}
_USELESS = ("malformed", "not a database", "no such table", "no such column", "could not decode")


def unavailable(error: Exception) -> StateUnavailable | StateRejected:
    """Say what is wrong with the state in words of our own: a driver's message may quote values."""
    if isinstance(error, StateUnavailable | StateRejected):
        return error
    text = str(error).lower()
    if any(sign in text for sign in _USELESS):
        message, hint = _DAMAGED
        return StateRejected(message, where="state", hint=hint)
    for sign, (message, hint) in _TRY_AGAIN.items():
        if sign in text:
            return StateUnavailable(message, where="state", hint=hint)
    return StateUnavailable(
        "own state can't be reached", where="state", hint="see whether its database runs, and try again"
    )


class Translating(DatabaseErrorWrapper):
    """Django's translator of a driver's errors, which goes on to ours where the database itself failed."""

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Raise StateUnavailable or StateRejected; errors that our own code makes stay what they are."""
        try:
            super().__exit__(exc_type, exc_value, traceback)
        except (OperationalError, InterfaceError) as error:
            raise unavailable(error) from error
        except DatabaseError as error:
            # SQLite's word for a damaged file; its subclasses are mistakes of our own.
            if type(error) is DatabaseError:
                raise unavailable(error) from error
            raise
