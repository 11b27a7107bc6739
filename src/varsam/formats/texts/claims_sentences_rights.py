"""What verifiers say of purposes, cookies, rights and times of storage, in Swedish, by the English."""

from __future__ import annotations

from collections.abc import Mapping

CLAIMS_SENTENCES_RIGHTS: Mapping[str, str] = {
    # -- purposes
    "the register has {count} purposes for this, each with its basis and time of storage": (
        "registret har {count} ändamål för detta, vart och ett med rättslig grund och lagringstid"
    ),
    "the register has no activities": "registret har inga behandlingar",
    "import the policy, or write them into register.yaml": "läs in policyn, eller skriv dem i register.yaml",
    "the sentence names a purpose that no activity of the register has": (
        "meningen nämner ett ändamål som ingen behandling i registret har"
    ),
    "add the activity with its basis and time of storage, or take the purpose out of the sentence": (
        "lägg till behandlingen med rättslig grund och lagringstid, eller stryk ändamålet ur meningen"
    ),
    "these purposes wait for a person: {purposes}": "dessa ändamål väntar på en människa: {purposes}",
    "settle their rules in register.yaml: `varsam check` names them": (
        "bestäm deras lagringstider i register.yaml: `varsam check` nämner dem"
    ),
    "{count} purposes are marketing; what goes out by e-mail or text message has its consent or"
    " soft opt-in": (
        "{count} ändamål är marknadsföring; det som går ut med e-post eller sms har samtycke eller"
        " kundrelation"
    ),
    "no purpose of the register is marked as marketing, so nobody can tell what offers rest on": (
        "inget ändamål i registret är märkt som marknadsföring, så ingen vet vad erbjudanden vilar på"
    ),
    "write marketing: true at the purposes that offers are sent for": (
        "skriv marketing: true vid de ändamål som erbjudanden skickas för"
    ),
    "no purpose of the register rests on a legal obligation": (
        "inget ändamål i registret vilar på en rättslig förpliktelse"
    ),
    "add what a law demands, such as keeping accounting records, with the law that says so": (
        "lägg till det som en lag kräver, som att bevara räkenskapsinformation, med lagen som säger det"
    ),
    "these purposes don't name the law that they follow: {purposes}": (
        "dessa ändamål nämner inte lagen som de följer: {purposes}"
    ),
    "write under law which law demands it": "skriv under law vilken lag som kräver det",
    "{count} purposes follow a law that they name, for as long as it demands": (
        "{count} ändamål följer en lag som de nämner, så länge som den kräver"
    ),
    "free text isn't searched for sensitive data: {places}": (
        "fritext genomsöks inte efter känsliga uppgifter: {places}"
    ),
    "look through it by hand; Varsam doesn't recognise sensitive data in free text yet": (
        "gå igenom den för hand; Varsam känner inte igen känsliga uppgifter i fritext än"
    ),
    "{activity} holds sensitive data without consent": "{activity} har känsliga uppgifter utan samtycke",
    "{place} holds sensitive data without consent": "{place} har känsliga uppgifter utan samtycke",
    "ask for explicit consent and write basis: consent, or name the other ground (9(2))": (
        "be om uttryckligt samtycke och skriv basis: consent, eller nämn den andra grunden (artikel 9.2)"
    ),
    "let it go, or hold it for a purpose on explicit consent": (
        "ta bort dem, eller ha dem för ett ändamål med uttryckligt samtycke"
    ),
    "neither register nor maps hold sensitive data without consent, and no free text lies in the systems": (
        "varken register eller kartor har känsliga uppgifter utan samtycke, och ingen fritext finns i"
        " systemen"
    ),
    # -- cookies and mailings
    "nothing scans the website yet, so nobody has seen which cookies it sets": (
        "inget läser av webbplatsen än, så ingen har sett vilka kakor den sätter"
    ),
    "look in a browser which cookies are set, before and after a choice; Varsam can't do it yet": (
        "se i en webbläsare vilka kakor som sätts, före och efter ett val; Varsam kan det inte än"
    ),
    "cookies lead to a person in: {places}": "kakor leder till en person i: {places}",
    "no mail that goes out is looked at yet, so nobody can tell what the addresses are used for": (
        "inget utgående mejl granskas än, så ingen vet vad adresserna används till"
    ),
    "look through a sample of what was sent; Varsam can't do it yet": (
        "gå igenom ett urval av det som har skickats; Varsam kan det inte än"
    ),
    "no mail that goes out is looked at yet, so nobody can tell whether each one says how to unsubscribe": (
        "inget utgående mejl granskas än, så ingen vet om varje mejl säger hur man avslutar"
    ),
    "look through a sample of what was sent, and press its link; Varsam can't do it yet": (
        "gå igenom ett urval av det som har skickats, och prova länken; Varsam kan det inte än"
    ),
    "an objection that comes in by phone or mail is recorded, and ends {count} purposes": (
        "en invändning per telefon eller post registreras, och avslutar {count} ändamål"
    ),
    "no purpose of the register is marked as marketing, so an objection would end none": (
        "inget ändamål i registret är märkt som marknadsföring, så en invändning skulle inte avsluta något"
    ),
    "write marketing: true at the purposes that offers and newsletters are sent for": (
        "skriv marketing: true vid de ändamål som erbjudanden och nyhetsbrev skickas för"
    ),
    "the register knows no way to reach: {names}": "registret har inget sätt att nå: {names}",
    "write contact, email or phone in register.yaml, and in the policy": (
        "skriv contact, email eller phone i register.yaml, och i policyn"
    ),
    # -- rights
    "a copy can be made without any form: all {count} groups of columns lead to their person": (
        "en kopia kan göras utan formkrav: alla {count} grupper av kolumner leder till sin person"
    ),
    "requests to correct data aren't kept in Varsam yet, so nobody can tell whether they were met": (
        "begäran om rättelse sparas inte i Varsam än, så ingen vet om de har uppfyllts"
    ),
    "keep a list of them by hand until Varsam can": "för en lista för hand tills Varsam kan det",
    "nothing in the register or the systems tells who has died": (
        "inget i registret eller systemen säger vem som har avlidit"
    ),
    "mark it by hand where it is known; Varsam can't do it yet": (
        "märk det för hand där det är känt; Varsam kan det inte än"
    ),
    "no log of who looked at data is read yet, so nobody can tell that only authorised staff did": (
        "ingen logg över vem som har tittat läses än, så ingen vet att bara behörig personal har gjort det"
    ),
    "go through the accounts and access logs by hand; Varsam can't do it yet": (
        "gå igenom konton och åtkomstloggar för hand; Varsam kan det inte än"
    ),
    "what stays after an erasure stays for {count} purposes that name their law": (
        "det som blir kvar efter en radering finns för {count} ändamål som nämner sin lag"
    ),
    "no system asks Varsam yet before it uses somebody's data, so nobody sees whether the use stops": (
        "inget system frågar Varsam än innan det använder någons uppgifter, så ingen ser om"
        " användningen upphör"
    ),
    "look in the systems by hand whether they leave these people out": (
        "se i systemen för hand om de utelämnar dessa personer"
    ),
    "no restriction stands, so there is nothing to show that one is kept": (
        "ingen begränsning gäller, så det finns inget att visa"
    ),
    "record one when somebody is entitled to it: `varsam record restriction`": (
        "registrera en när någon har rätt till det: `varsam record restriction`"
    ),
    "{count} restrictions stand, and no plan lets go what they cover": (
        "{count} begränsningar gäller, och ingen plan tar bort det de omfattar"
    ),
    "{count} objections were recorded more than a day after they were made": (
        "{count} invändningar registrerades mer än en dag efter att de gjordes"
    ),
    "record objections on the day they come in: only then does the purpose stop": (
        "registrera invändningar samma dag som de kommer in: först då upphör ändamålet"
    ),
    "{count} objections have waited for more than a month to be decided": (
        "{count} invändningar har väntat på beslut i mer än en månad"
    ),
    "decide them: `varsam record objection --decided`": "avgör dem: `varsam record objection --decided`",
    "no map holds data for a purpose on consent or contract": (
        "ingen karta har uppgifter för ett ändamål på samtycke eller avtal"
    ),
    "no map says which columns the person provided, so nobody can tell what belongs into the copy": (
        "ingen karta säger vilka kolumner personen har lämnat, så ingen vet vad som hör till kopian"
    ),
    "write provided: true at the groups that the person filled in": (
        "skriv provided: true vid de grupper som personen har fyllt i"
    ),
    "{count} groups of columns that people provided can be copied for them": (
        "{count} grupper av kolumner som personer har lämnat kan kopieras åt dem"
    ),
    "data for these purposes lies only where somebody must copy it by hand: {purposes}": (
        "uppgifter för dessa ändamål ligger bara där någon måste kopiera dem för hand: {purposes}"
    ),
    "connect the system, or say in the policy that papers aren't given as a file": (
        "anslut systemet, eller säg i policyn att papper inte ges som fil"
    ),
    "data for {count} purposes can be written out as JSON: `varsam person copy --json`": (
        "uppgifter för {count} ändamål kan skrivas ut som JSON: `varsam person copy --json`"
    ),
    "nothing is sent to another controller by Varsam yet: the person gets a file and carries it over": (
        "Varsam skickar inget till en annan ansvarig än: personen får en fil och tar den med sig"
    ),
    "send it by hand where the person asks for it": "skicka det för hand när personen ber om det",
    "the sentence names the authority that takes complaints today, Integritetsskyddsmyndigheten": (
        "meningen nämner myndigheten som tar emot klagomål i dag, Integritetsskyddsmyndigheten"
    ),
    "the sentence doesn't name the authority, so nobody can tell whether it is the right one": (
        "meningen nämner inte myndigheten, så ingen vet om det är rätt myndighet"
    ),
    "name Integritetsskyddsmyndigheten, imy.se": "nämn Integritetsskyddsmyndigheten, imy.se",
    # -- times of storage
    "make and apply a plan: `varsam plan`, `varsam approve PLAN`, `varsam apply PLAN`": (
        "gör och genomför en plan: `varsam plan`, `varsam approve PLAN`, `varsam apply PLAN`"
    ),
    "no row in any of {count} systems is past its time": (
        "ingen rad i något av {count} system har passerat sin tid"
    ),
    "{rows} rows should have gone and are still there: {places}": (
        "{rows} rader borde vara borta och finns kvar: {places}"
    ),
    "nothing goes for purposes that wait for a person: {purposes}": (
        "inget tas bort för ändamål som väntar på en människa: {purposes}"
    ),
    "no map says where the data of these purposes lies: {purposes}": (
        "ingen karta säger var uppgifterna för dessa ändamål ligger: {purposes}"
    ),
    "{rows} rows wait for a person to decide": "{rows} rader väntar på att en människa bestämmer",
    "see `varsam plan`: it names them": "se `varsam plan`: den nämner dem",
    "{count} things without a connector weren't gone through in time": (
        "{count} samlingar utan anslutning har inte gåtts igenom i tid"
    ),
    "see `varsam task list`, do them, and record that: `varsam task done`": (
        "se `varsam task list`, gör dem, och registrera det: `varsam task done`"
    ),
    "nothing is left that no purpose needs any more": "inget finns kvar som inget ändamål längre behöver",
    "{rows} rows of people whose erasure was decided are still there": (
        "{rows} rader om personer som ska raderas finns kvar"
    ),
    "nobody's erasure was decided yet, so there is nothing to show": (
        "ingen radering har beslutats än, så det finns inget att visa"
    ),
    "it will show with the first one: `varsam person erase`": (
        "det visar sig med den första: `varsam person erase`"
    ),
    "{count} decided erasures were carried out in all systems": (
        "{count} beslutade raderingar har genomförts i alla system"
    ),
    "{rows} rows are still there though the consent was withdrawn": (
        "{rows} rader finns kvar fast samtycket har återkallats"
    ),
    "no purpose of the register rests on consent": "inget ändamål i registret vilar på samtycke",
    "write basis: consent at the purposes that consent is asked for": (
        "skriv basis: consent vid de ändamål som samtycke begärs för"
    ),
    "{count} consents were withdrawn, and nothing is left that rested on them": (
        "{count} samtycken har återkallats, och inget finns kvar som vilade på dem"
    ),
    "{rows} rows are still there though an objection ended what they were held for": (
        "{rows} rader finns kvar fast en invändning har avslutat det de fanns för"
    ),
    "nobody has objected yet, so there is nothing to show": (
        "ingen har invänt än, så det finns inget att visa"
    ),
    "it will show with the first one: `varsam record objection`": (
        "det visar sig med den första: `varsam record objection`"
    ),
    "{count} objections, and nothing is left that they ended": (
        "{count} invändningar, och inget finns kvar som de avslutade"
    ),
    "each of {count} groups of columns is held for a purpose of the register": (
        "alla {count} grupper av kolumner finns för ett ändamål i registret"
    ),
    "what a law wants kept is held for {count} purposes of its own, so no erasure takes it": (
        "det som en lag vill bevara finns för {count} egna ändamål, så ingen radering tar det"
    ),
    "no map holds data that a law wants kept": "ingen karta har uppgifter som en lag vill bevara",
    "hold such data for its purpose in the map: for: [the purpose on legal obligation]": (
        "låt kartan säga vad de finns för: for: [ändamålet på rättslig förpliktelse]"
    ),
    "{count} holds keep data past the day on which somebody should have looked at them": (
        "{count} hinder mot gallring håller kvar uppgifter efter den dag då någon skulle ha sett över dem"
    ),
    "release them, or open them anew with a reason: `varsam hold list`": (
        "häv dem, eller öppna dem på nytt med ett skäl: `varsam hold list`"
    ),
    "nobody has decided how long the law wants this kept: {purposes}": (
        "ingen har bestämt hur länge lagen vill ha detta kvar: {purposes}"
    ),
    "accept or waive the proposals: `varsam policy accept`, `varsam policy waive`": (
        "godta eller avstå från förslagen: `varsam policy accept`, `varsam policy waive`"
    ),
    "{count} holds keep data longer, each to be looked at in time, and the law's times are decided": (
        "{count} hinder mot gallring håller kvar uppgifter, alla ses över i tid, och lagens tider är bestämda"
    ),
}
