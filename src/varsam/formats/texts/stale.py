"""What is said of maps that the source has left behind, of silences, and while a home is watched."""

from __future__ import annotations

from collections.abc import Mapping

STALE: Mapping[str, tuple[str, str]] = {
    "talk.left": ("Det är {count} anmärkningar.", "There are {count} findings."),
    "talk.left.one": ("Det är {count} anmärkning.", "There is {count} finding."),
    "talk.silence_written": (
        "Tyst till och med {until}: {code} vid {where}.",
        "Silent until {until}: {code} at {where}.",
    ),
    "talk.silence_idle": (
        "Där står ingen sådan anmärkning nu. Skriv platsen som `varsam check` skriver den.",
        "No such finding stands there now. Write the place as `varsam check` prints it.",
    ),
    "talk.no_silences": ("Inget är tystat.", "Nothing is silenced."),
    "talk.silence_holds": ("tystar", "silences"),
    "talk.silence_over": ("slut", "over"),
    "talk.silence_of_nothing": ("tystar inget", "silences nothing"),
    "talk.silence_unasked": ("syns bara med --online", "only seen with --online"),
    "help.silence": (
        "Tysta en anmärkning på sin plats, med skäl och sista dag.",
        "Silence a finding at its place, with a reason and a last day.",
    ),
    "help.silences": (
        "Lista det som är tystat, varför och till när, och vad som har gått ut.",
        "List what is silenced, why and until when, and what is over.",
    ),
    "option.check.watch": (
        "Granska igen efter varje ändring i filerna, och visa bara det som ändrades. Sluta med Ctrl-C.",
        "Check again after each edit of the files, and show only what changed. End with Ctrl-C.",
    ),
    "option.silence.code": ("Granskningens kod.", "The check's code."),
    "option.silence.where": (
        "Platsen, som `varsam check` skriver den; * är överallt.",
        "The place as `varsam check` prints it; * is everywhere.",
    ),
    "option.silence.until": (
        "Sista dagen, högst 400 dagar bort.",
        "The last day, at most 400 days ahead.",
    ),
    "option.silence.reason": (
        "Varför anmärkningen inte gör något här.",
        "Why the finding doesn't matter here.",
    ),
    "talk.comparing": ("Jämför systemen med kartorna", "Comparing the sources with the maps"),
    "propose.new_head": (
        "Det som kartan över {source} saknar. Klistra in det under kinds: och bestäm ändamålen.",
        "What the map of {source} lacks. Paste it in under kinds: and decide the purposes.",
    ),
    "option.source propose.new": (
        "Skriv bara det som kartan saknar, att klistra in.",
        "Write only what the map lacks, to be pasted in.",
    ),
    "talk.nothing_new": (
        "Kartan saknar inget som ser ut som personuppgifter.",
        "The map lacks nothing that looks personal.",
    ),
    "check.MAP035": (
        "En kolumn står i ingen grupp, men innehållet eller namnet ser ut som personuppgifter.",
        "A column is in no group, but its contents or its name look personal.",
    ),
    "check.MAP036": (
        "En tabell, eller filer, som ingen karta nämner ser ut att innehålla personuppgifter.",
        "A table, or files, that no map names look as if they held personal data.",
    ),
    "check.MAP037": (
        "Något har tillkommit som ingen karta nämner; inget i det ser ut som personuppgifter.",
        "Something has come that no map names; nothing in it looks personal.",
    ),
    "check.MAP038": (
        "Tabeller eller kolumner nämns inte i kartan; inget i dem ser ut som personuppgifter.",
        "Tables or columns aren't named in the map; nothing in them looks personal.",
    ),
    "check.MAP039": (
        "Något som kartan bygger på har ändrats sedan systemet senast undersöktes.",
        "Something that the map leans on has changed since the source was last inspected.",
    ),
    "check.MAP040": (
        "Ett ändamål har en plats i kartorna, men där finns inte en enda rad.",
        "A purpose has its place in the maps, but there isn't a single row.",
    ),
    "check.MAP041": (
        "Rader innehåller uppgifter som inget ändamål gäller för.",
        "Rows hold data to which no purpose applies.",
    ),
    "check.MAP042": (
        "En händelse saknar datum i de flesta gamla rader, så de blir kvar.",
        "An event has no date in most of the old rows, so they stay.",
    ),
    "check.MAP043": (
        "Ett datum som tider räknas från saknar index i en stor tabell.",
        "A date that times count from has no index in a large table.",
    ),
    "check.MAP044": (
        "Ett system går inte att nå, så ingen vet vad som finns där nu.",
        "A source can't be reached, so nobody knows what is there now.",
    ),
    "check.MAP045": (
        "Allt innehåll kunde inte granskas; det som är kvar bedöms bara på namnen.",
        "Not all contents could be looked at; what is left is judged by names only.",
    ),
    "check.SIL003": (
        "En anmärkning är tystad i mer än 400 dagar.",
        "A finding is silenced for more than 400 days.",
    ),
}

STALE_SENTENCES: Mapping[str, str] = {
    "; it wasn't there on {day}": "; fanns inte {day}",
    "put it into a group of {kind}: {lines} (`varsam source propose {source} --new` writes that),"
    " or say why not: ignored: {{{place}: reason}}": (
        "lägg den i en grupp i {kind}: {lines} (`varsam source propose {source} --new` skriver det), eller"
        " säg varför inte: ignored: {{{place}: skäl}}"
    ),
    "the map says nothing about it, and {columns} look personal{since}": (
        "kartan säger inget om den, och {columns} ser ut som personuppgifter{since}"
    ),
    "map it as a kind (`varsam source propose {source} --new` writes one), or say why not:"
    " ignored: {{{name}: reason}}": (
        "lägg till den som ett slag (`varsam source propose {source} --new` skriver det), eller säg varför"
        " inte: ignored: {{{name}: skäl}}"
    ),
    "{count} files that no kind takes, and {columns} look personal": (
        "{count} filer som inget slag tar, och {columns} ser ut som personuppgifter"
    ),
    "let a kind's glob take them, or move them to where they belong": (
        "låt ett slags glob ta dem, eller flytta dem dit de hör"
    ),
    "the map says nothing about the table{since}": "kartan säger inget om tabellen{since}",
    "map it, or say what it is: ignored: {{{name}: reason}}": (
        "lägg till den i kartan, eller säg vad den är: ignored: {{{name}: skäl}}"
    ),
    "the map says nothing about the column{since}": "kartan säger inget om kolumnen{since}",
    "say what it is, in a group or as ignored: {{{place}: reason}}": (
        "säg vad den är, i en grupp eller som ignored: {{{place}: skäl}}"
    ),
    "{count} files that no kind takes": "{count} filer som inget slag tar",
    "the map says nothing about these tables: {names}": "kartan säger inget om de här tabellerna: {names}",
    "the map says nothing about these columns: {names}": ("kartan säger inget om de här kolumnerna: {names}"),
    "nothing to do unless they are personal after all; ignored: says what something is": (
        "inget att göra om de inte ändå är personuppgifter; under ignored: sägs vad något är"
    ),
    "it is in no group, and its name says {category}{since}": (
        "den står i ingen grupp, och namnet säger {category}{since}"
    ),
    "it is in no group, and its name and values say {category}{since}": (
        "den står i ingen grupp, och namn och innehåll säger {category}{since}"
    ),
    "let the account that runs this only read there": "låt kontot som kör detta bara läsa där",
    "it is in no group, and {count} of {of} sampled values look like {category}{since}": (
        "den står i ingen grupp, och {count} av {of} granskade värden ser ut som {category}{since}"
    ),
    "look whether the map still says what is true, then `varsam source inspect` to keep what is seen now": (
        "se om kartan fortfarande stämmer, och spara sedan det som syns nu med `varsam source inspect`"
    ),
    "its key was {before} on {day} and is {now}": "nyckeln var {before} den {day} och är nu {now}",
    "it was there on {day}; {new} has come since and is of the same sort": (
        "fanns den {day}; sedan dess har {new} tillkommit, som är av samma sort"
    ),
    "if it was renamed, write the new name in the map": "har den bytt namn, skriv det nya i kartan",
    "it was {before} on {day} and is {now}": "var {before} den {day} och är nu {now}",
    "it may be NULL now, and might not on {day}": "får vara NULL nu, men fick det inte den {day}",
    "it referred to {before} on {day} and refers to {now}": (
        "pekade på {before} den {day} och pekar nu på {now}"
    ),
    "nothing": "inget",
    "{missing} of {rows} rows older than {period} have no date for {event}": (
        "{missing} av {rows} rader äldre än {period} saknar datum för {event}"
    ),
    "name the column that is filled in now, or write the purpose's patience if so many may be open": (
        "skriv kolumnen som fylls i nu, eller ändamålets patience om så många får vara öppna"
    ),
    "the maps name it, and there isn't a single row": "kartorna nämner det, och det finns inte en enda rad",
    "look whether the data lies elsewhere now; drop the purpose if it has ended": (
        "se om uppgifterna ligger någon annanstans nu; ta bort ändamålet om det har upphört"
    ),
    "{column} of about {rows} rows has no index": "{column} på omkring {rows} rader saknar index",
    "{count} tables weren't looked into: {names}": "{count} tabeller blev inte granskade: {names}",
    "check again when the source is less busy, and whether its account may read them": (
        "granska igen när systemet har mindre att göra, och se om kontot får läsa dem"
    ),
    "look whether it runs, and try again": "se om det är igång, och försök igen",
    "name the purpose that they are held for under for:, or correct only:": (
        "skriv ändamålet som de finns för under for:, eller rätta only:"
    ),
    "only files are watched": "bara filer bevakas",
    "give --online or --watch, not both": "skriv --online eller --watch, inte båda",
    "there is no check {code}": "det finns ingen granskning {code}",
    "as `varsam check` prints it": "som `varsam check` skriver den",
    "a silence needs a reason": "det behövs ett skäl",
    "say why the finding doesn't matter here": "säg varför anmärkningen inte gör något här",
    "this day is past": "den dagen har varit",
    "name the last day of the silence": "skriv den sista dagen",
    "a silence lasts {days} days at most": "en anmärkning får vara tyst högst {days} dagar",
    "at most {day}; look at the reason again then": "senast {day}; pröva skälet igen då",
    "it is silent until {day}": "tystad till och med {day}",
    "write a day up to {day}, and look at the reason again then": (
        "skriv en dag senast {day}, och pröva skälet igen då"
    ),
}
