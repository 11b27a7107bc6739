"""Divides findings into those that are heard and those that a person silenced."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from varsam.checks.base import Check, Finding, Hit, Level
from varsam.domain.said import say
from varsam.domain.silences import Silence

ENDED = Check("SIL001", Level.WARNING, "A silence is over: its finding is heard again.", "GDPR 5(2), 24(1)")
IDLE = Check("SIL002", Level.INFO, "A silence silences nothing.", "")
LONG = Check(
    "SIL003",
    Level.WARNING,
    "A silence holds for longer than 400 days, so that nobody asks in time whether its reason still does.",
    "GDPR 5(2), 24(1)",
)
SILENCE_CHECKS = (ENDED, IDLE, LONG)
LONGEST_DAYS = 400


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard, and what is silent with the silence that makes it so."""

    findings: tuple[Finding, ...]
    silent: tuple[tuple[Finding, Silence], ...]


def latest(on: date) -> date:
    """The last day that a silence made on a day may name."""
    return on + timedelta(days=LONGEST_DAYS)


def hear(
    findings: Sequence[Finding], silences: Sequence[Silence], on: date, asked: Collection[str] | None = None
) -> Heard:
    """Divide findings by the silences that hold on a day. `asked`: the codes looked for, if not all.

    A silence that is over, that holds too long, and one that has nothing to silence, are findings themselves;
    those can't be silenced.
    """
    by_code: dict[str, list[Silence]] = {}
    for silence in silences:
        by_code.setdefault(silence.check, []).append(silence)
    heard: list[Finding] = []
    silent: list[tuple[Finding, Silence]] = []
    used: set[Silence] = set()
    for finding in findings:
        about = [each for each in by_code.get(finding.code, ()) if each.covers(finding.code, finding.where)]
        used.update(about)
        holding = next((each for each in about if not each.ended(on)), None)
        if holding is None:
            heard.append(finding)
        else:
            silent.append((finding, holding))
    for silence in silences:
        if asked is not None and silence.check not in asked:
            continue
        if silence not in used:
            heard.append(_said(IDLE, _nothing(silence)))
        elif silence.ended(on):
            heard.append(_said(ENDED, _over(silence)))
        elif silence.until > latest(on):
            heard.append(_said(LONG, _too_long(silence, on)))
    return Heard(tuple(heard), tuple(silent))


def _said(check: Check, hit: Hit) -> Finding:
    return Finding(check.code, check.level, hit.where, hit.message, hit.hint, check.law)


def _over(silence: Silence) -> Hit:
    return Hit(
        f"silence {silence.check} {silence.where}",
        say("it was silent until {day}: {reason}", day=silence.until.isoformat(), reason=silence.reason),
        "mend what it finds, or write a later day if the reason still holds",
    )


def _too_long(silence: Silence, on: date) -> Hit:
    return Hit(
        f"silence {silence.check} {silence.where}",
        say("it is silent until {day}", day=silence.until.isoformat()),
        say("write a day up to {day}, and look at the reason again then", day=latest(on).isoformat()),
    )


def _nothing(silence: Silence) -> Hit:
    return Hit(
        f"silence {silence.check} {silence.where}",
        "no finding of this check stands at that place",
        "take the silence out, or write the place as `varsam check` prints it",
    )
