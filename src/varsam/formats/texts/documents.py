"""What is said where a policy's document is read: what its layout lost, and why a file can't be read."""

from __future__ import annotations

from collections.abc import Mapping

DOCUMENTS: Mapping[str, tuple[str, str]] = {
    "check.POL012": (
        "Två rader i policyn anger olika tider för samma behandling.",
        "Two rows of the policy say different times for the same activity.",
    ),
    "check.POL013": (
        "En rubrik över eller bland raderna lästes tillsammans med dem.",
        "A heading over or among rows was read with them.",
    ),
    "check.POL014": (
        "En fotnot under tabellen begränsar vad en rad säger.",
        "A note below the table limits what a row says.",
    ),
    "check.POL015": (
        "En bild i policyn kan vara en tabell.",
        "A picture in the policy may hold a table.",
    ),
    "check.POL016": (
        "Dokumentet har spårade ändringar.",
        "The document has tracked changes.",
    ),
    "check.POL017": (
        "Dokumentet är inte sparat i den teckenkodning det borde vara.",
        "The document isn't in the encoding that it should be in.",
    ),
    "check.POL018": (
        "Listor som hör ihop är olika långa.",
        "Lists that belong together have different lengths.",
    ),
    "check.POL019": (
        "Något som inte hör till policyn utelämnades från sidan.",
        "Something that is no policy was left out of the page.",
    ),
    "check.POL020": (
        "En rad som delas av en sidbrytning sattes ihop.",
        "A row that a page break cuts was joined.",
    ),
    "check.POL021": (
        "En del av policyn som har rubriker som en behandling läses inte in.",
        "A labelled part of the policy isn't imported.",
    ),
    "check.POL022": (
        "Smala spalter på en tryckt sida kan ha delat ord.",
        "Words may be broken by narrow columns of a printed page.",
    ),
}

DOCUMENT_SENTENCES: Mapping[str, str] = {
    # -- places
    "{path}, table {table}, row {row}": "{path}, tabell {table}, rad {row}",
    "{path}, paragraph {number}": "{path}, stycke {number}",
    "{path}, page {number}": "{path}, sida {number}",
    # -- what was noticed
    "an earlier row says {before} for {title}, and this one {now}": (
        "en tidigare rad anger {before} för {title}, och den här {now}"
    ),
    "let one row say which time holds": "låt en rad säga vilken tid som gäller",
    "the row {text} was read as a heading": "raden {text} lästes som en rubrik",
    "whom the rows are about was read from the heading {heading}": (
        "vilka raderna handlar om lästes ur rubriken {heading}"
    ),
    "a note limits the time of storage and was read with it: {note}": (
        "en fotnot begränsar lagringstiden och lästes tillsammans med den: {note}"
    ),
    "a note belongs to a cell and isn't imported: {note}": (
        "en fotnot hör till en cell och läses inte in: {note}"
    ),
    "a note belongs to the whole column and isn't imported: {note}": (
        "en fotnot hör till hela kolumnen och läses inte in: {note}"
    ),
    "write in the register what the note changes": "skriv i registret vad fotnoten ändrar",
    "a picture that may be a table isn't read: {name}": "en bild som kan vara en tabell läses inte: {name}",
    "write what it shows as a table": "skriv det den visar som en tabell",
    "the document has tracked changes; it was read as if all were accepted": (
        "dokumentet har spårade ändringar; det lästes som om alla hade godkänts"
    ),
    "accept or reject them in the document and import it again": (
        "godkänn eller avvisa dem i dokumentet och läs in det igen"
    ),
    "lines are in UTF-8 and others in Windows-1252; each was read as what it is": (
        "en del rader är i UTF-8 och andra i Windows-1252; var och en lästes som det den är"
    ),
    "the document isn't in UTF-8; it was read as Windows-1252": (
        "dokumentet är inte i UTF-8; det lästes som Windows-1252"
    ),
    "save it as UTF-8 and look at å, ä and ö": "spara det som UTF-8 och se efter å, ä och ö",
    "the list of {column} has {count} entries and that of activities {wanted}, so none was matched": (
        "listan {column} har {count} punkter och listan med behandlingar {wanted}, så inget parades ihop"
    ),
    "the lists in the row have {names}, {bases} and {times} entries, so none was matched": (
        "listorna i raden har {names}, {bases} och {times} punkter, så inget parades ihop"
    ),
    "give each activity its entry in every list": "ge varje behandling en egen punkt i varje lista",
    "give each activity a row of its own": "ge varje behandling en egen rad",
    "the page's cookie banner was left out": "sidans kakruta utelämnades",
    "a row that a page break cuts was joined": "en rad som delas av en sidbrytning sattes ihop",
    "the table with the heads {heads} is about cookies and isn't imported": (
        "tabellen med rubrikerna {heads} handlar om kakor och läses inte in"
    ),
    "{count} activities in labelled sections beside the table aren't imported": (
        "{count} behandlingar i egna avsnitt bredvid tabellen läses inte in"
    ),
    "move them into the table, or write them in the register": (
        "flytta in dem i tabellen, eller skriv dem i registret"
    ),
    "what stands under the labels {labels} isn't imported": "det som står under {labels} läses inte in",
    "look whether it belongs to an activity": "se efter om det hör till en behandling",
    "narrow columns may break words: {words}": "smala spalter kan ha delat ord: {words}",
    "look whether these are one word or two": "se efter om det är ett ord eller två",
    # -- why a file can't be read
    "the PDF has {pages} pages": "PDF-filen har {pages} sidor",
    "at most {most} can be imported": "högst {most} kan läsas in",
}
