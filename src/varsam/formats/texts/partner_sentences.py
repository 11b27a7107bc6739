"""What is said of partners and transfers, in Swedish, by the English sentence."""

from __future__ import annotations

from collections.abc import Mapping

PARTNER_SENTENCES: Mapping[str, str] = {
    "what is processed (subject matter)": "vad som behandlas (föremålet)",
    "how long it is processed": "hur länge behandlingen pågår",
    "how it is processed (nature)": "hur uppgifterna behandlas (behandlingens art)",
    "what it is processed for": "vad uppgifterna behandlas för",
    "which types of data": "vilka typer av uppgifter",
    "which categories of people": "vilka kategorier av registrerade",
    "the controller's obligations": "den personuppgiftsansvariges skyldigheter",
    "the controller's rights": "den personuppgiftsansvariges rättigheter",
    "that it follows documented instructions, also for transfers": (
        "att biträdet följer dokumenterade instruktioner, också vid överföringar"
    ),
    "that its staff keep what they see to themselves": "att dess personal har tystnadsplikt",
    "that it protects the data (GDPR 32)": "att biträdet skyddar uppgifterna (GDPR 32)",
    "when it may engage others": "när biträdet får anlita andra",
    "that it helps to answer requests": "att biträdet hjälper till att besvara begäranden",
    "that it helps with security, breaches and assessments (GDPR 32-36)": (
        "att biträdet hjälper till med säkerhet, incidenter och konsekvensbedömningar (GDPR 32–36)"
    ),
    "that it deletes or returns the data at the end": (
        "att biträdet raderar eller återlämnar uppgifterna efteråt"
    ),
    "that it shows what it does and lets itself be audited": (
        "att biträdet visar vad det gör och låter sig granskas"
    ),
    "that it tells of instructions against the law": (
        "att biträdet säger till om en instruktion strider mot lagen"
    ),
    "no signed processing agreement holds on {day}, and it serves: {served}": (
        "inget undertecknat biträdesavtal gäller {day}, och det anlitas för: {served}"
    ),
    "sign one and put its days, document and clauses under agreements, or end the processing": (
        "teckna ett och för in dagar, dokument och klausuler under agreements, eller sluta anlita biträdet"
    ),
    "nobody has gone through its clauses": "ingen har gått igenom avtalets klausuler",
    "write under clauses where the document says each thing that GDPR 28(3) demands": (
        "skriv under clauses var dokumentet säger det som GDPR 28.3 kräver"
    ),
    "it says nothing on {clause} ({law})": "det säger inget om {clause} ({law})",
    "agree on it, then write where the document says it: clauses: {name}": (
        "kom överens om det och skriv var dokumentet säger det: clauses: {name}"
    ),
    "it ends on {day}, and none follows": "det upphör {day}, och inget tar vid",
    "renew it, or end the processing by then": "förnya det, eller sluta anlita biträdet till dess",
    "what shows it is missing: {names}": "det som visar avtalet saknas: {names}",
    "put the document into the folder agreements, and write its name, hash and signatories": (
        "lägg dokumentet i mappen agreements och skriv dess namn, hash och undertecknare"
    ),
    "no agreement binds: {names}": "inget avtal binder: {names}",
    "sign one for each controller, or name it under entities if it is party already": (
        "teckna ett för varje ansvarig, eller nämn bolaget under entities om det redan är part"
    ),
    "no signed arrangement holds on {day}": "ingen undertecknad överenskommelse gäller {day}",
    "agree on who informs and who answers requests, and put it under agreements as kind: joint": (
        "kom överens om vem som informerar och vem som besvarar begäranden, och för in det under"
        " agreements som kind: joint"
    ),
    "nobody authorised {parent} to engage it": "ingen har godkänt att {parent} anlitar det",
    "no customer authorised us to engage it": "ingen kund har godkänt att vi anlitar det",
    "give it a specific authorisation, or its processor a general one, or object": (
        "ge det ett särskilt godkännande, eller dess biträde ett allmänt, eller invänd"
    ),
    "no signed sub-processing agreement holds on {day}": (
        "inget undertecknat underbiträdesavtal gäller {day}"
    ),
    "no signed sub-processing agreement with {names} holds on {day}": (
        "inget undertecknat underbiträdesavtal med {names} gäller {day}"
    ),
    "{parent} engaged it on {day}": "{parent} anlitade det {day}",
    "ask the processor for its notice and put it under notices, or object": (
        "begär biträdets avisering och för in den under notices, eller invänd"
    ),
    "ask the processor for it, and put its days and document under agreements": (
        "begär det av biträdet, och för in dagar och dokument under agreements"
    ),
    "undecided, and the days to object end on {day}": (
        "inget är beslutat, och tiden att invända går ut {day}"
    ),
    "look at the change, then `varsam partner accept-change` or `varsam partner object`": (
        "se på ändringen, sedan `varsam partner accept-change` eller `varsam partner object`"
    ),
    "undecided since the days to object ended on {day}": (
        "inget är beslutat sedan tiden att invända gick ut {day}"
    ),
    "decide all the same: `varsam partner accept-change` or `varsam partner object`": (
        "besluta ändå: `varsam partner accept-change` eller `varsam partner object`"
    ),
    "{partner} is in use all the same": "{partner} anlitas ändå",
    "have the processor stop using it, or end the processing": (
        "se till att biträdet slutar anlita det, eller sluta anlita biträdet"
    ),
    "we are a processor ourselves in: {names}": "vi är själva personuppgiftsbiträde i: {names}",
    "add an entry with role: sub_processor and no parents for what it does there": (
        "lägg till en post med role: sub_processor och utan parents för det den gör där"
    ),
    "we are the controller in: {names}": "vi är personuppgiftsansvariga i: {names}",
    "write role: processor for that, or name under parents who engaged it": (
        "skriv role: processor för det, eller nämn under parents vem som anlitade den"
    ),
    "the general authorisation gives no days to object": (
        "det allmänna godkännandet anger inga dagar att invända"
    ),
    "agree on them and write objection_days": "kom överens om dem och skriv objection_days",
    "agree on standard contractual clauses and assess the transfer, or move the data into the EEA": (
        "avtala om standardavtalsklausuler och bedöm överföringen, eller flytta uppgifterna till EES"
    ),
    "look at dataprivacyframework.gov, and write it under certification": (
        "se efter på dataprivacyframework.gov och skriv det under certification"
    ),
    "look whether it is covered, and write scope and scope_checked_on": (
        "se efter om mottagaren omfattas och skriv scope och scope_checked_on"
    ),
    "look at dataprivacyframework.gov, and write checked_on": (
        "se efter på dataprivacyframework.gov och skriv checked_on"
    ),
    "assess the transfer and write it under assessment, or stop it": (
        "bedöm överföringen och skriv det under assessment, eller sluta med den"
    ),
    "assess it anew, and write assessed_on and review_by": (
        "bedöm den på nytt och skriv assessed_on och review_by"
    ),
    "find another tool; if it is a single case, write occasional: true": (
        "finn en annan grund; är det ett enstaka fall, skriv occasional: true"
    ),
    "decide on it, and write what it rests on": "ta ställning och skriv vad överföringen vilar på",
    "what allows {country} ends on {day}": "det som tillåter {country} upphör {day}",
    "renew it, or find another ground by then": "förnya det, eller finn en annan grund till dess",
    "data goes on to {names}, and nothing is said of it": (
        "uppgifter förs vidare till {names}, och inget sägs om det"
    ),
    "write under onward what holds for it": "skriv under onward vad som gäller för det",
    "{country}: {reason}": "{country} - {reason}",
    "partners.yaml doesn't know it": "partners.yaml känner inte till mottagaren",
    "add it there under the same id, with its role and location": (
        "lägg till den där under samma id, med roll och land"
    ),
    "it is called a processor, and no agreement with it is known": (
        "mottagaren kallas personuppgiftsbiträde, och inget avtal är känt"
    ),
    "add it to partners.yaml with its agreement: `varsam partner list`": (
        "för in den i partners.yaml med sitt avtal: `varsam partner list`"
    ),
    "the register calls it a processor, and partners.yaml: {role}": (
        "registret kallar den personuppgiftsbiträde, och partners.yaml: {role}"
    ),
    "write the same role in both": "skriv samma roll i båda",
    "there is no map of: {names}": "det finns ingen karta över: {names}",
    "write sources as the maps call themselves, or map what it hosts": (
        "skriv sources som kartorna heter, eller kartlägg det som den har hand om"
    ),
    "agreements/{name} isn't there": "agreements/{name} finns inte",
    "put the document there, or correct its name": "lägg dokumentet där, eller rätta namnet",
    "agreements/{name} isn't the document whose hash stands here": (
        "agreements/{name} är inte det dokument vars hash står här"
    ),
    "bring the signed one back; if a new one was signed, write it down as such": (
        "lägg tillbaka det undertecknade; har ett nytt tecknats, för in det som ett nytt"
    ),
    "it has no location": "det saknar land",
    "write locations: [SE], and every country from which its staff reach the data": (
        "skriv locations: [SE], och varje land varifrån dess personal når uppgifterna"
    ),
    "it serves nothing": "den anlitas inte för något",
    "write activities, or name it under recipients of an activity; or write until": (
        "skriv activities, eller nämn den under recipients hos en behandling; eller skriv until"
    ),
    "the register says {told}, partners.yaml {countries}": (
        "registret säger {told}, partners.yaml {countries}"
    ),
    "write the same in both, and tell people if data leaves the EEA": (
        "skriv samma i båda, och informera om uppgifter lämnar EES"
    ),
    "{country} is in the EEA": "{country} ligger i EES",
    "whether {country} counts as part of the EEA isn't settled": (
        "det är inte avgjort om {country} räknas till EES"
    ),
    "no adequacy decision holds for {country} on {day}, and nothing else allows it": (
        "inget beslut om adekvat skyddsnivå gäller för {country} den {day}, och inget annat tillåter det"
    ),
    "its certification ended on {day}": "certifieringen upphörde {day}",
    "its certification doesn't cover data on employees": (
        "certifieringen omfattar inte uppgifter om anställda"
    ),
    "nobody has looked at the list since {day}": "ingen har sett efter i listan sedan {day}",
    "certified when the list was looked at on {day}": "certifierad enligt listan {day}",
    "no signed document of it holds on {day}": "inget undertecknat dokument om det gäller {day}",
    "nobody assessed what it is worth under the country's law": (
        "ingen har bedömt vad det är värt enligt landets lag"
    ),
    "the assessment found it insufficient": "bedömningen fann att det inte räcker",
    "the assessment was to be looked at again by {day}": "bedömningen skulle ses över senast {day}",
    "clauses with such a partner are of module {numbers}": (
        "klausuler med en sådan mottagare är av modul {numbers}"
    ),
    "agreed and assessed on {day}": "avtalat och bedömt {day}",
    "a derogation is for single cases, and nobody says that this is one": (
        "ett undantag är för enstaka fall, och ingen säger att detta är ett"
    ),
    "the authority and the person must be informed of it": (
        "myndigheten och den registrerade måste informeras"
    ),
    "a single case, by a derogation": "ett enstaka fall, med stöd av ett undantag",
    "adequate by {act}": "adekvat skyddsnivå enligt {act}",
}
