"""What a person is asked about a time of storage that was assumed, in the policy's language."""

from __future__ import annotations

from types import MappingProxyType

from varsam.domain.retention import Rule, events_of, formal

_QUESTIONS = MappingProxyType(
    {
        "anchor_assumed": (
            "”{phrase}” säger inte från när tiden räknas: räknas den från {events}?",
            '"{phrase}" doesn\'t say what the time counts from: does it count from {events}?',
        ),
        "anchor_missing": (
            "”{phrase}” säger inte från när tiden räknas: från vilken händelse?",
            '"{phrase}" doesn\'t say what the time counts from: from which event?',
        ),
        "cap_assumed": (
            "”{phrase}” säger inte från när den längsta tiden räknas: stämmer {rule}?",
            '"{phrase}" doesn\'t say what the longest time counts from: is {rule} right?',
        ),
        "cap_missing": (
            "”{phrase}” säger inte från när den längsta tiden räknas: från vilken händelse?",
            '"{phrase}" doesn\'t say what the longest time counts from: from which event?',
        ),
        "last_of_several": (
            "”{phrase}” räknas från den sista av flera: pekar systemkartan ut den?",
            '"{phrase}" counts from the last of several: does the source map point at that one?',
        ),
        "bookkeeping_assumed": (
            "Är ”{phrase}” bokföringslagens tid (7 kap. 2 §), det vill säga {rule}?",
            'Is "{phrase}" the time of the bookkeeping act (BFL 7 kap. 2 §), that is {rule}?',
        ),
        "bookkeeping_period": (
            "”{phrase}” nämner bokföringslagen men en annan tid än dess sju år: vilken gäller?",
            '"{phrase}" names the bookkeeping act, but another time than its seven years: which holds?',
        ),
        "without_consent": (
            "”{phrase}” gäller vid samtycke: vad gäller utan samtycke?",
            '"{phrase}" holds with consent: what holds without?',
        ),
        "otherwise_assumed": (
            "”{phrase}” gäller vid samtycke: gäller {rule} utan samtycke?",
            '"{phrase}" holds with consent: does {rule} hold without?',
        ),
        "consent_assumed": (
            "”{phrase}” säger inte att tiden slutar när samtycket återkallas: stämmer {rule}?",
            '"{phrase}" doesn\'t say that the time ends when the consent is withdrawn: is {rule} right?',
        ),
        "unread": (
            "”{phrase}” går inte att läsa utan att gissa: vilken regel gäller?",
            '"{phrase}" can\'t be read without guessing: which rule holds?',
        ),
    }
)


def question(code: str | None, language: str, phrase: str, rule: Rule | None = None) -> str:
    """The question for a code of `rule_text.QUESTIONS`, or one of the import's own; KeyError for another."""
    swedish, english = _QUESTIONS[code or "unread"]
    return (swedish if language == "sv" else english).format(
        phrase=phrase or "–",
        events=", ".join(events_of(rule)) if rule else "–",
        rule=formal(rule) if rule else "–",
    )
