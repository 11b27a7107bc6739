"""What checks and plans found, as one sentence per code. The place and the details are printed beside it."""

from __future__ import annotations

from collections.abc import Mapping

FINDINGS: Mapping[str, tuple[str, str]] = {
    "check.REG001": (
        "En behandling saknar ändamål, så inget säger varför uppgifterna finns.",
        "An activity has no purpose, so nothing says why the data is held.",
    ),
    "check.REG002": (
        "Det framgår inte vilket bolag som ansvarar för en behandling.",
        "Nothing says which company is responsible for an activity.",
    ),
    "check.REG003": (
        "En behandling ser ut att göras för kundens räkning: då är ni personuppgiftsbiträde.",
        "An activity looks as if it is done on the customer's behalf: then you are a processor.",
    ),
    "check.REG004": (
        "Policyn nämner ett bolag som inte finns i registret.",
        "The policy names a company that the register doesn't know.",
    ),
    "check.RET001": (
        "Lagen kräver att uppgifter sparas längre än vad registret säger.",
        "The law demands that data is kept for longer than the register says.",
    ),
    "check.RET002": (
        "En lagringstid är antagen och måste bekräftas av en person.",
        "A time of storage was assumed, and a person must confirm it.",
    ),
    "check.RET003": (
        "En lagringstid kan inte följas som den är skriven.",
        "A time of storage can't be carried out as it is written.",
    ),
    "check.RET004": (
        "Uppgifter som bygger på samtycke sparas även efter att samtycket har återkallats.",
        "Data that is held on consent stays after the consent was withdrawn.",
    ),
    "check.POL001": (
        "En kolumn i policyns tabell läses inte in.",
        "A column of the policy's table isn't imported.",
    ),
    "check.POL002": (
        "En rad i policyns tabell har för få eller för många celler.",
        "A row of the policy's table has too few or too many cells.",
    ),
    "check.POL003": (
        "Policyn har en tabell som inte läses in.",
        "The policy has a table that isn't imported.",
    ),
    "check.POL004": (
        "En kategori av personuppgifter finns inte i ordlistan.",
        "A category of data isn't in the vocabulary.",
    ),
    "check.POL005": (
        "En kategori av registrerade finns inte i ordlistan.",
        "A category of people isn't in the vocabulary.",
    ),
    "check.POL006": (
        "En rads rättsliga grund kan inte läsas.",
        "A row's legal basis can't be read.",
    ),
    "check.POL007": (
        "En del av en rads rättsliga grund lästes inte.",
        "Part of a row's legal basis wasn't read.",
    ),
    "check.POL008": (
        "Policyns tabell saknar en kolumn.",
        "The policy's table lacks a column.",
    ),
    "check.POL009": (
        "Policyn anger ett nummer som inte är ett organisationsnummer.",
        "The policy gives a number that is no organisation number.",
    ),
    "check.POL010": (
        "En rad i policyns tabell saknar namn.",
        "A row of the policy's table has no name.",
    ),
    "check.POL011": (
        "Ingen personuppgiftsansvarig kunde läsas ur policyn.",
        "No controller could be read from the policy.",
    ),
    "check.MAP001": (
        "Kartan nämner en tabell som systemet inte har, så inget av det slaget kan hittas.",
        "The map names a table that the source hasn't got, so nothing of that kind can be found.",
    ),
    "check.MAP002": (
        "Kartan nämner en kolumn som tabellen inte har.",
        "The map names a column that its table hasn't got.",
    ),
    "check.MAP003": (
        "Nyckeln skiljer inte raderna åt, så de kan inte pekas ut säkert.",
        "The key doesn't tell the rows apart, so they can't be named safely.",
    ),
    "check.MAP004": (
        "En kolumn som inte får vara tom skulle tömmas när raden blir kvar.",
        "A column that may not be empty would be emptied while the row stays.",
    ),
    "check.MAP005": (
        "En nyckelkolumn ingår i det som ska tömmas, men den kan inte skrivas över.",
        "A key column is among what shall be emptied, but it can't be overwritten.",
    ),
    "check.MAP006": (
        "En kolumn som hänvisar till en annan rad ingår i det som ska tömmas: raderna tappar varandra.",
        "A column that refers to another row is among what shall be emptied: the rows come apart.",
    ),
    "check.MAP007": (
        "En kolumn ser ut att innehålla personuppgifter men nämns inte i kartan.",
        "A column looks personal, and the map doesn't mention it.",
    ),
    "check.MAP008": (
        "En tabell ser ut att innehålla personuppgifter men nämns inte i kartan.",
        "A table looks personal, and the map doesn't mention it.",
    ),
    "check.MAP009": (
        "Uppgifter finns utan något ändamål: det saknas skäl att spara dem, och de raderas aldrig.",
        "Data is held for no purpose: there is no ground for keeping it, and it is never erased.",
    ),
    "check.MAP010": (
        "Systemet skulle självt radera eller ändra rader som kartan inte nämner.",
        "The source would by itself delete or change rows of which the map says nothing.",
    ),
    "check.MAP011": (
        "En trigger körs när rader raderas eller ändras; den kan kopiera det som ska bort.",
        "A trigger runs when rows are deleted or changed; it may copy what should be gone.",
    ),
    "check.MAP012": (
        "En hänvisning på vägen till en person kan vara tom; sådana rader hör inte till någon.",
        "A reference on the way to a person may be empty; such rows belong to nobody.",
    ),
    "check.MAP013": (
        "En lagringstid räknas från en händelse som kartan inte anger, så den tar kanske aldrig slut.",
        "A rule counts from an event that the map doesn't give, so it may never be over.",
    ),
    "check.MAP014": (
        "En sökväg saknar index; i stora tabeller tar det hundra gånger så lång tid.",
        "A path has no index; in large tables that takes a hundred times as long.",
    ),
    "check.MAP015": (
        "Ett datum lagras på ett annat sätt än kartan säger, så gränserna skulle bli fel.",
        "A date is stored in another form than the map says, so limits would be wrong.",
    ),
    "check.MAP016": (
        "En text som kartan vill skriva får inte plats i kolumnen.",
        "A text that the map wants written is longer than its column.",
    ),
    "check.MAP017": (
        "Kartan nämner ett ändamål som registret inte har.",
        "The map holds data for a purpose that the register hasn't got.",
    ),
    "check.MAP018": (
        "Flera slag delar en tabell så att rader hör till två slag.",
        "Several kinds share a table so that rows belong to two kinds.",
    ),
    "check.MAP019": (
        "Kartan förklarar varför något lämnas orört som inte finns längre.",
        "The map explains why something is left alone that isn't there any more.",
    ),
    "check.MAP020": (
        "Ändamålen tar slut, men raderna rörs aldrig.",
        "The purposes end, but the rows are never touched.",
    ),
    "check.MAP021": (
        "Uppgifter leder inte till någon person: en begäran hittar dem inte.",
        "Data leads to no person: a request will not find it.",
    ),
    "check.MAP022": (
        "Ett ändamål i registret har inga uppgifter i någon karta.",
        "A purpose of the register has no data in any map.",
    ),
    "check.MAP023": (
        "En händelse ska komma från ett annat system som inte anger den.",
        "An event is said to come from another source, which doesn't give it.",
    ),
    "check.MAP024": (
        "Rader hör inte till något radslag i kartan: ingenting görs någonsin med dem.",
        "Rows belong to no kind of the map: nothing is ever done with them.",
    ),
    "check.MAP025": (
        "Rader hör till två radslag i kartan: två öden är planerade för dem.",
        "Rows belong to two kinds of the map: two fates are planned for them.",
    ),
    "check.MAP026": (
        "Det som skrivs när raden blir kvar utelämnar en uppgift som ska bort: den skulle stå kvar.",
        "What is written when the row stays leaves out a column that must go: it would stay as it is.",
    ),
    "check.MAP028": (
        "En fil eller ett fält går inte att läsa så som kartan säger: det som ligger där hittas inte.",
        "A file or field can't be read as the map says: what lies in it isn't found.",
    ),
    "check.MAP027": (
        "Rader ska ligga i en kolumn som inte kan hålla några.",
        "Rows are said to lie in a column that can't hold any.",
    ),
    "plan_finding.event_unmapped": (
        "Lagringstiden räknas från {event}, men systemkartan säger inte var den dagen finns. Inget raderas "
        "på "
        "den grunden.",
        "The time of storage counts from {event}, but the source map doesn't say where that day is found. "
        "Nothing is erased on that ground.",
    ),
    "plan_finding.floor_undecided": (
        "Lagen kan kräva att uppgifterna för {purpose} sparas längre, och det är inte avgjort. Tills dess "
        "blir "
        "de kvar.",
        "The law may want the data for {purpose} kept for longer, and that isn't decided. Until then it "
        "stays.",
    ),
    "plan_finding.rule_unconfirmed": (
        "Ingen har bekräftat lagringstiden för {purpose}. Tills dess blir uppgifterna kvar.",
        "Nobody has confirmed the time of storage for {purpose}. Until then the data stays.",
    ),
}
