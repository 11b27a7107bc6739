"""Which activities need an impact assessment before they begin, and what a person must answer to know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from varsam.domain.assessments import Answers
from varsam.domain.register import Activity, Register, Role, Statement
from varsam.domain.vocabulary import ALL, CUSTOMER_DATA, touches


class Criterion(StrEnum):
    """One of the nine signs of a high risk. Source: WP 248 rev.01, III.B.a; IMY's list under 35(4)."""

    EVALUATION = "evaluation"
    DECISIONS = "decisions"
    MONITORING = "monitoring"
    SENSITIVE = "sensitive"
    LARGE_SCALE = "large_scale"
    MATCHING = "matching"
    VULNERABLE = "vulnerable"
    INNOVATIVE = "innovative"
    PREVENTING = "preventing"


class Case(StrEnum):
    """A case in which the law itself asks for one. Law: GDPR 35(3)(a)–(c)."""

    DECISIONS = "a"
    SENSITIVE = "b"
    PUBLIC_AREA = "c"


class Verdict(StrEnum):
    """What follows for an activity."""

    NEEDED = "needed"
    ASK = "ask"
    CUSTOMERS = "customers"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True, slots=True)
class Met:
    """A criterion that is met, and by what: codes of the vocabulary, words of the register, or `answer`."""

    criterion: Criterion
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """What was recognised of one activity. `ask`: the criteria that only a person can answer."""

    activity: str
    verdict: Verdict
    cases: tuple[Case, ...]
    met: tuple[Met, ...]
    ask: tuple[Criterion, ...]


ENOUGH = 2
"""So many criteria normally mean that one is needed. Source: IMY's list under 35(4); WP 248 rev.01."""


def _either(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


_PROFILING = (
    r"profiler", r"\bprofil(?:e|ing)\b", r"person\w*anpassa", r"individ\w*anpassa", r"personali[sz]",
    r"beteende(?:data|baserad)", r"behaviou?r", r"så att du bara får reklam", r"skräddarsy", r"\btargeted",
)  # fmt: skip
_EVALUATING = (
    *_PROFILING, r"utvärdera", r"\bevaluat", r"\bscor(?:e|ing)\b", r"poängsätt", r"kreditvärd",
    r"kreditprövn",
    r"credit (?:rating|check|worth)", r"bedöm\w* .{0,30}(?:person|sökande|kandidat|prestation)",
    r"personlighetstest", r"personality test",
)  # fmt: skip
_WORDS = {
    Criterion.EVALUATION: _either(*_EVALUATING),
    Criterion.MONITORING: _either(
        r"övervak", r"\bmonitor", r"\bkamera", r"\bcamera", r"\bcctv", r"\bspår(?:a|ning)", r"\btrack",
        r"\bkartlägg", r"positioner", r"geolocat", r"loggning av (?:anställda|medarbetare)",
    ),
    Criterion.MATCHING: _either(
        r"samkör", r"sambearbet", r"\bmatcha", r"\bmatch(?:es|ed|ing)?\b", r"berika", r"\benrich",
        r"kombiner\w* (?:med )?(?:uppgifter|data)", r"combin\w* (?:data|with)", r"slå\w* ihop",
    ),
    Criterion.INNOVATIVE: _either(
        r"artificiell intelligens", r"artificial intelligence", r"\bAI\b", r"maskininlärning",
        r"machine learning", r"biometri", r"ansiktsigenkänn", r"fa(?:ce|cial) recognition", r"språkmodell",
        r"language model", r"sakernas internet", r"internet of things",
    ),
    Criterion.PREVENTING: _either(
        r"kreditprövn", r"credit check", r"bakgrundskontroll", r"background check", r"spärrlist",
        r"blocklist", r"blacklist", r"neka\w* (?:avtal|tjänst|kredit|lån)",
        r"refus\w* (?:a )?(?:contract|service|credit|loan)",
    ),
}  # fmt: skip
_ANALYSIS = _either(r"\banaly[sz]", r"statistik", r"statistics", r"uppföljning", r"mät(?:a|ning)", r"measur")
_PROFILING_COOKIES = _either(*_PROFILING)

# Sensitive by law, or of a highly personal nature: what was said and written, where somebody is, money.
_SENSITIVE = (
    "special", "criminal", "audio", "image.video", "location", "correspondence", "billing.bank",
    "billing.payment", "id.personnummer", "work.payroll",
)  # fmt: skip
_BY_LAW = ("special", "criminal")
_VULNERABLE = ("child", "employee")
# Groups in which dependent or vulnerable people may be.
_MAYBE_VULNERABLE = (ALL, "individual", "applicant", "member", "participant", "customer", "user", "visitor")


def need(register: Register, activity: Activity, answers: Answers | None = None) -> Need:
    """Recognise whether an activity needs an impact assessment, from the register and a person's answers.

    Nothing is guessed: scale is never read from words, and a group in which vulnerable people may be is a
    question. An activity done as a processor is the customer's to assess; the processor assists (28(3)(f)).
    Law: GDPR 35(1), 35(3), 35(4).
    """
    given = answers or Answers()
    met = tuple(_met(register, activity, given))
    found = {each.criterion for each in met}
    cases = tuple(_cases(activity, found, given))
    ask = tuple(_questions(activity, found, given))
    if activity.role is Role.PROCESSOR:
        verdict = Verdict.CUSTOMERS
    elif cases or len(found) >= ENOUGH:
        verdict = Verdict.NEEDED
    elif found and len(found) + len(ask) >= ENOUGH:
        verdict = Verdict.ASK
    else:
        verdict = Verdict.NOT_SEEN
    return Need(activity.id, verdict, cases, met, ask)


def _met(register: Register, activity: Activity, given: Answers) -> Iterator[Met]:
    about = _about(activity)
    evaluated = _said(about, Criterion.EVALUATION) + _profiled(register, activity)
    if evaluated:
        yield Met(Criterion.EVALUATION, tuple(dict.fromkeys(evaluated)))
    if activity.decisions.strip():
        yield Met(Criterion.DECISIONS, ("decisions",))
    watched = _said(about, Criterion.MONITORING) + _watched(activity)
    watched += ("answer",) if given.public_area else ()
    if watched:
        yield Met(Criterion.MONITORING, tuple(dict.fromkeys(watched)))
    sensitive = _sensitive(activity)
    if sensitive:
        yield Met(Criterion.SENSITIVE, sensitive)
    if given.large_scale:
        yield Met(Criterion.LARGE_SCALE, ("answer",))
    if matched := _said(about, Criterion.MATCHING):
        yield Met(Criterion.MATCHING, matched)
    dependent = tuple(each for each in activity.subjects if each in _VULNERABLE)
    if dependent or given.vulnerable:
        yield Met(Criterion.VULNERABLE, dependent or ("answer",))
    for criterion in (Criterion.INNOVATIVE, Criterion.PREVENTING):
        if words := _said(about, criterion):
            yield Met(criterion, words)


def _cases(activity: Activity, found: set[Criterion], given: Answers) -> Iterator[Case]:
    if {Criterion.EVALUATION, Criterion.DECISIONS} <= found:
        yield Case.DECISIONS
    if given.large_scale and any(touches(activity.categories, each) for each in _BY_LAW):
        yield Case.SENSITIVE
    if given.public_area and given.large_scale is not False:
        yield Case.PUBLIC_AREA


def _questions(activity: Activity, found: set[Criterion], given: Answers) -> Iterator[Criterion]:
    if given.large_scale is None:
        yield Criterion.LARGE_SCALE
    maybe = any(each in _MAYBE_VULNERABLE for each in activity.subjects)
    if given.vulnerable is None and maybe and Criterion.VULNERABLE not in found:
        yield Criterion.VULNERABLE


def _about(activity: Activity) -> str:
    published = (activity.published.purpose,) if activity.published is not None else ()
    titles = (each.title for each in activity.purposes)
    return " · ".join((activity.title, *published, *activity.operations, *titles))


@lru_cache(maxsize=50_000)
def _said(about: str, criterion: Criterion) -> tuple[str, ...]:
    """The words of a text that meet a criterion; kept, since it stays the same from one look to the next."""
    found = _WORDS[criterion].search(about)
    return (_whole_words(about, found),) if found else ()


def _whole_words(text: str, found: re.Match[str]) -> str:
    start, end = found.span()
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end].lower()


def _profiled(register: Register, activity: Activity) -> tuple[str, ...]:
    """By what an activity with online data profiles: its own category, else a sentence of the policy."""
    if touches(activity.categories, "online.behaviour"):
        return ("online.behaviour",)
    if not touches(activity.categories, "online.cookie"):
        return ()
    return _profiling(register.statements)


@lru_cache(maxsize=16)
def _profiling(statements: tuple[Statement, ...]) -> tuple[str, ...]:
    told = (each.id for each in statements if _PROFILING_COOKIES.search(each.text))
    return tuple(f"statement {each}" for each in islice(told, 1))


def _watched(activity: Activity) -> tuple[str, ...]:
    found = tuple(each for each in ("location", "image.video") if touches(activity.categories, each))
    about = " · ".join(each.title for each in activity.purposes)
    if touches(activity.categories, "online.cookie") and (said := _ANALYSIS.search(about)):
        found = (*found, "online.cookie", _whole_words(about, said))
    return found


def _sensitive(activity: Activity) -> tuple[str, ...]:
    own = tuple(
        each for each in activity.categories if any(touches((each,), wanted) for wanted in _SENSITIVE)
    )
    # Whoever takes everything takes that too.
    everything = tuple(each for each in activity.categories if each in (ALL, CUSTOMER_DATA))
    return own + everything
