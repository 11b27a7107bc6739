"""Takes a person's identifiers from a prompt, standard input or a file; never from the command line itself.

An argument would stand in the list of processes and in the shell's history.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from varsam.domain.errors import RegisterError
from varsam.faces.cli.invocation import Invocation

if TYPE_CHECKING:
    from varsam.store.people import TypedIdentifier

STDIN = "-"
FILE_MARK = "@"
_LINE = re.compile(r"\s*([A-Za-z][A-Za-z0-9_-]{0,39})\s*[:=]\s*(\S.*?)\s*")
_MOST = 100


def named(invocation: Invocation, given: str | None) -> tuple[TypedIdentifier, ...]:
    """The identifiers that name one person, as they were written; call it once the state is open.

    Empty lines and those that begin with # are left out. RegisterError names the line, never a value.
    """
    from varsam.store.people import TypedIdentifier

    found: dict[TypedIdentifier, None] = {}
    output = invocation.output
    for number, line in enumerate(read(invocation, given).removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        matched = _LINE.fullmatch(line)
        where = output.say("talk.line", number=number)
        if matched is None:
            message = output.say("talk.identifier_line")
            raise RegisterError(message, where=where, hint=output.say("talk.identifier_hint"))
        found[TypedIdentifier(matched[1].lower(), matched[2])] = None
        if len(found) > _MOST:
            raise RegisterError(output.say("talk.identifier_too_many", count=_MOST), where=where)
    if not found:
        message = output.say("talk.identifier_missing")
        raise RegisterError(message, hint=output.say("talk.identifier_hint"))
    return tuple(found)


def read(invocation: Invocation, given: str | None) -> str:
    """The lines `type: value` that name a person. RegisterError: they were given as an argument, or nowhere.

    The argument itself is never repeated: it may be somebody's address.
    """
    output = invocation.output
    if given is None:
        if not sys.stdin.isatty():
            return sys.stdin.read()
        return _prompted(invocation)
    if given == STDIN:
        return sys.stdin.read()
    if given.startswith(FILE_MARK) and len(given) > 1 and _is_file(given[1:]):
        path = Path(given[1:])
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RegisterError(
                output.say("talk.identifier_file_unreadable"),
                where="@file",
                hint=output.say("talk.identifier_hint"),
            ) from error
    raise RegisterError(output.say("talk.identifier_as_argument"), hint=output.say("talk.identifier_hint"))


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


def _prompted(invocation: Invocation) -> str:
    """Ask for lines until an empty one."""
    output = invocation.output
    output.note(output.say("talk.identifier_prompt"))
    lines: list[str] = []
    while True:
        output.err.write("> ")
        output.err.flush()
        line = sys.stdin.readline()
        if not line.strip():
            return "".join(lines)
        lines.append(line)
