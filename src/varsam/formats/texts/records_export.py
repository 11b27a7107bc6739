"""What an exported record of processing activities says: heads, what it lacks, what a format loses."""

from __future__ import annotations

from collections.abc import Mapping

_HEADS: Mapping[str, tuple[str, str]] = {
    "record.title": ("Registerförteckning enligt artikel 30", "Record of processing activities, Article 30"),
    "record.overview": ("Om förteckningen", "About the record"),
    "record.controller": ("Som ansvarig 30.1", "As controller 30(1)"),
    "record.limits": ("Tidsfrister för radering", "Time limits for erasure"),
    "record.recipients": ("Mottagare", "Recipients"),
    "record.transfers": ("Tredjelandsöverföringar", "Third country transfers"),
    "record.measures": ("Säkerhetsåtgärder", "Security measures"),
    "record.processor": ("Som biträde 30.2", "As processor 30(2)"),
    "record.missing": ("Vad som saknas", "What is missing"),
    "record.col_about": ("Uppgift", "Item"),
    "record.col_said": ("Innehåll", "Content"),
    "record.col_activity": ("Behandling", "Processing activity"),
    "record.col_controllers": ("Personuppgiftsansvarig", "Controller"),
    "record.col_purpose": ("Ändamål", "Purpose"),
    "record.col_basis": ("Rättslig grund", "Legal basis"),
    "record.col_law": ("Lagrum", "Law"),
    "record.col_interest": ("Berättigat intresse", "Legitimate interest"),
    "record.col_subjects": ("Kategorier av registrerade", "Categories of data subjects"),
    "record.col_categories": ("Kategorier av personuppgifter", "Categories of personal data"),
    "record.col_erased": ("Vad som raderas", "What is erased"),
    "record.col_within": ("Inom behandlingen", "Within the activity"),
    "record.col_for_purpose": ("Behövs för", "Needed for"),
    "record.col_on_basis": ("På grunden", "On the basis"),
    "record.col_time_limit": ("Tidsfrist", "Time limit"),
    "record.col_recipients": ("Kategorier av mottagare", "Categories of recipients"),
    "record.col_transfers": ("Överföring till tredjeland", "Transfers to third countries"),
    "record.col_limit": ("Lagringstid", "Storage period"),
    "record.col_rule": ("Regel", "Rule"),
    "record.col_state": ("Läge", "State"),
    "record.col_measures": ("Säkerhetsåtgärder", "Security measures"),
    "record.col_systems": ("System", "Systems"),
    "record.col_decisions": ("Automatiserade beslut", "Automated decisions"),
    "record.col_sources": ("Varifrån uppgifterna kommer", "Source of the data"),
    "record.col_operations": ("Vad som görs", "Operations"),
    "record.col_recipient": ("Mottagare", "Recipient"),
    "record.col_role": ("Roll", "Role"),
    "record.col_country": ("Land", "Country"),
    "record.col_zone": ("Enligt kapitel V", "Under chapter V"),
    "record.col_agreement": ("Avtal", "Agreement"),
    "record.col_activities": ("Behandlingar", "Processing activities"),
    "record.col_ground": ("Stöd för överföringen", "Ground for the transfer"),
    "record.col_safeguards": ("Lämpliga skyddsåtgärder", "Suitable safeguards"),
    "record.col_measure": ("Åtgärd", "Measure"),
    "record.col_text": ("Beskrivning", "Description"),
    "record.col_reviewed_on": ("Senast granskad", "Last reviewed"),
    "record.col_review_by": ("Granskas senast", "Review by"),
    "record.col_processors": ("Personuppgiftsbiträde", "Processor"),
    "record.col_acted_for": ("För vems räkning", "On whose behalf"),
    "record.col_their_contact": ("Dess kontaktuppgifter", "Its contact details"),
    "record.col_their_representative": ("Dess företrädare", "Its representative"),
    "record.col_their_dpo": ("Dess dataskyddsombud", "Its data protection officer"),
    "record.col_processing": ("Kategorier av behandling", "Categories of processing"),
    "record.col_lack": ("Saknas", "Missing"),
    "record.col_where": ("Var", "Where"),
}

_WORDS: Mapping[str, tuple[str, str]] = {
    "record.register": ("Registrets namn", "Name of the register"),
    "record.day": ("Upprättad", "As of"),
    "record.version": ("Version (registrets fingeravtryck)", "Version (the register's fingerprint)"),
    "record.only": ("Gäller enbart", "Only about"),
    "record.counts": ("Omfattning", "Extent"),
    "record.counted": (
        "{controlled} behandlingar som ansvarig, {processed} som biträde, {purposes} ändamål",
        "{controlled} activities as controller, {processed} as processor, {purposes} purposes",
    ),
    "record.one_controller": ("Personuppgiftsansvarig", "Controller"),
    "record.joint_controller": ("Personuppgiftsansvarig (en av flera)", "Controller (one of several)"),
    "record.one_processor": ("Personuppgiftsbiträde", "Processor"),
    "record.org_no": ("Organisationsnummer", "Registration number"),
    "record.address": ("Adress", "Address"),
    "record.contact": ("Kontakt", "Contact"),
    "record.website": ("Webbplats", "Website"),
    "record.representative": ("Företrädare", "Representative"),
    "record.dpo": ("Dataskyddsombud", "Data protection officer"),
    "record.no_dpo": ("Inget, {why}", "None, {why}"),
    "record.unsaid": ("Inte angivet", "Not stated"),
    "record.none": ("Ingen", "None"),
    "record.source_systems": ("Källsystem", "Source systems"),
    "record.confirmed": ("Fastställd", "Confirmed"),
    "record.assumed": ("Antagen: {question}", "Assumed: {question}"),
    "record.undecided": (
        "Väntar på beslut: lagen kan kräva längre lagring",
        "Waits for a decision: the law may want it kept longer",
    ),
    "record.needs_person": (
        "Ska avgöras av en person: ”{phrase}”",
        "To be settled by a person: “{phrase}”",
    ),
    "record.role_controller": ("personuppgiftsansvarig", "controller"),
    "record.role_processor": ("personuppgiftsbiträde", "processor"),
    "record.role_sub_processor": ("underbiträde", "sub-processor"),
    "record.role_joint_controller": ("gemensamt ansvarig", "joint controller"),
    "record.role_authority": ("myndighet", "authority"),
    "record.role_other": ("annan mottagare", "other recipient"),
    "record.agreement_processing_agreement": ("personuppgiftsbiträdesavtal", "processing agreement"),
    "record.agreement_sub_processing": ("underbiträdesavtal", "sub-processing agreement"),
    "record.agreement_scc": ("standardavtalsklausuler", "standard contractual clauses"),
    "record.agreement_joint": ("arrangemang mellan gemensamt ansvariga", "joint controllers' arrangement"),
    "record.agreement_confidentiality": ("sekretessavtal", "confidentiality agreement"),
    "record.agreement_other": ("annat avtal", "other agreement"),
    "record.until": ("till och med {day}", "until {day}"),
    "record.module": ("modul {number}", "module {number}"),
    "record.assessed": ("bedömd {day}", "assessed {day}"),
    "record.remote": ("bara åtkomst därifrån", "only looked at from there"),
    "record.not_standing": ("måste avgöras av en person", "a person must decide"),
    "record.under": ("underbiträde till {name}", "sub-processor of {name}"),
    "record.zone_eea": ("inom EES", "within the EEA"),
    "record.zone_adequate": (
        "tredjeland med beslut om adekvat skyddsnivå",
        "third country, adequacy decision",
    ),
    "record.zone_limited": (
        "tredjeland, beslut om adekvat skyddsnivå för en del",
        "third country, adequacy decision of limited scope",
    ),
    "record.zone_third": ("tredjeland", "third country"),
    "record.zone_unsaid": ("land inte angivet", "country not stated"),
    "record.complete": (
        "Inget saknas av vad artikel 30 kräver.",
        "Nothing is missing of what Article 30 wants.",
    ),
    "record.missing_note": (
        "Det här saknas av vad artikel 30 kräver, eller väntar på en person.",
        "This is missing of what Article 30 wants, or waits for a person.",
    ),
    "record.losses_note": ("Det här formatet bär inte allt:", "This format doesn't carry everything:"),
    "record.page": ("sida", "page"),
    "record.right_access": ("tillgång", "access"),
    "record.right_rectification": ("rättelse", "rectification"),
    "record.right_erasure": ("radering", "erasure"),
    "record.right_restriction": ("begränsning", "restriction"),
    "record.right_portability": ("dataportabilitet", "portability"),
    "record.right_objection": ("invändning", "objection"),
    "record.right_withdrawal": ("återkallelse av samtycke", "withdrawal of consent"),
    "ground.A45-3": (
        "beslut om adekvat skyddsnivå (artikel 45.3)",
        "adequacy decision (Article 45(3))",
    ),
    "ground.A46-2-a": (
        "bindande instrument mellan myndigheter (artikel 46.2 a)",
        "binding instrument between authorities (Article 46(2)(a))",
    ),
    "ground.A46-2-b": (
        "bindande företagsbestämmelser (artikel 46.2 b)",
        "binding corporate rules (Article 46(2)(b))",
    ),
    "ground.A46-2-c": (
        "kommissionens standardavtalsklausuler (artikel 46.2 c)",
        "standard contractual clauses of the Commission (Article 46(2)(c))",
    ),
    "ground.A46-2-d": (
        "tillsynsmyndighetens standardavtalsklausuler (artikel 46.2 d)",
        "standard contractual clauses of an authority (Article 46(2)(d))",
    ),
    "ground.A46-2-e": ("uppförandekod (artikel 46.2 e)", "code of conduct (Article 46(2)(e))"),
    "ground.A46-2-f": ("certifiering (artikel 46.2 f)", "certification (Article 46(2)(f))"),
    "ground.A46-3-a": (
        "avtalsklausuler med tillstånd (artikel 46.3 a)",
        "authorised contractual clauses (Article 46(3)(a))",
    ),
    "ground.A46-3-b": (
        "överenskommelser mellan myndigheter (artikel 46.3 b)",
        "arrangements between authorities (Article 46(3)(b))",
    ),
    "ground.A49-1-a": ("uttryckligt samtycke (artikel 49.1 a)", "explicit consent (Article 49(1)(a))"),
    "ground.A49-1-b": (
        "avtal med den registrerade (artikel 49.1 b)",
        "contract with the person (Article 49(1)(b))",
    ),
    "ground.A49-1-c": (
        "avtal i den registrerades intresse (artikel 49.1 c)",
        "contract in the person's interest (Article 49(1)(c))",
    ),
    "ground.A49-1-d": (
        "viktigt allmänintresse (artikel 49.1 d)",
        "important public interest (Article 49(1)(d))",
    ),
    "ground.A49-1-e": ("rättsliga anspråk (artikel 49.1 e)", "legal claims (Article 49(1)(e))"),
    "ground.A49-1-f": ("grundläggande intressen (artikel 49.1 f)", "vital interests (Article 49(1)(f))"),
    "ground.A49-1-g": ("offentligt register (artikel 49.1 g)", "public register (Article 49(1)(g))"),
    "ground.A49-2": (
        "tvingande berättigade intressen (artikel 49.1 andra stycket)",
        "compelling legitimate interests (Article 49(1), second subparagraph)",
    ),
}

_LACKS: Mapping[str, tuple[str, str]] = {
    "lack.contact": (
        "varken e-post, telefon eller annan kontakt",
        "neither e-mail, phone nor another contact",
    ),
    "lack.address": ("postadress", "postal address"),
    "lack.dpo_unsaid": (
        "dataskyddsombud, eller varför inget behövs",
        "data protection officer, or why none is needed",
    ),
    "lack.controller": ("personuppgiftsansvarig", "controller"),
    "lack.processor": ("vilket bolag som är biträde", "which company is the processor"),
    "lack.purpose": ("ändamål", "purpose"),
    "lack.basis": ("rättslig grund: en person ska ange den", "legal basis: a person must name it"),
    "lack.subjects": ("kategorier av registrerade", "categories of data subjects"),
    "lack.subjects_all": (
        "vilka kategorier av registrerade: ”alla” nämner ingen",
        "which categories of data subjects: “all” names none",
    ),
    "lack.categories": ("kategorier av personuppgifter", "categories of personal data"),
    "lack.categories_all": (
        "vilka kategorier av personuppgifter: ”alla” nämner ingen",
        "which categories of personal data: “all” names none",
    ),
    "lack.recipients": (
        "mottagare; ingen är nämnd, och inget säger att det inte finns någon",
        "recipients; none is named, and nothing says that there is none",
    ),
    "lack.limit": ("lagringstid: en person ska avgöra den", "storage period: a person must settle it"),
    "lack.limit_assumed": (
        "fastställd lagringstid: den är läst ur policyn men inte bekräftad",
        "a confirmed storage period: it was read from the policy and not confirmed",
    ),
    "lack.limit_undecided": (
        "beslut om ett förslag: lagen kan kräva längre lagring",
        "a decision on a proposal: the law may want it kept longer",
    ),
    "lack.acted_for": (
        "för vems räkning: ingen kund är nämnd för behandlingen",
        "on whose behalf: no customer is named for the activity",
    ),
    "lack.customer_contact": ("kundens kontaktuppgifter", "the customer's contact details"),
    "lack.customer_processing": ("vad som behandlas för kunden", "what is processed for the customer"),
    "lack.country": ("mottagarens land", "the recipient's country"),
    "lack.safeguards": (
        "stöd som håller för överföring till tredjeland (artikel 45, 46 eller 49)",
        "a ground that holds for the transfer to a third country (Article 45, 46 or 49)",
    ),
    "lack.measures": ("säkerhetsåtgärder", "security measures"),
}

_LOSSES: Mapping[str, tuple[str, str]] = {
    "loss.csv_sheets": (
        "CSV: varje blad är en egen fil, utan kolumnbredder, rubrikstil eller filter.",
        "CSV: each sheet is a file of its own, without column widths, styles or filters.",
    ),
    "loss.csv_guarded": (
        "CSV: {cells} celler som börjar med = + - eller @ har en apostrof framför, så att inget kalkylprogram"
        " räknar dem.",
        "CSV: {cells} cells that begin with = + - or @ have an apostrophe before them, so that no spreadsheet"
        " program computes them.",
    ),
    "loss.pdf": (
        "PDF: för läsning; förteckningen kan inte läsas in igen ur den.",
        "PDF: for reading; the record can't be read in from it again.",
    ),
    "loss.ico_rule": (
        "ICO: kolumnen Retention schedule bär lagringstiden i ord; den formella regeln står inte där.",
        "ICO: the column Retention schedule carries the period in words; the formal rule isn't there.",
    ),
    "loss.ico_category": (
        "ICO: lagringstiden står per ändamål och inte per kategori av personuppgifter.",
        "ICO: the period stands for each purpose, and not for each category of personal data.",
    ),
    "loss.ico_not_known": (
        "ICO: kolumnerna om artikel 9, samtycken, incidenter och DPA 2018 är tomma; registret vet dem inte.",
        "ICO: the columns about Article 9, consents, breaches and the DPA 2018 are empty; the register"
        " doesn't know them.",
    ),
    "loss.cnil_basis": (
        "CNIL: mallen har ingen kolumn för rättslig grund; den står efter ändamålet.",
        "CNIL: the template has no column for the legal basis; it stands after the purpose.",
    ),
    "loss.cnil_rule": (
        "CNIL: lagringstiden står i ord; den formella regeln står inte där.",
        "CNIL: the period is in words; the formal rule isn't there.",
    ),
    "loss.cnil_purposes": (
        "CNIL: {activity} har {purposes} ändamål; mallen har plats för ett huvudändamål och fem under det,"
        " här är raderna fler.",
        "CNIL: {activity} has {purposes} purposes; the template has room for a main one and five below it,"
        " here are more lines.",
    ),
    "loss.cnil_dates": (
        "CNIL: datum då behandlingen skapades är inte känt; uppdaterad är förteckningens dag.",
        "CNIL: the day on which an activity was created isn't known; its update is the record's day.",
    ),
    "loss.cnil_processor": (
        "CNIL: mallen gäller ansvariga; behandlingar som biträde står på ett blad i artikel 30.2:s ordning.",
        "CNIL: the template is for controllers; activities as processor stand on a sheet in the order of"
        " Article 30(2).",
    ),
    "loss.dpv_word": (
        "DPV har inget begrepp för {word}; det står som ett eget.",
        "DPV has no term for {word}; it stands as one of its own.",
    ),
    "loss.dpv_rule": (
        "DPV kan inte säga händelse, tid och tak; reglerna står i programmets egna ordförråd"
        " (docs/records.md).",
        "DPV can't say event, period and cap; the rules are in the program's own vocabulary"
        " (docs/records.md).",
    ),
}

_HELP: Mapping[str, tuple[str, str]] = {
    "help.records": (
        "Registerförteckningen enligt artikel 30, som tillsynsmyndigheten kan begära.",
        "The record of processing activities (Article 30), which the authority may ask for.",
    ),
    "help.records export": (
        "Skriv registerförteckningen i en fil eller mapp.",
        "Write the record of processing activities into a file or folder.",
    ),
    "option.records export.target": (
        "Filen att skriva, eller mappen att skriva den i.",
        "The file to write, or the folder to write it into.",
    ),
    "option.records export.file_format": (
        "Filformatet (annars efter filens ändelse, annars xlsx).",
        "The file format (else by the file's ending, else xlsx).",
    ),
    "option.records export.layout": (
        "Vems uppställning: artikel 30:s egen, ICO:s eller CNIL:s.",
        "Whose layout: Article 30's own, the ICO's or the CNIL's.",
    ),
    "option.records export.customer": (
        "Bara det som behandlas för en kund (artikel 30.2).",
        "Only what is processed for one customer (Article 30(2)).",
    ),
    "talk.records_overwrite": (
        "{count} av filerna finns redan ({file} …). Skriva över dem?",
        "{count} of the files are there already ({file} …). Overwrite them?",
    ),
    "talk.records_overwrite.one": (
        "Filen {file} finns redan. Skriva över den?",
        "The file {file} is there already. Overwrite it?",
    ),
    "talk.nothing_written": ("inget skrevs", "nothing was written"),
    "talk.records_lacks": (
        "{count} saker av vad artikel 30 kräver saknas eller väntar på en person; exporten tar upp dem:",
        "{count} things of what Article 30 wants are missing or wait for a person; the export lists them:",
    ),
    "talk.records_lacks.one": (
        "En sak av vad artikel 30 kräver saknas eller väntar på en person; exporten tar upp den:",
        "One thing of what Article 30 wants is missing or waits for a person; the export lists it:",
    ),
    "talk.records_more": ("{names}; och {count} till", "{names}; and {count} more"),
    "talk.records_losses": ("Formatet bär inte allt:", "The format doesn't carry everything:"),
    "talk.records_written": (
        "{controlled} behandlingar som ansvarig, {processed} som biträde; version {version}.",
        "{controlled} activities as controller, {processed} as processor; version {version}.",
    ),
}

RECORDS_EXPORT: Mapping[str, tuple[str, str]] = {**_HEADS, **_WORDS, **_LACKS, **_LOSSES, **_HELP}
