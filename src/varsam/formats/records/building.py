"""Makes a draft register of what a record says: nothing is invented, and what has no place is noticed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from varsam.domain.errors import RegisterError
from varsam.domain.floors import missing_floors
from varsam.domain.register import (
    Activity,
    Channel,
    CollectionPoint,
    Entity,
    Measure,
    Purpose,
    Recipient,
    Register,
)
from varsam.domain.said import say
from varsam.domain.vocabulary import CATEGORIES, SUBJECTS, Word
from varsam.formats.org_no import org_no
from varsam.formats.policy import words
from varsam.formats.policy.slugs import slug, unused
from varsam.formats.records.book import LONGEST_CELL, Noticed
from varsam.formats.records.foreign import in_english, says_no_transfer, says_nothing, says_only_yes
from varsam.formats.records.grouping import same_activity
from varsam.formats.records.promising import Promised, promised
from varsam.formats.records.recipients import named_recipients, with_countries
from varsam.formats.records.record import Parties, Party, Record

_LINES = re.compile(r"\n|;|•|·(?=\s)")
_FROM_THEMSELVES = re.compile(
    r"(?:directly )?(?:from )?(?:the )?(?:data subjects?|individuals?)(?: themselves)?|"
    r"(?:direkt )?(?:från )?(?:den )?registrerade?(?: själv)?|(?:den )?registrerad(?:e|es)?",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(
    r"[\s,;]*\(?(?:(?:org(?:anisation(?:s)?)?|reg(?:istration)?)\.?[ -]?(?:nr|nummer|number|no)\.?:?\s*)?"
    r"(?<!\d)(\d{6}-\d{4}|(?<=\()\d{10}(?=\)))(?!\d)\)?",
    re.IGNORECASE,
)
_LONGEST_ID = 40


class Builder:
    """One register in the making; collects what belongs to it as a whole."""

    def __init__(
        self,
        language: str,
        noticed: list[Noticed],
        categories: Mapping[str, Word],
        subjects: Mapping[str, Word],
    ) -> None:
        """`language`: sv or en; `noticed` gets what the making notices; the words are the record's own."""
        self._language, self._noticed = language, noticed
        self._own = {**OWN_WORDS, **categories, **subjects}
        self._ids: set[str] = set()
        self._purposes: set[str] = set()
        self._entities: dict[str, Entity] = {}
        self._recipients: dict[str, Recipient] = {}
        self._categories: dict[str, Word] = {}
        self._subjects: dict[str, Word] = {}
        self._measures: dict[str, Measure] = {}
        self._points: dict[str, CollectionPoint] = {}
        self.places: dict[str, str] = {}

    def register(self, name: str, parties: Parties, records: Sequence[Record]) -> Register:
        """The draft; its activities in the order of the records."""
        for party in parties.controllers:
            self._entity(party, parties)
        activities: list[Activity] = []
        before: Record | None = None
        for record in records:
            if before is not None and same_activity(before, record):
                activities[-1] = self._further(activities[-1], record)
            else:
                activities.append(self._activity(record))
            before = record
        entities = tuple(self._entities.values()) or (self._nobody(parties),)
        made = Register(
            name=name or entities[0].name,
            entities=entities,
            activities=tuple(activities),
            recipients=tuple(self._recipients.values()),
            language=self._language,
            categories=tuple(self._categories.values()),
            subjects=tuple(self._subjects.values()),
            measures=tuple(self._measures.values()),
            collection_points=tuple(self._points.values()),
        )
        return replace(made, proposals=missing_floors(made))

    def _notice(self, code: str, where: str, message: str, hint: str = "") -> None:
        self._noticed.append(Noticed(code, where, message, hint))

    # -- who

    def _nobody(self, parties: Parties) -> Entity:
        self._notice(
            "REC010",
            "",
            "the record names no controller that could be read",
            "write its name in the register in place of 'Controller'",
        )
        entity = Entity("controller", "Controller")
        return replace(entity, dpo=parties.dpo.reached(), representative=parties.representative.reached())

    def _entity(self, party: Party, parties: Parties | None = None) -> str:
        name = " ".join(party.name.split())
        known = next(
            (each for each in self._entities.values() if each.name.casefold() == name.casefold()), None
        )
        if known is None:
            entity_id = unused(slug(name) or "controller", self._entities)
            known = Entity(entity_id, name)
        if party.org_no and not known.org_no:
            known = replace(known, org_no=self._number(party))
        wanted = {
            "address": " ".join(party.address.replace("\n", ", ").split()),
            "email": party.email.strip(),
            "phone": party.phone.strip(),
            "website": party.website.strip(),
            "dpo": parties.dpo.reached() if parties else "",
            "representative": parties.representative.reached() if parties else "",
        }
        given = {field: text for field, text in wanted.items() if text and not getattr(known, field)}
        self._entities[known.id] = replace(known, **given)  # type: ignore[arg-type]
        self.places.setdefault(f"entity {known.id}", party.where)
        return known.id

    def _known(self, text: str, where: str) -> str:
        """The entity that a cell names, made where there is none of that name."""
        named = (each.id for each in self._entities.values() if each.name.casefold() == text.casefold())
        return next(named, None) or self._entity(_party(text, where))

    def _number(self, party: Party) -> str:
        try:
            return org_no(party.org_no)
        except RegisterError as wrong:
            self._notice("REC011", party.where, wrong.message, "correct it; it isn't imported")
            return ""

    def _controllers(self, record: Record) -> tuple[str, ...]:
        found = [self._known(text, record.where) for text in _parties(record.controllers)]
        joint = [self._known(text, record.where) for text in _parties(record.joint)]
        if joint and not found and self._entities:
            found = [next(iter(self._entities))]
        if joint:
            self._notice(
                "REC012",
                record.where,
                "who answers for what between joint controllers isn't imported",
                "GDPR 26: write the arrangement beside the register",
            )
        return tuple(dict.fromkeys((*found, *joint))) or tuple(self._entities)[:1]

    # -- what

    def _activity(self, record: Record) -> Activity:
        title = record.title or self._untitled(record)
        activity_id = unused(slug(title, _LONGEST_ID) or "activity", self._ids)
        self._ids.add(activity_id)
        made = promised(record, title, self._language)
        self._noticed += made.noticed
        controllers = self._controllers(record)
        if record.acted_for:
            self._notice(
                "REC013",
                record.where,
                "on whose behalf this is done isn't imported: the register holds no customers",
                "write the customers and their instructions beside the register",
            )
        activity = Activity(
            id=activity_id,
            title=title,
            role=record.role,
            purposes=self._named(activity_id, made),
            controllers=controllers,
            categories=self._codes(record, "categories"),
            subjects=self._codes(record, "subjects"),
            recipients=self._disclosed(record),
            published=made.published,
            operations=_texts(record.operations),
            measures=self._protected(record),
            decisions=self._decisions(record),
        )
        self._source(record, activity_id)
        self._placed(activity, record.where)
        return activity

    def _further(self, activity: Activity, record: Record) -> Activity:
        """The activity with the purposes of one more record."""
        made = promised(record, activity.title, self._language)
        self._noticed += made.noticed
        recipients = (*activity.recipients, *self._disclosed(record))
        more = replace(
            activity,
            purposes=(*activity.purposes, *self._named(activity.id, made)),
            recipients=tuple(dict.fromkeys(recipients)),
            measures=tuple(dict.fromkeys((*activity.measures, *self._protected(record)))),
            published=None,
        )
        self._placed(more, record.where)
        return more

    def _placed(self, activity: Activity, where: str) -> None:
        for name in (f"activity {activity.id}", *(f"purpose {each.id}" for each in activity.purposes)):
            self.places.setdefault(name, where)

    def _untitled(self, record: Record) -> str:
        self._notice("REC014", record.where, "the activity has no name", "name it in the register")
        return "Behandling" if self._language == "sv" else "Activity"

    def _named(self, activity_id: str, made: Promised) -> tuple[Purpose, ...]:
        found = []
        for purpose in made.purposes:
            wanted = f"{activity_id}-{purpose.id}" if purpose.id else activity_id
            purpose_id = unused(wanted, self._purposes)
            self._purposes.add(purpose_id)
            found.append(replace(purpose, id=purpose_id))
        return tuple(found)

    def _codes(self, record: Record, kind: str) -> tuple[str, ...]:
        given = record.codes if kind == "categories" else record.subject_codes
        text = record.categories if kind == "categories" else record.subjects
        read = words.read_categories if kind == "categories" else words.read_subjects
        cell = "" if says_nothing(text) else ", ".join(_lines(text))
        found = _read_words(read, kind, self._readable(cell, record.where))
        codes = [*given, *found.codes]
        own = list(found.own)
        if kind == "categories" and record.special and not says_nothing(record.special):
            special = "" if says_only_yes(record.special) else self._readable(record.special, record.where)
            extra = _read_words(words.read_categories, kind, special)
            named = any(each.startswith("special") for each in extra.codes)
            codes += extra.codes if named else ("special", *extra.codes)
            own += extra.own
        self._keep_words(kind, codes, own, record.where)
        return tuple(dict.fromkeys(codes))

    def _readable(self, cell: str, where: str) -> str:
        """The cell, unless it is a whole text: words aren't looked for in those."""
        if len(cell) <= LONGEST_CELL:
            return cell
        said = say("a cell of {count} characters is a text, and wasn't read for its words", count=len(cell))
        self._notice("REC001", where, said, "name the categories in the register")
        return ""

    def _keep_words(self, kind: str, codes: Sequence[str], own: Sequence[Word], where: str) -> None:
        kept = self._categories if kind == "categories" else self._subjects
        known: Mapping[str, Word] = CATEGORIES if kind == "categories" else SUBJECTS
        for word in (*own, *(self._own[code] for code in codes if code in self._own)):
            if word.code in kept or word.code in known:
                continue
            kept[word.code] = word
            said = say(
                "{word} isn't in the vocabulary; the register got the word {code}",
                word=repr(word.label(self._language)),
                code=repr(word.code),
            )
            hint = "use a known word in the register, or keep it and translate its label"
            self._notice("REC015", where, said, hint)

    # -- to whom, how, from where

    def _disclosed(self, record: Record) -> tuple[str, ...]:
        named = named_recipients(record)
        named, unplaced = with_countries(named, record.countries)
        if unplaced and not says_no_transfer(record.countries):
            said = say("data goes to {countries}; which recipient that is isn't said", countries=unplaced)
            self._notice("REC016", record.where, said, "write the country as location of the recipient")
        if record.safeguards and not says_nothing(record.safeguards):
            self._notice(
                "REC016",
                record.where,
                "what safeguards the transfer isn't imported: the register has no place for it",
                "write the ground of the transfer beside the register, with the partner",
            )
        found = []
        for each in named:
            recipient_id = slug(each.name)
            if not recipient_id:
                continue
            known = self._recipients.get(recipient_id, Recipient(recipient_id, each.name))
            self._recipients[recipient_id] = replace(
                known, role=known.role or each.role, location=known.location or each.country
            )
            found.append(recipient_id)
        return tuple(dict.fromkeys(found))

    def _protected(self, record: Record) -> tuple[str, ...]:
        texts = [(text, "") for text in _texts(record.measures)] if record.measures else []
        found = []
        for title, text in (*record.protected, *texts):
            measure_id = slug(title) or "measure"
            known = self._measures.get(measure_id)
            if known is not None and known.text and text and known.text != text:
                measure_id = unused(measure_id, self._measures)
                known = None
            self._measures[measure_id] = known if known and not text else Measure(measure_id, title, text)
            found.append(measure_id)
        return tuple(dict.fromkeys(found))

    def _decisions(self, record: Record) -> str:
        if says_nothing(record.decisions):
            return ""
        if says_only_yes(record.decisions):
            self._notice(
                "REC017",
                record.where,
                "decisions are automated, and the record doesn't say by which logic",
                "GDPR 13(2)(f): write logic and consequences under decisions",
            )
        return " ".join(record.decisions.split())

    def _source(self, record: Record, activity: str) -> None:
        text = " ".join(record.source.split())
        if says_nothing(text) or _FROM_THEMSELVES.fullmatch(text.strip(" .")):
            return
        point_id = slug(text) or "source"
        known = self._points.get(point_id)
        if known is None:
            known = CollectionPoint(point_id, text, Channel.THIRD_PARTY, obtained_from=text)
            said = "the source was taken for somebody else than the person"
            self._notice("REC018", record.where, said, "correct the collection point if it is the person")
        self._points[point_id] = replace(
            known, activities=tuple(dict.fromkeys((*known.activities, activity)))
        )


# Words that the authorities' sheets print, and that the vocabulary hasn't got.
OWN_WORDS: Mapping[str, Word] = {
    word.code: word
    for word in (
        Word("other.personal_life", "Uppgifter om privatliv", "Personal life"),
        Word("other.finances", "Ekonomiska uppgifter", "Economic and financial details"),
        Word("other.biometric", "Biometriska uppgifter", "Biometric data"),
        Word("other.demographic", "Demografiska uppgifter", "Demographic data"),
        Word("other.content", "Innehåll från användare", "User content"),
    )
}


def _read_words(read: Callable[[str], words.ReadWords], kind: str, cell: str) -> words.ReadWords:
    """The words of a cell as Swedish or English, or in English if more of it is known then."""
    found = read(cell)
    if not found.own:
        return found
    translated = read(in_english(kind, cell))
    return translated if len(translated.own) < len(found.own) else found


def _parties(text: str) -> tuple[str, ...]:
    """The controllers of a cell: one a line, with an e-mail address that follows on a line of its own."""
    found: list[str] = []
    for line in _lines(text):
        if found and _EMAIL.fullmatch(line):
            found[-1] = f"{found[-1]}, {line}"
        else:
            found.append(line)
    return tuple(found)


def _party(text: str, where: str) -> Party:
    """A controller as a cell names it: its name up to the first comma, the rest as address."""
    mail, number = _EMAIL.search(text), _NUMBER.search(text)
    rest = text
    for part in (mail, number):
        rest = rest.replace(part.group(), "") if part else rest
    name, _, address = rest.partition(",")
    return Party(
        name=name.strip(" ,;"),
        org_no=number.group(1) if number else "",
        address=" ".join(address.split()).strip(" ,;"),
        email=mail.group() if mail else "",
        where=where,
    )


def _lines(text: str) -> tuple[str, ...]:
    """The lines of a cell, without those that say nothing."""
    return tuple(
        each.strip() for each in re.split(r"[\n;]", text) if each.strip() and not says_nothing(each.strip())
    )


def _texts(text: str) -> tuple[str, ...]:
    """The items of a cell: one a line, or divided by semicolons, or by commas where all of them are "
    "short."""
    if says_nothing(text):
        return ()
    items = [" ".join(each.split()).strip(" .-–•*") for each in _LINES.split(text)]
    if len(items) == 1 and "," in text:
        short = [each.strip(" .") for each in items[0].split(",")]
        items = short if all(0 < len(each) <= 40 for each in short) else items
    return tuple(dict.fromkeys(each for each in items if each and not says_nothing(each)))
