"""Begins an assessment as commented lines of YAML, with what the register already knows filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from varsam.domain.impact_need import Need
from varsam.domain.register import Activity, Purpose, Register
from varsam.domain.vocabulary import CATEGORIES, SUBJECTS, Word
from varsam.formats.inserting import quoted
from varsam.formats.rule_text import print_rule
from varsam.formats.texts import Lang, text

Lines = tuple[str, ...]
_TEXTS = (
    "description",
    "lawfulness",
    "minimisation",
    "retention",
    "quality",
    "rights",
    "by_design",
    "security",
)


def head(lang: Lang) -> str:
    """The first lines of a new `assessments.yaml`."""
    return f"# {text('draft.head', lang)}\n"


def interest_draft(purpose: Purpose, day: date, lang: Lang) -> Lines:
    """Begin a legitimate-interest assessment of a purpose; its id is the purpose's."""
    return tuple(_interest(purpose, day, lang))


def impact_draft(register: Register, activity: Activity, need: Need, day: date, lang: Lang) -> Lines:
    """Begin an impact assessment of an activity; its id is the activity's."""
    return tuple(_impact(register, activity, need, day, lang))


def _interest(purpose: Purpose, day: date, lang: Lang) -> Iterator[str]:
    yield f"{purpose.id}:"
    yield _asks("of_interest", lang, day=day.isoformat())
    yield f"  purposes: [{purpose.id}]"
    yield _asks("interest", lang)
    yield f"  interest: {quoted(purpose.interest or purpose.title)}"
    for name in ("necessity", "expectations", "impact", "children", "safeguards"):
        yield from _open(name, lang, "[]" if name == "safeguards" else "")
    if purpose.marketing:
        yield _asks("opt_out", lang)
        yield f"  opt_out: {quoted(text('draft.opt_out_marketing', lang))}"
    else:
        yield from _open("opt_out", lang)
        yield from _open("grounds", lang)
    yield _asks("outcome", lang)
    yield "  outcome: open"
    yield from _decided(lang)


def _impact(register: Register, activity: Activity, need: Need, day: date, lang: Lang) -> Iterator[str]:
    yield f"{activity.id}:"
    yield _asks("of_interest", lang, day=day.isoformat())
    if need.met:
        yield _asks(
            "why", lang, criteria=", ".join(f"{each.criterion} ({', '.join(each.by)})" for each in need.met)
        )
    if need.ask:
        yield _asks("ask", lang, criteria=", ".join(need.ask))
    yield f"  activities: [{activity.id}]"
    known = _known(register, activity, lang)
    for name in _TEXTS:
        if said := known.get(name, ""):
            yield _asks(name, lang)
            yield f"  {name}: {quoted(said)}"
        else:
            yield from _open(name, lang)
    yield _asks("risks", lang)
    yield "  # risks:"
    yield '  #   - text: ""'
    yield from (f"  #     {name}: low" for name in ("likelihood", "severity"))
    yield "  #     measures: []"
    yield from (f"  #     {name}: low" for name in ("likelihood_after", "severity_after"))
    yield _asks("actions", lang)
    yield "  # actions:"
    yield f'  #   - {{text: "", by: "", due: {day.isoformat()}}}'
    for name in ("residual", "advice", "views"):
        yield from _open(name, lang)
    yield _asks("decision", lang)
    yield "  # decision:"
    yield from _decided(lang)


def _decided(lang: Lang) -> Iterator[str]:
    yield _asks("decided", lang)
    yield "  # decided_on:"
    yield "  # decided_by:"
    yield "  # review_by:"


def _known(register: Register, activity: Activity, lang: Lang) -> dict[str, str]:
    """What the register tells of the sections; empty where it tells nothing."""
    recipients = {each.id: each.name for each in register.recipients}
    measures = {each.id: each.title for each in register.measures}
    nobody = text("draft.nobody", lang)
    described = text(
        "draft.described",
        lang,
        title=activity.title,
        purposes="; ".join(each.title for each in activity.purposes),
        categories=_labels(activity.categories, CATEGORIES.values(), register.categories, lang) or nobody,
        subjects=_labels(activity.subjects, SUBJECTS.values(), register.subjects, lang) or nobody,
        recipients=", ".join(recipients.get(each, each) for each in activity.recipients) or nobody,
    )
    based = [f"{each.title}: {text(f'basis.{each.basis}', lang)}" for each in activity.purposes]
    kept = [f"{each.title}: {print_rule(each.rule, lang)}" for each in activity.purposes if each.rule]
    return {
        "description": described,
        "lawfulness": _sentences(based),
        "retention": _sentences(kept),
        "security": ", ".join(measures.get(each, each) for each in activity.measures),
    }


def _sentences(parts: Iterable[str]) -> str:
    joined = ". ".join(parts)
    return f"{joined}." if joined else ""


def _labels(codes: Iterable[str], known: Iterable[Word], own: Iterable[Word], lang: Lang) -> str:
    words = {each.code: each for each in (*known, *own)}
    return ", ".join(words[each].label(lang) if each in words else each for each in codes)


def _asks(name: str, lang: Lang, **values: str) -> str:
    return f"  # {text(f'draft.{name}', lang, **values)}"


def _open(name: str, lang: Lang, empty: str = "") -> Iterator[str]:
    yield _asks(name, lang)
    yield f"  # {name}: {empty}".rstrip()
