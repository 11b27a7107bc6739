"""What changed between two published versions, for people, and whether they must be told of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Any

from varsam.domain.errors import VarsamError
from varsam.domain.retention import evaluate, events_of
from varsam.formats.publishing.countries import country_name
from varsam.formats.publishing.facts import Facts
from varsam.formats.rule_text import parse
from varsam.formats.texts import Lang, text

_REACHED = ("contact", "address", "email", "phone", "website", "representative", "dpo", "no_dpo")
_SAMPLE = (date(2026, 1, 31), date(2026, 7, 15))


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `material`: whoever is concerned must be told of it before it takes effect.

    `words` fill the sentence of `code`: a text, or the Swedish and the English one.
    Source: WP260 rev.01, 29–31 (transparency); GDPR 13(3).
    """

    code: str
    where: str
    material: bool = False
    words: Mapping[str, str | tuple[str, str]] = field(default_factory=dict)

    def said(self, lang: Lang) -> str:
        """The change as a sentence."""
        values = {
            name: value if isinstance(value, str) else value[lang == "en"]
            for name, value in self.words.items()
        }
        return text(f"change.{self.code}", lang, where=self.where, **values)

    def as_json(self) -> dict[str, object]:
        """The change with the keys that `policy diff` prints."""
        return {
            "code": self.code,
            "where": self.where,
            "material": self.material,
            "sv": self.said("sv"),
            "en": self.said("en"),
        }


def changes(before: Facts, after: Facts) -> tuple[Change, ...]:
    """Every difference between what two versions told, in the order of a policy."""
    old: Mapping[str, Any] = before
    new: Mapping[str, Any] = after
    return (
        *_controllers(old["controllers"], new["controllers"]),
        *_arrangements(old["arrangements"], new["arrangements"]),
        *_activities(old, new),
        *_recipients(old["recipients"], new["recipients"]),
        *_points(old["points"], new["points"]),
        *_named("measure", old["measures"], new["measures"]),
        *_statements(old["statements"], new["statements"]),
    )


def _controllers(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in _keys(old, new):
        if key not in old:
            yield Change("controller_new", new[key]["name"], material=True)
        elif key not in new:
            yield Change("controller_gone", old[key]["name"], material=True)
        else:
            yield from _controller(old[key], new[key])


def _controller(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name in ("name", "org_no"):
        if old.get(name) != new.get(name):
            yield Change("controller_named", new["name"], True, _was_is(old.get(name, ""), new.get(name, "")))
    for name in _REACHED:
        if old.get(name, "") != new.get(name, ""):
            # A way to reach them that joins harms nobody; one that goes or changes may.
            gone = bool(old.get(name))
            what = (text(f"reached.{name}", "sv"), text(f"reached.{name}", "en"))
            yield Change(
                "contact" if gone else "contact_new",
                new["name"],
                gone,
                {"what": what, **_was_is(old.get(name, ""), new.get(name, ""))},
            )


def _activities(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = old["activities"], new["activities"]
    for key in _keys(before, after):
        if key not in before:
            yield Change("activity_new", after[key]["title"], material=True)
        elif key not in after:
            yield Change("activity_gone", before[key]["title"])
        else:
            yield from _activity(before[key], after[key], old, new)


def _activity(
    old: Mapping[str, Any], new: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Change]:
    title = new["title"]
    if old["title"] != title:
        yield Change("activity_named", title, words=_was_is(old["title"], title))
    if old["role"] != new["role"]:
        yield Change(f"role_{new['role']}", title, material=True)
    yield from _sets("controllers", title, old, new, _names(before, after, "controllers"))
    yield from _sets("categories", title, old, new, {**old["categories"], **new["categories"]})
    yield from _sets("subjects", title, old, new, {**old["subjects"], **new["subjects"]})
    yield from _sets("recipients", title, old, new, _names(before, after, "recipients"))
    if old["decisions"] != new["decisions"]:
        code = "decisions" if new["decisions"] else "decisions_gone"
        yield Change(code, title, bool(new["decisions"]), {"now": new["decisions"]})
    yield from _purposes(title, old["purposes"], new["purposes"])


def _names(before: Mapping[str, Any], after: Mapping[str, Any], kind: str) -> dict[str, list[str]]:
    every = {**before[kind], **after[kind]}
    return {key: [each["name"], each["name"]] for key, each in every.items()}


def _sets(
    kind: str, title: str, old: Mapping[str, Any], new: Mapping[str, Any], labels: Mapping[str, list[str]]
) -> Iterator[Change]:
    """What joined and what left a set; more people, data, recipients or controllers are material."""
    for code, those, material in (
        ("more", [each for each in new[kind] if each not in old[kind]], True),
        ("fewer", [each for each in old[kind] if each not in new[kind]], kind == "controllers"),
    ):
        if those:
            swedish, english = (
                ", ".join(labels[each][place] if each in labels else each for each in those)
                for place in (0, 1)
            )
            yield Change(f"{kind}_{code}", title, material, {"those": (swedish, english)})


def _purposes(title: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Purposes are told apart by their ids; one that has a new id for a new basis is the same purpose."""
    gone = {key: old[key] for key in old if key not in new}
    come = {key: new[key] for key in new if key not in old}
    if len(gone) == len(come) == 1:
        [was], [now] = gone.values(), come.values()
        yield from _purpose(title, was, now)
    else:
        yield from (Change("purpose_new", title, True, _of(each)) for each in come.values())
        yield from (Change("purpose_gone", title, False, _of(each)) for each in gone.values())
    for key in old:
        if key in new:
            yield from _purpose(title, old[key], new[key])


def _of(purpose: Mapping[str, Any]) -> dict[str, str | tuple[str, str]]:
    swedish, english = purpose["basis_words"]
    return {"purpose": purpose["title"], "basis": (swedish, english)}


def _purpose(title: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    if old["title"] != new["title"]:
        yield Change("purpose_named", title, True, _was_is(old["title"], new["title"]))
    if old["basis"] != new["basis"]:
        yield Change("basis", title, True, _pairs(old["basis_words"], new["basis_words"]))
    if old["rule"] != new["rule"] or (not new["rule"] and old["rule_words"] != new["rule_words"]):
        compared = longer(old["rule"], new["rule"])
        code = {True: "time_longer", False: "time_shorter", None: "time"}[compared]
        yield Change(code, title, compared is not False, _pairs(old["rule_words"], new["rule_words"]))
    if old["interest"] != new["interest"]:
        yield Change("interest", title, bool(old["interest"]), _was_is(old["interest"], new["interest"]))
    if new["marketing"] and not old["marketing"]:
        yield Change("marketing", title, material=True)


def longer(old: str, new: str) -> bool | None:
    """Whether a rule keeps longer than another that counts from the same events; None: not to be said."""
    if not old or not new:
        return None
    try:
        was, now = parse(old), parse(new)
    except VarsamError:
        return None
    events = sorted(set(events_of(was)))
    if events != sorted(set(events_of(now))) or len(events) > 4:
        return None
    seen: set[bool] = set()
    for days in product(_SAMPLE, repeat=len(events)):
        states = dict(zip(events, days, strict=True))
        before, after = evaluate(was, states), evaluate(now, states)
        if not isinstance(before, date) or not isinstance(after, date):
            return None
        # A few days may come of months of different length.
        if abs(after - before) > timedelta(days=0):
            seen.add(after > before)
    return seen.pop() if len(seen) == 1 else None


def _recipients(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in _keys(old, new):
        if key not in old:
            code = "recipient_new_abroad" if new[key]["abroad"] else "recipient_new"
            yield Change(code, new[key]["name"], True, {"country": _countries(new[key]["countries"])})
        elif key not in new:
            yield Change("recipient_gone", old[key]["name"])
        else:
            was, now = old[key], new[key]
            if was["name"] != now["name"] or was["role"] != now["role"]:
                pair = [", ".join(filter(None, (each["name"], each["role"]))) for each in (was, now)]
                yield Change("recipient_named", now["name"], True, _was_is(*pair))
            if was["countries"] != now["countries"]:
                places = (list(_countries(was["countries"])), list(_countries(now["countries"])))
                yield Change("recipient_moved", now["name"], True, _pairs(*places))


def _countries(codes: list[str]) -> tuple[str, str]:
    swedish, english = (", ".join(country_name(each, lang) for each in codes) for lang in ("sv", "en"))
    return swedish, english


def _arrangements(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    """Whom people turn to is theirs to know before it changes."""
    if old != new:
        yield Change("arrangement", "", material=bool(old))


def _points(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in _keys(old, new):
        was, now = old.get(key), new.get(key)
        before, after = (each["obtained_from"] if each else "" for each in (was, now))
        if before != after:
            title = (now or was or {})["title"]
            yield Change("source" if after else "source_gone", title, bool(after), _was_is(before, after))
        if was and now and was["required"] != now["required"]:
            lists = (", ".join(was["required"]), ", ".join(now["required"]))
            yield Change("required", now["title"], words=_was_is(*lists))


def _named(kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for key in _keys(old, new):
        if old.get(key) != new.get(key):
            code = "new" if key not in old else "gone" if key not in new else "said"
            yield Change(f"{kind}_{code}", new.get(key) or old[key])


def _statements(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    """Sentences by their ids. Nobody but a person can say what a changed sentence means."""
    for key in _keys(old, new):
        was, now = old.get(key, ""), new.get(key, "")
        if was != now:
            code = "sentence_new" if not was else "sentence_gone" if not now else "sentence"
            yield Change(code, "", words=_was_is(was, now))


def _keys(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """The keys of the new version in its order, then those that went."""
    return [*new, *(key for key in old if key not in new)]


def _was_is(old: str, new: str) -> dict[str, str | tuple[str, str]]:
    return {
        "old": old or (text("change.nothing", "sv"), text("change.nothing", "en")),
        "now": new or (text("change.nothing", "sv"), text("change.nothing", "en")),
    }


def _pairs(old: list[str], new: list[str]) -> dict[str, str | tuple[str, str]]:
    nothing = (text("change.nothing", "sv"), text("change.nothing", "en"))
    return {
        "old": (old[0], old[1]) if old[0] else nothing,
        "now": (new[0], new[1]) if new[0] else nothing,
    }


@dataclass(frozen=True, slots=True)
class ChangeLetter:
    """The text by which people are told of material changes, before they take effect."""

    subject: str
    body: str


def letter(found: tuple[Change, ...], after: Facts, effective: date, lang: Lang) -> ChangeLetter:
    """A draft of the notice to those concerned; a person reads it before it goes out."""
    controllers = _mappings(after["controllers"])
    names = (" och " if lang == "sv" else " and ").join(each["name"] for each in controllers)
    first = controllers[0] if controllers else {}
    website = first.get("website", "")
    reached = first.get("email") or first.get("contact") or first.get("phone", "")
    material = [f"- {each.said(lang)}" for each in found if each.material]
    paragraphs = [
        text("change_letter.begin", lang, names=names, effective=effective.isoformat()),
        "\n".join(material),
        text("change_letter.rights", lang),
        text("change_letter.more", lang, website=website) if website else "",
        text("change_letter.ask", lang, contact=reached) if reached else "",
        names,
    ]
    return ChangeLetter(
        text("change_letter.subject", lang, names=names, effective=effective.isoformat()),
        "\n\n".join(each for each in paragraphs if each) + "\n",
    )


def _mappings(value: object) -> list[Mapping[str, str]]:
    return list(value.values()) if isinstance(value, Mapping) else []
