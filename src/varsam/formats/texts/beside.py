"""What the checks over the files beside a register mean, and what they say of a place."""

from __future__ import annotations

from collections.abc import Mapping

BESIDE: Mapping[str, tuple[str, str]] = {
    "check.ASM001": (
        "Ett ändamål vilar på berättigat intresse utan att intresset har vägts.",
        "A purpose rests on legitimate interests, and no assessment weighs them.",
    ),
    "check.ASM002": (
        "Ändamål vilar på berättigat intresse, och ingen intresseavvägning finns skriven.",
        "Purposes rest on legitimate interests, and no assessment at all is written down.",
    ),
    "check.ASM003": (
        "En intresseavvägning väger ett annat intresse än registret nämner.",
        "An assessment weighs another interest than the register names.",
    ),
    "check.ASM004": (
        "En intresseavvägning skulle ha setts över.",
        "A legitimate-interest assessment is past the day of its review.",
    ),
    "check.ASM005": (
        "De registrerades intressen väger tyngre, och ändamålet används ändå.",
        "People's interests override the interest, and the purpose still rests on it.",
    ),
    "check.ASM006": (
        "Ett steg i en intresseavvägning saknas, eller ingen har beslutat.",
        "A step of a legitimate-interest assessment is missing, or nobody decided.",
    ),
    "check.ASM007": (
        "En bedömning handlar om något som inte finns i registret.",
        "An assessment is about something that the register hasn't got.",
    ),
    "check.ASM008": (
        "En intresseavvägning gäller ett ändamål med en annan rättslig grund.",
        "A legitimate-interest assessment is about a purpose that rests on another basis.",
    ),
    "check.ASM009": (
        "Skäl mot en invändning åberopas för direktmarknadsföring.",
        "Grounds against an objection are claimed for direct marketing.",
    ),
    "check.ASM020": (
        "En behandling kräver en konsekvensbedömning, och den saknas.",
        "An activity needs an impact assessment, and there is none.",
    ),
    "check.ASM021": (
        "Behandlingar kräver konsekvensbedömningar, och ingen finns skriven.",
        "Activities need an impact assessment, and none at all is written down.",
    ),
    "check.ASM022": (
        "Om en konsekvensbedömning krävs beror på vad bara en person kan svara på.",
        "Whether an activity needs an impact assessment hangs on what only a person can answer.",
    ),
    "check.ASM023": (
        "Åtgärder som en konsekvensbedömning lovade är försenade.",
        "Measures that an impact assessment promised are overdue.",
    ),
    "check.ASM024": (
        "En hög risk kvarstår utan förhandssamråd.",
        "A high risk remains, and the authority wasn't consulted before.",
    ),
    "check.ASM025": (
        "En konsekvensbedömning skulle ha setts över.",
        "An impact assessment is past the day of its review.",
    ),
    "check.ASM026": (
        "En behandling har avslagits eller väntar på svar, och finns ändå i registret.",
        "An activity was rejected, or waits for an answer, and is still in the register.",
    ),
    "check.ASM027": (
        "En del av en konsekvensbedömning saknas, eller ingen har beslutat.",
        "A section of an impact assessment is missing, or nobody decided.",
    ),
    "check.JNT001": (
        "Flera personuppgiftsansvariga bestämmer om en behandling utan en överenskommelse.",
        "Several controllers decide about an activity, and no arrangement is about it.",
    ),
    "check.JNT002": (
        "Ingen är utsedd att svara när en rättighet utövas.",
        "Nobody was named who answers a right.",
    ),
    "check.JNT003": (
        "En överenskommelse nämner ett bolag som inte finns i registret eller inte är part.",
        "An arrangement or an owner rule names an entity that isn't there, or no party.",
    ),
    "check.JNT004": (
        "De som gemensamt ansvarar för en behandling har olika ändamål.",
        "The controllers of a joint activity pursue different purposes.",
    ),
    "check.JNT005": (
        "Det väsentliga i en överenskommelse är inte publicerat, eller saknar kontaktpunkt.",
        "The essence of an arrangement isn't published, or names no place to turn to.",
    ),
    "check.JNT006": (
        "Ingen har bestämt vilket av bolagen som äger uppgifterna och svarar för dem.",
        "Nobody decided which of the joint controllers owns an activity's data.",
    ),
    "check.JNT007": (
        "En överenskommelse skulle ha setts över.",
        "An arrangement is past the day of its review.",
    ),
    "check.JNT008": (
        "En överenskommelse handlar om något som inte finns.",
        "An arrangement or an owner rule is about something that isn't there.",
    ),
    "check.CUS001": (
        "Något görs som personuppgiftsbiträde, och ingen kund är registrerad för det.",
        "Something is done as a processor, and no customer is registered for it.",
    ),
    "check.CUS002": (
        "En kund saknar skriftligt avtal.",
        "A customer has no agreement in writing.",
    ),
    "check.CUS003": (
        "En tjänst har upphört, tiden är ute, och inget intyg visar att uppgifterna är borta.",
        "A service has ended, its last day has passed, and no certificate shows that the data is gone.",
    ),
    "check.CUS004": (
        "En instruktion verkar olaglig, och kunden har inte fått veta det.",
        "An instruction seems to infringe the law, and the customer wasn't told.",
    ),
    "check.CUS005": (
        "En kund har färre dagar på sig att hämta sina uppgifter än dataförordningen ger.",
        "A customer has fewer days to fetch its data than the Data Act gives.",
    ),
    "check.CUS006": (
        "En kunds behandling finns inte, eller görs inte som personuppgiftsbiträde.",
        "A customer is served by an activity that isn't there, or isn't done as a processor.",
    ),
    "check.CUS007": (
        "Biträdets register saknar något om en kund.",
        "The processor's record lacks what it must hold about a customer.",
    ),
    "check.CUS008": (
        "En kund har kvar tjänsten fast avtalet har löpt ut.",
        "A customer is still served, and its agreement has ended.",
    ),
    "check.CUS009": (
        "En kund har inte fått veta om ett underbiträde.",
        "A customer was never told of a sub-processor.",
    ),
    "check.CUS010": (
        "En kund har invänt mot ett underbiträde som ändå används.",
        "A customer objected to a sub-processor that is still used for it.",
    ),
}

BESIDE_SENTENCES: Mapping[str, str] = {
    # -- legitimate interests
    "no assessment weighs the interest that this purpose rests on": (
        "ingen avvägning finns för intresset som ändamålet vilar på"
    ),
    "`varsam assessment draft {id}` begins one": "`varsam assessment draft {id}` påbörjar en",
    "purposes on legitimate interests that nothing weighs: {count}": (
        "ändamål på berättigat intresse utan avvägning: {count}"
    ),
    "`varsam assessment list` says which; `varsam assessment draft PURPOSE` begins one": (
        "`varsam assessment list` säger vilka; `varsam assessment draft ÄNDAMÅL` påbörjar en"
    ),
    "the interest isn't the one that the purpose {id} names": (
        "intresset är inte det som ändamålet {id} nämner"
    ),
    "write the same interest in the register and in the assessment, or weigh it anew": (
        "skriv samma intresse i registret och i avvägningen, eller väg om"
    ),
    "it was to be looked at again by {day}": "den skulle ses över senast {day}",
    "look at it again, and set review_by anew": "se över den, och sätt review_by på nytt",
    "the assessment {id} came to the result that it may not be done": (
        "avvägningen {id} kom fram till att det inte får göras"
    ),
    "end the purpose and erase what it held, or find another basis": (
        "avsluta ändamålet och radera det som sparats för det, eller finn en annan rättslig grund"
    ),
    "it lacks {sections}": "det som saknas: {sections}",
    "write what is missing": "skriv det som saknas",
    "nobody has decided": "ingen har beslutat",
    "write outcome, decided_on and decided_by (a role)": (
        "skriv outcome, decided_on och decided_by (en roll)"
    ),
    "write decision, decided_on and decided_by (a role)": (
        "skriv decision, decided_on och decided_by (en roll)"
    ),
    "the register has no {name}": "registret har inget {name}",
    "write an id of the register": "skriv ett id ur registret",
    "the purpose {id} rests on {basis}": "ändamålet {id} vilar på {basis}",
    "correct the basis in the register, or take the purpose out of the assessment": (
        "rätta den rättsliga grunden i registret, eller ta bort ändamålet ur avvägningen"
    ),
    "grounds are claimed against objections to the marketing purpose {id}": (
        "skäl åberopas mot invändningar mot marknadsföringsändamålet {id}"
    ),
    "take the grounds out: an objection to marketing is always followed": (
        "ta bort skälen: en invändning mot marknadsföring följs alltid"
    ),
    # -- impact assessments
    "evaluation or profiling": "utvärdering eller profilering",
    "automated decisions": "automatiserade beslut",
    "systematic monitoring": "systematisk övervakning",
    "sensitive or highly personal data": "känsliga eller mycket personliga uppgifter",
    "large scale": "stor omfattning",
    "matched or combined data": "uppgifter som kombineras",
    "vulnerable people": "sårbara personer",
    "new technology": "ny teknik",
    "keeping people from a right or a service": "hinder för en rättighet eller tjänst",
    "{criterion}, seen by {by}": "{criterion}, enligt {by}",
    "{first}, and {second}": "{first}, och {second}",
    "article {case}": "artikel {case}",
    "it needs an impact assessment: {criteria}": "den kräver en konsekvensbedömning: {criteria}",
    "these need an impact assessment: {activities}": "de här kräver en konsekvensbedömning: {activities}",
    "`varsam assessment draft {id} --impact` begins one": (
        "`varsam assessment draft {id} --impact` påbörjar en"
    ),
    "`varsam assessment list` says why; `varsam assessment draft ACTIVITY --impact` begins one": (
        "`varsam assessment list` säger varför; `varsam assessment draft BEHANDLING --impact` påbörjar en"
    ),
    "{criteria} is met; a person must answer the rest": (
        "uppfyllt: {criteria}; resten måste en person svara på"
    ),
    "write true or false in assessments.yaml under answers, {id}: {questions}": (
        "skriv true eller false i assessments.yaml under answers, {id}: {questions}"
    ),
    "overdue measures: {count}, the first since {day}": (
        "försenade åtgärder: {count}, den första sedan {day}"
    ),
    "carry them out, or stop: the decision was made on their condition": (
        "genomför dem, eller sluta: beslutet har dem som villkor"
    ),
    "carry them out and write done_on": "genomför dem och skriv done_on",
    "a high risk remains after all measures, and nobody consulted the authority": (
        "en hög risk kvarstår efter alla åtgärder, och ingen har begärt förhandssamråd"
    ),
    "bring the risk down, or consult the authority first and write consulted_on": (
        "sänk risken, eller begär först förhandssamråd och skriv consulted_on"
    ),
    "the impact assessment {id} says {decision}": "konsekvensbedömningen {id} säger {decision}",
    "stop it and take it out of the register, or decide anew": (
        "sluta med den och ta bort den ur registret, eller besluta på nytt"
    ),
    # -- joint controllers
    "several controllers decide together, and no arrangement is about it": (
        "flera personuppgiftsansvariga bestämmer tillsammans, och ingen överenskommelse handlar om den"
    ),
    "add it to an arrangement, or leave one controller in the register": (
        "för in den i en överenskommelse, eller låt bara en ansvarig stå i registret"
    ),
    "nobody answers: {rights}": "ingen svarar för: {rights}",
    "write under answers which entity does": "skriv under answers vilket bolag som gör det",
    "{name} does something there, and is no party": "{name} gör något där, och är inte part",
    "name a party, or add it to the parties": "nämn en part, eller lägg till bolaget bland parterna",
    "the register has no entity {name}": "registret har inget bolag {name}",
    "not all of its controllers pursue: {purposes}": "inte alla ansvariga har ändamålet: {purposes}",
    "make it an activity of its own with the one controller that decides it": (
        "gör det till en egen behandling med den ansvarige som bestämmer det"
    ),
    "its essence isn't published": "det väsentliga i den är inte publicerat",
    "publish what `varsam arrangement show` prints, and write published_on": (
        "publicera det som `varsam arrangement show` skriver ut, och skriv published_on"
    ),
    "it names no place that people can turn to": "den nämner inget ställe att vända sig till",
    "write contact_point": "skriv contact_point",
    "nobody is named as owner of: {activities}": "ingen är utsedd som ägare av: {activities}",
    "write an owner under owners in arrangement.yaml": "skriv en ägare under owners i arrangement.yaml",
    "no map has the kind {kind}": "ingen systemkarta har radslaget {kind}",
    "write it as source.kind": "skriv det som system.slag",
    # -- customers
    "it is done for customers, and no customer is registered for it": (
        "den görs åt kunder, och ingen kund är registrerad för den"
    ),
    "add it to the activities of those customers in customers.yaml": (
        "för in den bland de kundernas activities i customers.yaml"
    ),
    "there is no signed agreement with this customer": "det finns inget undertecknat avtal med kunden",
    "write agreement: document and signed_on": "skriv agreement: document och signed_on",
    "its data was to be gone by {day}, and no certificate shows it": (
        "uppgifterna skulle vara borta senast {day}, och inget intyg visar det"
    ),
    "plan, apply and verify, then `varsam customer certificate {id} --plan PLAN`": (
        "planera, utför och kontrollera, sedan `varsam customer certificate {id} --plan PLAN`"
    ),
    "the instruction {id} seems unlawful, and the customer wasn't told": (
        "instruktionen {id} verkar olaglig, och kunden har inte fått veta det"
    ),
    "tell the customer at once, and write told_on": "säg det genast till kunden, och skriv told_on",
    "the agreement gives {days} days to fetch data, the law {least}": (
        "avtalet ger {days} dagar att hämta uppgifter, lagen {least}"
    ),
    "agree on at least that many days": "kom överens om minst så många dagar",
    "the rule erases before the {least} days to fetch data are over": (
        "lagringstiden tar slut innan de {least} dagarna att hämta uppgifter har gått"
    ),
    "let it end no earlier than that many days after contract.end": (
        "låt den sluta tidigast så många dagar efter contract.end"
    ),
    "the activity {name} isn't done as a processor": (
        "behandlingen {name} görs inte som personuppgiftsbiträde"
    ),
    "set role: processor in the register, or take it out of the customer's activities": (
        "skriv role: processor i registret, eller ta bort den ur kundens activities"
    ),
    "its agreement ended on {day}, and the service goes on": (
        "avtalet löpte ut {day}, och tjänsten fortsätter"
    ),
    "neither agreement nor notice names: {names}": "varken avtal eller underrättelse nämner: {names}",
    "tell the customer, and write it under notices, or under subprocessors of the agreement": (
        "underrätta kunden, och skriv det under notices, eller under subprocessors i avtalet"
    ),
    "it objected to {name} on {day}": "kunden invände mot {name} {day}",
    "serve this customer without it, or end the service": "klara kunden utan det, eller avsluta tjänsten",
    "renew the agreement, or end the service": "förnya avtalet, eller avsluta tjänsten",
}
