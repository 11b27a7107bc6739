"""Checks of texts that a map wants made of a row's key: can they be made, and do they tell nothing?"""

from __future__ import annotations

from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.maps.names import likeness
from varsam.checks.maps.view import View, written
from varsam.domain.key_texts import columns_in, takes_text, unfit
from varsam.domain.predicate import Built
from varsam.domain.said import say


def not_of_this_key(view: View) -> Iterator[Hit]:
    """A text is to be made of a key that looks personal or isn't a whole number or UUID, or for no text."""
    for kind in view.map.kinds:
        table = view.table(kind)
        for part, values in written(kind) if table is not None else ():
            for column, value in values.items():
                if table is None or not isinstance(value, Built):
                    continue
                seen = table.column(column)
                bad = unfit(value, table, view.snapshot.dialect)
                telling = [
                    name for name in columns_in(value) if (key := table.column(name)) and likeness(key)
                ]
                hint = say("say what is written instead, as set: {{{column}: ''}}", column=column)
                if seen is not None and not takes_text(seen):
                    message = say("{column} is no column for texts: {type}", column=column, type=seen.type)
                    yield Hit(view.at(kind, part), message, hint)
                elif bad:
                    message = say(
                        "no text can be made of {name}: neither a whole number nor a UUID", name=bad[0]
                    )
                    yield Hit(view.at(kind, part), message, hint)
                elif telling:
                    message = say("{name} looks personal, and the text would be made of it", name=telling[0])
                    yield Hit(view.at(kind, part), message, hint)
