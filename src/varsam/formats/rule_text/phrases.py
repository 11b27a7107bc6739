"""Reads what policies say about retention, in Swedish or English, and never guesses.

A phrase is read whole or not at all: one word too many, and it goes to a person. Where the words leave a
choice that the caller can make (what a bare period counts from), the reading is marked as assumed, with a
question to ask.
"""

from __future__ import annotations

from varsam.domain.errors import RegisterError
from varsam.domain.retention import formal
from varsam.formats.rule_text.grammar import parse
from varsam.formats.rule_text.lexicon import PHRASE_TONGUES, PhraseTongue
from varsam.formats.rule_text.phrase_grammar import Phrase, Reading, Unread
from varsam.formats.rule_text.tongues import Tongue
from varsam.formats.rule_text.words import Word, plain, words_of

# More than this is a text, not a retention period.
LONGEST_PHRASE = 500


def reading_json(reading: Reading) -> dict[str, str | bool | None]:
    """Answer the JSON document of `rule read`."""
    if reading.rule is None:
        return {"needs_person": reading.needs_person}
    return {
        "rule": formal(reading.rule),
        "assumed": reading.assumed,
        "when": reading.when,
        "otherwise": formal(reading.otherwise) if reading.otherwise else None,
    }


def read_phrase(
    phrase: str,
    tongue: PhraseTongue | None = None,
    anchor_event: str | None = None,
    cap_event: str | None = None,
) -> Reading:
    """Read a policy's retention phrase, in one tongue or (None) in whichever reads it.

    `anchor_event` is what a period without any event counts from, as the caller knows it from the activity;
    the reading is then assumed. With `fiscal_year.end` it is read as the bookkeeping act counts.
    `cap_event` is the same for “max 12 months”; without it a case is capped from `file.received`, and all
    else needs a person. A phrase that can't be read comes back in `needs_person`, as it was given; nothing
    is raised.
    Law: bokföringslagen (1999:1078) 7 kap. 2 § for the seven years.
    """
    text = plain(phrase)
    tongues = (tongue,) if tongue else PHRASE_TONGUES
    strict_tongues: tuple[Tongue, ...] = (*tongues, "formal")
    for strict in strict_tongues:
        try:
            return Reading(parse(text, strict))
        except RegisterError:
            continue
    if len(text) > LONGEST_PHRASE:
        return Reading(needs_person=phrase, question="unread")
    readings = [_read(words_of(text, each), anchor_event, cap_event) for each in tongues]
    best = next((reading for reading in readings if reading.rule), None)
    if best:
        return best
    questions = [reading.question for reading in readings if reading.question != "unread"]
    return Reading(needs_person=phrase, question=questions[0] if questions else "unread")


def _read(words: tuple[Word, ...], anchor_event: str | None, cap_event: str | None) -> Reading:
    try:
        return Phrase(words, anchor_event, cap_event).read()
    except Unread as unread:
        return Reading(question=str(unread))
    except RegisterError:
        # The words were read, but no rule may be like that: 300 years, 0 days.
        return Reading(question="unread")
