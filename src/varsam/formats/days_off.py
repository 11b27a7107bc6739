"""Public holidays as a value, so that the domain can roll response dates without knowing a country."""

from __future__ import annotations

from functools import lru_cache

from holidays.constants import DE_FACTO, PUBLIC
from holidays.countries.sweden import Sweden

from varsam.domain.calendar import DaysOff
from varsam.domain.errors import RegisterError

# From the act of 1989 on, and to where the library stops.
FIRST_YEAR, LAST_YEAR = 1990, 2100


@lru_cache(maxsize=32)
def swedish_days_off(first_year: int, last_year: int) -> DaysOff:
    """Answer Sweden's public holidays and the three eves for some years, both included.

    Holidays that fall on a Sunday are listed, plain Sundays are not. The eves are Midsummer's, Christmas
    and New Year's. Raises RegisterError for years outside 1990-2100: mend the date that asked for them.
    Law: lag (1989:253) om allmänna helgdagar; for the eves lag (1930:173) 2 §.
    """
    if not FIRST_YEAR <= first_year <= last_year <= LAST_YEAR:
        raise RegisterError(
            f"Swedish holidays are not known for {first_year}-{last_year}",
            hint=f"give years from {FIRST_YEAR} to {LAST_YEAR}, the first one first",
        )
    years = range(first_year, last_year + 1)
    public = Sweden(years=years, categories=(PUBLIC,), include_sundays=False, expand=False)
    eves = Sweden(years=years, categories=(DE_FACTO,), include_sundays=False, expand=False)
    return DaysOff(frozenset(public), frozenset(eves), first_year, last_year)
