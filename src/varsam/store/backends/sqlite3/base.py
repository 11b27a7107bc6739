"""SQLite as Django drives it, with what fails said in words of our own."""

from __future__ import annotations

from django.db.backends.sqlite3 import base
from django.utils.functional import cached_property

from varsam.store.failures import Translating


class DatabaseWrapper(base.DatabaseWrapper):
    """The one place where errors of own state's database are translated, reads and writes alike."""

    @cached_property
    def wrap_database_errors(self) -> Translating:
        """The translator that Django puts around every call of the driver."""
        return Translating(self)
