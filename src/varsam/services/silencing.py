"""Findings silenced by a person, with a reason and a last day; and what is silent now."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from varsam.checks.silencing import LONGEST_DAYS, latest
from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.said import say
from varsam.domain.silences import EVERYWHERE, Silence
from varsam.formats import silences_yaml
from varsam.formats.silences_editing import with_silence
from varsam.services import checking
from varsam.services.home import Home

State: TypeAlias = Literal["silent", "ended", "idle", "unasked"]
# As a table prints it, the place in the file stands before the place of the finding.
_POSITION = re.compile(r"\S+?:\d+(?::\d+)? (?=\S)")


@dataclass(frozen=True, slots=True)
class Listed:
    """A silence and what it does today: `findings` are silent by it.

    `ended`: its day is over. `idle`: there is nothing for it to silence. `unasked`: only the live sources
    could tell, and they weren't looked at.
    """

    silence: Silence
    state: State
    findings: int


def silence(home: Home, code: str, where: str, until: date, reason: str) -> tuple[Silence, bool]:
    """Write a silence into `silences.yaml`, the rest of it kept; also say whether it silences anything.

    RegisterErrors: the file is faulty. RegisterError: there is no such check, or no reason. NotAllowed: the
    day is past, or further ahead than a silence may last.
    """
    known = checking.codes()
    if code not in known:
        raise RegisterError(
            say("there is no check {code}", code=code), where="CODE", hint="as `varsam check` prints it"
        )
    if not reason.strip():
        raise RegisterError(
            "a silence needs a reason", where="--reason", hint="say why the finding doesn't matter here"
        )
    _refuse_day(home.today, until)
    place = where if where == EVERYWHERE else _POSITION.sub("", where, count=1)
    made = Silence(code, place, reason.strip(), until)
    text = with_silence(checking.silences_text(home.path), made)
    silences_yaml.parse(text, known, silences_yaml.FILE)
    path = home.path / silences_yaml.FILE
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RegisterError("the file can't be written", where=str(path), hint=str(error.strerror)) from error
    found = [each.finding for each in checking.check_files(home)]
    asked = code in checking.file_codes()
    return made, not asked or any(made.covers(each.code, each.where) for each in found)


def _refuse_day(today: date, until: date) -> None:
    if until < today:
        raise NotAllowed("this day is past", where="--until", hint="name the last day of the silence")
    if until > latest(today):
        raise NotAllowed(
            say("a silence lasts {days} days at most", days=LONGEST_DAYS),
            where="--until",
            hint=say("at most {day}; look at the reason again then", day=latest(today).isoformat()),
        )


def listed(home: Home) -> tuple[Listed, ...]:
    """Every silence of the home with what it does today, by the findings over its files.

    RegisterErrors: a file is faulty.
    """
    found = checking.check_files(home)
    _, divided = checking.heard(home, found)
    silent = Counter(one for _, one in divided.silent)
    asked = checking.file_codes()
    listed = []
    for each in checking.silences_of(home.path):
        state: State = "silent" if silent[each] else "idle" if each.check in asked else "unasked"
        listed.append(Listed(each, "ended" if each.ended(home.today) else state, silent[each]))
    return tuple(listed)
