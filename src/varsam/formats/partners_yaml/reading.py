"""Reads `partners.yaml`, a home's partners, and says of every fault where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from varsam.domain.errors import Position
from varsam.domain.partners import (
    Agreement,
    AgreementKind,
    Authorisation,
    AuthorisationKind,
    ChangeKind,
    ChangeNotice,
    Clause,
    Location,
    NoticeOutcome,
    Partner,
    PartnerRole,
    Partners,
)
from varsam.domain.register import Register
from varsam.formats.partners_yaml import keys
from varsam.formats.partners_yaml.references import check_references
from varsam.formats.partners_yaml.transfers import country, transfer
from varsam.formats.partners_yaml.values import day, document, fields_of
from varsam.formats.register_yaml.keys import ID_PATTERN
from varsam.formats.yaml_positions import Faults, Fields, Node, load

FILE: Final = "partners.yaml"
_ID = re.compile(ID_PATTERN)
_INNER = MappingProxyType({"agreements": "agreement", "notices": "notice", "transfers": "transfer"})
_DAYS = 3650

Made = TypeVar("Made")
Chosen = TypeVar("Chosen", bound=StrEnum)


def parse(text: str, path: str = FILE, register: Register | None = None) -> Partners:
    """Read the partners; `path` only names the file in positions, `register` is what ids of activities,
    purposes and controllers are looked up in.

    RegisterErrors: every fault with path:line:column: unknown or missing keys and words, days that are none
    or in the wrong order, hashes that are none, sub-processors in a circle, references to what isn't there.
    """
    node = load(text, path)
    if node.is_null:
        return Partners()
    faults = Faults()
    fields = fields_of(node, keys.PARTNERS)
    found = _Reader(faults).by_id(fields, "partners", _Reader(faults).partner)
    check_references(fields, faults, register)
    faults.stop()
    return Partners(found)


def places(text: str, path: str = FILE) -> dict[str, Position]:
    """Where partners and what belongs to them stand, keyed as findings name them (`agreement x/dpa`).

    Raises RegisterErrors only for what isn't YAML; a key that isn't there gives nothing.
    """
    found: dict[str, Position] = {}
    for top, partners in load(text, path).entries:
        for key, partner in partners.entries if top.raw == "partners" else ():
            found[f"partner {key.raw}"] = key.position
            for name, inner in partner.entries:
                for each, _ in inner.entries if name.raw in _INNER else ():
                    found[f"{_INNER[name.raw]} {key.raw}/{each.raw}"] = each.position
    return found


class _Reader:
    """Makes the domain's values of nodes; faults of one entry don't hide those of the next."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def by_id(self, fields: Fields, name: str, make: Callable[[str, Node], Made]) -> tuple[Made, ...]:
        made: list[Made] = []
        node = fields.get(name)
        with self._faults.catch():
            for key, inner in node.mapping(optional=None, what=f"{name!r}").pairs() if node else ():
                with self._faults.catch():
                    if not _ID.fullmatch(key.raw):
                        raise key.error(f"{key.raw!r} is no id", "use small letters a-z, digits and -")
                    made.append(make(key.raw, inner))
        return tuple(made)

    def partner(self, partner_id: str, node: Node) -> Partner:
        fields = fields_of(node, keys.PARTNER)
        authorisation = fields.get("authorisation")
        given = None
        # A fault in one part mustn't hide those of the others.
        with self._faults.catch():
            given = _authorisation(authorisation) if authorisation is not None else None
        days = given.objection_days if given is not None else None
        locations = self._locations(fields)
        agreements = self.by_id(fields, "agreements", self._agreement)
        notices = self.by_id(fields, "notices", lambda key, each: _notice(key, each, days))
        transfers = self.by_id(fields, "transfers", transfer)
        role = _choice(fields, "role", PartnerRole)
        since, until = _span(fields, "since", "until")
        return Partner(
            id=partner_id,
            name=fields.text("name"),
            role=role,
            parents=fields.texts("parents"),
            locations=locations,
            services=fields.texts("services"),
            activities=fields.texts("activities"),
            purposes=fields.texts("purposes"),
            sources=fields.texts("sources"),
            employees=fields.boolean("employees"),
            since=since,
            until=until,
            agreements=agreements,
            authorisation=given,
            notices=notices,
            transfers=transfers,
        )

    def _locations(self, fields: Fields) -> tuple[Location, ...]:
        made: list[Location] = []
        for node in fields.items("locations"):
            with self._faults.catch():
                made.append(_location(node))
        return tuple(made)

    def _agreement(self, agreement_id: str, node: Node) -> Agreement:
        fields = fields_of(node, keys.AGREEMENT)
        clauses = fields.get("clauses")
        valid_from, valid_to = _span(fields, "valid_from", "valid_to")
        signed_on = day(fields, "signed_on")
        if signed_on is not None and valid_to is not None and valid_to < signed_on:
            raise fields["valid_to"].error("the agreement ends before it is signed", "look at both days")
        return Agreement(
            id=agreement_id,
            kind=_choice(fields, "kind", AgreementKind),
            document=document(fields),
            signed_on=signed_on,
            valid_from=valid_from,
            valid_to=valid_to,
            signatories=fields.texts("signatories"),
            entities=fields.texts("entities"),
            clauses=MappingProxyType(_clauses(clauses) if clauses is not None else {}),
            instructions=fields.text("instructions"),
            between=fields.text("between"),
        )


def _location(node: Node) -> Location:
    if node.kind == "scalar":
        return Location(country(node))
    fields = fields_of(node, keys.LOCATION)
    return Location(country(fields["country"]), fields.boolean("remote"), fields.text("about"))


def _clauses(node: Node) -> dict[Clause, str]:
    fields = fields_of(node, keys.CLAUSES)
    found = {clause: fields.get(clause.value) for clause in Clause}
    return {clause: _place(each) for clause, each in found.items() if each is not None}


def _place(node: Node) -> str:
    # A clause's number is a text, also where it looks like a number or a decimal.
    if node.kind == "scalar" and node.resolved in ("int", "float"):
        return node.raw
    return node.text()


def _authorisation(node: Node) -> Authorisation:
    fields = fields_of(node, keys.AUTHORISATION)
    days = fields.get("objection_days")
    return Authorisation(
        kind=_choice(fields, "kind", AuthorisationKind),
        granted_on=fields["granted_on"].date(),
        objection_days=days.integer(1, _DAYS) if days is not None else None,
        document=document(fields),
    )


def _notice(notice_id: str, node: Node, days: int | None) -> ChangeNotice:
    fields = fields_of(node, keys.NOTICE)
    received, end = fields["received_on"].date(), fields.get("window_end")
    if end is None and days is None:
        raise node.error(
            "nobody can tell until when to object", "add window_end, or objection_days to the authorisation"
        )
    window_end = end.date() if end is not None else received + timedelta(days=days or 0)
    if end is not None and window_end < received:
        raise end.error("the window ends before the notice came in", "look at received_on and window_end")
    outcome = _choice(fields, "outcome", NoticeOutcome) if "outcome" in fields else NoticeOutcome.PENDING
    decided_on, reason = day(fields, "decided_on"), fields.text("reason")
    if outcome is not NoticeOutcome.PENDING and decided_on is None:
        raise node.error("a decision needs its day", "add decided_on")
    if outcome is NoticeOutcome.OBJECTED and not reason.strip():
        raise node.error("an objection needs a reason", "add reason")
    return ChangeNotice(
        id=notice_id,
        change=_choice(fields, "change", ChangeKind),
        received_on=received,
        window_end=window_end,
        partner=fields.text("partner"),
        about=fields.text("about"),
        outcome=outcome,
        decided_on=decided_on,
        decided_by=fields.text("decided_by"),
        reason=reason,
    )


def _span(fields: Fields, first: str, last: str) -> tuple[date | None, date | None]:
    begins, ends = day(fields, first), day(fields, last)
    if begins is not None and ends is not None and ends < begins:
        raise fields[last].error(f"{last} is before {first}", "look at both days")
    return begins, ends


def _choice(fields: Fields, name: str, kind: type[Chosen]) -> Chosen:
    return kind(fields[name].choice(tuple(each.value for each in kind), name))
