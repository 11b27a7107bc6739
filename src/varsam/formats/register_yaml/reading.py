"""Reads a register file into the domain's values, and says of every fault where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias, TypeVar

from varsam.domain.calendar import FiscalYear, FiscalYears, Period, Unit, time_zone
from varsam.domain.errors import Position, RegisterError
from varsam.domain.register import (
    Activity,
    Basis,
    Channel,
    CollectedField,
    CollectionPoint,
    Entity,
    Measure,
    Outcome,
    Proposal,
    PublishedRow,
    Purpose,
    Recipient,
    Register,
    Role,
    Statement,
)
from varsam.domain.retention import Rule
from varsam.domain.vocabulary import CATEGORIES, SUBJECTS, Word
from varsam.formats import rule_text
from varsam.formats.org_no import org_no
from varsam.formats.register_yaml import keys
from varsam.formats.register_yaml.keys import ID_PATTERN, Section
from varsam.formats.register_yaml.references import check_references
from varsam.formats.yaml_positions import Faults, Fields, Node, load

Made = TypeVar("Made")
ReadActivities: TypeAlias = "dict[Node, tuple[tuple[tuple[Word, ...], tuple[Word, ...]], Activity]]"
"""What was read of an activity's node, beside the words of the register's own that it was read with."""

_REACHED = ("address", "email", "phone", "website", "representative", "dpo", "no_dpo")
# What findings call a whole part of the file.
_WHOLE = {"statements": "policy", "activities": "activities"}
_NAMED = (
    ("proposals", "proposal"),
    ("recipients", "recipient"),
    ("entities", "entity"),
    ("measures", "measure"),
    ("collection_points", "collection point"),
)
_ID = re.compile(ID_PATTERN)
_PERIOD = re.compile(r"([1-9][0-9]{0,4}) (day|week|month|year)s?")
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")


def parse(text: str, path: str = "register.yaml") -> Register:
    """Read a register file; `path` only names it in positions.

    Raises RegisterErrors with every fault found (path:line:column, what, how to mend it): YAML that can't be
    read, unknown or missing keys and words, rules that can't be read (at the character), organisation
    numbers, fiscal years that overlap, ids used twice, and references to what isn't there.
    """
    return read(load(text, path), {})[0]


def read(node: Node, known: ReadActivities) -> tuple[Register, ReadActivities]:
    """Read a register file's nodes; activities read of the very same nodes before are taken as known.

    Also gives what was read now, for the next time. Raises as `parse`.
    """
    fields = _fields(node, keys.REGISTER)
    faults = Faults()
    reader = _Reader(faults, known)
    with faults.catch():
        reader.own_categories = reader.by_code(fields, "categories", CATEGORIES)
    with faults.catch():
        reader.own_subjects = reader.by_code(fields, "subjects", SUBJECTS)
    entities = reader.by_id(fields, "entities", reader.entity)
    recipients = reader.by_id(fields, "recipients", reader.recipient)
    measures = reader.by_id(fields, "measures", reader.measure)
    activities = reader.by_id(fields, "activities", reader.activity)
    points = reader.by_id(fields, "collection_points", reader.collection_point)
    proposals = reader.by_id(fields, "proposals", reader.proposal)
    statements = reader.each(fields.items("statements"), reader.statement)
    with faults.catch():
        if not entities and not faults.errors:
            raise fields["entities"].error("the register names no entity", "add who decides: id, then name")
    language = "sv"
    with faults.catch():
        language = fields["language"].choice(("sv", "en"), "language") if "language" in fields else "sv"
    name = ""
    with faults.catch():
        name = fields["register"].text()
    check_references(fields, faults)
    faults.stop()
    register = Register(
        name=name,
        entities=entities,
        activities=activities,
        recipients=recipients,
        statements=statements,
        proposals=proposals,
        language=language,
        categories=reader.own_categories,
        subjects=reader.own_subjects,
        measures=measures,
        collection_points=points,
    )
    return register, reader.read_now


def places(text: str, path: str = "register.yaml") -> dict[str, Position]:
    """Where activities, purposes, proposals and statements stand, keyed as findings name them (`purpose x`).

    Raises RegisterErrors only for what isn't YAML; a key that isn't there gives nothing.
    """
    return places_in(load(text, path))


def places_in(node: Node) -> dict[str, Position]:
    """As `places`, of a file's nodes."""
    found: dict[str, Position] = {}
    entries = node.entries
    top = {key.raw: value for key, value in entries}
    for key, _ in entries:
        if key.raw in _WHOLE:
            found[_WHOLE[key.raw]] = key.position
    for key, value in _entries(top.get("activities")):
        found[f"activity {key.raw}"] = key.position
        for inner, purposes in value.entries:
            for purpose, _ in purposes.entries if inner.raw == "purposes" else ():
                found[f"purpose {purpose.raw}"] = purpose.position
    for section, name in _NAMED:
        for key, _ in _entries(top.get(section)):
            found[f"{name} {key.raw}"] = key.position
    for item in top["statements"].items if "statements" in top else ():
        for key, value in item.entries:
            if key.raw == "id":
                found[f"statement {value.raw}"] = item.position
    return found


def _entries(node: Node | None) -> tuple[tuple[Node, Node], ...]:
    return node.entries if node is not None else ()


def _fields(node: Node, section: Section) -> Fields:
    return node.mapping(section.required, section.optional, section.what)


def read_rule(node: Node) -> Rule:
    """Read a formal rule; an error points at the character in the file."""
    return rule_text.parse(node.text(), "formal", node.position_in(0))


class _Reader:
    """Makes the domain's values of nodes; faults of one entry don't hide those of the next."""

    def __init__(self, faults: Faults, known: ReadActivities) -> None:
        self._faults = faults
        self._known = known
        self.read_now: ReadActivities = {}
        self.own_categories: tuple[Word, ...] = ()
        self.own_subjects: tuple[Word, ...] = ()

    def each(self, nodes: Iterable[Node], make: Callable[[Node], Made]) -> tuple[Made, ...]:
        made: list[Made] = []
        for node in nodes:
            with self._faults.catch():
                made.append(make(node))
        return tuple(made)

    def by_id(self, fields: Fields, name: str, make: Callable[[str, Node], Made]) -> tuple[Made, ...]:
        made: list[Made] = []
        with self._faults.catch():
            for key, node in self._keyed(fields, name):
                with self._faults.catch():
                    if not _ID.fullmatch(key.raw):
                        raise key.error(f"{key.raw!r} is no id", "use small letters a-z, digits and -")
                    made.append(make(key.raw, node))
        return tuple(made)

    def _keyed(self, fields: Fields, name: str) -> tuple[tuple[Node, Node], ...]:
        node = fields.get(name)
        return () if node is None else node.mapping(optional=None, what=f"{name!r}").pairs()

    def by_code(self, fields: Fields, name: str, known: Mapping[str, Word]) -> tuple[Word, ...]:
        made: list[Word] = []
        for key, node in self._keyed(fields, name):
            with self._faults.catch():
                if key.raw in known:
                    raise key.error(
                        f"{key.raw!r} is in the vocabulary already", "use it, or choose another code"
                    )
                labels = _fields(node, keys.WORD)
                made.append(_word(key, labels))
        return tuple(made)

    def entity(self, entity_id: str, node: Node) -> Entity:
        fields = _fields(node, keys.ENTITY)
        number, zone = fields.get("org_no"), fields.get("zone")
        name = zone.text() if zone else "Europe/Stockholm"
        if zone is not None:
            _at(zone, lambda: time_zone(name))
        return Entity(
            id=entity_id,
            name=fields.text("name"),
            org_no=_number(number) if number else "",
            contact=fields.text("contact"),
            zone=name,
            fiscal_years=self._fiscal_years(fields),
            **{name: fields.text(name) for name in _REACHED},
        )

    def _fiscal_years(self, fields: Fields) -> FiscalYears:
        declared = self.each(fields.items("fiscal_years"), _fiscal_year)
        end = fields.get("fiscal_year_end")
        month_day = (12, 31)
        if end is not None:
            found = _MONTH_DAY.fullmatch(end.text())
            if found is None:
                raise end.error("a fiscal year ends on a month and day", "write MM-DD, such as 04-30")
            month_day = (int(found[1]), int(found[2]))
            _at(end, lambda: FiscalYears((), month_day))
        place = fields.get("fiscal_years") or fields.node
        return _at(place, lambda: FiscalYears(declared, month_day))

    def recipient(self, recipient_id: str, node: Node) -> Recipient:
        fields = _fields(node, keys.RECIPIENT)
        return Recipient(recipient_id, fields.text("name"), fields.text("role"), fields.text("location"))

    def activity(self, activity_id: str, node: Node) -> Activity:
        words, faults = (self.own_categories, self.own_subjects), len(self._faults.errors)
        known = self._known.get(node)
        made = known[1] if known is not None and known[0] == words else self._activity(activity_id, node)
        if len(self._faults.errors) == faults:
            self.read_now[node] = words, made
        return made

    def _activity(self, activity_id: str, node: Node) -> Activity:
        fields = _fields(node, keys.ACTIVITY)
        published = fields.get("published")
        return Activity(
            id=activity_id,
            title=fields.text("title"),
            role=Role(fields["role"].choice(keys.ACTIVITY.keys["role"].choices, "role")),
            purposes=self.by_id(fields, "purposes", self.purpose),
            controllers=fields.texts("controllers"),
            categories=self._words(fields, "categories", CATEGORIES, self.own_categories),
            subjects=self._words(fields, "subjects", SUBJECTS, self.own_subjects),
            recipients=fields.texts("recipients"),
            published=_published(published) if published else None,
            unpublished=fields.boolean("unpublished"),
            operations=fields.texts("operations"),
            measures=fields.texts("measures"),
            decisions=fields.text("decisions"),
        )

    def measure(self, measure_id: str, node: Node) -> Measure:
        fields = _fields(node, keys.MEASURE)
        reviewed, review_by = fields.get("reviewed_on"), fields.get("review_by")
        return Measure(
            measure_id,
            fields.text("title"),
            fields.text("text"),
            reviewed.date() if reviewed else None,
            review_by.date() if review_by else None,
        )

    def collection_point(self, point_id: str, node: Node) -> CollectionPoint:
        fields = _fields(node, keys.COLLECTION_POINT)
        return CollectionPoint(
            id=point_id,
            title=fields.text("title"),
            channel=Channel(
                fields["channel"].choice(keys.COLLECTION_POINT.keys["channel"].choices, "channel")
            ),
            activities=fields.texts("activities"),
            fields=self.each(fields.items("fields"), self._collected),
            notice=fields.text("notice"),
            obtained_from=fields.text("obtained_from"),
        )

    def _collected(self, node: Node) -> CollectedField:
        fields = _fields(node, keys.COLLECTED_FIELD)
        words = self._words(fields, "category", CATEGORIES, self.own_categories)
        return CollectedField(
            fields.text("name"),
            words[0] if words else "",
            fields.boolean("required"),
            fields.text("consequence"),
        )

    def _words(
        self, fields: Fields, name: str, known: Mapping[str, Word], own: tuple[Word, ...]
    ) -> tuple[str, ...]:
        node = fields.get(name)
        if node is None:
            return ()
        valid = (*known, *(word.code for word in own))
        items = (node,) if node.kind == "scalar" else node.sequence()
        what = "category of people" if name == "subjects" else "category"
        return self.each(items, lambda item: item.choice(valid, what))

    def purpose(self, purpose_id: str, node: Node) -> Purpose:
        return self._purpose(purpose_id, _fields(node, keys.PURPOSE))

    def _purpose(self, purpose_id: str, fields: Fields) -> Purpose:
        rule, phrase, patience = fields.get("rule"), fields.get("needs_person"), fields.get("patience")
        if rule is None and phrase is None:
            raise fields.node.error(
                f"the purpose {purpose_id} has no rule", "add 'rule: contract.end + 1 year' or the like"
            )
        if rule is not None and phrase is not None:
            raise phrase.error("a purpose with a rule needs no person any more", "drop 'needs_person'")
        assumed = fields.boolean("assumed")
        if assumed and rule is None:
            raise fields["assumed"].error("nothing can be assumed without a rule", "drop 'assumed'")
        read: Rule | None = None
        # A rule with a fault mustn't hide the fault of another key.
        with self._faults.catch():
            read = read_rule(rule) if rule else None
        return Purpose(
            id=purpose_id,
            title=fields.text("title"),
            basis=Basis(fields["basis"].choice(keys.PURPOSE.keys["basis"].choices, "basis")),
            rule=read,
            assumed=assumed,
            question=fields.text("question") or None,
            needs_person=phrase.text() if phrase else None,
            interest=fields.text("interest"),
            law=fields.text("law"),
            marketing=fields.boolean("marketing"),
            patience=_period(patience) if patience else None,
        )

    def proposal(self, proposal_id: str, node: Node) -> Proposal:
        fields = _fields(node, keys.PROPOSAL)
        inner = _fields(fields["purpose"], keys.PROPOSED_PURPOSE)
        outcome, day = fields.get("outcome"), fields.get("decided_on")
        decided = (
            Outcome(outcome.choice(keys.PROPOSAL.keys["outcome"].choices, "outcome")) if outcome else None
        )
        if decided is Outcome.WAIVED and "reason" not in fields:
            raise node.error(f"the proposal {proposal_id} is waived without a reason", "add 'reason: …'")
        return Proposal(
            id=proposal_id,
            activity=fields.text("activity"),
            purpose=self._purpose(inner.text("id"), inner),
            concerns=fields.texts("concerns"),
            outcome=decided or Outcome.PROPOSED,
            reason=fields.text("reason"),
            decided_on=day.date() if day else None,
        )

    def statement(self, node: Node) -> Statement:
        fields = _fields(node, keys.STATEMENT)
        return Statement(fields.text("id"), fields.text("text"), fields.text("section"))


def _at(node: Node, make: Callable[[], Made]) -> Made:
    """Give a domain value; an error that it raises gets the node's place."""
    try:
        return make()
    except RegisterError as error:
        raise node.error(error.message, error.hint) from error


def _word(key: Node, labels: Fields) -> Word:
    return _at(key, lambda: Word(key.raw, labels.text("sv"), labels.text("en")))


def _number(node: Node) -> str:
    # Read as text whatever YAML makes of ten digits.
    if node.kind != "scalar":
        raise node.error("an organisation number is wanted here")
    return org_no(node.raw, where=node.position)


def _fiscal_year(node: Node) -> FiscalYear:
    fields = _fields(node, keys.FISCAL_YEAR)
    start, end = fields["start"].date(), fields["end"].date()
    return _at(node, lambda: FiscalYear(start, end))


def _period(node: Node) -> Period:
    found = _PERIOD.fullmatch(node.text())
    if found is None:
        raise node.error("this is no period", "write a number and a unit, such as 13 months")
    return Period(int(found[1]), Unit(found[2]))


def _published(node: Node) -> PublishedRow:
    fields = _fields(node, keys.PUBLISHED)
    return PublishedRow(**{name: fields.text(name) for name in keys.PUBLISHED.keys})
