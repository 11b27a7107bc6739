"""Where people with facts are known from one plan to the next, sealed in own state.

Whenever a plan has looked somebody up, it keeps the rows at which they were surely found: before anything of
them goes, so that a later plan finds what was left of them when the e-mail address has gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from varsam.engine.key_sets import KeySets
from varsam.engine.known_rows import KnownRow
from varsam.store import person_rows


def rows_of(people: Sequence[str]) -> Mapping[str, Iterable[KnownRow]]:
    """The rows that are known to be people's."""
    return {
        person: [KnownRow.read(text) for text in texts] for person, texts in person_rows.known(people).items()
    }


def remember(looked_up: KeySets) -> None:
    """Keep the rows of the people who were looked up, and forget those that aren't there any more."""
    for person, rows in looked_up.gone().items():
        person_rows.forget(person, [row.text() for row in rows])
    found = {person: [row.text() for row in rows] for person, rows in looked_up.surely_found().items()}
    if found:
        person_rows.learn(found)
