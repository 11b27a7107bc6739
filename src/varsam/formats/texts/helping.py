"""What the help says about each verb."""

from __future__ import annotations

from collections.abc import Mapping

HELP: Mapping[str, tuple[str, str]] = {
    "help.varsam": (
        "Integritetspolicyn som körs: policy, register, plan, verkställande, bevis.",
        "The privacy policy that runs: policy, register, plan, apply, proof.",
    ),
    "help.demo": (
        "Bygg ett påhittat företag i en egen mapp och kör hela kedjan på det.",
        "Build an invented company in a folder of its own, and run the whole chain on it.",
    ),
    "help.init": (
        "Skriv de första filerna i ett nytt hem. Inget skrivs över.",
        "Write the first files of a new home. Nothing is overwritten.",
    ),
    "help.check": (
        "Visa vad som talar emot registret och systemkartorna.",
        "Show what stands against the register and the source maps.",
    ),
    "help.deadline": (
        "Räkna ut när en begäran måste besvaras.",
        "Compute by when a request must be answered.",
    ),
    "help.plan": (
        "Räkna ut vad löftena kräver en viss dag. Inget ändras.",
        "Compute what the promises demand on a day. Nothing is changed.",
    ),
    "help.plans": ("Visa planerna, de senaste först.", "List the plans, newest first."),
    "help.approve": (
        "Visa en plan och godkänn den som den är, eller vad natten får göra själv.",
        "Show a plan and approve it as it is, or what the night may do by itself.",
    ),
    "help.apply": (
        "Verkställ en godkänd plan, eller fortsätt en som stannade.",
        "Apply an approved plan, or go on with one that was stopped.",
    ),
    "help.verify": (
        "Kontrollera varje rad som en plan skulle ta bort eller ändra.",
        "Look again at every row that a plan should have removed or changed.",
    ),
    "help.doctor": (
        "Undersök om installationen är i ordning.",
        "See whether this installation is sound.",
    ),
    "help.policy": ("Den publicerade policyn.", "The published policy."),
    "help.policy import": (
        "Läs en policy till ett utkast till register, med anmärkningar och förslag.",
        "Read a policy into a draft register, with findings and proposals.",
    ),
    "help.rule": ("Lagringstider.", "Retention rules."),
    "help.rule show": (
        "Förklara en lagringstid: i ord, vilken dag den tar slut, vad som gallras i dag.",
        "Explain a rule: in words, when it is due, what goes today.",
    ),
    "help.rule read": (
        "Läs en formulering om lagringstid ur en policy, utan att gissa.",
        "Read a policy's phrase about time, without guessing.",
    ),
    "help.source": ("System där personuppgifter finns.", "Systems in which personal data lies."),
    "help.source inspect": (
        "Titta på systemen och visa var karta och verklighet skiljer sig.",
        "Look at the sources and show where map and reality differ.",
    ),
    "help.source propose": (
        "Läs litet ur ett system och föreslå en systemkarta. Inget skrivs i systemet.",
        "Look a little into a system and propose a source map. Nothing is written in the system.",
    ),
    "help.source grants": (
        "Skriv ut den SQL som ger systemets konto precis de rättigheter som behövs.",
        "Print the SQL that gives the source's account just the rights that are needed.",
    ),
    "help.source mode": (
        "Bestäm om godkända planer får ändra i ett system. Ett nytt system läses bara.",
        "Decide whether approved plans may change a source. A new one is only looked at.",
    ),
    "help.record": (
        "Anteckna något om en person, som planerna sedan följer.",
        "Record a fact about a person, which plans then follow.",
    ),
    "help.record consent": (
        "Anteckna att en person har lämnat eller återkallat sitt samtycke.",
        "Record that a person gave or withdrew their consent.",
    ),
    "help.record objection": (
        "Anteckna en invändning, eller vad den ledde till.",
        "Record an objection, or what came of it.",
    ),
    "help.record restriction": (
        "Anteckna att uppgifter varken får användas eller raderas, eller att det har hävts.",
        "Record that data may neither be used nor erased, or that this was lifted.",
    ),
    "help.record erasure": (
        "Anteckna beslutet att en person ska raderas. Nästa plan följer det.",
        "Record the decision to erase a person. The next plan follows it.",
    ),
    "help.hold": ("Rättsliga hinder mot gallring.", "Holds: what suspends erasure."),
    "help.hold open": (
        "Stoppa gallring för en person eller en del av uppgifterna, tills vidare.",
        "Suspend erasure for a person or a part of the data, for the time being.",
    ),
    "help.hold release": (
        "Häv ett hinder: det som sköts upp gallras i nästa plan.",
        "Release a hold: what it deferred goes in the next plan.",
    ),
    "help.hold list": ("Visa de hinder som gäller.", "List the holds that stand."),
    "help.person": ("En person i alla system.", "One person over all sources."),
    "help.person find": (
        "Visa var en person finns. Inget sparas om personen.",
        "Show where a person is found. Nothing about them is stored.",
    ),
    "help.person copy": (
        "Skriv ut en persons uppgifter ur alla system (registerutdrag).",
        "Write out a person's data from all sources (access copy).",
    ),
    "help.person erase": (
        "Radera en person: anteckna beslutet, visa planen, fråga, verkställ.",
        "Erase a person: record the decision, show the plan, ask, apply.",
    ),
    "help.ledger": (
        "Liggaren: beviset på vad som har beslutats och gjorts.",
        "The ledger: evidence of what was decided and done.",
    ),
    "help.ledger verify": (
        "Räkna om hela liggaren och jämför med det som är signerat.",
        "Recompute the whole ledger and compare it with what was signed.",
    ),
    "help.ledger export": (
        "Skriv en kopia som kan kontrolleras utan det här hemmet.",
        "Write a copy that can be verified without this home.",
    ),
    "help.ledger proof": ("Skriv ut kvittot på en post.", "Print the receipt of an entry."),
    "help.ledger checkpoint": (
        "Signera liggaren som den är nu. Spara texten på ett annat ställe.",
        "Sign the ledger as it is now. Keep the text elsewhere.",
    ),
    "help.keys": (
        "Nycklarna som förseglar uppgifter om personer.",
        "The keys that seal what is known of people.",
    ),
    "help.keys rotate": (
        "Byt nyckel och försegla allt på nytt. Kan avbrytas och fortsättas.",
        "Change the key and seal everything anew. Can be stopped and resumed.",
    ),
    "help.state": ("Programmets egna anteckningar.", "The program's own state."),
    "help.state move": (
        "Flytta programmets anteckningar från SQLite till PostgreSQL.",
        "Move own state from SQLite to PostgreSQL.",
    ),
}
