"""What a published policy and the notices at collection points say, beside the words of their owner."""

from __future__ import annotations

from collections.abc import Mapping

POLICY: Mapping[str, tuple[str, str]] = {
    "policy.title": ("Integritetspolicy för {controllers}", "Privacy policy of {controllers}"),
    "policy.about": (
        "Här står hur {controllers} behandlar personuppgifter: varför, på vilken rättslig grund, hur"
        " länge, vem"
        " som får del av dem och vilka rättigheter du har.",
        "This is how personal data is processed by {controllers}: why, on which legal basis, for how"
        " long, who"
        " receives it, and which rights you have.",
    ),
    "policy.other_language": (
        "Policyns löpande text är skriven på engelska och är inte översatt; den står i den engelska"
        " versionen."
        " Här står det som kommer ur registret. Namn på behandlingar och ändamål står som de är skrivna.",
        "The running text of this policy is written in Swedish and isn't translated; it stands in the Swedish"
        " version. Here stands what comes from the register. Names of activities and purposes stand as they"
        " were written.",
    ),
    "policy.names_as_written": (
        "Namn på behandlingar och ändamål står på det språk som de är skrivna på.",
        "Names of activities and purposes stand in the language that they were written in.",
    ),
    "policy.version": (
        "Version {version}, gäller från {effective}.",
        "Version {version}, valid from {effective}.",
    ),
    "policy.checksum": ("Kontrollsumma {content}.", "Checksum {content}."),
    "policy.draft": ("Utkast, inte publicerat.", "Draft, not published."),
    "policy.skip": ("Hoppa till texten", "Skip to the text"),
    "policy.contents": ("Innehåll", "Contents"),
    "policy.facts": ("Uppgifter ur vårt register", "Facts from our register"),
    "policy.table": ("Vad vi behandlar, varför och hur länge", "What we process, why, and for how long"),
    "policy.caption": (
        "Behandlingar av personuppgifter med ändamål, rättslig grund och lagringstid",
        "Processing activities with purpose, legal basis and storage period",
    ),
    # -- controllers
    "policy.controllers": ("Personuppgiftsansvarig", "Controller"),
    "policy.org_no": ("org.nr {org_no}", "org. no {org_no}"),
    "policy.address": ("Postadress: {value}", "Postal address: {value}"),
    "policy.email": ("E-post: {value}", "E-mail: {value}"),
    "policy.contact": ("Kontakt: {value}", "Contact: {value}"),
    "policy.phone": ("Telefon: {value}", "Telephone: {value}"),
    "policy.website": ("Webbplats: {value}", "Website: {value}"),
    "policy.representative": ("Företrädare i EU: {value}", "Representative in the EU: {value}"),
    "policy.dpo": ("Dataskyddsombud: {value}", "Data protection officer: {value}"),
    "policy.no_dpo": (
        "Dataskyddsombud behövs inte: {value}",
        "No data protection officer is required: {value}",
    ),
    "policy.joint_all": (
        "{controllers} bestämmer tillsammans över alla behandlingar i tabellen. Du kan vända dig till vem du"
        " vill av dem med dina rättigheter.",
        "{controllers} decide together on all activities in the table. You may exercise your rights against"
        " each of them.",
    ),
    "policy.joint_but": (
        "{controllers} bestämmer tillsammans över behandlingarna i tabellen, utom dem där vi är"
        " personuppgiftsbiträde. Du kan vända dig till vem du vill av dem med dina rättigheter.",
        "{controllers} decide together on the activities in the table, but for those in which we are a"
        " processor. You may exercise your rights against each of them.",
    ),
    "policy.joint_some": (
        "{controllers} bestämmer tillsammans över: {activities}. Du kan vända dig till vem du vill av dem med"
        " dina rättigheter.",
        "{controllers} decide together on: {activities}. You may exercise your rights against each of them.",
    ),
    "policy.alone": (
        "{controller} är ensam personuppgiftsansvarig för: {activities}.",
        "{controller} alone is the controller of: {activities}.",
    ),
    "policy.processor": (
        "I de här behandlingarna är vi personuppgiftsbiträde, och den kund som vi arbetar åt är"
        " personuppgiftsansvarig: {activities}.",
        "In these activities we are a processor, and the customer whom we work for is the controller:"
        " {activities}.",
    ),
    "policy.joint": ("Vem av oss som svarar för vad", "Who of us answers for what"),
    # -- what is told beside the table
    "policy.interests": ("Våra berättigade intressen", "Our legitimate interests"),
    "policy.interests_intro": (
        "Där grunden är intresseavvägning är detta våra berättigade intressen. Du kan invända mot"
        " behandlingen.",
        "Where the basis is legitimate interests, these are the interests. You may object to the processing.",
    ),
    "policy.sources": ("Varifrån uppgifter kommer", "Where data comes from"),
    "policy.sources_intro": (
        "Uppgifter som vi inte får av dig själv hämtar vi här. Källan är:",
        "Data that we don't get from yourself is obtained here. The source of it is:",
    ),
    "policy.required": ("Uppgifter som du måste lämna", "Data that you must give"),
    "policy.required_intro": (
        "De här uppgifterna krävs. Övriga är frivilliga.",
        "This data is required. Anything else is voluntary.",
    ),
    "policy.recipients": ("Vem som får del av uppgifterna", "Who receives the data"),
    "policy.recipients_intro": (
        "Uppgifter lämnas till dessa mottagare.",
        "Data is disclosed to these recipients.",
    ),
    "policy.transfers": (
        "Överföring till länder utanför EU/EES",
        "Transfers to countries outside the EU/EEA",
    ),
    "policy.all_within": (
        "Alla mottagare i registret finns inom EU/EES.",
        "All recipients of the register are within the EU/EEA.",
    ),
    "policy.adequate": (
        "{recipient} ({country}): EU-kommissionens beslut om adekvat skyddsnivå, {decision}.",
        "{recipient} ({country}): the European Commission's adequacy decision, {decision}.",
    ),
    "policy.adequate_in_part": (
        "{recipient} ({country}): EU-kommissionens beslut om adekvat skyddsnivå, {decision}. Beslutet gäller"
        " bara: {scope}.",
        "{recipient} ({country}): the European Commission's adequacy decision, {decision}. The"
        " decision covers"
        " only: {scope}.",
    ),
    "policy.outside": (
        "{recipient} ({country}): utanför EU/EES, utan beslut om adekvat skyddsnivå.",
        "{recipient} ({country}): outside the EU/EEA, without an adequacy decision.",
    ),
    "policy.safeguards": (
        "{recipient} ({country}): {tool}. Du kan få en kopia av oss.",
        "{recipient} ({country}): {tool}. You can get a copy from us.",
    ),
    "policy.derogation": (
        "{recipient} ({country}): ett undantag för särskilda situationer (artikel 49).",
        "{recipient} ({country}): a derogation for specific situations (article 49).",
    ),
    "policy.tool_adequacy": ("beslut om adekvat skyddsnivå", "an adequacy decision"),
    "policy.tool_instrument": ("ett bindande instrument mellan myndigheter", "a binding instrument"),
    "policy.tool_bcr": ("bindande företagsbestämmelser", "binding corporate rules"),
    "policy.tool_scc": ("EU-kommissionens standardavtalsklausuler", "standard contractual clauses"),
    "policy.tool_code": ("en godkänd uppförandekod", "an approved code of conduct"),
    "policy.tool_certification": ("en godkänd certifiering", "an approved certification"),
    "policy.tool_ad_hoc": ("godkända avtalsklausuler", "authorised contractual clauses"),
    "policy.tool_derogation": ("ett undantag", "a derogation"),
    "policy.measures": ("Hur uppgifterna skyddas", "How the data is protected"),
    "policy.decisions": ("Automatiserade beslut", "Automated decisions"),
    # -- rights
    "policy.rights": ("Dina rättigheter", "Your rights"),
    "policy.rights_intro": (
        "Du kan begära något av detta hur du vill, och det kostar ingenting. Vi svarar utan onödigt"
        " dröjsmål och"
        " senast inom en månad. Har vi rimliga skäl att tvivla på vem du är kan vi be om det som"
        " behövs för att"
        " bekräfta det.",
        "You may ask in whatever way you like, free of charge. We answer without undue delay and within one"
        " month at the latest. Where we have reasonable doubts about who you are, we may ask for"
        " what is needed"
        " to confirm it.",
    ),
    "policy.access": (
        "Tillgång: du har rätt att få veta vilka uppgifter vi behandlar om dig och att få en kopia av dem"
        " (artikel 15).",
        "Access: you have the right to know which data we process about you, and to get a copy of it (article"
        " 15).",
    ),
    "policy.rectification": (
        "Rättelse: du har rätt att få felaktiga uppgifter rättade och ofullständiga kompletterade"
        " (artikel 16).",
        "Rectification: you have the right to have wrong data corrected and incomplete data"
        " completed (article"
        " 16).",
    ),
    "policy.erasure": (
        "Radering: du har rätt att få uppgifter raderade när de inte längre behövs, när du återkallar ett"
        " samtycke, när du har invänt och inget väger tyngre, när behandlingen är olaglig, när en rättslig"
        " förpliktelse kräver radering, och när de samlades in från ett barn på nätet (artikel 17)."
        " Det gäller"
        " inte det som en lag kräver att vi sparar.",
        "Erasure: you have the right to have data erased when it is no longer needed, when you withdraw a"
        " consent, when you have objected and nothing overrides it, when the processing is unlawful, when a"
        " legal obligation requires erasure, and when it was collected from a child online (article 17). It"
        " doesn't hold for what a law requires us to keep.",
    ),
    "policy.restriction": (
        "Begränsning: du har rätt till begränsning medan vi kontrollerar om uppgifter stämmer eller prövar en"
        " invändning, när behandlingen är olaglig, och när du behöver uppgifterna för ett rättsligt anspråk"
        " (artikel 18).",
        "Restriction: you have the right to restriction while we verify whether data is accurate or"
        " consider an"
        " objection, when the processing is unlawful, and when you need the data for a legal claim (article"
        " 18).",
    ),
    "policy.portability": (
        "Dataportabilitet: uppgifter som du har lämnat, och som vi behandlar på avtal eller"
        " samtycke, har du rätt"
        " att få i ett maskinläsbart format, och att få överförda direkt till en annan"
        " personuppgiftsansvarig när"
        " det är tekniskt möjligt (artikel 20).",
        "Portability: you have the right to get data that you gave us, and that we process on a contract or a"
        " consent, in a machine-readable format, and to have it transmitted directly to another"
        " controller where"
        " technically feasible (article 20).",
    ),
    "policy.objection": (
        "Invändning: du har rätt att invända mot behandling som grundar sig på intresseavvägning"
        " eller allmänt"
        " intresse (artikel 21).",
        "Objection: you have the right to object to processing based on legitimate interests or the public"
        " interest (article 21).",
    ),
    "policy.human": (
        "Automatiserade beslut: du har rätt att få ett sådant beslut prövat av en människa, att säga"
        " din mening"
        " och att bestrida beslutet (artikel 22).",
        "Automated decisions: you have the right to have such a decision reviewed by a person, to"
        " express your"
        " view and to contest it (article 22).",
    ),
    "policy.withdrawal": ("Du kan återkalla ett samtycke", "You can withdraw a consent"),
    "policy.withdrawal_text": (
        "Du har rätt att när du vill återkalla ett samtycke, lika lätt som du gav det. Det som"
        " gjordes före dess"
        " är fortfarande lagligt.",
        "You have the right to withdraw a consent at any time, as easily as you gave it. What was done before"
        " stays lawful.",
    ),
    "policy.marketing": (
        "Du kan säga nej till direktmarknadsföring",
        "You can object to direct marketing",
    ),
    "policy.marketing_text": (
        "Du har rätt att när som helst invända mot direktmarknadsföring. Då upphör den, utan att du"
        " behöver säga"
        " varför. Det gäller: {activities}.",
        "You have the right to object to direct marketing at any time. It then stops, and you"
        " needn't say why."
        " It concerns: {activities}.",
    ),
    "policy.complaint": ("Klagomål", "Complaints"),
    "policy.complaint_text": (
        "Tycker du att vi gör fel har du rätt att klaga hos Integritetsskyddsmyndigheten (IMY), Box"
        " 8114, 104 20"
        " Stockholm, imy@imy.se, 08-657 61 00, www.imy.se. Du kan också väcka talan vid domstol.",
        "If you think that we are wrong, you have the right to complain to the Swedish Authority for Privacy"
        " Protection (IMY), Box 8114, 104 20 Stockholm, imy@imy.se, +46 8 657 61 00, www.imy.se. You"
        " can also go"
        " to court.",
    ),
    # -- notices where data comes in
    "policy.notice": ("Så använder vi dina uppgifter", "How we use your data"),
    "policy.notice_who": (
        "{controllers} är personuppgiftsansvarig.",
        "{controllers} is the controller.",
    ),
    "policy.notice_joint": (
        "{controllers} är gemensamt personuppgiftsansvariga.",
        "{controllers} are joint controllers.",
    ),
    "policy.notice_reached": ("Du når oss här: {contact}.", "You reach us here: {contact}."),
    "policy.notice_why": (
        "{purpose}. Rättslig grund: {basis}. Sparas: {time}.",
        "{purpose}. Legal basis: {basis}. Kept: {time}.",
    ),
    "policy.notice_time_unknown": ("tiden är inte bestämd", "the time isn't settled"),
    "policy.notice_interest": (
        "Vårt berättigade intresse: {interest}.",
        "Our legitimate interest: {interest}.",
    ),
    "policy.notice_data": ("Uppgifterna: {categories}.", "The data: {categories}."),
    "policy.notice_from": ("Uppgifterna har vi fått från: {source}.", "We got the data from: {source}."),
    "policy.notice_recipients": ("Får del av uppgifterna: {recipients}.", "Receives the data: {recipients}."),
    "policy.notice_required": ("{field} krävs. {consequence}", "{field} is required. {consequence}"),
    "policy.notice_voluntary": ("Frivilligt: {fields}.", "Voluntary: {fields}."),
    "policy.notice_rights": (
        "Du har rätt till tillgång, rättelse, radering, begränsning och dataportabilitet, och kan klaga hos"
        " Integritetsskyddsmyndigheten (imy.se).",
        "You have the right to access, rectification, erasure, restriction and portability, and can"
        " complain to"
        " the Swedish Authority for Privacy Protection (imy.se).",
    ),
    "policy.notice_object": (
        "Du kan invända mot det som vilar på vårt berättigade intresse.",
        "You may object to what rests on our legitimate interest.",
    ),
    "policy.notice_marketing": (
        "Du kan när du vill säga nej till reklam.",
        "You can say no to marketing at any time.",
    ),
    "policy.notice_withdraw": (
        "Ett samtycke kan du när du vill återkalla.",
        "You can withdraw a consent at any time.",
    ),
    "policy.notice_decisions": ("Automatiserade beslut: {decisions}", "Automated decisions: {decisions}"),
    "policy.notice_more": ("Läs hela policyn: {address}", "Read the whole policy: {address}"),
    "policy.call": ("Det här är {controllers}.", "This is {controllers}."),
    "policy.call_purposes": (
        "Vi behandlar dina uppgifter för: {purposes}.",
        "We process your data for: {purposes}.",
    ),
    "policy.call_recorded": (
        "Vi vill spela in samtalet. Säg till om du inte vill.",
        "We would like to record the call. Say so if you don't want that.",
    ),
    "policy.call_asked": (
        "Får vi spela in samtalet? Vi spelar bara in om du säger ja.",
        "May we record the call? We only record if you say yes.",
    ),
    "policy.call_time": ("Vi sparar dem: {time}.", "We keep it: {time}."),
    "policy.call_rights": (
        "Du kan få veta vad vi har om dig, och invända.",
        "You can ask what we hold about you, and object.",
    ),
    "policy.call_more": ("Mer står på {address}.", "More is at {address}."),
}
