"""What the help says about each argument and option: by verb where it differs, else by name."""

from __future__ import annotations

from collections.abc import Mapping

OPTIONS: Mapping[str, tuple[str, str]] = {
    # -- every verb
    "option.home": (
        "Mappen med register och kartor (annars VARSAM_HOME, annars den här mappen).",
        "The folder with register and maps (else VARSAM_HOME, else this folder).",
    ),
    "option.as_json": (
        "Svara med ett JSON-dokument och inget annat.",
        "Answer with one JSON document and nothing else.",
    ),
    "option.lang": ("Språk för texterna.", "Language of the texts."),
    "option.on": ("Räkna som om det vore den här dagen.", "Compute as if it were this day."),
    "option.yes": ("Svara ja på frågan.", "Answer the question with yes."),
    # -- several verbs
    "option.given": (
        "Vem det gäller: - läser standard in, @fil en fil; annars kommer en fråga.",
        "Who it is about: - reads standard input, @file a file; else you are asked.",
    ),
    "option.plan": ("Planens id.", "The plan's id."),
    "option.at": (
        "När det gäller från (dag, eller tidpunkt med tidszon); annars nu.",
        "From when it holds (a day, or an instant with its offset); else now.",
    ),
    "option.evidence": (
        "Vad det grundas på, till exempel ett ärendenummer.",
        "What it rests on, such as a case number.",
    ),
    "option.purpose": ("Ändamålets id i registret.", "The purpose's id in the register."),
    "option.source": ("Systemets namn. Kan upprepas.", "The source's name. May be repeated."),
    "option.kind": (
        "Slaget av rader i kartan. Kan upprepas.",
        "The kind of row in the map. May be repeated.",
    ),
    "option.name": ("Systemets namn.", "The source's name."),
    # -- one verb
    "option.demo.folder": ("Mappen att bygga i.", "The folder to build in."),
    "option.check.online": ("Jämför även med systemen själva.", "Compare with the live sources as well."),
    "option.deadline.received": ("Dagen då begäran kom in.", "The day on which the request came in."),
    "option.plan.diff": (
        "Visa vad som skiljer från förra planen av samma slag.",
        "Show what differs from the last plan of the same scope.",
    ),
    "option.plan.explain": (
        "Visa vilken dag varje lagringstid räknar fram; med ett slag av rader: varför de försvinner eller "
        "blir kvar.",
        "Show which day each rule comes to; with a kind of row: why its rows go or stay.",
    ),
    "option.plan.sample": (
        "Visa nycklarna till några rader, aldrig innehåll.",
        "Show the keys of a few rows, never contents.",
    ),
    "option.policy import.file": (
        "Policyn: HTML, DOCX, PDF med text, Markdown eller ren text.",
        "The policy: HTML, DOCX, PDF with text, Markdown or plain text.",
    ),
    "option.policy import.accept": (
        "Godta ett förslag. Kan upprepas.",
        "Accept a proposal. May be repeated.",
    ),
    "option.policy import.write": (
        "Skriv registret i hemmet. Ett befintligt register får bara det som godtas.",
        "Write the register into the home. One that is there gets only what is accepted.",
    ),
    "option.rule show.rule": (
        "Lagringstiden, till exempel contract.end + 1 year.",
        "The rule, such as contract.end + 1 year.",
    ),
    "option.rule show.at": (
        "När en händelse inträffade: dag, open eller absent. Kan upprepas.",
        "When an event was: a day, open or absent. May be repeated.",
    ),
    "option.rule read.phrase": ("Formuleringen, som den står i policyn.", "The phrase as the policy has it."),
    "option.rule read.tongue": ("Läs bara på det här språket.", "Read in this language only."),
    "option.source inspect.name": ("Bara det här systemet.", "This source only."),
    "option.source propose.out": (
        "Skriv kartan till en ny fil i stället för hit.",
        "Write the map to a new file instead of here.",
    ),
    "option.source propose.rows": (
        "Så många rader läses högst ur varje tabell.",
        "At most so many rows of each table are read.",
    ),
    "option.source mode.to": (
        "observe läser bara; apply får ändra.",
        "observe only looks; apply may change.",
    ),
    "option.record consent.withdrawn": ("Samtycket återkallas.", "The consent is withdrawn."),
    "option.record consent.channel": (
        "Bara för en kanal, till exempel email.",
        "For one channel only, such as email.",
    ),
    "option.record objection.decided": ("Vad invändningen ledde till.", "What came of the objection."),
    "option.record objection.fact": ("Invändningens id.", "The objection's id."),
    "option.record restriction.lifted": (
        "Begränsningens id, när den hävs.",
        "The restriction's id, when it is lifted.",
    ),
    "option.hold open.ground": ("Varför, till exempel en tvist.", "Why, such as a dispute."),
    "option.hold open.review": ("Dagen då någon ska ompröva det.", "The day on which somebody looks again."),
    "option.hold open.law": ("Lagrum, om det finns.", "The law behind it, if there is one."),
    "option.hold release.hold": ("Hindrets id.", "The hold's id."),
    "option.person erase.plan_only": ("Stanna när planen är gjord.", "Stop when the plan is made."),
    "option.ledger verify.copy": (
        "Kontrollera en exporterad kopia i stället.",
        "Verify an exported copy instead.",
    ),
    "option.ledger verify.against": (
        "Jämför med en signering som har sparats på ett annat ställe.",
        "Compare with a checkpoint that was kept elsewhere.",
    ),
    "option.ledger export.folder": ("En ny mapp.", "A new folder."),
    "option.ledger proof.entry": ("Postens nummer, från 0.", "The entry's number, from 0."),
}
