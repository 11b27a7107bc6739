"""What refusals of the export of records and of PDF say, in Swedish."""

from __future__ import annotations

from collections.abc import Mapping

RECORDS_EXPORT_SENTENCES: Mapping[str, str] = {
    "PDF needs the extra “letters”, which isn't installed": (
        "PDF kräver tillägget ”letters”, som inte är installerat"
    ),
    "a character of the text is in no font, so the PDF would show a gap": (
        "ett tecken i texten finns inte i något typsnitt, så PDF:en skulle få en lucka"
    ),
    "install a font that has it (such as fonts-noto), or write it otherwise": (
        "installera ett typsnitt som har det (till exempel fonts-noto), eller skriv på annat sätt"
    ),
    "a text is too long for a cell of a spreadsheet: {length} characters": (
        "en text är för lång för en cell i ett kalkylark: {length} tecken"
    ),
    "shorten it in the register, or export as CSV, PDF or JSON-LD": (
        "korta den i registret, eller exportera som CSV, PDF eller JSON-LD"
    ),
    "there is no customer “{customer}”": "det finns ingen kund ”{customer}”",
    "the customer isn't served on {day}": "kunden är inte kund {day}",
    "name a day on which it was with --on": "nämn en dag då den var det med --on",
    "name your customers in customers.yaml": "nämn era kunder i customers.yaml",
    "there is no activity to record": "det finns ingen behandling att förteckna",
    "name its activities in customers.yaml": "nämn dess behandlingar i customers.yaml",
    "add activities to the register": "lägg till behandlingar i registret",
    "the file can't be written: {reason}": "filen kan inte skrivas: {reason}",
    "give this user the right to write there, or name another folder": (
        "ge den här användaren rätt att skriva där, eller nämn en annan mapp"
    ),
    "there is no format “{given}”": "det finns inget format ”{given}”",
    "the file's ending says another format": "filens ändelse anger ett annat format",
    "leave one of the two out": "utelämna det ena av de två",
    "JSON-LD has no layout: it says the same for everybody": (
        "JSON-LD har ingen uppställning: det säger samma sak för alla"
    ),
    "leave --layout out": "utelämna --layout",
    "there is no layout “{given}”": "det finns ingen uppställning ”{given}”",
    "CSV is a file for each sheet, so it needs a folder": "CSV är en fil per blad och behöver en mapp",
    "name a folder, without an ending": "nämn en mapp, utan ändelse",
}
