"""Reads a privacy policy into a draft register: activities, purposes, statements, controllers, proposals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from varsam.domain.errors import Position, RegisterError
from varsam.domain.floors import decide, missing_floors
from varsam.domain.register import (
    Activity,
    Entity,
    Outcome,
    PublishedRow,
    Purpose,
    Recipient,
    Register,
)
from varsam.domain.retention import formal
from varsam.domain.said import say
from varsam.domain.vocabulary import Word
from varsam.formats.policy import words
from varsam.formats.policy.columns import ActivityTable
from varsam.formats.policy.companies import named_controllers
from varsam.formats.policy.contradictions import contradictions
from varsam.formats.policy.document import Block, Document, Remark, TableRow
from varsam.formats.policy.layouts import Layouts, find_layouts
from varsam.formats.policy.reading import read_document, read_text
from varsam.formats.policy.rows import as_purpose, read_promises
from varsam.formats.policy.slugs import slug, unused
from varsam.formats.policy.statements import statements_and_lines

_MAX_ROWS = 2000
_NOTHING = frozenset({"-", "–", "—"})


@dataclass(frozen=True, slots=True)
class PolicyImport:
    """A draft register read from a policy, and what was noticed on the way."""

    register: Register
    remarks: tuple[Remark, ...]
    places: Mapping[str, Position] = field(default_factory=dict)
    """Where in the document what findings name stands, keyed as they name it (`purpose x`)."""

    def accept(self, proposal_ids: Iterable[str], decided_on: date | None = None) -> PolicyImport:
        """The import with proposals accepted; RegisterError for an id that isn't proposed."""
        register = self.register
        for proposal_id in proposal_ids:
            waiting = [each.id for each in register.proposals if each.outcome is Outcome.PROPOSED]
            if proposal_id not in waiting:
                raise RegisterError(
                    f"the policy has no proposal {proposal_id!r}",
                    hint=f"proposals: {', '.join(waiting) or 'none'}",
                )
            register = decide(register, proposal_id, Outcome.ACCEPTED, decided_on=decided_on)
        return replace(self, register=register)


def import_policy(text: str, path: str = "policy.md") -> PolicyImport:
    """Read a policy (HTML, Markdown or plain text) with activities in tables, sections or lists.

    `path` only names it. Nothing is guessed: what was assumed is marked and asks its question, what couldn't
    be read needs a person. Raises RegisterError when the text is no policy of that kind: neither table nor
    sections, a table without the needed heads or without rows, too large, binary, garbled.
    """
    return _Import(read_text(text, path), path).read()


def import_document(data: bytes, path: str = "policy") -> PolicyImport:
    """Read a policy from a file's bytes: HTML, DOCX, PDF with text, Markdown or plain text.

    As `import_policy`; RegisterError also for a file that is none of these, is locked, scanned or damaged, or
    whose reader isn't installed.
    """
    return _Import(read_document(data, path), path).read()


def import_json(imported: PolicyImport, findings: Sequence[Mapping[str, str]]) -> dict[str, object]:
    """The JSON of `policy import`; `findings` are those of the checks, as JSON."""
    register = imported.register
    return {
        "activities": [
            {
                "id": activity.id,
                "title": activity.title,
                "role": activity.role.value,
                "categories": list(activity.categories),
                "subjects": list(activity.subjects),
                "purposes": [_purpose_json(purpose) for purpose in activity.purposes],
            }
            for activity in register.activities
        ],
        "statements": [
            {"id": each.id, "text": each.text, "section": each.section} for each in register.statements
        ],
        "findings": [dict(finding) for finding in findings],
        "patches": [
            {
                "id": proposal.id,
                "activity": proposal.activity,
                "concerns": list(proposal.concerns),
                "purpose": _purpose_json(proposal.purpose),
            }
            for proposal in register.proposals
            if proposal.outcome is Outcome.PROPOSED
        ],
    }


def _purpose_json(purpose: Purpose) -> dict[str, object]:
    return {
        "id": purpose.id,
        "title": purpose.title,
        "basis": purpose.basis.value,
        "rule": formal(purpose.rule) if purpose.rule else None,
        "assumed": purpose.assumed,
        "question": purpose.question,
        "needs_person": purpose.needs_person,
        "law": purpose.law,
        "marketing": purpose.marketing,
    }


class _Import:
    """One reading of one document; collects what belongs to the register as a whole."""

    def __init__(self, document: Document, path: str) -> None:
        self._document, self._path = document, path
        self._places: dict[str, Position] = {"policy": Position(path, 1, 1)}
        self._remarks: list[Remark] = list(document.remarks)
        self._ids: set[str] = set()
        self._purpose_ids: set[str] = set()
        self._categories: dict[str, Word] = {}
        self._subjects: dict[str, Word] = {}
        self._recipients: dict[str, Recipient] = {}
        self._layouts: Layouts = find_layouts(document)
        told = tuple(statements_and_lines(self._layouts.told))
        self._statements = tuple(statement for statement, _ in told)
        for statement, line in told:
            self._places[f"statement {statement.id}"] = document.places.of(statement.text, line)
        self._consent_until_withdrawn = any(words.limits_consent(each.text) for each in self._statements)

    def read(self) -> PolicyImport:
        tables = self._layouts.tables
        for note in self._layouts.notes:
            self._remark(note.code, note.line, note.message, note.hint)
        self._places["activities"] = self._document.places.at(tables[0].table.line, 1)
        language = tables[0].language
        entities = self._entities()
        activities = tuple(
            activity
            for table in tables
            for activity in self._activities(table, self._controllers(table, entities))
        )
        if not activities:
            raise RegisterError(
                "the table of processing activities has no rows",
                where=self._document.places.at(tables[0].table.line),
                hint="each row is one activity",
            )
        for name, message, hint in contradictions(activities):
            self._remarks.append(Remark("POL012", self._places[name], message, hint))
        register = Register(
            name=self._name(entities),
            entities=entities,
            activities=activities,
            recipients=tuple(self._recipients.values()),
            statements=self._statements,
            language=language,
            categories=tuple(self._categories.values()),
            subjects=tuple(self._subjects.values()),
        )
        register = replace(register, proposals=missing_floors(register))
        return PolicyImport(register, tuple(self._remarks), self._places)

    def _remark(self, code: str, line: int, message: str, hint: str = "") -> None:
        self._remarks.append(Remark(code, self._document.places.at(line), message, hint))

    def _controllers(self, table: ActivityTable, entities: Sequence[Entity]) -> tuple[str, ...]:
        """Whom a table is of: the companies that its heading names, else all."""
        named = tuple(each.id for each in entities if each.name in table.heading)
        return named or tuple(each.id for each in entities)

    def _entities(self) -> tuple[Entity, ...]:
        named = named_controllers(self._document.parts)
        for line, message in named.wrong_numbers:
            self._remark("POL009", line, message, "correct it in the policy; it isn't imported")
        if named.entities:
            return named.entities
        self._remark(
            "POL011",
            0,
            "the policy names no controller that could be read",
            "write its name in the register in place of 'Controller'",
        )
        return (Entity("controller", "Controller"),)

    def _name(self, entities: tuple[Entity, ...]) -> str:
        first = next((part.text for part in self._document.parts if isinstance(part, Block)), "")
        return first if 0 < len(first) <= 120 else entities[0].name

    def _activities(self, table: ActivityTable, controllers: tuple[str, ...]) -> Iterable[Activity]:
        for head in table.extra:
            self._remark("POL001", table.table.line, say("the column {head} isn't imported", head=repr(head)))
        for missing in table.missing:
            self._remark(
                "POL008", table.table.line, say("the table has no column for {missing}", missing=missing)
            )
        if len(table.table.rows) > _MAX_ROWS:
            raise RegisterError(
                f"the table has {len(table.table.rows)} rows",
                where=self._document.places.at(table.table.line),
                hint=f"at most {_MAX_ROWS} activities can be imported",
            )
        for row in table.table.rows:
            if any(row.cells):
                activity = self._activity(table, row, table.language, controllers)
                names = [f"activity {activity.id}", *(f"purpose {each.id}" for each in activity.purposes)]
                self._places |= dict.fromkeys(names, self._document.places.at(row.line, 1))
                yield activity

    def _activity(
        self, table: ActivityTable, row: TableRow, language: str, controllers: tuple[str, ...]
    ) -> Activity:
        def cell(name: str) -> str:
            text = row.cells[table.columns[name]] if name in table.columns else ""
            return "" if text in _NOTHING else text

        if row.given != len(table.table.heads):
            self._remark(
                "POL002",
                row.line,
                say(
                    "the row has {cells} cells and the table {heads} heads",
                    cells=row.given,
                    heads=len(table.table.heads),
                ),
                "look whether a | is missing or too many",
            )
        title = cell("activity") or cell("purpose")
        if not title:
            title = f"Rad {row.line}" if language == "sv" else f"Row {row.line}"
            self._remark("POL010", row.line, "the row has no name", "name the activity in the register")
        published = PublishedRow(
            cell("purpose"), cell("categories"), cell("subjects"), cell("basis"), cell("retention")
        )
        activity_id = unused(slug(title) or "activity", self._ids)
        self._ids.add(activity_id)
        return Activity(
            id=activity_id,
            title=title,
            role=words.role_of((title, published.purpose)),
            purposes=self._purposes(activity_id, title, published, row, language),
            controllers=controllers,
            categories=self._words(
                "POL004", words.read_categories(published.categories), row, self._categories
            ),
            subjects=self._words("POL005", words.read_subjects(published.subjects), row, self._subjects),
            recipients=self._recipients_of(cell("recipients")),
            published=published,
        )

    def _purposes(
        self, activity_id: str, title: str, published: PublishedRow, row: TableRow, language: str
    ) -> tuple[Purpose, ...]:
        read = words.read_bases(published.basis)
        valid = (
            "avtal, samtycke, rättslig förpliktelse, intresseavvägning, allmänt intresse, consent, contract …"
        )
        if not read.bases:
            self._remark(
                "POL006",
                row.line,
                say("no legal basis was read in {basis}", basis=repr(published.basis)),
                say("known: {valid}", valid=valid),
            )
        elif read.unread:
            self._remark(
                "POL007",
                row.line,
                say("part of the basis wasn't read: {unread}", unread=repr(read.unread)),
                say("known: {valid}", valid=valid),
            )
        promises = read_promises(
            title,
            published,
            read.bases,
            language=language,
            consent_until_withdrawn=self._consent_until_withdrawn,
        )
        marketing = words.is_marketing((title, published.purpose))
        purposes: list[Purpose] = []
        for promise in promises:
            wanted = (
                activity_id
                if len(promises) == 1
                else f"{activity_id}-{promise.basis.value.replace('_', '-')}"
            )
            purpose_id = unused(wanted, self._purpose_ids)
            self._purpose_ids.add(purpose_id)
            purposes.append(as_purpose(promise, purpose_id, published.purpose or title, marketing=marketing))
        return tuple(purposes)

    def _words(
        self, code: str, read: words.ReadWords, row: TableRow, own: dict[str, Word]
    ) -> tuple[str, ...]:
        for word in read.own:
            if word.code not in own:
                own[word.code] = word
                self._remark(
                    code,
                    row.line,
                    say(
                        "{word} isn't in the vocabulary; the register got the word {code}",
                        word=repr(word.sv),
                        code=repr(word.code),
                    ),
                    "use a known word in the register, or keep it and translate its label",
                )
        return read.codes

    def _recipients_of(self, cell: str) -> tuple[str, ...]:
        found: list[str] = []
        for name in (each.strip(" .") for each in cell.replace(";", ",").split(",")):
            recipient_id = slug(name)
            if recipient_id and recipient_id not in found:
                self._recipients.setdefault(recipient_id, Recipient(recipient_id, name))
                found.append(recipient_id)
        return tuple(found)
