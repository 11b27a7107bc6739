"""How policies speak, in Swedish and English, of what the law speaks of: topics, never sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType


def either(*parts: str) -> re.Pattern[str]:
    """A pattern that finds any of the parts, whatever their case."""
    return re.compile("|".join(parts), re.IGNORECASE)


NOT = either(
    r"\b(?:inte|ej|aldrig|inga|ingen|inget|varken|icke|utan att|not|never|no|nor|neither|none|"
    r"cannot)\b", r"n['’]t\b",
)  # fmt: skip
US = either(r"\b(?:vi|oss|vår|våra|vårt|we|us|our)\b", r"\b(?:AB|Ltd|Limited)\b")
PERSONAL_DATA = either(
    "person-?uppgift", r"personlig\w* (?:identifier|information|data)",
    "personal(?:ly)? (?:data|info|ident)",
)  # fmt: skip
REQUEST = either(
    "begär", r"\bbegäran", "ansök", "registerutdrag", "förfråg", r"\brequest", r"\bappl(?:y|ication)\b",
    r"\baccess\b", "tillgång", r"\butdrag\b", r"\bfråga(?:r|n)? (?:om|oss)",
)  # fmt: skip
RIGHTS = either("rättighet", r"\brätt (?:till|att)\b", r"\bdina val\b", r"\brights?\b", r"\byour choices\b")
MAY = either(
    r"\brätt\b", "när (?:du vill|som helst)", r"\bkan (?:du )?(?:alltid|när)", r"\bdu (?:kan|får)\b",
    r"\bfår du\b", r"\bbe oss\b", r"\bask us\b", r"\bright\b", "at any time", r"\byou (?:can|may)\b",
)  # fmt: skip
COOKIES = either(r"\bcookie", r"\bkak(?:a|or|orna|an)\b", r"\bpixlar\b", r"\bpixels?\b", "local ?storage")
STATISTICS = either(
    "statisti", r"\banalys", r"\banaly[sz]", "trafik", r"\btraffic", r"hur \S+ (?:används|besöks)",
    "mät(?:er|ning)", "uppfölj", "besöksmönster", r"how (?:\w+ ){1,4}(?:is|are) used",
    "how (?:people|visitors|you) use", "measur", "follow-up",
)  # fmt: skip
ADVERTISING = either(
    r"\breklam", "annons", "marknadsför", r"\badvert", r"\bads?\b", r"\bmarketing", "retarget",
    r"\bbudskap",
)  # fmt: skip
PROFILING = either(
    r"individ\w*anpassa", r"person\w*anpassa", r"personlig\w* (?:erbjud|reklam|innehåll|budskap)",
    "skräddarsy", "profiler",
    r"rikta\w* .{0,20}(?:annons|reklam)", r"(?:annons|reklam|\bads\b).{0,60}(?:utifrån|based on)",
    r"(?:reklam|annons|erbjudande)\w*.{0,30}\brelevan",
    r"\brelevan\w*.{0,20}(?:reklam|annons|erbjud)",
    r"(?:samla|analys|spår|följ|kartlägg)\w*.{0,40}beteend", "beteende(?:data|baserad)", "personali[sz]",
    r"\btailor", r"\btargeted", r"\bprofil(?:e|ing)\b",
    r"(?:collect|analy[sz]|track|follow)\w*.{0,40}\bbehavio",
    r"\brelevant.{0,20}\b(?:ads?|advert|offers?)", r"\b(?:ads?|advert\w*|offers?)\b.{0,30}\brelevant",
    "intressen.{0,30}(?:reklam|annons|erbjud)", r"(?:reklam|annons|erbjud)\w*.{0,40}\bdina intressen",
    r"\b(?:ads?|advert\w*|offers?|content)\b.{0,40}\byour interests",
)  # fmt: skip
LINKED = either(
    "koppla", "knyt", "knuten|knutna", "förknippa", r"\blänka", "samkör", "härled", "identifiera",
    "innehåll", r"\blink", "connect", "associat", r"\btied\b", r"\btie\b", "combin", "identif",
    "trac(?:ed|k).{0,10}back", r"\bcontain", "relate", r"\bspara", r"\blagra", r"\bstore", r"\bsave",
)  # fmt: skip
A_PERSON = either(
    PERSONAL_DATA.pattern, r"\bdig\b", r"\bvem du\b", r"\bperson(?:er|en)?\b", "individ", r"\byou\b",
    "who you are", r"\bindividual", "enskild", r"\banvändare", r"\busers?\b", r"\bpeople\b",
)  # fmt: skip
BROWSER = either("webbläsar", r"\bbrowser")
BROWSER_REFUSES = either(
    "inställning", "spärra", "blocker", r"stäng\w* av", r"\bneka", "avvisa", "inaktivera", r"\bsetting",
    r"\bblock", r"\brefus", r"\bdisabl", r"\bturn\w* (?:\w+ )?off", r"\breject", r"\bdeclin",
)  # fmt: skip
ASKED_FIRST = either(
    "samtyck", "godkän", "banner", "consent", r"\bopt[- ]in", "agree", "om du säger ja", "ditt val",
)  # fmt: skip
SHARING = either(
    "mottagar", r"lämna\w* (?:\w+ ){0,3}ut\b", r"\butlämn", r"\bdela[rs]?\b",
    "tillgång till (?:dina|person)", r"\brecipient", r"\bshar(?:e|es|ed|ing)\b", "disclos",
    "pass(?:ed)? on", "who (?:has|gets|can) (?:access|see)", r"\baccess to (?:your|personal)",
    "underbiträd", "personuppgiftsbiträd", r"\bprocessors?\b",
)  # fmt: skip
KINDS_OF_RECIPIENT = either(
    "transportör", "fraktbolag", "speditör", r"\bbank(?:er|en)?\b",
    r"betal\w*(?:leverantör|tjänst|förmedlare)", "it-?leverantör", "driftleverantör", "molnleverantör",
    "molntjänst", "revisor", "inkasso", "skatteverket", "bokföringsbyrå", "redovisningsbyrå", "tryckeri",
    "webbhotell", "underleverantörer av", r"carriers?\b", r"couriers?\b", r"\bbanks?\b",
    "payment (?:provider|service|processor)",
    "(?:it|hosting|cloud|e-?mail)[- ](?:provider|supplier|service)", "auditor", "accountant",
    "tax (?:agency|authorit)", "debt collect", r"printers?\b",
    r"\b[A-ZÅÄÖ]\w+ (?:AB|Ltd|GmbH|Inc)\b.{0,40}(?:levererar|sköter|driver|hosts|delivers|runs)",
)  # fmt: skip
THIRD_COUNTRY = either(
    "tredje ?land", "tredjeland", r"utanför (?:\w+ ){0,2}(?:EU|EES|Europa)", "third countr",
    r"outside (?:\w+ ){0,3}(?:EU|EEA|Europe)", r"(?:inom|within) (?:the )?(?:EU|EES|EEA)\b",
)  # fmt: skip
ADEQUACY = either("adekvat", "adequa", "godkänt skydd", r"tillräcklig\w* skydd")
SAFEGUARDS = either(
    "standardavtalsklausul", "standardklausul", "bindande företags", "skyddsåtgärder enligt", "artikel 46",
    "standard (?:contractual|data protection) clause", r"\bSCCs?\b", "binding corporate",
    "appropriate safeguard", "lämpliga skyddsåtgärd", r"\bart(?:icle|\.)? ?46\b",
)  # fmt: skip
PROMISED = either(
    "alltid", "endast", r"\bbara\b", r"\balways", r"\bonly\b", r"\bnever\b", "aldrig",
    "ser .{0,12}till att", "säkerställ", r"\bensure", "make sure",
)  # fmt: skip
PRIVATE_FORM = either(
    r"\b(?:AB|Aktiebolag|HB|KB|Handelsbolag|Kommanditbolag|Ltd|Limited|GmbH|Oy|ApS|AS|Inc|plc|LLC)\b",
    "ekonomisk förening",
)  # fmt: skip
PUBLIC_BODY = either(
    r"offentlig\w* (?:verksamhet|sektor|organ|förvaltning|uppdrag|myndighet)", "offentlighetsprincip",
    "allmän(?:na)? handling", "arkivlag",
    r"(?:i egenskap av|i vår roll som|såsom|eftersom vi är) (?:en |ett )?(?:\w+ )?myndighet",
    "public[- ](?:sector|body|service dut|administration|undertaking)",
    r"\b(?:as|being|are) an? (?:public|government)\b",
    "public access to (?:official|information|documents)", "principle of public", "official documents?",
    "freedom of information", r"public records?\b",
)  # fmt: skip
TOGETHER = either("gemensam", "tillsammans", r"\bjoint", r"\btogether\b")
ARRANGEMENT = either(
    "arrangemang", "överenskommelse", "kommit överens", "ansvarsfördelning",
    r"(?:fördela|delar upp|delat upp)\w* .{0,30}ansvar", "artikel 26", r"\barrangement", "have agreed",
    "agreement between us", "division of responsib", "article 26", r"allocat\w* (?:\w+ )?responsib",
)  # fmt: skip
POSTAL = either(
    r"(?-i:\b\d{3} ?\d{2}\s+[A-ZÅÄÖ][a-zåäö])", r"\bbox \d+",
    r"(?:gatan|vägen|gränd|torget|allén|plan)\s+\d+", r"(?<!e-)(?<!e)\bpostadress:", r"\bpostal address:",
    r"\d+\s+(?:\w+\s)?(?:street|road|lane|avenue|square)\b", r"(?-i:\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b)",
)  # fmt: skip
OFFICER = either("dataskyddsombud", "data protection officer", r"\bDPO\b")
CONTACT = either("kontakt", r"\bcontact", r"\bfrågor\b", r"\bquestions?\b", "@")
DATED = either(
    r"(?:gäller (?:från|sedan|fr)|senast|uppdatera\w*|ändrad\w*|reviderad\w*|fastställd\w*|antagen|"
    r"beslutad\w*|version|effective|updated|revised|changed|valid|in force|adopted|as of|"
    r"appl(?:y|ies) (?:from|since)|tillämpas (?:från|sedan)|giltig från|dated)"
    r"\W.{0,40}?(?:\d{4}|\d+\.\d+|\bv?\d+\b)",
)  # fmt: skip
UPDATES = either("uppdater", "ändring", "ändrar", r"\bupdate", r"\bchang", "revis")
INTEREST_NAMED = either(
    "intressen? (?:av|är|att|i att|utgörs|består)", r"intressen? (?:\w+ ){0,6}är\b",
    r"interests? (?:in|of|is|are|to|being)\b", r"berättigade intressen?\W+\w",
)  # fmt: skip
INTEREST_ONLY = either(
    "intresseavvägning", r"berättiga\w* intresse", "legitimate interest", r"balanc\w* of interest",
)  # fmt: skip
WITHDRAW = either(
    "återkall", "återta", r"\b(?:dra|ta)[rs]? .{0,20}tillbaka", "ångra", "withdraw", "revok", "take back",
)  # fmt: skip
CONSENT = either("samtyck", "consent")
REQUIRED = either(
    "frivillig", "valfri", "obligatorisk", r"\bmåste (?:du|ni) (?:lämna|ange|uppge)",
    "behöver du (?:lämna|ange|uppge)", "krävs (?:enligt|för)", r"\brequired", "mandatory", "optional",
    "voluntar", r"\bobliged", "must (?:give|provide)",
)  # fmt: skip
IF_NOT = either(
    "om du (?:inte|väljer|avstår|låter)", "utan (?:uppgift|dem|dessa|den|de )", r"\bkan vi inte",
    "följden", "if you (?:do not|don['’]t|choose|leave|prefer)", "without (?:it|them|these|this|that)",
    "we (?:cannot|can['’]t|are unable)",
)  # fmt: skip
COLLECTING = either(
    r"samla\w* in", "insaml", "lämnar", "collect", "you (?:give|provide)", "uppgifter (?:vi|som) behand",
)  # fmt: skip
LOGIC = either(
    "logik", "så (?:här )?(?:fungerar|går) (?:det|profil|anpass)",
    r"(?:innebär|betyder|följd|påverka)\w* (?:det )?(?:för )?(?:dig|att du)", r"automatisera\w* beslut",
    r"\blogic\b", "consequence", "(?:means|effect) (?:for|on) you",
    "how (?:the )?(?:profiling|personali[sz]ation) works", "automated decision",
)  # fmt: skip
BOUGHT_LIST = either(
    "adress(?:uttag|köp|register|list|urval)", r"(?:köp|hyr|in)\w* (?:adress|list|register|uppgift)",
    r"inköpt\w*", "prospektlist",
    r"(?:purchased|rented|bought|hired|acquired|external) (?:\w+ )?(?:list|address|data|contact)",
    "mailing list", "list broker", "address (?:list|selection|extract|data)",
)  # fmt: skip
SOURCE_SAID = either(
    r"(?:hämta|få|fått|köp|hyr|inhämta|kommer|samla)\w*.{0,60}\b(?:från|av|ur)\b.{0,40}(?:SPAR|"
    "personadressregist|adressleverantör|register|offentliga käll|bolagsverket|tredje ?part|"
    "leverantör|någon annan|upplysningsföretag)", "(?:obtain|collect|receiv|get|buy|bought|rent|come|"
    r"source)\w*.{0,60}\bfrom\b.{0,40}(?:public (?:source|register)|register|third part|provider|"
    "broker|somebody else|supplier|agency)", r"\bkällan\b", "the source of",
)  # fmt: skip
OBJECT = either(
    "invänd", "motsätt", "motsatt", "(?:säga|tacka) nej", r"\bobject(?!ive)", "opt(?:ing)?[- ]out",
    "say no",
)  # fmt: skip
MARKETING = either(
    "direkt(?:marknadsför|reklam)", "marknadsför", r"\breklam", "direct marketing", "direct mail",
    r"\bmarketing", "promot", r"\badvert",
)  # fmt: skip
FORM = either(
    "egenhändig", "underteckna", "underskri", "signera", r"\bskriftlig", r"\bblankett",
    "kopia (?:av|på) (?:din |ditt |ett |en )?(?:id|leg|pass|kör)", "namnteckning", "vidimera",
    r"\bsigned\b", r"\bsignature", r"\bin writing", r"\bwritten\b", "handwritten",
    r"\b(?:paper|our|the) form\b", "copy of (?:your |an )?(?:id|passport|driv|identi)",
    r"\bby (?:post|letter)\b", r"per (?:brev|post)\b",
)  # fmt: skip
MUST = either(
    r"\bska(?:ll)?\b", r"\bmåste", r"\bkräv", r"\bbehöver", r"\bendast", r"\bbara\b", "förutsätt",
    r"\bmust\b", r"\bshall\b", "requir", r"\bneeds?\b", r"\bonly\b", "has to", "have to", "provided that",
    r"^(?:\w+: )?send (?:us )?(?:a|your|in)\b", r"^(?:\w+: )?skicka (?:oss )?(?:ett|en|din|ditt)\b",
)  # fmt: skip
NO_FORM = either(
    r"(?:behöver|måste|kräv\w*) (?:\w+ )?inte", r"inte (?:\w+ )?(?:krav|nödvändig|kräv|behöv|vara)",
    "valfri (?:form|väg|kanal)", "hur du vill", "(?:need|does|do) not",
    r"not (?:\w+ )?(?:have to|need|requir|necessary)", r"(?:any|no) (?:\w+ )?form", "inga? formkrav",
    "(?:in )?any way",
)  # fmt: skip
RESTRICT = either("begräns", "restrict")
NOT_GRANTED = either(
    "inte därmed", r"inte (?:\w+ )?(?:nödvändig|automatisk|säker|garant)",
    r"(?:ingen|någon) (?:garanti|rätt)\b",
    r"inte (?:\w+ ){0,4}(?:uppfylld|beviljad|tillmötesgå)", "(?:avgör|bestämmer) (?:själv|vi)",
    r"\bvi (?:själva )?(?:avgör|bestämmer)", "efter eget (?:gottfinnande|tycke)",
    r"\bkan (?:komma att )?(?:neka|avslå|säga nej)", "(?:om|när) vi (?:anser|tycker|bedömer)",
    "not (?:thereby|necessarily|always|automatically|guarantee|mean)", "no (?:guarantee|entitlement)",
    "discretion", r"we (?:may|can|will|are free to) (?:\w+ )?(?:decide|refuse|choose|decline|reject)",
    r"not (?:\w+ ){0,6}(?:granted|fulfilled|accepted)",
    "if we (?:find|see|consider|think|deem)", "(?:decision|up) to us", "doesn['’]t mean", "does not mean",
)  # fmt: skip
PORTABLE = either(
    "portab", "dataflytt", "flytta (?:dina|uppgift|person)", "(?:annan|ny) personuppgiftsansvarig",
    "another (?:controller|company|provider)",
)  # fmt: skip
DIRECTLY = either(
    "direkt (?:till|över)", r"(?:över|flytta|skicka)\w* .{0,40}\bdirekt", r"direkt\w* överför",
    r"\bdirectly", "direct (?:transfer|transmission)", "straight to",
)  # fmt: skip
ERASE = either("rader", "bortglöm", r"\berase", "erasure", r"\bdelet", "forgotten")
NO_LONGER_NEEDED = either(
    r"inte längre (?:\w+ )?(?:behöv|nödvänd)", "behövs? inte längre",
    r"no longer (?:\w+ )?(?:need|necess|requir)", "not needed any ?more",
)  # fmt: skip
UNLAWFUL = either(
    "olaglig", "olovlig", "i strid med", "utan (?:laglig|rättslig) grund", "unlawful", "illegal",
    "against the law",
)  # fmt: skip
LAW_WANTS_ERASURE = either(
    r"(?:lag|förpliktelse|skyldig)\w* .{0,60}rader",
    r"rader\w* .{0,60}(?:enligt (?:\w+ )?lag|rättslig|skyldig|förpliktelse)",
    r"(?:law|legal obligation|legal duty)\b.{0,60}(?:eras|delet)",
    r"(?:eras|delet)\w*.{0,60}(?:legal obligation|legal duty|\blaw\b)",
)  # fmt: skip
CHILD = either(r"\bbarn", "underårig", "minderårig", r"\bchild", r"\bminor")
COMPLAINT = either("klagomål", r"\bklaga\b", r"\bcomplain", r"anmäl\w* .{0,30}(?:Integritetsskydd|IMY)")
COURT = either("domstol", r"\btalan\b", "skadestånd", r"\bcourt", "judicial", "legal action")
REACHED = either(
    r"www\.", "https?:", r"\b\w+\.(?:se|eu|com|org|uk|example)\b", "@", r"\d{2,4}-\d{2,}", r"\bbox \d+",
    r"\+\d{6,}",
)  # fmt: skip
RECTIFY = either(
    r"\brätta\b", "rättad", r"\brättas", "rättelse", "korriger", "rectif", r"correct(?:ed|ion)?\b",
    "put right",
)  # fmt: skip
IRRELEVANT = either(
    "irrelevant", "överflödig", "onödig", "ovidkommande", "inaktuell", "unnecessary", "superfluous",
    "no longer relevant", "not relevant", "excessive",
)  # fmt: skip
IN_COMBINATION = either(
    "i kombination", "tillsammans med", "i samband med andra", "kombineras", "combin", "together with",
    "in conjunction",
)  # fmt: skip
ONLINE_MARK = either(
    r"\bIP\b", r"\bIP-", "beteend", "behavio", r"\bcookie", "enhets-?id", "device id", "online id",
    "nätidentif",
)  # fmt: skip
SENSITIVE = either(
    r"känslig\w* (?:person)?(?:-)?(?:uppgift|information)", "särskilda kategorier", "sensitive",
    "special categor",
)  # fmt: skip
NEWSLETTER = either("nyhetsbrev", "newsletter", "kundblad", r"\bmedlemsblad")
BACKUP = either("back-?up", "säkerhetskopi", "reservkopi", "backed up")
RECRUITING = either("rekryter", "sökande", "kandidat", "recruit", "applicant", "candidate", "hiring")
COMPANY_CUSTOMER = either(
    "företag(?:et|ets|sepost|svis)", r"företagets?\b", r"organisationsnummer(?!\W*\d)", "kontaktperson",
    "ert (?:företag|bolag)", "arbetsgivare",
    "(?:company|business|organisation|employer)(?:['’]s)? (?:phone|e-?mail|name|number|address|reg|"
    "contact)", "your (?:company|employer|organi[sz]ation)", "work e-?mail", "contact persons?",
    "business customers?",
)  # fmt: skip
BY_CONTACTS = either(
    "kontaktperson.{0,120}(?:intresseavvägning|berättigat? intresse)",
    "contact persons?.{0,120}(?:legitimate interest|balanc)",
)  # fmt: skip
RECORDED = either(r"spela\w* .{0,10}in\b", r"\binspel", r"\brecord(?:ed|ings?)\b")
CALLS = either("samtal", "telefon", r"\bringer?\b", r"\bcalls?\b", "phone", "möte", "meeting")
SHOWN_WIDELY = either(
    "marknadsför", "publicer", r"\breklam", "hemsid", "webbplats", "sociala medi", "market", "publish",
    r"\badvert", "web ?site", "broschyr", "brochure",
)  # fmt: skip
CHANNELS = either(
    "e-?post", r"\bmejl", r"\bmail", "e-?mail", r"\bsms\b", r"\bmms\b", r"\btext messages?", "utskick",
)  # fmt: skip
PARTNERS = either(
    "partner", "andra (?:företag|bolag)", "koncernbolag", r"tredje ?parts?\b", "third[- ]part",
    "other (?:companies|firms)", "affiliat", "utvalda (?:företag|aktörer)",
)  # fmt: skip
TELLING = either(
    "skicka", "information", "erbjud", "meddel", "utskick", "lämna", "tips", r"\bsend", "inform",
    r"\btell", r"\boffer", "contact you", "news", "let you know",
)  # fmt: skip
GOODS = either(
    "tjänst", "produkt", "erbjud", "varor", "nyhet", r"\bservice", "product", r"\boffer", r"\bgoods\b",
    r"\bnews\b", r"\bdeals?\b",
)  # fmt: skip
CONDITION = either(
    r"\b(?:vid|om|för|när|i fall|såvitt|avseende|beträffande|where|if|for|when|in case|as regards|"
    r"as to)\b", ":",
)  # fmt: skip
ABSOLUTE = either(
    r"\balltid\b", r"\bsamtliga\b", r"\bsäkerställ", r"\bgaranter", r"\baldrig\b",
    "under alla omständigheter", "hundra procent", r"\b100 ?%", r"\bfullt? (?:ut )?säker", r"\balways\b",
    r"\bnever\b", r"\bguarantee", r"\bensur", "at all times", "fully (?:secure|compl|protect)",
    "in every case", r"\bevery one of\b",
    r"\ball (?:our|of our|appropriate|the) (?:processor|supplier|measure|necessary)",
    "completely (?:safe|secure)",
)  # fmt: skip
YOU_MAY = either(
    r"\b(?:du|ni) (?:kan|har|får|är) (?:\w+ )?(?:alltid|aldrig)",
    r"\b(?:kan|får|har) du (?:alltid|aldrig)", "you (?:can|may|have|are) (?:always|never)",
)  # fmt: skip
ANONYMOUS = either("anonym", r"\bopersonlig")
BINDING = either("omfattas inte", "gäller inte", "not (?:subject|apply)", "does not")
CONTROLLER = either(
    "personuppgiftsansvarig", r"\bcontroller", "who we are", "vilka vi är", r"\bansvarar\b", "responsible",
)  # fmt: skip
DISCLOSING = either(
    r"lämna\w* (?:\w+ ){0,3}ut\b", r"\bdela[rs]?\b", "mottagar", "disclos", r"\bshar(?:e|ing)\b",
    "recipient",
)  # fmt: skip
STAYS_HERE = either(
    r"(?:överför|skicka)\w* (?:\w+ )?(?:inte|aldrig|inga)\b(?!.{0,300}\bom\b)",
    r"\b(?:do not|don['’]t|never) (?:transfer|send)(?!.{0,300}\b(?:if|unless)\b)",
)  # fmt: skip
TO_TURN_TO = either(
    "kontakta", "frågor", "når (?:du )?oss", r"\bcontact us", r"questions?\?", "reach us", "get in touch",
)  # fmt: skip
SELLING = either(r"\bköp", "beställ", "försälj", r"\border", "purchas", r"\bsales?\b", r"\bbuy")
ACCOUNTS = either(
    "reskontra", "bokför", "redovisning", "faktur", "ledger", "book-?keeping", r"\baccounting",
    "accounts payable", "invoic",
)  # fmt: skip
KEEPING = either("behålla", "spara", "bevara", r"\bkeep", "retain")
THEMES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "newsletter": NEWSLETTER,
        "account": either("användarkonto", "kundkonto", "user account", "customer account"),
        "applicants": RECRUITING,
        "recordings": either("inspelning", "call recording"),
        "events": either("seminari", "webb?inari", "seminar", "webinar"),
    }
)  # fmt: skip
EXPECTED: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "staff": either(
            "anställ", "personaladmin", r"\blön", "medarbetar", "employ", "payroll", r"\bstaff",
            r"work\.payroll",
        ),
        "logs": either(
            r"\blogg(?:ar|ning av (?:åtkomst|behörig))", "åtkomst", "behörighet", "informationssäkerhet",
            "it-säkerhet", "access log", "security log", r"\blogs\b", "information security",
            "it security", r"online\.log",
        ),
        "requests": either(
            "begära", "rättighet", "dataskyddsärende", "data subject", "privacy request", r"\brights\b",
            "requests under",
        ),
        "incidents": either("incident", "breach", "dataintrång"),
        "payments": either("betal", "payment", r"billing\.payment", r"billing\.bank"),
    }
)  # fmt: skip
EVERY_RIGHT: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "the right of access": either(
            "registerutdrag", "rätt till (?:tillgång|insyn)", "tillgång till (?:dina|de)", "få veta vilka",
            "veta om vi behandlar", "right (?:of|to) access", "access to (?:your|the)",
            "copy of (?:your|the) (?:personal )?data",
            r"(?:what|which) (?:\w+ ){0,2}we (?:hold|have|keep|know|process) (?:about|on) you",
            r"vilka (?:person)?uppgifter vi (?:har|behandlar|sparar)",
        ),
        "the right to rectification": RECTIFY,
        "the right to erasure": ERASE,
        "the right to restriction": RESTRICT,
        "the right to object": OBJECT,
        "the right to portability": PORTABLE,
    }
)  # fmt: skip
ANSWERING = either(
    REQUEST.pattern, r"\bsvar", "answer", "respon[ds]", r"\brepl(?:y|ies)", "återkom", "återkopp",
)  # fmt: skip
AUTOMATED = either(r"automatisera\w* beslut", "automated (?:individual )?decision")
