"""What is said when an existing record of processing is imported."""

from __future__ import annotations

from collections.abc import Mapping

RECORDS_IMPORT: Mapping[str, tuple[str, str]] = {
    "help.records import": (
        "Läs in en befintlig registerförteckning till ett utkast till register.",
        "Read an existing record of processing into a draft register.",
    ),
    "option.records import.file": (
        "Förteckningen: .xlsx, .xlsm, .ods, .csv eller fideslang i YAML.",
        "The record: .xlsx, .xlsm, .ods, .csv or fideslang YAML.",
    ),
    "option.records import.layout": (
        "Hur den är upplagd: auto (känns igen), cnil, ico, skr, generic eller fideslang.",
        "How it is laid out: auto (recognised), cnil, ico, skr, generic or fideslang.",
    ),
    "option.records import.write": (
        "Skriv registret i hemmet. Ett som finns där skrivs aldrig över.",
        "Write the register into the home. One that is there is never overwritten.",
    ),
    "talk.records_layout": ("Upplägg: {layouts}", "Layout: {layouts}"),
    "talk.records_proposals": (
        "Lagen kräver detta, och förteckningen säger det inte:",
        "The law demands this, and the record doesn't say it:",
    ),
    "talk.records_proposals_how": (
        "Godta ett förslag med varsam policy accept ID. Till dess raderas inget av det som det gäller.",
        "Accept a proposal with varsam policy accept ID. Until then nothing that it concerns is erased.",
    ),
    "talk.records_undecided": (
        "{count} ändamål saknar rättslig grund. Skriv den i stället för undecided; till dess raderas inget.",
        "{count} purposes have no legal basis. Write it in place of undecided; until then nothing is erased.",
    ),
    "talk.records_undecided.one": (
        "Ett ändamål saknar rättslig grund. Skriv den i stället för undecided; till dess raderas inget.",
        "One purpose has no legal basis. Write it in place of undecided; until then nothing is erased.",
    ),
    "option.register confirm.basis": (
        "Rättslig grund, för ett ändamål som ännu saknar en: contract, consent, legal_obligation …",
        "The legal basis, for a purpose that has none yet: contract, consent, legal_obligation …",
    ),
    "talk.which_basis": (
        "På vilken rättslig grund görs det här? Ingen har bestämt det.",
        "On which legal basis is this done? Nobody has decided.",
    ),
    "talk.basis_first": (
        "Bestäm grunden först: varsam register confirm {purpose} --basis GRUND",
        "Decide the basis first: varsam register confirm {purpose} --basis BASIS",
    ),
    "check.REG005": ("Ett ändamål saknar ännu rättslig grund", "A purpose has no legal basis yet"),
    "check.REC001": ("En del av förteckningen läses inte in", "A part of the record isn't imported"),
    "check.REC002": ("Filen har makron, som aldrig körs", "The file holds macros, which are never run"),
    "check.REC003": ("Ett blad läses inte in", "A sheet isn't imported"),
    "check.REC004": ("Något dolt lästes som det övriga", "Something hidden was read like the rest"),
    "check.REC005": (
        "Celler är formler: sparade värden lästes",
        "Cells are formulas: saved values were read",
    ),
    "check.REC006": ("En formel saknar sparat värde", "A formula has no saved value"),
    "check.REC007": ("Oväntad teckenkodning", "Unexpected encoding"),
    "check.REC008": ("En rubrikrad läses inte in", "A heading row isn't imported"),
    "check.REC009": ("En kolumn eller ett blad saknas", "A column or sheet is missing"),
    "check.REC010": ("Ingen personuppgiftsansvarig kunde läsas", "No controller could be read"),
    "check.REC011": ("Inget organisationsnummer", "Not an organisation number"),
    "check.REC012": ("Arrangemanget mellan ansvariga läses inte in", "The joint arrangement isn't imported"),
    "check.REC013": ("För vems räkning läses inte in", "On whose behalf isn't imported"),
    "check.REC014": ("En behandling saknar namn", "An activity has no name"),
    "check.REC015": ("Ett ord finns inte i ordlistan", "A word isn't in the vocabulary"),
    "check.REC016": ("En del av en överföring läses inte in", "Part of a transfer isn't imported"),
    "check.REC017": ("Automatiserade beslut utan logik", "Automated decisions without logic"),
    "check.REC018": ("Källan togs för någon annan än personen", "The source was taken for somebody else"),
    "check.REC019": ("Den rättsliga grunden kunde inte läsas", "The legal basis can't be read"),
    "check.REC020": ("En del av den rättsliga grunden lästes inte", "Part of the legal basis wasn't read"),
    "check.REC021": ("Kategorier har egna lagringstider", "Categories have times of their own"),
    "check.REC022": ("Flera ändamål står som ett", "Several purposes are told as one"),
    "check.REC023": ("En nyckel saknar exakt ord", "A key has no exact word"),
}

RECORDS_IMPORT_SENTENCES: Mapping[str, str] = {
    "nobody has decided on which legal basis this is done": (
        "ingen har bestämt på vilken rättslig grund det här görs"
    ),
    "write its basis in place of 'undecided'; until then the purpose keeps": (
        "skriv grunden i stället för 'undecided'; till dess sparas uppgifterna"
    ),
    # -- the file
    "the file holds macros; they were neither read nor run": (
        "filen har makron; de lästes inte och kördes inte"
    ),
    "the sheet is a chart, a dialog or a macro and isn't read": (
        "bladet är ett diagram, en dialog eller ett makro och läses inte"
    ),
    "the sheet is hidden; it was read like the others": "bladet är dolt; det lästes som de andra",
    "hidden rows were read like the others: {rows}": "dolda rader lästes som de andra: {rows}",
    "{count} cells are formulas; the values last saved were read": (
        "{count} celler är formler; de senast sparade värdena lästes"
    ),
    "the cell is a formula without a saved value, so nothing was read of it": (
        "cellen är en formel utan sparat värde, så inget lästes ur den"
    ),
    "open the file in a spreadsheet program and save it, or write the text in the cell": (
        "öppna filen i ett kalkylprogram och spara den, eller skriv texten i cellen"
    ),
    "{count} more cells are formulas without a saved value": (
        "{count} celler till är formler utan sparat värde"
    ),
    "the file isn't UTF-8; it was read as {encoding}": "filen är inte UTF-8; den lästes som {encoding}",
    "look whether å, é, ü and the like are right": "se efter att å, é, ü och liknande blev rätt",
    # -- sheets, rows and columns
    "the sheet holds no activities and isn't imported": "bladet har inga behandlingar och läses inte in",
    "the sheet is the template's example and isn't imported": "bladet är mallens exempel och läses inte in",
    "the row {text} looks like a heading and isn't imported": (
        "raden {text} ser ut som en rubrik och läses inte in"
    ),
    "the column {head} isn't imported; {count} of its cells hold something": (
        "kolumnen {head} läses inte in; {count} av dess celler är ifyllda"
    ),
    "a second column for {field} says something else, which isn't imported": (
        "en andra kolumn för {field} säger något annat, som inte läses in"
    ),
    "the sheet has no column for {missing}": "bladet har ingen kolumn för {missing}",
    "{label} isn't imported": "{label} läses inte in",
    "another officer or representative than before isn't imported": (
        "ett annat ombud eller en annan företrädare än tidigare läses inte in"
    ),
    "the activity {title} is listed and has no sheet of its own": (
        "behandlingen {title} finns i listan men har inget eget blad"
    ),
    "complete it in the register": "komplettera den i registret",
    # -- who
    "the record names no controller that could be read": (
        "förteckningen nämner ingen personuppgiftsansvarig som gick att läsa"
    ),
    "correct it; it isn't imported": "rätta det; det läses inte in",
    "who answers for what between joint controllers isn't imported": (
        "vem som svarar för vad mellan gemensamt ansvariga läses inte in"
    ),
    "GDPR 26: write the arrangement beside the register": "GDPR 26: skriv arrangemanget bredvid registret",
    "on whose behalf this is done isn't imported: the register holds no customers": (
        "för vems räkning det görs läses inte in: registret har inga kunder"
    ),
    "write the customers and their instructions beside the register": (
        "skriv kunderna och deras instruktioner bredvid registret"
    ),
    "the activity has no name": "behandlingen har inget namn",
    "name it in the register": "ge den ett namn i registret",
    # -- to whom, how
    "data goes to {countries}; which recipient that is isn't said": (
        "uppgifter går till {countries}; vilken mottagare det är sägs inte"
    ),
    "write the country as location of the recipient": "skriv landet som location på mottagaren",
    "what safeguards the transfer isn't imported: the register has no place for it": (
        "vad som skyddar överföringen läses inte in: registret har ingen plats för det"
    ),
    "write the ground of the transfer beside the register, with the partner": (
        "skriv stödet för överföringen bredvid registret, hos partnern"
    ),
    "decisions are automated, and the record doesn't say by which logic": (
        "beslut är automatiserade, och förteckningen säger inte enligt vilken logik"
    ),
    "GDPR 13(2)(f): write logic and consequences under decisions": (
        "GDPR 13.2 f: skriv logik och följder under decisions"
    ),
    "the source was taken for somebody else than the person": (
        "källan togs för någon annan än personen själv"
    ),
    "correct the collection point if it is the person": "rätta insamlingsstället om det är personen själv",
    # -- why, how long
    "no legal basis was read in {basis}": "ingen rättslig grund lästes i {basis}",
    "the categories of data have {count} times of storage, so {count} purposes were made": (
        "kategorierna av uppgifter har {count} lagringstider, så {count} ändamål gjordes"
    ),
    "say in the source map which columns each purpose keeps (for:)": (
        "säg i systemkartan vilka kolumner varje ändamål sparar (for:)"
    ),
    "{count} further purposes are told with the first one": (
        "{count} ytterligare ändamål står tillsammans med det första"
    ),
    "make purposes of their own of those that have another basis or time": (
        "gör egna ändamål av dem som har en annan grund eller tid"
    ),
    # -- fideslang
    "{key} isn't read: a register is made of systems": "{key} läses inte: ett register görs av system",
    "the system {name} declares nothing and isn't imported": (
        "systemet {name} deklarerar ingenting och läses inte in"
    ),
    "these keys aren't imported: {keys}": "de här nycklarna läses inte in: {keys}",
    "the use {key} isn't known; the purpose is named after it": (
        "användningen {key} är inte känd; ändamålet fick dess namn"
    ),
    "the key {key} was read as {code}": "nyckeln {key} lästes som {code}",
    "use another word in the register if it is more exact": (
        "använd ett annat ord i registret om det är mer exakt"
    ),
}
