"""What is said of partners: recipients, processors, agreements and transfers."""

from __future__ import annotations

from collections.abc import Mapping

PARTNERS: Mapping[str, tuple[str, str]] = {
    "check.PAR001": (
        "Ett personuppgiftsbiträde anlitas utan ett undertecknat avtal som gäller.",
        "A processor is used without a signed agreement that holds.",
    ),
    "check.PAR002": (
        "Ett biträdesavtal saknar något som lagen kräver.",
        "An agreement with a processor lacks something that the law demands.",
    ),
    "check.PAR003": (
        "Ett avtal går snart ut.",
        "An agreement ends soon.",
    ),
    "check.PAR004": (
        "Ett underbiträde anlitas utan godkännande.",
        "A sub-processor is engaged without an authorisation.",
    ),
    "check.PAR005": (
        "Ett underbiträde anlitas utan avtal.",
        "A sub-processor is engaged without an agreement.",
    ),
    "check.PAR006": (
        "Ett underbiträde är inte bundet av det som biträdet är bundet av.",
        "A sub-processor isn't bound to what its processor is bound to.",
    ),
    "check.PAR007": (
        "Tiden att invända mot en ändring hos ett biträde går snart ut.",
        "The days to object to a processor's change run out soon.",
    ),
    "check.PAR008": (
        "Ingen har beslutat om en ändring hos ett biträde.",
        "Nobody decided on a processor's change.",
    ),
    "check.PAR009": (
        "Ett underbiträde anlitas trots er invändning.",
        "A sub-processor is in use against your objection.",
    ),
    "check.PAR010": (
        "Uppgifter lämnar EU/EES utan något som tillåter det.",
        "Data leaves the EU/EEA, and nothing allows it.",
    ),
    "check.PAR011": (
        "Mottagaren i USA är inte certifierad, såvitt det är känt.",
        "The recipient in the United States isn't known to be certified.",
    ),
    "check.PAR012": (
        "Kommissionens beslut gäller bara en del av landet, och ingen har visat att mottagaren omfattas.",
        "The adequacy decision covers a part of the country only, and nobody showed that the recipient is.",
    ),
    "check.PAR013": (
        "Ingen har på länge kontrollerat en certifiering i USA.",
        "Nobody has looked at a certification in the United States for long.",
    ),
    "check.PAR014": (
        "En överföring har inte bedömts.",
        "A transfer hasn't been assessed.",
    ),
    "check.PAR015": (
        "Bedömningen av en överföring är gammal.",
        "The assessment of a transfer is old.",
    ),
    "check.PAR016": (
        "Ett undantag för enstaka fall används som rutin.",
        "A derogation for single cases is used as a routine.",
    ),
    "check.PAR017": (
        "En människa måste ta ställning till en överföring.",
        "A person must decide on a transfer.",
    ),
    "check.PAR018": (
        "Det som tillåter en överföring upphör snart.",
        "What allows a transfer ends soon.",
    ),
    "check.PAR019": (
        "Uppgifter förs vidare till ett annat land utanför EU/EES, och inget sägs om det.",
        "Data goes on to another third country, and nothing is said of it.",
    ),
    "check.PAR020": (
        "En mottagare i registret saknas i partners.yaml.",
        "A recipient of the register is missing in partners.yaml.",
    ),
    "check.PAR021": (
        "Registret nämner ett personuppgiftsbiträde som inget avtal är känt med.",
        "The register names a processor with which no agreement is known.",
    ),
    "check.PAR022": (
        "Ett system som en mottagare sägs ha hand om är inte kartlagt.",
        "A source that a partner is said to host has no map.",
    ),
    "check.PAR023": (
        "Ett avtalsdokument saknas eller är ändrat.",
        "A document is missing or was changed.",
    ),
    "check.PAR024": (
        "Det framgår inte var en mottagare har uppgifterna.",
        "Nothing says where a partner's data lies.",
    ),
    "check.PAR025": (
        "Ett avtal kan inte visas upp.",
        "An agreement can't be shown.",
    ),
    "check.PAR026": (
        "En personuppgiftsansvarig är inte part i något avtal med biträdet.",
        "A controller is party to no agreement with the processor.",
    ),
    "check.PAR027": (
        "Gemensamt ansvar utan överenskommelse.",
        "Joint controllers without an arrangement.",
    ),
    "check.PAR028": (
        "Inget säger varför uppgifter når en mottagare.",
        "Nothing says why data reaches a partner.",
    ),
    "check.PAR029": (
        "Registret och partners.yaml säger olika om landet.",
        "The register and partners.yaml say different countries.",
    ),
    "check.PAR032": (
        "Ett underbiträde har anlitats utan att det aviserades.",
        "A sub-processor was engaged without a notice.",
    ),
    "check.PAR031": (
        "En mottagares roll stämmer inte med vår egen.",
        "A partner's role doesn't fit our own.",
    ),
    "check.PAR030": (
        "Ett allmänt godkännande anger ingen tid att invända.",
        "A general authorisation gives no days to object.",
    ),
    "help.schema partners": (
        "Skriv ut JSON-schemat för filen med mottagare och biträden, eller skriv det i en fil.",
        "Print the JSON Schema of the file of partners, or write it into a file.",
    ),
}
