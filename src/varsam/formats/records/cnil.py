"""Reads registers in the layout of the CNIL's simplified register: a list, then a sheet for each activity.

Source: the labels of the CNIL's workbook of July 2019, as published descriptions of it print them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from varsam.domain.said import say
from varsam.formats.policy.words import read_bases, read_categories
from varsam.formats.records.book import Noticed, Sheet
from varsam.formats.records.countries import country_of
from varsam.formats.records.foreign import in_english, says_no_transfer, says_nothing
from varsam.formats.records.parties import read_actor
from varsam.formats.records.recipients import role_of
from varsam.formats.records.record import Disclosed, Kept, Parties, Party, Record

# What begins a part of the sheet, in letters without accents.
_PARTS = tuple(
    (part, re.compile(pattern))
    for part, pattern in (
        ("described", r"description du traitement|fiche de registre.*"),
        ("actors", r"acteurs?"),
        ("purposes", r"finalite(?:\(s\)|s)?(?: du traitement)?(?: effectue)?|objectifs? poursuivis?"),
        ("data", r"categories de donnees(?: personnelles)?(?: concernees| collectees)?"),
        ("sensitive", r"donnees sensibles"),
        ("subjects", r"categories de personnes(?: concernees)?"),
        ("recipients", r"(?:categories de )?destinataires(?: des donnees)?"),
        ("measures", r"mesures de securite(?: techniques et organisationnelles)?"),
        ("transfers", r"transferts?(?: des donnees)? hors (?:de l.)?(?:ue|union europeenne)"),
    )
)
_DATA: Mapping[str, str] = MappingProxyType(
    {
        r"etat[- ]civil.*": "id",
        r"vie personnelle.*": "other.personal_life",
        r"vie professionnelle.*": "work",
        r"informations? d.ordre economique.*": "other.finances",
        r"donnees de connexion.*": "online.log",
        r"donnees de localisation.*": "location",
        r"internet.*": "online",
        r"numero de securite sociale.*": "id.personnummer",
        r".*donnees concernant la sante.*": "special.health",
        r".*(?:condamnations? penales?|infractions?).*": "criminal",
        r"(?:donnees )?(?:revelant|genetiques|biometriques|concernant la vie sexuelle).*|"
        r"donnees sensibles.*|"
        r"donnees (?:genetiques|biometriques).*": "special",
        r"autres categories.*": "",
    }
)
# What stands under a label of the sheet, if its description says it more exactly.
_FINER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("id", "contact", "image", "audio", "customer", "account"),
        "other.personal_life": ("other.personal_life", "preference", "correspondence"),
        "other.finances": ("other.finances", "billing", "order", "work.payroll"),
        "online.log": ("online",),
    }
)
_ALWAYS_NAMED = re.compile(r"finalite principale|sous-finalite \d+")
_TITLE = re.compile(r"fiche de registre.*")
_RETENTION = re.compile(r"delais? d.effacement|durees? de conservation.*")


@dataclass(slots=True)
class _Fiche:
    """A sheet that is being read."""

    sheet: Sheet
    record: Record
    noticed: list[Noticed]
    heads: tuple[str, ...] = ()
    kept: list[Kept] = field(default_factory=list)
    purposes: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    disclosed: list[Disclosed] = field(default_factory=list)
    measures: list[tuple[str, str]] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    safeguards: list[str] = field(default_factory=list)
    actors: list[tuple[str, Party]] = field(default_factory=list)

    def values(self, row: int) -> list[str]:
        """The filled cells beside a row's label, each once."""
        label = self.sheet.cell(row, 0)
        texts = [self.sheet.cell(row, place) for place in range(1, len(self.sheet.rows[row]))]
        return list(dict.fromkeys(text for text in texts if text and text != label))

    def under(self, row: int, pattern: re.Pattern[str]) -> str:
        """The cell of a row under the head that fits."""
        place = next((n for n, head in enumerate(self.heads) if n and pattern.fullmatch(_plain(head))), None)
        return self.sheet.cell(row, place) if place is not None else ""


def is_fiche(sheet: Sheet) -> bool:
    """Whether a sheet is one activity's: its first column names a main purpose and categories of data."""
    labels = {_plain(row[0]) for row in sheet.rows[:200] if row and row[0]}
    parts = {_part(label) for label in labels} - {None}
    return "finalite principale" in labels and len(parts) >= 3


def is_list(sheet: Sheet) -> bool:
    """Whether a sheet lists activities that have sheets of their own."""
    for row in sheet.rows[:40]:
        heads = {_plain(cell) for cell in row if cell}
        named = any(re.fullmatch(r"nom(?: ?/ ?sigle| du traitement)?|traitement", head) for head in heads)
        if named and any(head.startswith("finalite") for head in heads) and len(heads) >= 3:
            return True
    return False


def read_fiche(sheet: Sheet, parties: Parties, noticed: list[Noticed]) -> Record | None:
    """The activity of a sheet, None for one that nobody has filled in; its actors join the parties."""
    fiche = _Fiche(sheet, Record(sheet.where()), noticed)
    part = "described"
    for row in range(len(sheet.rows)):
        label = sheet.cell(row, 0)
        plain = _plain(label)
        begun = _part(plain)
        if (
            begun is not None
            and not _ALWAYS_NAMED.fullmatch(plain)
            and not _is_answer(fiche, row, begun, part)
        ):
            part, fiche.heads = begun, sheet.rows[row]
        elif plain:
            _READERS[part](fiche, row, label)
    _actors(fiche, parties)
    if not fiche.purposes and not fiche.record.title:
        return None
    record = fiche.record
    record.title = record.title or fiche.purposes[0]
    record.basis = "; ".join(dict.fromkeys(basis for _, basis in map(_with_basis, fiche.purposes) if basis))
    purposes = list(dict.fromkeys(purpose for purpose, _ in map(_with_basis, fiche.purposes)))
    record.purpose = purposes[0] if purposes else ""
    record.further_purposes = tuple(purposes[1:])
    record.kept = tuple(fiche.kept)
    record.codes = tuple(dict.fromkeys(code for each in fiche.kept for code in each.codes))
    record.subjects = ", ".join(dict.fromkeys(fiche.subjects))
    record.disclosed = tuple(fiche.disclosed)
    record.protected = tuple(fiche.measures)
    record.countries = "\n".join(fiche.countries)
    record.safeguards = "\n".join(dict.fromkeys(fiche.safeguards))
    return record


def _with_basis(purpose: str) -> tuple[str, str]:
    """A purpose and the legal basis that stands behind it in parentheses, where it is nothing but one."""
    name, mark, rest = purpose.rpartition(" (")
    read = read_bases(in_english("basis", rest.removesuffix(")"))) if mark and purpose.endswith(")") else None
    return (name, rest.removesuffix(")")) if read and read.bases and not read.unread else (purpose, "")


def _is_answer(fiche: _Fiche, row: int, begun: str, part: str) -> bool:
    """Whether a label that could begin a part stands in it: "Mesures de sécurité: not stated"."""
    values = fiche.values(row)
    return begun == part and len(values) == 1 and _plain(values[0]) not in ("description", "precisions")


def _described(fiche: _Fiche, row: int, label: str) -> None:
    values = fiche.values(row)
    if re.fullmatch(r"nom(?: ?/ ?sigle)?(?: du traitement)?|nom de l.activite|traitement", _plain(label)):
        fiche.record.title = " ".join(values[0].split()) if values and not says_nothing(values[0]) else ""
    elif values and not _TITLE.fullmatch(_plain(label)):
        _lost(fiche, row, label)


def _lost(fiche: _Fiche, row: int, label: str) -> None:
    said = say("{label} isn't imported", label=repr(" ".join(label.split())[:60]))
    fiche.noticed.append(Noticed("REC001", fiche.sheet.where(row), said))


def _actor(fiche: _Fiche, row: int, label: str) -> None:
    found = read_actor(label, fiche.sheet.rows[row], fiche.heads, fiche.sheet.where(row))
    if found is None:
        if any(not says_nothing(each) for each in fiche.values(row)):
            _lost(fiche, row, label)
        return
    group, party = found
    if group == "joint":
        joint = f"{party.name}, {party.address}" if party.address else party.name
        fiche.record.joint = "\n".join(filter(None, (fiche.record.joint, " ".join(joint.split()))))
    elif group == "controller":
        fiche.record.controllers = " ".join(party.name.split())
        fiche.actors.append((group, party))
    else:
        fiche.actors.append((group, party))


def _actors(fiche: _Fiche, parties: Parties) -> None:
    """Let a sheet's actors join the register's; an officer that is another one than before is noticed."""
    for group, party in fiche.actors:
        if group == "controller":
            if all(each.name.casefold() != party.name.casefold() for each in parties.controllers):
                parties.controllers.append(party)
        elif not getattr(parties, group).name:
            setattr(parties, group, party)
        elif getattr(parties, group).name.casefold() != party.name.casefold():
            said = "another officer or representative than before isn't imported"
            fiche.noticed.append(Noticed("REC001", party.where, said))


def _purpose(fiche: _Fiche, row: int, label: str) -> None:
    values = [" ".join(each.split()) for each in fiche.values(row) if not says_nothing(each)]
    if not values:
        return
    if _ALWAYS_NAMED.fullmatch(_plain(label)):
        fiche.purposes.append(values[0])
        values = values[1:]
    if values:
        _lost(fiche, row, label)


def _data(fiche: _Fiche, row: int, label: str) -> None:
    retention = fiche.under(row, _RETENTION)
    described = [each for each in fiche.values(row) if each != retention]
    description = " ".join(" ".join(described).split())
    if says_nothing(description) and says_nothing(retention):
        return
    if description and says_nothing(description):
        description = ""
    short = re.split(r"\s*[(…]", label)[0].strip(" ,")
    code = next((code for pattern, code in _DATA.items() if re.fullmatch(pattern, _plain(label))), "")
    known = _known_words(description)
    codes = tuple(dict.fromkeys((*known, *((code,) if code and not _finer(known, code) else ()))))
    if not codes:
        fiche.record.categories = ", ".join(filter(None, (fiche.record.categories, description or short)))
    fiche.kept.append(Kept(short, description, retention, codes, fiche.sheet.where(row)))


def _known_words(description: str) -> tuple[str, ...]:
    """The categories that a description names in words that are known; the rest is told by its label."""
    read = read_categories(in_english("categories", description))
    own = {word.code for word in read.own}
    return tuple(code for code in read.codes if code not in own)


def _finer(known: Sequence[str], code: str) -> bool:
    """Whether a description says more exactly what a label means."""
    families = _FINER.get(code, (code,))
    return any(each == name or each.startswith(f"{name}.") for each in known for name in families)


def _subject(fiche: _Fiche, row: int, label: str) -> None:
    values = [each for each in fiche.values(row) if not says_nothing(each)]
    if values:
        fiche.subjects.append(" ".join(values[0].split()))
        if len(values) > 1:
            _lost(fiche, row, label)


def _recipient(fiche: _Fiche, row: int, label: str) -> None:
    values = [" ".join(each.split()) for each in fiche.values(row) if not says_nothing(each)]
    roles = [each for each in values if role_of(each)]
    names = [each for each in values if not role_of(each)]
    if names:
        fiche.disclosed.append(Disclosed(names[0], role_of(roles[0]) if roles else ""))
        if len(names) > 1:
            _lost(fiche, row, label)
    elif roles:
        fiche.disclosed.append(Disclosed(roles[0], role_of(roles[0])))


def _measure(fiche: _Fiche, row: int, label: str) -> None:
    values = [" ".join(each.split()) for each in fiche.values(row) if not says_nothing(each)]
    if values:
        fiche.measures.append((values[0], "; ".join(values[1:])))


def _transfer(fiche: _Fiche, row: int, label: str) -> None:
    values = [" ".join(each.split()) for each in fiche.values(row)]
    if not values or says_no_transfer(values[0]):
        return
    place = next((n for n, each in enumerate(values) if country_of(each)), None)
    if place is None:
        fiche.countries.append(values[0])
        fiche.safeguards += values[1:]
        return
    name = values[0] if place else ""
    known = {each.name.casefold() for each in fiche.disclosed}
    if name and name.casefold() not in known:
        fiche.disclosed.append(Disclosed(name))
    fiche.countries.append(f"{name}: {values[place]}" if name else values[place])
    fiche.safeguards += [each for each in values[place + 1 :] if not says_nothing(each)]


_READERS: Mapping[str, Callable[[_Fiche, int, str], None]] = MappingProxyType(
    {
        "described": _described,
        "actors": _actor,
        "purposes": _purpose,
        "data": _data,
        "sensitive": _data,
        "subjects": _subject,
        "recipients": _recipient,
        "measures": _measure,
        "transfers": _transfer,
    }
)


def _part(plain: str) -> str | None:
    return next((part for part, pattern in _PARTS if pattern.fullmatch(plain)), None)


def _plain(text: str) -> str:
    """A label in small letters without accents, colons and stars."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(letters.split()).strip(" :*…")
