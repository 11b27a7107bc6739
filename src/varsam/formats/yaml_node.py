"""One value of a YAML file with its position, and the checks that a reader asks of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, TypeAlias

from varsam.domain.errors import Position, RegisterError, RegisterErrors

MAX_ERRORS = 50

Kind: TypeAlias = Literal["mapping", "sequence", "scalar"]
Constant: TypeAlias = bool | int | float | str | dt.date | None

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_WHAT = {
    "bool": "yes or no",
    "int": "a number",
    "float": "a number",
    "null": "nothing",
    "timestamp": "a date",
    "value": "a default",
}


@dataclass(slots=True, eq=False)
class Shift:
    """How many lines stand above the piece of a file that some nodes were read from; it moves with it."""

    lines: int = 0


_TOP = Shift()


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One value of a YAML file and where it stands; lines and columns count from 1.

    `resolved` is what YAML 1.1 takes a plain scalar for: str, bool, int, float, null, timestamp …; a quoted
    scalar is always str. Nodes compare by identity.
    """

    path: str
    line_here: int
    column: int
    kind: Kind
    raw: str = ""
    resolved: str = "str"
    text_column: int = 0
    items: tuple[Node, ...] = ()
    entries: tuple[tuple[Node, Node], ...] = ()
    shift: Shift = _TOP

    @property
    def line(self) -> int:
        """The line on which the value begins."""
        return self.line_here + self.shift.lines

    @property
    def position(self) -> Position:
        """Where the value begins."""
        return Position(self.path, self.line, self.column)

    @property
    def is_null(self) -> bool:
        """Whether nothing is given: `~`, `null` or an empty value."""
        return self.kind == "scalar" and self.resolved == "null"

    def position_in(self, offset: int) -> Position:
        """Where a character of the scalar's text stands (offset from 0).

        Falls back to the value's beginning where the text spans lines or holds escapes.
        """
        column = self.text_column + offset if self.text_column else self.column
        return Position(self.path, self.line, column)

    def error(self, message: str, hint: str = "", *, offset: int | None = None) -> RegisterError:
        """Give an error that points at this value, or at a character of its text."""
        where = self.position if offset is None else self.position_in(offset)
        return RegisterError(message, where=where, hint=hint)

    def sequence(self) -> tuple[Node, ...]:
        """The items of a list; RegisterError for anything else."""
        if self.kind != "sequence":
            raise self.error(f"a list is wanted here, not {self._described()}", "start each item with '- '")
        return self.items

    def texts(self) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one."""
        if self.kind == "scalar":
            return (self.text(),)
        return tuple(item.text() for item in self.sequence())

    def mapping(
        self, required: Sequence[str] = (), optional: Sequence[str] | None = (), what: str = "this entry"
    ) -> Fields:
        """The keys and values of a mapping, checked against what may and must be there.

        `optional=None` lets any key through. All unknown and missing keys are reported in one
        RegisterErrors; an unknown key comes with the closest valid one and the list.
        """
        if self.kind != "mapping":
            raise self.error(
                f"{what} must be 'key: value' lines, not {self._described()}",
                f"keys: {', '.join((*required, *(optional or ())))}" if required or optional else "",
            )
        faults = Faults()
        if optional is not None:
            valid = (*required, *optional)
            for key, _ in self.entries:
                if key.raw not in valid:
                    faults.add(key.error(f"{what} has no key {key.raw!r}", suggestion(key.raw, valid)))
        found = {key.raw: (key, value) for key, value in self.entries}
        for name in required:
            if name not in found or found[name][1].is_null:
                place = found[name][0] if name in found else self
                faults.add(place.error(f"{what} needs {name!r}", f"add '{name}: …'"))
        faults.stop()
        return Fields(self, found)

    def text(self) -> str:
        """The text of a scalar; refuses what YAML 1.1 would take for something else than text."""
        if self.kind != "scalar":
            raise self.error(f"a text is wanted here, not {self._described()}")
        if self.resolved == "null":
            raise self.error("a text is wanted here, and nothing is given", "give a text, or drop the key")
        if self.resolved != "str":
            raise self.error(
                f"a text is wanted here, and YAML reads {self.raw} as {_WHAT.get(self.resolved, 'no text')}",
                f'quote it: "{self.raw}"',
            )
        return self.raw

    def choice(self, valid: Iterable[str], what: str = "value") -> str:
        """A text out of a list; RegisterError names the closest and all valid ones."""
        options = tuple(valid)
        found = self.text()
        if found not in options:
            raise self.error(f"unknown {what} {found!r}", suggestion(found, options))
        return found

    def boolean(self) -> bool:
        """`true` or `false`; YAML 1.1's yes, no, on, off are refused."""
        if self.kind == "scalar" and self.resolved == "bool" and self.raw in ("true", "false"):
            return self.raw == "true"
        raise self.error(f"true or false is wanted here, not {self._described()}", "write true or false")

    def integer(self, least: int | None = None, most: int | None = None) -> int:
        """A whole decimal number within bounds; no leading zeros (YAML 1.1 would read octal)."""
        if self.kind != "scalar" or self.resolved != "int" or not _INTEGER.match(self.raw):
            raise self.error(f"a whole number is wanted here, not {self._described()}")
        # A number of thousands of digits would cost quadratic time to read.
        if len(self.raw) > 18:
            raise self.error("this number is too long", "at most 18 characters")
        number = int(self.raw)
        if (least is not None and number < least) or (most is not None and number > most):
            raise self.error(f"{number} is out of range", f"from {least} to {most}")
        return number

    def date(self) -> dt.date:
        """A calendar date, written YYYY-MM-DD, quoted or not."""
        if self.kind == "scalar" and _DATE.match(self.raw):
            try:
                return dt.date.fromisoformat(self.raw)
            except ValueError as wrong:
                raise self.error(f"there is no day {self.raw}", "write YYYY-MM-DD") from wrong
        raise self.error(f"a date is wanted here, not {self._described()}", "write YYYY-MM-DD")

    def constant(self) -> Constant:
        """A constant as a data source would compare with: text, number, true/false, null or date.

        Spellings that YAML 1.1 reads otherwise than they look (017, 1:30, yes) are refused.
        """
        if self.kind != "scalar":
            raise self.error(f"a single value is wanted here, not {self._described()}")
        match self.resolved:
            case "str":
                return self.raw
            case "null":
                return None
            case "bool" if self.raw in ("true", "false"):
                return self.raw == "true"
            case "int" if _INTEGER.match(self.raw):
                return self.integer()
            case "float" if _FLOAT.match(self.raw):
                return float(self.raw)
            case "timestamp" if _DATE.match(self.raw):
                return self.date()
            case _:
                # A run of digits may be somebody's number: it is never repeated in a message.
                shown = self.raw if sum(map(str.isdigit, self.raw)) < 6 else "the value"
                raise self.error(f"{shown} can be read in two ways", 'quote it as text: "…"')

    def _described(self) -> str:
        if self.kind != "scalar":
            return "a list" if self.kind == "sequence" else "'key: value' lines"
        if self.resolved == "null":
            return "nothing"
        return repr(self.raw if len(self.raw) <= 40 else self.raw[:39] + "…")


class Fields:
    """The checked keys of one mapping. A key whose value is left empty counts as not given."""

    __slots__ = ("_entries", "node")

    def __init__(self, node: Node, entries: Mapping[str, tuple[Node, Node]]) -> None:
        """Keep the mapping's node, for errors about it as a whole."""
        self.node = node
        self._entries = entries

    def __contains__(self, name: str) -> bool:
        """Whether the key is given with a value."""
        return self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        """The keys in the order of the file, also those left empty."""
        return iter(self._entries)

    def __getitem__(self, name: str) -> Node:
        """The value of a key; RegisterError when it isn't given."""
        found = self.get(name)
        if found is None:
            raise self.node.error(f"{name!r} is missing here", f"add '{name}: …'")
        return found

    def get(self, name: str) -> Node | None:
        """The value of a key, None when it isn't given or is left empty."""
        entry = self._entries.get(name)
        return None if entry is None or entry[1].is_null else entry[1]

    def pairs(self) -> tuple[tuple[Node, Node], ...]:
        """Keys and values as nodes in the order of the file, with empty (null) values."""
        return tuple(self._entries.values())

    def text(self, name: str, default: str = "") -> str:
        """A text, or the default when it isn't given."""
        found = self.get(name)
        return default if found is None else found.text()

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, empty when it isn't given."""
        found = self.get(name)
        return () if found is None else found.texts()

    def items(self, name: str) -> tuple[Node, ...]:
        """The items of a list, none when it isn't given."""
        found = self.get(name)
        return () if found is None else found.sequence()

    def boolean(self, name: str, default: bool = False) -> bool:
        """True or false, or the default when it isn't given."""
        found = self.get(name)
        return default if found is None else found.boolean()


class Faults:
    """Collects the errors of one file, so that a person mends them in one go."""

    __slots__ = ("errors",)

    def __init__(self) -> None:
        """Start without errors."""
        self.errors: list[RegisterError] = []

    def add(self, error: RegisterError) -> None:
        """Keep an error; several in one are kept one by one."""
        self.errors.extend(error.errors if isinstance(error, RegisterErrors) else (error,))

    @contextmanager
    def catch(self) -> Iterator[None]:
        """Keep a RegisterError raised inside and go on after the block."""
        try:
            yield
        except RegisterError as error:
            self.add(error)

    def stop(self) -> None:
        """Raise RegisterErrors, in the order of the file, if there were any."""
        if self.errors:
            ordered = sorted(self.errors, key=_order)
            raise RegisterErrors(tuple(ordered[:MAX_ERRORS]))


def suggestion(found: str, valid: Sequence[str]) -> str:
    """A hint for an unknown word: the closest valid one, then all (at most 40)."""
    close = get_close_matches(found, valid, 1)
    listed = ", ".join(valid[:40]) + (" …" if len(valid) > 40 else "")
    return (f"did you mean {close[0]!r}? " if close else "") + (f"valid: {listed}" if listed else "")


def _order(error: RegisterError) -> tuple[int, int]:
    where = error.where
    return (where.line, where.column) if isinstance(where, Position) else (0, 0)
