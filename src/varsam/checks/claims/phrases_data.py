"""How policies speak of who they are, what they collect, for what, and who gets to see it: S1 to S32."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from varsam.checks.claims.phrases import Phrase, says

_NOT = r"\b(?:inte|ej|aldrig|inga|ingen|inget|varken|not|never|no|nor|neither|none|nothing)\b|n['’]t\b"
_DATA = r"uppgift|information|upplysning|\bdata\b|\bdetails\b"
_PERSONAL = r"person-?uppgift|personal (?:data|info)"
_COMPANY = r"(?-i:\b(?:AB|HB|KB|Ltd|Limited|GmbH|Oy|ApS|Inc|plc)\b)"
_COOKIES = r"\bcookie|\bkak(?:a|or|orna|an)\b"
_LIST = r":\s*$"
_WANTED = r"ändamål|syfte|använd|purpose|\buse\b|what we do"
_OUTSIDE = r"tredje ?land|utanför (?:\w+ )?(?:EU|EES)|third countr|outside (?:\w+ )?(?:EU|EEA)"
_WITHIN = r"inom (?:\w+ )?(?:EU|EES)|within (?:the )?(?:EU|EEA)"
_ACCURATE = r"adekvat|adequa"
_PROCESSOR = r"(?<!under)biträd(?!esavtal)|(?<!sub-)(?<!sub)\bprocessors?\b|leverantörer?\b|suppliers?\b"

DATA_PHRASES: Mapping[str, tuple[Phrase, ...]] = MappingProxyType(
    {
        "S1": (
            says(r"\d{6}-?\d{4}", rf"org|regist|{_COMPANY}", _COMPANY),
            says(_COMPANY, r"äger|står för|sköter|driver|\bowns?\b|looks? after|operates?\b|runs?\b"),
            says(
                _COMPANY, r"personuppgiftsansvarig|\bcontrollers?\b", r"gemensam|tillsammans|joint|together"
            ),
        ),
        "S2": (
            says(
                r"policy|notice|statement|information",
                r"gäller|omfattar|appl(?:y|ies)|covers?",
                r"när du|alla som|whenever|when you|everyone|anybody",
            ),
        ),
        "S3": (
            says(_PERSONAL, r"direkt eller indirekt|levande|identifier|pekar ut|points? at|identif"),
            says(
                _PERSONAL,
                r"exempel|till exempel|räknas|kombin|tillsammans|such as|example|combin|count|är också",
                r"namn|adress|IP|bild|foto|\bname|address|photo|picture",
                unless=(_COMPANY,),
            ),
            says(
                r"namn|e-post|telefon|IP-|bild|foto|\bname\b|e-mail|\bphone|\bIP\b|photo",
                r"kombin|tillsammans med annan|identifies|kan t\.? ?ex|kan till exempel|combin",
                under=(_PERSONAL + r"|vad vi menar|ordförklar|definition|what we mean|introduction|identif",),
                unless=(_COMPANY, _COOKIES),
            ),
        ),
        "S4": (
            says(
                r"behandling|processing",
                r"insaml|collect",
                r"lagring|registrering|storage|storing|recording",
                r"innefatt|innebär|omfattar|means|includ|cover",
            ),
        ),
        "S5": (
            says(
                r"är personuppgiftsansvarig för|is (?:the )?controller (?:for|of)", unless=(r"\d{6}-?\d{4}",)
            ),
            says(
                r"ansvar|responsib", r"lämnar|provide|give", r"telefon|phone|chat|hemsida|webb|web|mäss|fair"
            ),
        ),
        "S6": (says(r"levande|\bliving\b|avlid|deceased"),),
        "S7": (
            says(r"biträdesavtal|processing agreement|processor agreement", unless=(r"underbiträdesavtal",)),
            says(
                r"använder|anlitar|\buse|engage|appoint",
                r"(?<!under)biträden?\b|\bprocessors\b",
                unless=(r"används av|used by",),
            ),
            says(
                r"leverantör|biträd|suppliers?\b|processors?\b",
                r"alltid|samtliga|varje|alla\b|every|each|\ball\b",
                r"följer|avtal|lag|regler|obey|compl|contract|bound",
            ),
            says(
                r"behandlar (?:uppgifter )?för vår räkning|acts? (?:for us|on our behalf)",
                r"avtal|contract|agree",
            ),
        ),
        "S8": (says(r"underbiträd|sub-?processor", r"avtal|agreement|contract|godkän|authoris"),),
        "S9": (
            says(
                r"måste (?:vi )?(?:samla|behandla|du lämna|du ange)|krävs för|must collect|need to collect"
                r"|(?:are|is) required|must (?:give|provide)|we need (?:certain|your)",
                _DATA + r"|namn|adress|\bname\b",
                unless=(r"enligt lag|by law|åtgärd|measure",),
            ),
            says(
                r"frivillig|valfri|optional|voluntar|du dem inte|dem inte kan|do not give|don['’]t give",
                under=(r"lämna|måste|ange|must|\bgive",),
            ),
        ),
        "S10": (
            says(
                r"beställer|köper|handlar|\border|purchase|\bbuy|\bshop\b",
                r"när du|när ni|when you|via vår|on our",
                under=(r"samla|uppgifterna kommer|får vi in|hämta|collect|gather|obtain",),
            ),
        ),
        "S11": (
            says(
                r"kontaktar oss|hör av dig|kontaktformul|ringer (?:till )?oss|contact us|get in touch"
                r"|write to us"
                r"|call us",
                r"när du|när ni|when you|via",
                under=(r"samla|uppgifterna kommer|får vi in|hämta|collect|gather|obtain",),
            ),
        ),
        "S12": (
            says(
                r"(?:användar|demo|kund)?konto|\baccount|\btrial",
                r"registrer|skapar|öppnar|create|regist|sign up|open",
                under=(r"samla|uppgifterna kommer|får vi in|hämta|collect|gather|obtain",),
            ),
        ),
        "S13": (
            says(
                r"\bbild(?:er)?\b|foto|film|photo|picture|image",
                r"när du är med|använder i|publicer|syns|appear|use in|publish",
                unless=(r"identif",),
            ),
        ),
        "S14": (
            says(r"när vi (?:kontaktar|ringer|hör av oss)|when we (?:contact|call|reach)"),
            says(
                r"hämtar vi|köper vi|obtained from|we (?:buy|obtain|get)",
                r"adress|address|register|SPAR|list",
            ),
        ),
        "S15": (
            says(
                r"namn|\bname|telefon|phone",
                r"adress|address|e-?post|e-?mail|organisationsnummer|registration number|kontaktperson"
                r"|contact person|\bringa\b",
                r"kan inkludera|uppger|anger|lämnar|omfattar|\bask for|include|you give|we (?:also )?keep"
                r"|får vi när|collect",
                unless=(r"kräv|required",),
            ),
            says(
                r"företagskund|företagets|ert företags|business customers|company['’]s",
                r"kontaktperson|contact person|organisationsnummer|registration number",
            ),
        ),
        "S16": (
            says(
                r"främsta|huvudsaklig|primär|main|primary|principal",
                r"syfte|ändamål|purpose|reason",
                r"kund|åtagande|avtal|customer|obligation|contract",
            ),
            says(
                r"ännu inte (?:är )?kund|blivande kund|potentiella kund|not yet (?:a )?customer|prospective"
            ),
        ),
        "S17": (
            says(
                r"säkerställ|ansvar|\bensure|responsib",
                r"GDPR|dataskyddsförordning|enlighet med (?:lag|tillämplig)|tillämplig lag|according to law"
                r"|applicable law"
                r"|in accordance",
                unless=(r"leverantör|biträd|åtgärd|supplier|processor|measures",),
            ),
        ),
        "S18": (
            says(
                r"känslig|särskilda kategorier|sensitive|special categor",
                _NOT + r"|förekommer|endast|only|samtycke|consent|godkän",
            ),
        ),
        "S19": (
            says(
                r"fullgör|genomför|uppfyll|leverera|fulfil|perform|deliver",
                r"köp|avtal|faktur|beställ|purchase|contract|invoic|order",
                under=(_WANTED,),
                unless=(
                    r"främsta|måste vi samla|tredje ?land|third countr|main|utanför (?:EU|EES)|inkludera",
                ),
            ),
        ),
        "S20": (
            says(
                r"kundvård|kundservice|kundtjänst|customer (?:care|service)",
                r"möjliggör|besvara|rätta|svara|answer|correct|provide|enable",
                under=(_WANTED,),
                unless=(r"telefon:|\d{2,4}-\d{2,}",),
            ),
        ),
        "S21": (
            says(
                r"hantera|administrera|besvara|handle|answer|administer",
                r"dina (?:frågor|ärenden)|your (?:questions"
                r"|enquir|inquir|cases)",
            ),
        ),
        "S22": (
            says(
                r"sms|mms|e-?post|mejl|mail|telefon|text message|phone",
                r"samarbetspart|partner|third-party compan|nyheter|erbjudande|driftinformation|offers?\b"
                r"|news\b"
                r"|products of ours|service notices",
                r"lämna|informer|berätta|skicka|utskick|\btell|\bsend|inform|market",
                unless=(r"avslut|unsubscrib|e-postadress du",),
            ),
        ),
        "S23": (
            says(
                r"förbättra|utveckl|improv|develop",
                r"erbjudande|tjänst|funktion|produkt|service|product|offer|feature",
                unless=(_COOKIES, r"användarupplevelsen|upplevelse", r"sidan|webbplats|website|\bsite\b"),
            ),
        ),
        "S24": (
            says(
                r"följa|uppfylla|compl(?:y|ying)|meet|fulfil",
                r"(?:tillämplig )?lagstiftning|bokföring|rättslig|\blaws?\b|legal obligation|bookkeeping"
                r"|accounting",
                under=(_WANTED,),
                unless=(r"spara|längre|keep|rader|delete|leverantör|biträd|supplier|longer",),
            ),
        ),
        "S25": (
            says(
                r"behörig|medarbetare|personal\b|anställda|\bstaff\b|employees",
                r"används|kommer åt|åtkomst|tillgång|access|used by|\bsee\b|\bdo\b",
                under=(r"tillgång|åtkomst|ser uppgift|access|\bsee\b|used by|används av",),
            ),
        ),
        "S26": (
            says(
                r"lämna\w* (?:\w+ ){0,3}ut\b|lämnas \w+ ut|utlämn|hand over|disclose|share|pass on",
                r"lag|myndighet|domstol|krav|tvinga|\blaw|legal|authorit|court|oblig|require",
                unless=(r"registerutdrag|rätt person|signed|register\b",),
            ),
            says(
                r"ingen annan|inga andra|(?:nobody|no one|none) else|not? (?:sell|give)",
                r"lämn|får|del av|tar del|\bget|receive|access|share|given",
            ),
        ),
        "S27": (
            says(
                _OUTSIDE,
                r"innebär|betyder|menas|means|definition|är (?:ett|varje) land|is (?:a|any) country",
                unless=(r"innebär inte",),
            ),
        ),
        "S28": (
            says(
                _WITHIN,
                r"strävar|alltid|endast|bara|stannar|always|only|strive|keep|stays?\b",
                unless=(_ACCURATE,),
            ),
        ),
        "S29": (says(_ACCURATE, under=(_OUTSIDE + r"|överför|transfer",)),),
        "S30": (
            says(r"tekniska|organisatoriska|technical|organi[sz]ational", r"åtgärd|skydd|measure|safeguard"),
            says(
                r"garanter|alltid|always|guarantee|arbetar",
                r"skydda|säkra|\bsafe\b|\bsecure|protect",
                _DATA,
                unless=(r"leverantör(?!.*uppgifterna är)|adekvat|adequate",),
            ),
        ),
        "S31": (says(_COOKIES, r"förbättr|återkommande|improv|returning", unless=(_NOT,)),),
        "S32": (
            says(
                _NOT + r"|anonym",
                r"koppl|knyt|härled|spår|identifier|innehåll|linked|traced|tied|identif|anonym|sparar",
                under=(_COOKIES,),
                unless=(r"webbläsar|browser", r"logga in|signed in"),
            ),
        ),
    }
)
