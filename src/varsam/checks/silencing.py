"""Divides findings into those that are heard and those that a person silenced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from varsam.checks.base import Check, Finding, Hit, Level
from varsam.domain.said import say
from varsam.domain.silences import Silence

ENDED = Check("SIL001", Level.WARNING, "A silence is over: its finding is heard again.", "GDPR 5(2), 24(1)")
IDLE = Check("SIL002", Level.INFO, "A silence silences nothing.", "")
SILENCE_CHECKS = (ENDED, IDLE)


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard, and what is silent with the silence that makes it so."""

    findings: tuple[Finding, ...]
    silent: tuple[tuple[Finding, Silence], ...]


def hear(findings: Sequence[Finding], silences: Sequence[Silence], on: date) -> Heard:
    """Divide findings by the silences that hold on a day.

    A silence that is over, and one that has nothing to silence, are findings themselves; those can't be
    silenced.
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
        if silence not in used:
            heard.append(_said(IDLE, _nothing(silence)))
        elif silence.ended(on):
            heard.append(_said(ENDED, _over(silence)))
    return Heard(tuple(heard), tuple(silent))


def _said(check: Check, hit: Hit) -> Finding:
    return Finding(check.code, check.level, hit.where, hit.message, hit.hint, check.law)


def _over(silence: Silence) -> Hit:
    return Hit(
        f"silence {silence.check} {silence.where}",
        say("it was silent until {day}: {reason}", day=silence.until.isoformat(), reason=silence.reason),
        "mend what it finds, or write a later day if the reason still holds",
    )


def _nothing(silence: Silence) -> Hit:
    return Hit(
        f"silence {silence.check} {silence.where}",
        "no finding of this check stands at that place",
        "take the silence out, or write the place as `varsam check` prints it",
    )
