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
    "the document is too large for a policy": "dokumentet är för stort för en policy",
    "at most {most} characters; save it without pictures and style sheets": (
        "högst {most} tecken; spara det utan bilder och formatmallar"
    ),
    "at most {most} characters and {parts} paragraphs": "högst {most} tecken och {parts} stycken",
    "the document isn't text": "dokumentet är inte text",
    "save the policy as HTML, DOCX, PDF, Markdown or plain text": (
        "spara policyn som HTML, DOCX, PDF, Markdown eller ren text"
    ),
    "the document's letters were garbled: it was saved in UTF-8 and read as something else": (
        "dokumentets bokstäver har förvanskats: det sparades i UTF-8 och lästes som något annat"
    ),
    "get the original, and save it as UTF-8": "ta originalet och spara det som UTF-8",
    "the document isn't text in UTF-8": "dokumentet är inte text i UTF-8",
    "save it as UTF-8 (Word: Plain text, Unicode)": "spara det som UTF-8 (Word: Oformaterad text, Unicode)",
    "the document can't be read as it is": "dokumentet kan inte läsas som det är",
    "it is RTF: save it as DOCX": "det är RTF: spara det som DOCX",
    "it is a document of an old word processor: save it as DOCX": (
        "det är ett dokument från ett gammalt ordbehandlingsprogram: spara det som DOCX"
    ),
    "it is a picture: nothing here can read pictures, so write it as text": (
        "det är en bild: bilder kan inte läsas, så skriv det som text"
    ),
    "the document has no table, but a picture that may be one": (
        "dokumentet har ingen tabell, men en bild som kan vara en"
    ),
    "write what the picture shows as a table: nothing here can read pictures": (
        "skriv det som bilden visar som en tabell: bilder kan inte läsas"
    ),
    "the document has no table of activities, and no sections or lists with such labels": (
        "dokumentet har ingen tabell över behandlingar, och inga avsnitt eller listor med sådana rubriker"
    ),
    "looked for a table with the columns activity, legal basis and time of storage, or for sections or lists"
    " labelled so (Ändamål, Rättslig grund, Lagringstid; Purpose, Legal basis …)": (
        "letade efter en tabell med kolumnerna behandling, rättslig grund och lagringstid, eller "
        "avsnitt eller"
        " listor med sådana rubriker (Ändamål, Rättslig grund, Lagringstid)"
    ),
    "no table of the document has a head for {lacking}": (
        "ingen tabell i dokumentet har en rubrik för {lacking}"
    ),
    "name the columns so; the heads here are {heads}": "kalla kolumnerna så; rubrikerna här är {heads}",
    "the only table of the document is about cookies, which are no activities": (
        "dokumentets enda tabell handlar om kakor, som inte är några behandlingar"
    ),
    "PDF can't be read here: a package is missing": "PDF kan inte läsas här: ett paket saknas",
    'pip install "varsam[documents]", or give the policy as HTML or DOCX': (
        'pip install "varsam[documents]", eller ge policyn som HTML eller DOCX'
    ),
    "the PDF draws more than a policy does": "PDF-filen ritar mer än en policy gör",
    "the PDF is damaged and can't be read": "PDF-filen är skadad och kan inte läsas",
    "print it anew as PDF, or give the policy as HTML or DOCX": (
        "skriv ut den på nytt som PDF, eller ge policyn som HTML eller DOCX"
    ),
    "the PDF has no text: it was scanned or is made of pictures": (
        "PDF-filen har ingen text: den är inläst med skanner eller gjord av bilder"
    ),
    "run it through text recognition and read the result, or give the original document": (
        "kör textigenkänning på den och läs resultatet, eller ge originaldokumentet"
    ),
    "the PDF is locked with a password": "PDF-filen är låst med ett lösenord",
    "save it without one": "spara den utan",
    "the file is a package, but no DOCX": "filen är ett paket, men inget DOCX",
    "it is a spreadsheet: import it as a register of processing activities, or save it as DOCX": (
        "det är ett kalkylblad: läs in det som en registerförteckning, eller spara det som DOCX"
    ),
    "save the policy as DOCX, PDF or HTML": "spara policyn som DOCX, PDF eller HTML",
    "the DOCX is damaged or locked": "DOCX-filen är skadad eller låst",
    "save it anew, without a password": "spara den på nytt, utan lösenord",
    "the DOCX is too large when it is unpacked": "DOCX-filen är för stor när den packas upp",
    "save it without what isn't the policy": "spara den utan det som inte är policyn",
    "the DOCX holds a document type, which no word processor writes": (
        "DOCX-filen har en dokumenttyp, vilket inget ordbehandlingsprogram skriver"
    ),
    "the DOCX is damaged: its text is no XML": "DOCX-filen är skadad: dess text är ingen XML",
    "the DOCX nests deeper than any document does": "DOCX-filen är djupare nästlad än något dokument är",
    "save it anew": "spara den på nytt",
}
