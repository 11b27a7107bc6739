"""What verifiers say of who and what the policy speaks of, in Swedish, by the English sentence."""

from __future__ import annotations

from collections.abc import Mapping

CLAIMS_SENTENCES: Mapping[str, str] = {
    # -- what every verifier may say
    "the law as of the day wasn't at hand": "lagen per dagen fanns inte till hands",
    "run it again": "kör igen",
    "no map says in which system data of these activities lies": (
        "ingen karta säger i vilket system uppgifterna ligger"
    ),
    "map the systems: `varsam source propose NAME`, then write sources/NAME.yaml": (
        "kartlägg systemen: `varsam source propose NAMN`, skriv sedan sources/NAMN.yaml"
    ),
    "the values in the systems weren't looked at": "ingen har tittat på värdena i systemen",
    "the systems weren't looked at": "ingen har tittat i systemen",
    "run it again when they can be reached": "kör igen när de går att nå",
    "what is overdue couldn't be counted in the systems": (
        "det gick inte att räkna vad som är försenat i systemen"
    ),
    "see `varsam plan`: it says what is in the way": "se `varsam plan`: den säger vad som är i vägen",
    "the decisions about people weren't read": "besluten om personer lästes inte",
    "the ledger wasn't recomputed": "liggaren räknades inte om",
    "there is no policy document with a table in the folder policy": (
        "det finns inget policydokument med en tabell i mappen policy"
    ),
    "put the published policy there": "lägg den publicerade policyn där",
    "these systems couldn't be reached: {sources}": "dessa system gick inte att nå: {sources}",
    "nobody has said how this sentence can be checked": (
        "ingen har sagt hur den här meningen kan kontrolleras"
    ),
    "it hasn't been checked": "den har inte kontrollerats",
    "bind it: `varsam claims confirm {id} --verifier S…`": (
        "bind den: `varsam claims confirm {id} --verifier S…`"
    ),
    "confirm what was proposed: `varsam claims confirm {id}`": (
        "bekräfta det som föreslås: `varsam claims confirm {id}`"
    ),
    "a person found that this sentence promises nothing that can be checked": (
        "en person har funnit att meningen inte lovar något som går att kontrollera"
    ),
    "there is no verifier {name}": "det finns ingen kontroll {name}",
    "S1 to S63; see docs/claims.md": "S1 till S63; se docs/claims.md",
    "there is no statement {id}, or several begin so": "det finns ingen mening {id}, eller flera börjar så",
    "`varsam claims` lists them": "`varsam claims` räknar upp dem",
    "nothing is proposed for the statement {id}": "inget är föreslaget för meningen {id}",
    "name the verifiers with --verifier, or say with --nothing that it promises nothing": (
        "nämn kontrollerna med --verifier, eller säg med --nothing att den inte lovar något"
    ),
    "who confirmed it and on which day belong together": "vem som bekräftade och vilken dag hör ihop",
    "write confirmed_by and confirmed_on, or neither": (
        "skriv confirmed_by och confirmed_on, eller inget av dem"
    ),
    "name it once": "nämn den en gång",
    "there is no such verdict": "det finns inget sådant utslag",
    "name either statements or --all-proposed": "nämn antingen meningar eller --all-proposed",
    "with statements also --verifier or --nothing": "med meningar även --verifier eller --nothing",
    # -- where data comes in
    "the register names no place where data comes in": (
        "registret nämner inget ställe där uppgifter kommer in"
    ),
    "list them under collection_points in register.yaml, each with its notice": (
        "räkna upp dem under collection_points i register.yaml, vart och ett med sin information (notice)"
    ),
    "people are informed at each of {count} places where data comes in": (
        "information ges på alla {count} ställen där uppgifter kommer in"
    ),
    "people aren't informed at: {points}": "ingen information ges på: {points}",
    "put the information there, and write under notice where it stands": (
        "ge informationen där, och skriv under notice var den står"
    ),
    "each activity has a place where its data comes in, {count} in all": (
        "varje behandling har ett ställe där uppgifterna kommer in, {count} sammanlagt"
    ),
    "data of {names} is held, and nothing says where it came in": (
        "uppgifter för {names} finns, och inget säger var de kom in"
    ),
    "nothing says where data of these activities comes in: {names}": (
        "inget säger var uppgifterna för dessa behandlingar kommer in: {names}"
    ),
    "name these activities at the collection points where their data comes in": (
        "nämn behandlingarna vid de collection_points där deras uppgifter kommer in"
    ),
    "the register doesn't say which fields are asked for, and which of them must be given": (
        "registret säger inte vilka fält som frågas efter och vilka som måste lämnas"
    ),
    "list the fields of each collection point in register.yaml": (
        "räkna upp fälten vid varje collection_point i register.yaml"
    ),
    "nothing says what happens if these aren't given: {fields}": (
        "inget säger vad som händer om dessa inte lämnas: {fields}"
    ),
    "write the consequence of each required field, and tell it where the field is asked for": (
        "skriv följden för varje obligatoriskt fält, och berätta den där fältet frågas efter"
    ),
    "{count} fields: each says whether it must be given, and what happens if not": (
        "{count} fält: vart och ett säger om det måste lämnas och vad som annars händer"
    ),
    "the register has no activity about this": "registret har ingen behandling som handlar om detta",
    "add it to register.yaml: what is collected, for what, and for how long": (
        "lägg till den i register.yaml: vad som samlas in, varför och hur länge"
    ),
    "no map says where the data of these activities lies: {names}": (
        "ingen karta säger var uppgifterna för dessa behandlingar ligger: {names}"
    ),
    "map the system that holds it, or say connector: manual": (
        "kartlägg systemet där de ligger, eller skriv connector: manual"
    ),
    "{names}: held where the maps say, with the dates that end it": (
        "{names}: finns där kartorna säger, med de datum som gör att de kan tas bort"
    ),
    "the register names no place where data about people comes from somebody else": (
        "registret nämner inget ställe där uppgifter om personer kommer från någon annan"
    ),
    "add a collection point with channel: third_party, where it comes from, and its notice": (
        "lägg till en collection_point med channel: third_party, varifrån de kommer och informationen"
        " (notice)"
    ),
    "people aren't told where their data comes from: {points}": (
        "personerna får inte veta varifrån uppgifterna kommer: {points}"
    ),
    "write obtained_from and notice for each of them, and send the information (14)": (
        "skriv obtained_from och notice för vart och ett, och skicka informationen (artikel 14)"
    ),
    "{count} places where data comes from somebody else, each with its source and notice": (
        "{count} ställen där uppgifter kommer från någon annan, vart och ett med källa och information"
    ),
    "held, and not among the categories of its activities: {places}": (
        "finns, men hör inte till behandlingens kategorier: {places}"
    ),
    "add the category to the activity and to the policy, or stop collecting it": (
        "lägg till kategorin i behandlingen och i policyn, eller sluta samla in den"
    ),
    "{count} systems hold no personal column that the policy doesn't tell of": (
        "{count} system har ingen kolumn med personuppgifter som policyn inte berättar om"
    ),
    "the register has no activity about customers, or none about people who aren't customers yet": (
        "registret har ingen behandling om kunder, eller ingen om den som ännu inte är kund"
    ),
    "add the activity, or take the words out of the sentence": (
        "lägg till behandlingen, eller stryk orden ur meningen"
    ),
    "{customers} activities are about customers and {prospects} about people who aren't yet": (
        "{customers} behandlingar gäller kunder och {prospects} den som ännu inte är kund"
    ),
    # -- who the controllers are, what words mean, where to turn
    "each of {count} activities has a controller with its organisation number": (
        "alla {count} behandlingar har en personuppgiftsansvarig med organisationsnummer"
    ),
    "the register gives no organisation number for: {names}": (
        "registret ger inget organisationsnummer för: {names}"
    ),
    "write org_no for each controller in register.yaml": (
        "skriv org_no för varje personuppgiftsansvarig i register.yaml"
    ),
    "each of {count} groups of columns has its category of personal data": (
        "alla {count} grupper av kolumner har sin kategori av personuppgifter"
    ),
    "nothing says what sort of personal data lies in: {places}": (
        "inget säger vilket slags personuppgifter som ligger i: {places}"
    ),
    "give each group its category in the map": "ge varje grupp dess kategori i kartan",
    "each activity lists what is done with the data, and the systems don't contradict it": (
        "varje behandling räknar upp vad som görs med uppgifterna, och systemen säger inte emot"
    ),
    "the register doesn't say what is done with the data of: {names}": (
        "registret säger inte vad som görs med uppgifterna för: {names}"
    ),
    "list the operations of each activity in register.yaml": (
        "räkna upp varje behandlings operations i register.yaml"
    ),
    "{activity} lists no storing, and a system stores its data": (
        "{activity} räknar inte upp lagring, och ett system lagrar uppgifterna"
    ),
    "add store to the activity's operations": "lägg till store i behandlingens operations",
    "{activity} has recipients and lists no disclosing": (
        "{activity} har mottagare och räknar inte upp utlämning"
    ),
    "add disclose to the activity's operations": "lägg till disclose i behandlingens operations",
    "the ledger was changed or damaged: it doesn't prove what was done any more": (
        "liggaren har ändrats eller skadats: den bevisar inte längre vad som har gjorts"
    ),
    "run `varsam ledger verify`, and restore the state from a copy": (
        "kör `varsam ledger verify`, och återställ tillståndet från en kopia"
    ),
    "{count} errors of the law stand against register and policy": (
        "{count} fel mot lagen finns i register och policy"
    ),
    "see `varsam check`, and mend what it finds": "se `varsam check`, och rätta det den finner",
    "nothing has been done yet that the ledger could prove": "inget har gjorts än som liggaren kan bevisa",
    "plan and apply what is due: `varsam plan`": "planera och genomför det som är förfallet: `varsam plan`",
    "no error of the law stands, and {count} entries of the ledger prove each other": (
        "inget fel mot lagen finns, och liggarens {count} poster bevisar varandra"
    ),
    "the sentence counts countries outside the EU, and leaves out the EEA": (
        "meningen räknar länder utanför EU, och glömmer EES"
    ),
    "write EU/EEA: Iceland, Liechtenstein and Norway are no third countries": (
        "skriv EU/EES: Island, Liechtenstein och Norge är inga tredjeländer"
    ),
    "nobody has compared the list of EEA countries with the law for more than 90 days": (
        "ingen har jämfört listan över EES-länder med lagen på mer än 90 dagar"
    ),
    "update the program, or put a pack that you have checked into law/eea.yaml": (
        "uppdatera programmet, eller lägg ett paket som du har granskat i law/eea.yaml"
    ),
    "the list of {count} EEA countries was compared with the law lately": (
        "listan över {count} EES-länder har nyligen jämförts med lagen"
    ),
    "the policy document has no table that could be read": (
        "policydokumentet har ingen tabell som gick att läsa"
    ),
    "put the published policy with its table into the folder policy": (
        "lägg den publicerade policyn med sin tabell i mappen policy"
    ),
    "the published table and the register differ about: {names}": (
        "den publicerade tabellen och registret skiljer sig om: {names}"
    ),
    "publish the table anew, or mend the register": "publicera tabellen på nytt, eller rätta registret",
    "the {count} rows of the published table are the register's activities": (
        "den publicerade tabellens {count} rader är registrets behandlingar"
    ),
    "{count} addresses or phone numbers in the text aren't the controller's in the register": (
        "{count} adresser eller telefonnummer i texten är inte den personuppgiftsansvariges i registret"
    ),
    "correct contact, email and phone in register.yaml, or the text": (
        "rätta contact, email och phone i register.yaml, eller texten"
    ),
    "the register doesn't say how each controller is reached, so the text can't be compared with it": (
        "registret säger inte hur varje personuppgiftsansvarig nås, så texten kan inte jämföras"
    ),
    "write contact or email, and phone, for each controller in register.yaml": (
        "skriv contact eller email, och phone, för varje personuppgiftsansvarig i register.yaml"
    ),
    "the text names the addresses and numbers at which the register says the controller is reached": (
        "texten nämner de adresser och nummer där den personuppgiftsansvarige nås enligt registret"
    ),
    # -- recipients, countries, measures
    "{count} measures protect the activities, each reviewed in time": (
        "{count} åtgärder skyddar behandlingarna, alla granskade i tid"
    ),
    "the register names no measure that protects data": "registret nämner ingen åtgärd som skyddar uppgifter",
    "list measures in register.yaml, with the day of the last review and of the next": (
        "räkna upp measures i register.yaml, med dagen för senaste och nästa granskning"
    ),
    "the review of these measures is overdue: {measures}": (
        "granskningen av dessa åtgärder är försenad: {measures}"
    ),
    "look whether they hold, and write reviewed_on and the next review_by": (
        "se efter om de håller, och skriv reviewed_on och nästa review_by"
    ),
    "not reviewed, or without any measure: {names}": "inte granskade, eller utan någon åtgärd: {names}",
    "write reviewed_on and review_by for each measure, and name the measures of each activity": (
        "skriv reviewed_on och review_by för varje åtgärd, och nämn varje behandlings åtgärder"
    ),
    "all {count} recipients are within the EU/EEA": "alla {count} mottagare finns inom EU/EES",
    "data goes outside the EU/EEA to: {recipients}": "uppgifter går utanför EU/EES till: {recipients}",
    "move the data to a recipient within the EU/EEA, or tell of the transfer in the policy": (
        "flytta uppgifterna till en mottagare inom EU/EES, eller berätta om överföringen i policyn"
    ),
    "{count} recipients outside the EU/EEA, each in a country with adequate protection today": (
        "{count} mottagare utanför EU/EES, alla i länder med adekvat skydd i dag"
    ),
    "the register names no recipients, so nobody can tell where data goes": (
        "registret nämner inga mottagare, så ingen vet vart uppgifterna går"
    ),
    "list recipients in register.yaml with role and location, and name them at their activities": (
        "räkna upp recipients i register.yaml med role och location, och nämn dem vid sina behandlingar"
    ),
    "the register doesn't say in which country these are: {recipients}": (
        "registret säger inte i vilket land dessa finns: {recipients}"
    ),
    "there is no partners.yaml, so nothing shows which agreements there are": (
        "det finns ingen partners.yaml, så inget visar vilka avtal som finns"
    ),
    "list processors and others whom data reaches in partners.yaml, each with its agreement": (
        "räkna upp biträden och andra som får uppgifter i partners.yaml, var och en med sitt avtal"
    ),
    "no processor stands in partners.yaml, so nobody can tell which ones there are an agreement with": (
        "inget personuppgiftsbiträde står i partners.yaml, så ingen vet vilka det finns avtal med"
    ),
    "list your processors in partners.yaml, each with its agreement": (
        "räkna upp era biträden i partners.yaml, vart och ett med sitt avtal"
    ),
    "{count} processors, each with an agreement that holds today": (
        "{count} personuppgiftsbiträden, alla med ett avtal som gäller i dag"
    ),
    "no sub-processor stands in partners.yaml, so there is nothing to show": (
        "inget underbiträde står i partners.yaml, så det finns inget att visa"
    ),
    "ask your processors for theirs, and list them in partners.yaml with their agreements": (
        "fråga era biträden efter deras, och räkna upp dem i partners.yaml med deras avtal"
    ),
    "{count} sub-processors, each allowed and with an agreement that holds today": (
        "{count} underbiträden, alla tillåtna och med ett avtal som gäller i dag"
    ),
    "no disclosure is recorded, so nobody can tell that each one had its ground": (
        "inget utlämnande är registrerat, så ingen vet att vart och ett hade sin grund"
    ),
    "record each one, to whom and on what ground: `varsam partner disclosed`": (
        "registrera vart och ett, till vem och på vilken grund: `varsam partner disclosed`"
    ),
    "disclosed without a law, a decision or rights to protect, to: {partners}": (
        "utlämnat utan lag, beslut eller rättigheter att skydda, till: {partners}"
    ),
    "name the ground if there is one, or tell of these recipients in the policy": (
        "nämn grunden om det finns en, eller berätta om mottagarna i policyn"
    ),
    "{count} disclosures are recorded, each on a ground that the sentence names": (
        "{count} utlämnanden är registrerade, vart och ett på en grund som meningen nämner"
    ),
    "data goes on other safeguards than adequate protection to: {recipients}": (
        "uppgifter går med andra skyddsåtgärder än adekvat skydd till: {recipients}"
    ),
    "tell of these safeguards in the policy, or move the data": (
        "berätta om skyddsåtgärderna i policyn, eller flytta uppgifterna"
    ),
    "no version of the policy was published from the register, so nothing says which one is current": (
        "ingen version av policyn har publicerats ur registret, så inget säger vilken som är aktuell"
    ),
    "publish the policy from the register: `varsam policy publish`": (
        "publicera policyn ur registret: `varsam policy publish`"
    ),
    "what lies in the archive isn't version {version} as it was published": (
        "det som ligger i arkivet är inte version {version} som den publicerades"
    ),
    "restore the folder policy/published from a backup: `varsam policy versions` says what differs": (
        "återställ mappen policy/published från en kopia: `varsam policy versions` säger vad som skiljer"
    ),
    "the register says something else than version {version}, the last published": (
        "registret säger något annat än version {version}, den senast publicerade"
    ),
    "see `varsam policy diff`, then publish: `varsam policy publish`": (
        "se `varsam policy diff`, publicera sedan: `varsam policy publish`"
    ),
    "version {version} is the last published, and says what the register says": (
        "version {version} är den senast publicerade, och säger det som registret säger"
    ),
    "the archive of published versions wasn't read": "arkivet över publicerade versioner lästes inte",
}
