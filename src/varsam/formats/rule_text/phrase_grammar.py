"""The grammar of retention phrases: what the words of one phrase come to, or that they come to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from varsam.domain.calendar import Period, Unit
from varsam.domain.retention import Earliest, EventRef, Plus, Rule, YearEnd
from varsam.formats.rule_text.lexicon import CAP_EVENTS, PROCESSES, Kind
from varsam.formats.rule_text.words import Word

CONSENT_WITHDRAWN = "consent.withdrawn"
FISCAL_YEAR_END = "fiscal_year.end"
BOOKKEEPING_YEARS = Period(7, Unit.YEAR)

# What a person is asked about a reading, by code; the texts lie with the other texts.
QUESTIONS = {
    "anchor_missing": "the phrase names a period, but not what it counts from, and the caller knew no event",
    "anchor_assumed": "the period was counted from an event that the phrase doesn't name",
    "cap_missing": "the phrase sets a longest time, but not what it counts from",
    "cap_assumed": "the longest time was counted from an event that the phrase doesn't name",
    "last_of_several": "the phrase counts from the last of several; the source map must map it so",
    "without_consent": "the phrase holds with consent; it doesn't say what holds without",
    "bookkeeping_assumed": "the period was read as the bookkeeping act's, which the phrase doesn't name",
    "bookkeeping_period": "the phrase names the bookkeeping act, but not the act's seven years",
    "unread": "the phrase holds words that weren't read",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase was read as: a rule, or the phrase itself for a person.

    `assumed` says that a person must confirm what `question` (a key of QUESTIONS) is about. With `when` the
    rule holds for those who consented and `otherwise` for all others; without an `otherwise` the phrase
    gives none.
    """

    rule: Rule | None = None
    assumed: bool = False
    when: Literal["consent"] | None = None
    otherwise: Rule | None = None
    needs_person: str | None = None
    question: str | None = None


class Unread(Exception):
    """The words don't make a phrase that this grammar knows; carries the code of the question."""


class _Named(NamedTuple):
    """An event as the phrase names it, and how: as a time, a bare noun, while it runs, as an end, as a
    moment."""

    event: str
    aspect: Literal["span", "noun", "on", "end", "point"]
    last: bool = False


class Phrase:
    """Reads one phrase from left to right; each method takes the words of its part or raises Unread."""

    def __init__(self, words: tuple[Word, ...], anchor_event: str | None, cap_event: str | None) -> None:
        self.words, self.at = words, 0
        self.anchor_event, self.cap_event = anchor_event, cap_event
        self.named: _Named | None = None
        self.periods: list[Period] = []
        self.stepwise = False  # “during X, and then a period”: without the period, X alone still holds
        self.by_book_year = self.bookkeeping = self.consent = False
        self.cap: tuple[_Named | None, list[Period]] | None = None

    def read(self) -> Reading:
        self._accept(Kind.SUBJECT)
        if self._accept(Kind.BOOKKEEPING):
            self.bookkeeping = True
            self._accept(Kind.COMMA)
        self._core()
        while self.at < len(self.words):
            self._tail()
        return self._bookkeeping_reading() if self.bookkeeping or self.by_book_year else self._reading()

    # words

    def _peek(self) -> Kind | None:
        return self.words[self.at].kind if self.at < len(self.words) else None

    def _accept(self, *kinds: Kind) -> Word | None:
        if self._peek() not in kinds:
            return None
        self.at += 1
        return self.words[self.at - 1]

    def _need(self, *kinds: Kind) -> Word:
        word = self._accept(*kinds)
        if word is None:
            raise Unread("unread")
        return word

    # parts of a phrase

    def _core(self) -> None:
        if self._accept(Kind.DURING):
            self.named = self._event("span", "noun", "on")
            self._additions()
        elif self._accept(Kind.UNTIL):
            self._until()
        else:
            lead = self._accept(Kind.FOR, Kind.MAX, Kind.AFTER)
            self.periods = self._periods()
            if self.periods:
                self._counted_from()
            else:
                self._named_first(lead.kind if lead else None)

    def _named_first(self, lead: Kind | None) -> None:
        """Read “the contract period + 1 year”; after a moment, and after “after”, a period must follow."""
        aspects = {None: ("span", "end", "point"), Kind.FOR: ("span", "end"), Kind.AFTER: ("span", "end")}
        self.named = self._event(*aspects.get(lead, ()))
        self._additions()
        if not self.periods and (self.named.aspect == "point" or lead is Kind.AFTER):
            raise Unread("unread")
        self.stepwise = self.stepwise and lead is not Kind.AFTER

    def _until(self) -> None:
        ordinal = self._accept(Kind.ORDINAL)
        if ordinal:
            self.periods = [Period(int(str(ordinal.value)), Unit(str(self._need(Kind.UNIT).value)))]
            self._need(Kind.AFTER)
            self._need(Kind.BOOK_YEAR_END)
            self.by_book_year = True
            return
        self.periods = self._periods()
        if self.periods:
            self._counted_from()
            if not (self.named or self.by_book_year):
                raise Unread("unread")
        else:
            self.named = self._event("end")
            self._additions()

    def _counted_from(self) -> None:
        """Read what a period counts from, if the phrase says so."""
        if self._accept(Kind.AFTER):
            if self._accept(Kind.BOOK_YEAR_END):
                self.by_book_year = True
            else:
                self.named = self._event("span", "end", "point")
        elif self._accept(Kind.FROM):
            # A thing's name alone won't do here: “from the contract” may well mean its beginning.
            self.named = self._event("end", "point")

    def _additions(self) -> None:
        """Read “+ 1 year”, “and 12 months thereafter”, as often as they come."""
        while True:
            start = self.at
            self._accept(Kind.COMMA)
            joined = self._accept(Kind.JOIN)
            thereafter = self._accept(Kind.THEREAFTER)
            capped = self._accept(Kind.FOR, Kind.MAX)
            period = self._period()
            if period and joined and not thereafter:
                thereafter = self._accept(Kind.THEREAFTER) or self._after_the_same()
            at_most = capped is not None and capped.kind is Kind.MAX
            said = thereafter or (joined and not at_most)
            if period is None or not said:
                self.at = start
                return
            self.periods.append(period)
            self.stepwise = True

    def _after_the_same(self) -> Word | None:
        after = self._accept(Kind.AFTER)
        if after and self.named and self._event("span", "end", "point").event != self.named.event:
            raise Unread("unread")
        return after

    def _periods(self) -> list[Period]:
        periods: list[Period] = []
        while True:
            start = self.at
            if periods:
                self._accept(Kind.JOIN)
            period = self._period() if not periods or self.at > start else None
            if period is None:
                self.at = start
                return periods
            periods.append(period)

    def _period(self) -> Period | None:
        start = self.at
        number = self._accept(Kind.NUMBER, Kind.ARTICLE)
        unit = self._accept(Kind.UNIT) if number else None
        if number is None or unit is None:
            self.at = start
            return None
        amount = 1 if number.kind is Kind.ARTICLE else int(str(number.value))
        return Period(amount, Unit(str(unit.value)))

    def _tail(self) -> None:
        while self._accept(Kind.COMMA):
            pass
        opened = self._accept(Kind.OPEN)
        if not self.consent and self._accept(Kind.CONSENT_ONLY):
            self.consent = True
        elif not self.bookkeeping and self._accept(Kind.BOOKKEEPING):
            self.bookkeeping = True
        elif self.cap is None and self._accept(Kind.MAX):
            self.cap = self._cap()
        else:
            raise Unread("unread")
        if opened:
            self._need(Kind.CLOSE)

    def _cap(self) -> tuple[_Named | None, list[Period]]:
        if self._accept(Kind.UNTIL):
            return self._event("end"), []
        periods = self._periods()
        if not periods:
            raise Unread("unread")
        if self._accept(Kind.AFTER):
            return self._event("span", "end", "point"), periods
        if self._accept(Kind.FROM):
            return self._event("end", "point"), periods
        return None, periods

    # events

    def _event(self, *aspects: str) -> _Named:
        named = self._noun_phrase()
        if named.aspect not in aspects:
            raise Unread("unread")
        return named

    def _noun_phrase(self) -> _Named:
        self._accept(Kind.ARTICLE)
        last = self._accept(Kind.LAST) is not None
        first = self._need(
            Kind.POINT, Kind.SPAN, Kind.END, Kind.SPAN_OF, Kind.OFF_OF, Kind.WITHDRAWN, Kind.GENITIVE,
            Kind.OFF, Kind.ON, Kind.HAVE, Kind.NOUN,
        )  # fmt: skip
        event = str(first.value)
        if last and first.kind is not Kind.POINT:
            raise Unread("unread")
        match first.kind:
            case Kind.POINT:
                return _Named(event, "point", last)
            case Kind.END:
                return _Named(event, "end")
            case Kind.SPAN:
                return _Named(event, "end" if self._accept(Kind.OFF, Kind.OFF_NOUN) else "span")
            case Kind.GENITIVE:
                return self._of_genitive(event)
            case Kind.NOUN:
                return self._of_noun(event)
            case Kind.SPAN_OF:
                return _Named(self._thing(Kind.NOUN, Kind.SPAN), "span")
            case Kind.OFF_OF | Kind.OFF:
                return _Named(self._ending(Kind.NOUN, Kind.SPAN), "end")
            case Kind.WITHDRAWN:
                return self._withdrawn(self._thing(Kind.NOUN))
            case _:
                self._accept(Kind.ARTICLE)
                self._accept(Kind.ON)
                return _Named(self._thing(Kind.NOUN), "on")

    def _thing(self, *kinds: Kind) -> str:
        self._accept(Kind.ARTICLE)
        return str(self._need(*kinds).value)

    def _ending(self, *kinds: Kind) -> str:
        event = self._thing(*kinds)
        if event == CONSENT_WITHDRAWN:
            # Consent that “ends” may have been withdrawn, or have run out: not the same.
            raise Unread("unread")
        return event

    def _withdrawn(self, event: str) -> _Named:
        if event != CONSENT_WITHDRAWN:
            raise Unread("unread")
        return _Named(event, "end")

    def _of_genitive(self, event: str) -> _Named:
        if self._accept(Kind.WITHDRAWN):
            return self._withdrawn(event)
        if self._accept(Kind.SPAN_OF):
            return _Named(event, "span")
        self._need(Kind.OFF_NOUN)
        return _Named(event, "end")

    def _of_noun(self, event: str) -> _Named:
        if self._accept(Kind.WITHDRAWN):
            return self._withdrawn(event)
        if self._accept(Kind.ON):
            return _Named(event, "on")
        if event == CONSENT_WITHDRAWN:
            raise Unread("unread")
        if self._accept(Kind.OFF, Kind.OFF_NOUN):
            return _Named(event, "end")
        return _Named(event, "span" if event in PROCESSES else "noun")

    # what it comes to

    def _bookkeeping_reading(self) -> Reading:
        named = self.named.event if self.named else FISCAL_YEAR_END
        if named != FISCAL_YEAR_END or self.consent or self.cap:
            raise Unread("unread")
        if self.periods != [BOOKKEEPING_YEARS]:
            raise Unread("bookkeeping_period")
        return Reading(YearEnd(_sum(FISCAL_YEAR_END, self.periods)))

    def _reading(self) -> Reading:
        questions: list[str] = []
        if self.named:
            base, rule = self.named.event, _sum(self.named.event, self.periods)
        else:
            base, rule = self._assume_anchor(questions)
        cap = self._capped(base, questions)
        if (self.named and self.named.last) or (self.cap and self.cap[0] and self.cap[0].last):
            questions.append("last_of_several")
        parts = [rule, *cap]
        otherwise: Rule | None = None
        if self.consent:
            if EventRef(CONSENT_WITHDRAWN) not in parts:
                parts.append(EventRef(CONSENT_WITHDRAWN))
            if self.stepwise:
                otherwise = _first([EventRef(base), *cap])
            else:
                questions.append("without_consent")
        return Reading(
            rule=_first(parts),
            assumed=bool(questions),
            when="consent" if self.consent else None,
            otherwise=otherwise,
            question=questions[0] if questions else None,
        )

    def _assume_anchor(self, questions: list[str]) -> tuple[str, Rule]:
        if self.anchor_event is None:
            raise Unread("anchor_missing")
        rule = _sum(self.anchor_event, self.periods)
        if self.anchor_event == FISCAL_YEAR_END and self.periods == [BOOKKEEPING_YEARS]:
            questions.append("bookkeeping_assumed")
            return self.anchor_event, YearEnd(rule)
        questions.append("anchor_assumed")
        return self.anchor_event, rule

    def _capped(self, base: str, questions: list[str]) -> list[Rule]:
        if self.cap is None:
            return []
        named, periods = self.cap
        if named:
            return [_sum(named.event, periods)]
        event = self.cap_event or CAP_EVENTS.get(base)
        if event is None:
            raise Unread("cap_missing")
        questions.append("cap_assumed")
        return [_sum(event, periods)]


def _sum(event: str, periods: list[Period]) -> Rule:
    rule: Rule = EventRef(event)
    for period in periods:
        rule = Plus(rule, period)
    return rule


def _first(parts: list[Rule]) -> Rule:
    return parts[0] if len(parts) == 1 else Earliest(tuple(parts))
