"""What the verbs about partners say."""

from __future__ import annotations

from collections.abc import Mapping

PARTNER_TALK: Mapping[str, tuple[str, str]] = {
    "help.partner": (
        "Mottagare, biträden och underbiträden: avtal, överföringar och utlämnanden.",
        "Recipients, processors and sub-processors: agreements, transfers and disclosures.",
    ),
    "help.partner list": (
        "Visa mottagare och biträden som ett träd, med avtal och anmärkningar.",
        "Show the partners as a tree, with agreements and findings.",
    ),
    "help.partner show": (
        "Visa en mottagare: avtalens klausuler, godkännanden, ändringar och överföringar.",
        "Show one partner: the clauses of its agreements, authorisations, changes and transfers.",
    ),
    "help.partner transfers": (
        "Visa vilka uppgifter som lämnar EES, med stöd av vad och hur länge det gäller.",
        "Report which data leaves the EEA, on what, and until when that holds.",
    ),
    "help.partner accept-change": (
        "Anteckna att en ändring som ett biträde aviserat godtas.",
        "Write down that a change which a processor announced is accepted.",
    ),
    "help.partner object": (
        "Anteckna en invändning mot en ändring som ett biträde aviserat.",
        "Write down an objection to a change which a processor announced.",
    ),
    "help.partner sign": (
        "Spara ett undertecknat avtal: dokumentet i mappen, hash och dagar i filen.",
        "Keep a signed agreement: the document in the folder, its hash and days in the file.",
    ),
    "help.partner disclosed": (
        "Registrera att uppgifter om en person, eller en omfattning, har lämnats ut.",
        "Record that data of a person, or of a scope, was disclosed.",
    ),
    "help.partner disclosures": (
        "Visa vad som har lämnats ut, till vem, när och med vilken grund.",
        "List what was disclosed, to whom, when and on what ground.",
    ),
    "option.partner": ("Mottagarens id i partners.yaml.", "The partner's id in partners.yaml."),
    "option.notice": ("Den aviserade ändringens id.", "The id of the announced change."),
    "option.by": (
        "Vem som har beslutat, som funktion och inte som person.",
        "Who decided, by office and not by name.",
    ),
    "option.partner accept-change.reason": ("Varför.", "Why."),
    "option.partner object.reason": ("Varför; måste anges.", "Why; must be given."),
    "option.partner transfers.everywhere": (
        "Visa även det som stannar i EES.",
        "Show also what stays in the EEA.",
    ),
    "option.partner sign.agreement": ("Avtalets id.", "The agreement's id."),
    "option.partner sign.document": (
        "Det undertecknade dokumentet; det kopieras till mappen agreements.",
        "The signed document; it is copied into the folder agreements.",
    ),
    "option.partner sign.kind": (
        "Vad avtalet reglerar; annars det som lagen kräver av mottagaren.",
        "What the document settles; else what the law demands of the partner.",
    ),
    "option.partner sign.signed": (
        "Dagen då den sista parten undertecknade; annars i dag.",
        "The day on which the last party signed; else today.",
    ),
    "option.partner sign.valid_from": (
        "Första dagen som avtalet gäller.",
        "The first day on which it holds.",
    ),
    "option.partner sign.valid_to": ("Sista dagen som avtalet gäller.", "The last day on which it holds."),
    "option.partner sign.signatory": (
        "Vem som har undertecknat, som funktion och bolag. Kan upprepas.",
        "Who signed, by office and company. May be repeated.",
    ),
    "option.partner disclosed.ground": ("Varför uppgifterna lämnades ut.", "Why the data was disclosed."),
    "option.partner disclosed.category": (
        "Kategori av personuppgifter. Kan upprepas.",
        "Category of data. May be repeated.",
    ),
    "option.partner disclosed.law": (
        "Lagrummet, om en lag kräver det.",
        "The provision, where a law demands it.",
    ),
    "option.partner disclosed.document": (
        "Beslutet eller brevet; bara dess hash sparas.",
        "The decision or letter; only its hash is kept.",
    ),
    "option.partner disclosures.person": (
        "Bara en person; du blir tillfrågad om vem.",
        "One person only; you are asked who it is.",
    ),
    "option.partner disclosures.partner": ("Bara till den här mottagaren.", "To this partner only."),
    "partner_role.processor": ("personuppgiftsbiträde", "processor"),
    "partner_role.sub_processor": ("underbiträde", "sub-processor"),
    "partner_role.joint_controller": ("gemensamt ansvarig", "joint controller"),
    "partner_role.controller": ("personuppgiftsansvarig", "controller"),
    "partner_role.authority": ("myndighet", "public authority"),
    "partner_role.other": ("annan", "other"),
    "agreement_kind.processing_agreement": ("Personuppgiftsbiträdesavtal", "Processing agreement"),
    "agreement_kind.sub_processing": ("Underbiträdesavtal", "Sub-processing agreement"),
    "agreement_kind.scc": ("Standardavtalsklausuler", "Standard contractual clauses"),
    "agreement_kind.joint": (
        "Överenskommelse mellan gemensamt ansvariga",
        "Arrangement between joint controllers",
    ),
    "agreement_kind.confidentiality": ("Sekretessavtal", "Confidentiality agreement"),
    "agreement_kind.other": ("Annat avtal", "Other agreement"),
    "authorisation.specific": ("särskilt", "specific"),
    "authorisation.general": ("allmänt", "general"),
    "partner_change.add": ("nytt underbiträde", "new sub-processor"),
    "partner_change.replace": ("byte av underbiträde", "another sub-processor instead"),
    "partner_change.remove": ("underbiträde slutar", "a sub-processor leaves"),
    "partner_change.move": ("annan plats", "another place"),
    "partner_change.other": ("annan ändring", "another change"),
    "notice_outcome.pending": ("väntar på beslut", "undecided"),
    "notice_outcome.accepted": ("godtagen", "accepted"),
    "notice_outcome.objected": ("invänd", "objected to"),
    "verdict.allowed": ("tillåten", "allowed"),
    "verdict.person": ("någon måste bestämma", "a person must decide"),
    "verdict.refused": ("otillåten", "not allowed"),
    "disclosure_ground.law": ("lag", "a law"),
    "disclosure_ground.authority": ("myndighets beslut", "an authority's decision"),
    "disclosure_ground.rights": ("skydda rättigheter", "to protect rights"),
    "disclosure_ground.processor": ("till ett biträde", "to a processor"),
    "disclosure_ground.subject": ("på den registrerades begäran", "at the person's request"),
    "disclosure_ground.other": ("annan", "other"),
    "col.partner": ("mottagare", "partner"),
    "col.role": ("roll", "role"),
    "col.country": ("land", "country"),
    "col.agreement": ("avtal", "agreement"),
    "col.below": ("under", "below"),
    "col.services": ("tjänster", "services"),
    "col.authorisation": ("godkännande av underbiträden", "authorisation of sub-processors"),
    "col.signed_on": ("undertecknat", "signed"),
    "col.from": ("från och med", "from"),
    "col.document": ("dokument", "document"),
    "col.signatories": ("undertecknare", "signed by"),
    "col.entities": ("gäller för", "binds"),
    "col.clause": ("avtalet ska säga", "it must say"),
    "col.place_in_document": ("ställe", "where"),
    "col.change": ("ändring", "change"),
    "col.about": ("gäller", "about"),
    "col.received": ("kom in", "received"),
    "col.how": ("hur", "how"),
    "col.may": ("får den", "may it"),
    "col.category": ("kategorier", "categories"),
    "word.missing": ("saknas", "missing"),
    "word.holds": ("gäller", "holds"),
    "word.holds_not": ("gäller inte", "doesn't hold"),
    "word.until": ("till och med {day}", "until {day}"),
    "word.not_in_use": ("anlitas inte", "not in use"),
    "word.reached": ("nås därifrån", "reached from there"),
    "word.lies": ("finns där", "lies there"),
    "word.a_person": ("en person", "one person"),
    "talk.no_partners": (
        "Det finns inga mottagare i partners.yaml. Skriv filen bredvid register.yaml; `varsam"
        " schema partners` beskriver den.",
        "There are no partners in partners.yaml. Write the file beside register.yaml; `varsam"
        " schema partners` describes it.",
    ),
    "talk.flows": ("Vart uppgifterna går {day}", "Where data goes on {day}"),
    "talk.no_flows": (
        "Inga uppgifter lämnar EES {day}, såvitt partners.yaml säger.",
        "No data leaves the EEA on {day}, as far as partners.yaml says.",
    ),
    "talk.no_locations": (
        "Varken partners.yaml eller registret säger var uppgifterna finns,"
        " så ingen kan säga om de lämnar EES.",
        "Neither partners.yaml nor the register says where data lies,"
        " so nobody can tell if it leaves the EEA.",
    ),
    "talk.flows_unknown": (
        "Ingen säger var dessa har uppgifterna: {names}",
        "Nobody says where these have the data: {names}",
    ),
    "talk.days_to_object": ("{count} dagar att invända", "{count} days to object"),
    "talk.change_notices": ("Aviserade ändringar", "Announced changes"),
    "talk.signed": (
        "Avtalet {agreement} med {partner} är infört; dokumentet ligger i agreements/{file}.",
        "The agreement {agreement} with {partner} is written down; the document lies in agreements/{file}.",
    ),
    "talk.signed_clauses": (
        "Skriv i {file} var avtalet säger det som GDPR 28.3 kräver, under clauses.",
        "Write into {file} where the agreement says what GDPR 28(3) demands, under clauses.",
    ),
    "talk.change_decided": (
        "Ändringen {notice} hos {partner}: {outcome}.",
        "The change {notice} of {partner}: {outcome}.",
    ),
    "talk.unknown_recipients": (
        "Registret nämner mottagare som partners.yaml inte känner till: {names}",
        "The register names recipients that partners.yaml doesn't know: {names}",
    ),
    "talk.to_be_told": (
        "Rättas, raderas eller begränsas uppgifterna, så ska dessa få veta det (GDPR 19): {names}",
        "If the data is rectified, erased or restricted, these are told (GDPR 19): {names}",
    ),
    "talk.count_error": ("{count} fel", "{count} errors"),
    "talk.count_error.one": ("{count} fel", "{count} error"),
    "talk.count_warning": ("{count} varningar", "{count} warnings"),
    "talk.count_warning.one": ("{count} varning", "{count} warning"),
    "talk.count_info": ("{count} upplysningar", "{count} hints"),
    "talk.count_info.one": ("{count} upplysning", "{count} hint"),
    "talk.no_disclosures": ("Inget utlämnande är registrerat.", "No disclosure is recorded."),
}
