"""Finds who is behind a record: label and value cells about the controller, its officer and "
"representative."""

from __future__ import annotations

import re
from collections.abc import Sequence

from varsam.formats.records.book import Sheet
from varsam.formats.records.foreign import says_nothing
from varsam.formats.records.record import Parties, Party

_END = r"(?:\s*\([^)]*\))?"
_GROUPS = tuple(
    (group, re.compile(rf"(?:{pattern}){_END}", re.IGNORECASE))
    for group, pattern in (
        (
            "dpo",
            r"(?:name and contact details of (?:the )?)?data protection officers?|dpo|"
            r"dataskyddsombud(?:et)?|"
            r"(?:coordonnées du )?délégués? à la protection des données(?: ?\(?dpo\)?)?|"
            r"datenschutzbeauftragte[rn]?|functionaris (?:voor )?gegevensbescherming|"
            r"databeskyttelsesrådgiver|personvernombud",
        ),
        (
            "representative",
            r"(?:name and contact details of (?:the )?)?representatives?|représentants?|vertreter|"
            r"vertegenwoordiger|representant(?:en)?|företrädare(?:n)?|repræsentant|"
            r"coordonnées du représentant",
        ),
        (
            "joint",
            r"(?:name and contact details of (?:the )?)?joint controllers?|"
            r"gemensamt personuppgiftsansvarig(?:a)?|"
            r"responsables? conjoints?(?: du traitement)?(?: \d+)?|"
            r"gezamenlijke? verwerkingsverantwoordelijken?|"
            r"personuppgiftsansvarig \(en av flera\)|controller \(one of several\)",
        ),
        (
            "controller",
            r"(?:name and contact details(?: of (?:the )?controller)?|(?:data )?controller|organi[sz]ation|"
            r"personuppgiftsansvarig(?:e|a)?|personuppgiftsansvarigs? (?:namn|nämnd)|"
            r"(?:coordonnées du )?responsable d[ue] traitement(?: \d+)?|organisme|verantwortlicher?|"
            r"verwerkingsverantwoordelijke|dataansvarlige?|behandlingsansvarlige?|processor|"
            r"personuppgiftsbiträde)",
        ),
    )
)
_LABELS = tuple(
    (label, re.compile(rf"(?:{pattern}){_END}", re.IGNORECASE))
    for label, pattern in (
        ("email", r"e-?mail(?:[ -]?address)?|e-?post(?:adress|adresse)?|adresse (?:e-?mail|mél|électronique)|"
         r"mél|courriel|e-mail-adresse"),
        ("phone", r"tele(?:phone|fon)(?:nummer| number)?|téléphone|phone|tél\.?|tlf\.?"),
        (
            "org_no",
            r"org(?:anisation(?:s)?)?\.?[ -]?(?:nr|nummer|number|no)\.?|registration number|siren|cvr|kvk",
        ),
        ("website", r"website|webbplats|web|site(?: internet| web)?|hjemmeside|hemsida"),
        ("address", r"(?:postal |post)?address?|adresse?(?: postale)?|anschrift|adres|postadresse|"
         r"code postal|cp|ville|postnummer|ort|postort|city|postcode|pays"),
        ("name", r"name|namn|nom(?: (?:et prénom|de l.organisme))?|navn|naam|prénom"),
    )
)  # fmt: skip


def read_parties(sheet: Sheet, rows: int, parties: Parties) -> set[tuple[int, int]]:
    """Take what the first rows of a sheet say of the parties; what stands already isn't overwritten.

    Gives the cells that were taken, so that what else stands there can be told.
    """
    groups: list[tuple[int, int, Party]] = []
    taken: set[tuple[int, int]] = set()
    for row in range(min(rows, len(sheet.rows))):
        for column in range(len(sheet.rows[row])):
            text = _label_text(sheet.cell(row, column))
            group = _which(_GROUPS, text)
            if group is not None:
                if (row, column) in taken or sheet.cell(row, column - 1) == sheet.cell(row, column):
                    taken.add((row, column))  # covered by a merged cell
                    continue
                party = _party(parties, group, sheet.where(row, column))
                groups.append((row, column, party))
                taken.add((row, column))
                _take_value(sheet, row, column, party, "name", taken)
                continue
            label = _which(_LABELS, text)
            party_here = _nearest(groups, row, column)
            if label is not None and party_here is not None and (row, column) not in taken:
                taken.add((row, column))
                _take_value(sheet, row, column, party_here, label, taken)
    parties.controllers = [each for each in parties.controllers if each.name]
    return taken


def _party(parties: Parties, group: str, where: str) -> Party:
    if group == "dpo":
        parties.dpo.where = parties.dpo.where or where
        return parties.dpo
    if group == "representative":
        parties.representative.where = parties.representative.where or where
        return parties.representative
    party = Party(where=where)
    parties.controllers.append(party)
    return party


def _take_value(
    sheet: Sheet, row: int, column: int, party: Party, label: str, taken: set[tuple[int, int]]
) -> None:
    """Take the next filled cell to the right, unless it is a label itself."""
    width = len(sheet.rows[row])
    place = next(
        (
            each
            for each in range(column + 1, width)
            if sheet.cell(row, each) and sheet.cell(row, each) != sheet.cell(row, column)
        ),
        None,
    )
    if place is None:
        return
    text = sheet.cell(row, place)
    label_text = _label_text(text)
    if _which(_LABELS, label_text) is not None or _which(_GROUPS, label_text) is not None:
        return
    taken.add((row, place))
    if says_nothing(text):
        return
    if label == "address" and party.address:
        party.address = f"{party.address}, {text}"
    elif label == "name" and party.name and party.name != text:
        party.name = f"{party.name} {text}"
    elif not getattr(party, label):
        setattr(party, label, text)


def _nearest(groups: list[tuple[int, int, Party]], row: int, column: int) -> Party | None:
    above = [each for each in groups if each[0] <= row and each[1] <= column]
    return max(above, key=lambda each: (each[0], each[1]))[2] if above else None


def _label_text(text: str) -> str:
    text = text.replace("(s)", "s")
    return " ".join(text.split()).strip(" :*").casefold() if len(text) < 120 else ""


def _which(known: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str | None:
    return next((name for name, pattern in known if pattern.fullmatch(text)), None) if text else None


def read_actor(
    label: str, cells: Sequence[str], heads: Sequence[str], where: str
) -> tuple[str, Party] | None:
    """The party of a row whose first cell says what it is and whose heads say what its cells hold.

    Gives the group (controller, joint, dpo, representative) with it; None where the label is none.
    """
    group = _which(_GROUPS, _label_text(label))
    if group is None:
        return None
    party = Party(where=where)
    for place, text in enumerate(cells[1:], 1):
        if says_nothing(text) or text in cells[:place]:
            continue
        head = _which(_LABELS, _label_text(heads[place])) if place < len(heads) else None
        if head in (None, "phone") and "@" in text:
            head = "email" if "\n" not in text and " " not in text else None
        wanted = head or ("name" if not party.name else "address")
        before = getattr(party, wanted)
        setattr(party, wanted, f"{before}, {text}" if before else text)
    return (group, party) if party.name else None
