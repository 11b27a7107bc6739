"""What a look at the sources warns of, and why each of it matters to people and to the controller."""

from __future__ import annotations

from collections.abc import Mapping

WARNINGS: Mapping[str, tuple[str, str]] = {
    "option.source inspect.explain": (
        "Varna för det som är fel eller oklart, viktigast först: var, hur många rader, varför, vad ni gör.",
        "Warn of what is wrong or unclear, most important first: where, how many rows, why, what to do.",
    ),
    "talk.warned": ("{level} · {where} · {code}", "{level}: {where} ({code})"),
    "talk.warned_rows": ("Gäller {count} rader.", "Concerns {count} rows."),
    "talk.warned_rows.one": ("Gäller {count} rad.", "Concerns {count} row."),
    "talk.warned_more": ("Gäller minst {count} rader.", "Concerns {count} rows or more."),
    "talk.warned_why": ("Varför: {why}", "Why: {why}"),
    "talk.warned_hint": ("Gör så här: {hint}", "What to do: {hint}"),
    "talk.nothing_warned": ("Inget att varna för.", "Nothing to warn of."),
    "check.MAP031": (
        "En händelse har inget datum i någon rad, så det som räknas från den tar aldrig slut.",
        "An event has a date in no row, so what counts from it never ends.",
    ),
    "check.MAP032": (
        "Ett ändamål gäller inte för en enda rad.",
        "A purpose applies to not a single row.",
    ),
    "check.MAP033": (
        "Systemets konto får göra mer än kartan behöver.",
        "The source's account may do more than the map needs.",
    ),
    "check.MAP034": (
        "En text ska göras av radens nyckel, men det går inte eller skulle röja vem raden gällde.",
        "A text is to be made of the row's key, but can't be, or would tell whom the row was about.",
    ),
    "matters.MAP025": (
        "Samma rad bedöms två gånger, på olika grunder: den kan raderas fast något ännu håller kvar den.",
        "The same row is judged twice, on different grounds: it may be deleted while something "
        "still keeps it.",
    ),
    "matters.MAP018": (
        "Samma rad bedöms två gånger, på olika grunder: den kan raderas fast något ännu håller kvar den.",
        "The same row is judged twice on different grounds, and may be deleted while something "
        "still keeps it.",
    ),
    "matters.MAP010": (
        "När en rad raderas försvinner andra rader med den, utan att någon har godkänt det.",
        "When a row is deleted others go with it, and nobody has approved that.",
    ),
    "matters.MAP011": (
        "Det som raderas kan finnas kvar som en kopia, och då är det inte raderat.",
        "What is deleted may stay as a copy, and then it isn't erased.",
    ),
    "matters.MAP024": (
        "De här raderna gallras aldrig och finns inte med när någon begär ut sina uppgifter.",
        "These rows are never erased, and aren't there when somebody asks for their data.",
    ),
    "matters.MAP008": (
        "Står det personuppgifter där gallras de aldrig och saknas i svaret när någon begär ut "
        "sina uppgifter.",
        "If personal data is there, it is never erased, and missing when somebody asks for their data.",
    ),
    "matters.MAP007": (
        "Kolumnen töms inte när resten av uppgifterna går, och saknas när någon begär ut sina uppgifter.",
        "The column isn't emptied when the rest of the data goes, and is missing when somebody "
        "asks for theirs.",
    ),
    "matters.MAP021": (
        "En begäran om radering eller utdrag når inte de här uppgifterna; de går bara när tiden är ute.",
        "A request for erasure or for a copy doesn't reach this data; it goes only when its time is over.",
    ),
    "matters.MAP012": (
        "Raderna kan inte lämnas ut till eller raderas för någon, och det som räknas från "
        "personens händelser "
        "tar aldrig slut.",
        "The rows can be neither copied nor erased for anybody, and what counts from the "
        "person's events never "
        "ends.",
    ),
    "matters.MAP031": (
        "Så länge händelsen aldrig får ett datum behålls uppgifterna för alltid, hur kort "
        "lagringstiden än är.",
        "While the event never gets a date the data is kept for ever, however short the time of storage.",
    ),
    "matters.MAP032": (
        "Antingen är villkoret fel skrivet, och då försvinner uppgifter för tidigt, eller så "
        "behövs ändamålet "
        "inte här.",
        "Either the condition is wrong, and then data goes too early, or the purpose isn't needed here.",
    ),
    "matters.MAP013": (
        "Utan händelsen tar ändamålet aldrig slut, och uppgifterna blir kvar.",
        "Without the event the purpose never ends, and the data stays.",
    ),
    "matters.MAP030": (
        "När uppgiften som leder till det andra systemet har raderats hittas inte händelsen, "
        "och resten blir "
        "kvar.",
        "When the identifier that leads to the other source is erased, the event isn't found, "
        "and the rest "
        "stays.",
    ),
    "matters.MAP020": (
        "Policyn lovar att uppgifterna försvinner, och kartan säger att de aldrig rörs.",
        "The policy promises that the data goes, and the map says that it is never touched.",
    ),
    "matters.MAP009": (
        "Uppgifter utan ändamål får inte finnas, men utan ett beslut vågar ingen radera dem.",
        "Data without a purpose may not be held, and without a decision nobody dares to erase it.",
    ),
    "matters.MAP006": (
        "Raden tappar sin väg till personen och till andra rader; gör det med flit eller inte alls.",
        "The row loses its way to the person and to other rows; do that on purpose or not at all.",
    ),
    "matters.MAP033": (
        "Går något fel, eller tar sig någon in, kan kontot ändra eller förstöra sådant som ingen plan rör.",
        "If something goes wrong, or somebody breaks in, the account can change or destroy what "
        "no plan touches.",
    ),
    "matters.MAP014": (
        "Varje plan läser hela tabellen om och om igen; med ett index läses bara några rader.",
        "Each plan reads the whole table again and again; with an index a few rows are read.",
    ),
    "matters.MAP019": (
        "Kartan säger något om sådant som inte finns: troligen har systemet ändrats, och kartan "
        "behöver ses över.",
        "The map speaks of what isn't there: the source has probably changed, and the map needs "
        "looking over.",
    ),
}
