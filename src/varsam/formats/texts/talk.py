"""What the program says to a person: questions, answers, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

TALK: Mapping[str, tuple[str, str]] = {
    # -- questions and refusals
    "talk.yes_or_no": ("j/n", "y/n"),
    "talk.nobody_to_ask": (
        "det här måste en person svara på, och ingen sitter vid en terminal; inget är gjort",
        "a person must answer this, and nobody sits at a terminal; nothing was done",
    ),
    "talk.nobody_to_ask_hint": (
        "lägg till --yes om svaret är ja",
        "add --yes if the answer is yes",
    ),
    "talk.nothing_done": ("Inget är gjort.", "Nothing was done."),
    "talk.interrupted": (
        "Avbrutet. Det som var klart är kvar; kör samma kommando igen för att fortsätta.",
        "Interrupted. What was done stands; run the same command again to go on.",
    ),
    "talk.internal_error": (
        "Programmet gick fel (referens {reference}, {place}).",
        "The program failed (reference {reference}, {place}).",
    ),
    "talk.internal_error_hint": (
        "anmäl felet med referensen; den innehåller inga personuppgifter",
        "report it with the reference; that holds no personal data",
    ),
    "talk.verb_missing": ("inget kommando är angivet", "no verb was given"),
    "talk.see_help": ("se {command} --help", "see {command} --help"),
    # -- identifiers of people
    "talk.line": ("rad {number}", "line {number}"),
    "talk.identifier_as_argument": (
        "en persons uppgifter skrivs aldrig direkt i kommandot: de skulle synas i listan över processer "
        "och i "
        "skalets historik",
        "a person's identifiers are never written into the command: they would show in the list of processes "
        "and in the shell's history",
    ),
    "talk.identifier_hint": (
        "skriv dem på egna rader (email: namn@företag.example) vid frågan, via standard in (-) eller i en "
        "fil "
        "(@fil)",
        "write them on lines of their own (email: name@company.example) at the prompt, on standard input "
        "(-) or "
        "in a file (@file)",
    ),
    "talk.identifier_prompt": (
        "Vem gäller det? En rad per uppgift, till exempel email: namn@företag.example. Tom rad avslutar.",
        "Who is it about? One line each, such as email: name@company.example. An empty line ends.",
    ),
    "talk.identifier_file_unreadable": ("filen kan inte läsas", "the file can't be read"),
    "talk.identifier_line": (
        "raden är inte en typ och ett värde",
        "the line isn't a type and a value",
    ),
    "talk.identifier_missing": ("ingen person är angiven", "no person was named"),
    "talk.identifier_too_many": (
        "fler än {count} uppgifter är angivna; ange en person i taget",
        "more than {count} identifiers were given; name one person at a time",
    ),
    # -- rules
    "talk.rule_due": (
        "Får finnas till och med {due}; i dag är det {today}.",
        "May exist until {due}, that day included; today is {today}.",
    ),
    "talk.rule_over": (
        "Fick finnas till och med {due}; i dag är det {today}, så tiden är slut.",
        "Was allowed to exist until {due}; today is {today}, so the time is over.",
    ),
    "talk.rule_open": (
        "Ingen sista dag än: en händelse pågår eller är inte angiven.",
        "No last day yet: an event is still running or wasn't given.",
    ),
    "talk.rule_absent": (
        "Ingen sista dag: ingen av händelserna finns.",
        "No last day: none of the events is there.",
    ),
    "talk.cutoff": (
        "Gallras i dag om {event} ({said}) är {day} eller tidigare.",
        "Goes today where {event} ({said}) is {day} or earlier.",
    ),
    "talk.needs_person": (
        "Behöver en person: ”{phrase}”",
        "Needs a person: “{phrase}”",
    ),
    "talk.with_consent": ("Gäller med samtycke.", "Holds with consent."),
    "talk.otherwise": ("Utan samtycke: {rule}", "Without consent: {rule}"),
    "deadline.received": ("begäran kom in", "the request came in"),
    "deadline.target": ("sikta på att svara senast", "aim to answer by"),
    "deadline.due": ("svara senast", "answer by"),
    "deadline.due_latest": (
        "senaste dag om aftnar räknas som helgdagar (planera inte för den)",
        "the latest day if eves count as holidays (don't plan for it)",
    ),
    "deadline.extended_due": (
        "senaste dag efter förlängning, som personen måste få veta i tid",
        "the last day after an extension, which the person must be told of in time",
    ),
    # -- policy and checks
    "talk.activities": ("Behandlingar: {count}", "Activities: {count}"),
    "talk.assumed": ("antaget: {question}", "assumed: {question}"),
    "talk.proposals": (
        "Lagen kräver det här, men policyn säger det inte:",
        "The law demands this, and the policy doesn't say it:",
    ),
    "talk.proposals_how": (
        "Godta ett förslag med --accept ID. Tills det är avgjort raderas inget som förslaget gäller.",
        "Accept a proposal with --accept ID. Until it is decided, nothing that it concerns is erased.",
    ),
    "talk.findings": ("Anmärkningar: {count}", "Findings: {count}"),
    "talk.no_findings": ("Inga anmärkningar.", "No findings."),
    "talk.written": ("Skrev {file}", "Wrote {file}"),
    "talk.not_written": (
        "Inget är skrivet. Lägg till --write för att spara registret i hemmet.",
        "Nothing was written. Add --write to keep the register in the home.",
    ),
    # -- plans
    "talk.planning": ("Räknar ut planen", "Computing the plan"),
    "talk.plan_of": ("Plan {plan} för {day}", "Plan {plan} for {day}"),
    "talk.nothing_goes": ("Inget behöver raderas.", "Nothing needs to be erased."),
    "talk.goes": (
        "Det här försvinner: {count} rader i {tables} tabeller",
        "This goes: {count} rows in {tables} tables",
    ),
    "talk.goes.one": ("Det här försvinner: {count} rad", "This goes: {count} row"),
    "talk.stays": ("Det här blir kvar", "This stays"),
    "talk.tasks": ("Det här gör en person för hand", "A person does this by hand"),
    "talk.for_person": (
        "Det här måste en person avgöra; planen rör det inte",
        "A person must decide this; the plan doesn't touch it",
    ),
    "talk.diff": ("Skillnad mot {plan}", "Difference from {plan}"),
    "talk.diff_same": ("Ingen skillnad.", "No difference."),
    "talk.diff_first": (
        "Det finns ingen tidigare plan av samma slag att jämföra med.",
        "There is no earlier plan of the same scope to compare with.",
    ),
    "talk.explained": (
        "Rader försvinner {day} där händelsen är den här dagen eller tidigare, om inget annat håller kvar "
        "dem",
        "Rows go on {day} where the event is on this day or before, unless something else keeps them",
    ),
    "talk.sample": ("Nycklar till några av raderna", "Keys of some of the rows"),
    "talk.second_needed": (
        "Därför måste två personer godkänna planen.",
        "Therefore two people must approve the plan.",
    ),
    "talk.forecast": (
        "Det här är en prognos för {day}: den kan inte godkännas. Gör planen på nytt den dagen.",
        "This is a forecast for {day}: it can't be approved. Plan again on that day.",
    ),
    "talk.nothing_to_approve": (
        "Planen rör inget, så det finns inget att godkänna.",
        "The plan touches nothing, so there is nothing to approve.",
    ),
    "talk.approve_how": (
        "Inget är ändrat. Nästa steg: varsam approve {plan}",
        "Nothing was changed. Next: varsam approve {plan}",
    ),
    "talk.no_plans": ("Det finns inga planer.", "There are no plans."),
    "talk.approve_question": (
        "Godkänner du planen {plan} ({count} rader)?",
        "Do you approve the plan {plan} ({count} rows)?",
    ),
    "talk.approve_question.one": (
        "Godkänner du planen {plan} ({count} rad)?",
        "Do you approve the plan {plan} ({count} row)?",
    ),
    "talk.approved": ("{plan} är godkänd av {by}.", "{plan} was approved by {by}."),
    "talk.approved_by_one": (
        "{plan} är godkänd av {by} och väntar på en andra person.",
        "{plan} was approved by {by} and waits for a second person.",
    ),
    "talk.apply_question": (
        "{count} rader försvinner för gott enligt planen {plan}. Ska det göras?",
        "{count} rows will be gone for good by the plan {plan}. Shall it be done?",
    ),
    "talk.apply_question.one": (
        "{count} rad försvinner för gott enligt planen {plan}. Ska det göras?",
        "{count} row will be gone for good by the plan {plan}. Shall it be done?",
    ),
    "talk.applying": ("Verkställer", "Applying"),
    "talk.applied": (
        "{plan} är verkställd. Nästa steg: varsam verify {plan}",
        "{plan} was applied. Next: varsam verify {plan}",
    ),
    "talk.stopped": (
        "{plan} stannade mellan två omgångar. Kör varsam apply {plan} igen för att fortsätta.",
        "{plan} stopped between two batches. Run varsam apply {plan} again to go on.",
    ),
    "talk.verified": (
        "{plan}: alla {count} godkända rader är borta eller ändrade som planen säger.",
        "{plan}: all {count} approved rows are gone or changed as the plan says.",
    ),
    "talk.verified.one": (
        "{plan}: den godkända raden är borta eller ändrad som planen säger.",
        "{plan}: the approved row is gone or changed as the plan says.",
    ),
    "talk.not_verified": (
        "{plan}: rader som skulle vara borta eller ändrade är det inte. Utred det som en incident.",
        "{plan}: rows that should be gone or changed aren't. Treat it as an incident.",
    ),
    "remaining.present": ("raden finns kvar", "the row is still there"),
    "remaining.value": ("uppgiften är inte ändrad", "the value wasn't changed"),
    "remaining.dangling": (
        "en rad hänvisar till något som är borta",
        "a row refers to something that is gone",
    ),
    "remaining.uncounted": (
        "antalet stämmer inte med det som godkändes",
        "the count doesn't fit what was approved",
    ),
    "remaining.undone": ("en omgång blev inte klar", "a batch wasn't finished"),
    # -- people and facts
    "talk.not_found": (
        "Personen finns inte i något av systemen.",
        "The person isn't in any of the sources.",
    ),
    "talk.ambiguous": (
        "{source}.{kind}: uppgiften av typen {type} leder till flera personer. Ange något som bara en "
        "person har.",
        "{source}.{kind}: the {type} leads to several people. Give something that is one person's alone.",
    ),
    "talk.decision_recorded": (
        "Beslutet är antecknat och gäller. Planen {plan} finns kvar att godkänna.",
        "The decision is recorded and stands. The plan {plan} is there to be approved.",
    ),
    "talk.recorded": ("Antecknat: {fact}", "Recorded: {fact}"),
    "talk.no_holds": (
        "Inget rättsligt hinder mot gallring gäller.",
        "No hold stands.",
    ),
    # -- sources, ledger, keys, state
    "talk.no_grants": (
        "Systemet har inga rättigheter att dela ut.",
        "The source has no rights to grant.",
    ),
    "talk.ledger_ok": (
        "Liggaren är orörd: {entries} poster, rot {root}",
        "The ledger is untouched: {entries} entries, root {root}",
    ),
    "talk.ledger_broken": (
        "Liggaren är ändrad eller skadad: {entries} poster, rot {root}",
        "The ledger was changed or damaged: {entries} entries, root {root}",
    ),
    "talk.sealing": ("Förseglar på nytt", "Sealing anew"),
    "talk.rotated": (
        "Nyckelgeneration {generation} gäller; {count} poster förseglades på nytt. Spara en kopia av "
        "nyckeln.",
        "Key generation {generation} is in use; {count} records were sealed anew. Keep a copy of the key.",
    ),
    "talk.new_keys": (
        "Hemmet har fått sin nyckel: {file}. Spara en kopia på ett annat ställe; utan den kan inget läsas.",
        "The home got its key: {file}. Keep a copy elsewhere; without it nothing can be read.",
    ),
    "talk.move_question": (
        "Allt flyttas till databasen i VARSAM_TARGET_DATABASE_URL och den lokala filen stängs. Ska det "
        "göras?",
        "Everything moves to the database in VARSAM_TARGET_DATABASE_URL, and the local file is closed. "
        "Shall it "
        "be done?",
    ),
    "talk.moving": ("Flyttar", "Moving"),
    "talk.moved": (
        "{count} rader och {entries} poster i liggaren är flyttade. Sätt VARSAM_DATABASE_URL till den nya "
        "databasen.",
        "{count} rows and {entries} ledger entries were moved. Set VARSAM_DATABASE_URL to the new database.",
    ),
    "talk.remap": (
        "sources/varsam.yaml är ändrad för hand och följde inte med: ändra den till VARSAM_DATABASE_URL.",
        "sources/varsam.yaml was changed by hand and stayed as it is: let it read VARSAM_DATABASE_URL.",
    ),
    # -- the home and the installation
    "talk.init_next": (
        "Nästa steg: skriv in era behandlingar i registret, eller läs in er policy med varsam policy import.",
        "Next: write your activities into the register, or read your policy with varsam policy import.",
    ),
    "talk.sound": ("Allt är i ordning.", "Everything is all right."),
    "talk.unsound": (
        "Något måste åtgärdas; se raderna ovan.",
        "Something must be mended; see the lines above.",
    ),
    "doctor.python": ("Python", "Python"),
    "doctor.libraries": ("bibliotek", "libraries"),
    "doctor.clock": ("klockan", "clock"),
    "doctor.register": ("registret", "register"),
    "doctor.maps": ("systemkartorna", "source maps"),
    "doctor.database": ("programmets databas", "the program's database"),
    "doctor.keys": ("nyckeln", "the key"),
    "doctor.ledger": ("liggaren", "the ledger"),
    "doctor.source": ("går att nå och läsa:", "can be reached and read:"),
    "doctor.map": ("kartan stämmer med systemet:", "the map fits the source:"),
    "doctor.indexes": ("långsamma sökvägar:", "slow paths:"),
    "doctor.mode": ("får ändras efter godkännande:", "may be changed after approval:"),
    # -- progress
    "talk.rows_done": ("{count} rader", "{count} rows"),
    "talk.rows_a_second": ("{count} rader/s", "{count} rows/s"),
    "talk.seconds_left": ("{count} s kvar", "{count} s left"),
}
