"""What a certificate of the end of service says, and why there is none."""

from __future__ import annotations

from collections.abc import Mapping

CERTIFICATES: Mapping[str, tuple[str, str]] = {
    "certificate.title": ("Intyg om upphörd tjänst: {customer}", "Certificate of end of service: {customer}"),
    "certificate.by": (
        "{processor} har som personuppgiftsbiträde behandlat uppgifter åt {customer}. Tjänsten upphörde"
        " {ended}. Intyget är från {issued} (artikel 28.3 g i dataskyddsförordningen).",
        "{processor} processed data on behalf of {customer}. The service ended on {ended}. This certificate"
        " is of {issued} (Article 28(3)(g) GDPR).",
    ),
    "certificate.services": ("Det gäller: {activities}.", "It is about: {activities}."),
    "certificate.erased": ("Det här raderades", "What was erased"),
    "certificate.whose_customer": (
        "Antalen är kundens egna: planen {plan} ({day}) gällde bara den.",
        "The numbers are the customer's own: the plan {plan} ({day}) was about it alone.",
    ),
    "certificate.whose_all": (
        "Planen {plan} ({day}) gällde alla vars tid var ute, så antalen kan räkna in andra kunders rader.",
        "The plan {plan} ({day}) was about all whose time was over, so the numbers may count other customers'"
        " rows.",
    ),
    "certificate.head": (
        "System | Slag | Tabell | Rader | Hur",
        "System | Kind | Table | Rows | How",
    ),
    "certificate.deleted": ("raderade", "deleted"),
    "certificate.overwritten": ("överskrivna", "overwritten"),
    "certificate.again": (
        "Varje rad i planen har letats efter på nytt {at}, och ingen finns kvar. En sökning på kundens"
        " identifierare gav då inga rader för tjänsten.",
        "Every row of the plan was looked for again at {at}, and none is there. A search by the customer's"
        " identifiers then gave no rows for the service.",
    ),
    "certificate.returned": (
        "Uppgifterna lämnades tillbaka: {file}, SHA-256 {sha256}.",
        "The data was returned: {file}, SHA-256 {sha256}.",
    ),
    "certificate.remains": ("Det här finns kvar, och till när", "What remains, and until when"),
    "certificate.remains_head": (
        "System | Slag | Rader | Ändamål | Till och med",
        "System | Kind | Rows | Purpose | Until",
    ),
    "certificate.nothing_remains": (
        "Inget annat hittades under kundens identifierare.",
        "Nothing else was found under the customer's identifiers.",
    ),
    "certificate.open": ("inget datum ännu", "no day yet"),
    "certificate.over": (
        "tiden är ute: raderas vid nästa gallring",
        "over: goes with the next retention run",
    ),
    "certificate.uncovered": ("Det här säger intyget inte", "What this certificate doesn't say"),
    "certificate.not_other_customers": (
        "hur många av raderna som var just den här kundens",
        "how many of the rows were this customer's",
    ),
    "certificate.not_own_purposes": (
        "uppgifter som vi har för egna ändamål, till exempel om avtalet och fakturor; de följer vår"
        " integritetspolicy",
        "data that we hold for purposes of our own, such as the contract and invoices; our privacy policy"
        " says how long",
    ),
    "certificate.not_unmapped": (
        "kopior i system som inte har någon systemkarta, till exempel säkerhetskopior hos andra",
        "copies in systems that have no source map, such as backups kept by others",
    ),
    "certificate.not_tasks": (
        "det som en person skulle göra för hand enligt planen",
        "what a person was to do by hand by the plan",
    ),
    "certificate.proof": ("Bevis", "Proof"),
    "certificate.proof_text": (
        "Intygets innehåll har SHA-256 {sha256} och står som post {entry} i liggaren. Beviset och den"
        " undertecknade kontrollpunkten finns i {file}.",
        "The content of this certificate has the SHA-256 {sha256} and stands as entry {entry} in the ledger."
        " The proof and the signed checkpoint are in {file}.",
    ),
}

CERTIFICATE_SENTENCES: Mapping[str, str] = {
    "the plan proves nothing for this customer: {why}": "planen visar inget för den här kunden: {why}",
    "its service hasn't ended; `varsam customer ended` records that": (
        "tjänsten har inte upphört; `varsam customer ended` antecknar det"
    ),
    "customers.yaml names no identifiers, so nothing says which rows are its": (
        "customers.yaml har inga identifiers, så inget säger vilka rader som är kundens"
    ),
    "it has no activity that is done as a processor": (
        "kunden har ingen behandling som görs som personuppgiftsbiträde"
    ),
    "the plan is of a day before the service had ended": "planen är från en dag innan tjänsten upphört",
    "the plan is about somebody else": "planen gäller någon annan",
    "the plan left out a source that holds the customer's data": (
        "planen utelämnade ett system som har kundens uppgifter"
    ),
    "no step of the plan erased anything for the customer's purposes": (
        "inget steg i planen raderade något för kundens ändamål"
    ),
    "rows of the plan are still there, so nothing is certified": (
        "rader i planen finns kvar, så inget intygas"
    ),
    "`varsam verify {plan}` shows them": "`varsam verify {plan}` visar dem",
    "rows of the customer are still there: {places}": "rader som är kundens finns kvar: {places}",
    "plan again and apply; the certificate is made of the plan that erased the last of them": (
        "planera på nytt och utför; intyget görs av planen som raderade det sista"
    ),
    "these plans may: {plans}": "de här planerna kan göra det: {plans}",
    "plan for this customer with `varsam customer plan {id}`": (
        "planera för kunden med `varsam customer plan {id}`"
    ),
}
