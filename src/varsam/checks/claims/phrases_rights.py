"""How policies speak of cookies' uses, mailings, rights, times of storage and where to turn: S33 to S63."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from varsam.checks.claims.phrases import Phrase, says

_COOKIES = r"\bcookie|\bkak(?:a|or|orna|an)\b"
_ERASE = r"rader|bortglöm|tar vi bort|vi tar bort|\berase|erasure|\bdelet|forgotten"
_CONSENT_BACK = r"återkall|tar tillbaka|drar tillbaka|withdraw|take back"
_CONSENT = r"samtyck|sagt ja|consent"
_OBJECT = r"invänd|motsätt|\bobject(?!ive)"
_INTEREST = r"intresseavvägning|berättiga\w* intresse|legitimate interest|balanc\w* of interest"
_MARKETING = r"marknadsför|reklam|marketing"
_MUST_KEEP = (
    r"offentlig|myndighet|arkivlag|(?:inte|ibland) (?:\w+ )?(?:kunna |kan )?rader"
    r"|måste (?:uppfylla|behålla|spara)"
    r"|vara tvungna|behöva finnas kvar|måste vi .{0,20}spara|public (?:body|authority)"
    r"|have to (?:keep|refuse)"
    r"|cannot (?:erase|delete)"
)
_KEPT = r"lagras|lagringstid|sparas|bevaras|gäller|stored?\b|kept|retained|keep\b"
_PORTABLE = r"portab|dataflytt|flytta dina"

RIGHTS_PHRASES: Mapping[str, tuple[Phrase, ...]] = MappingProxyType(
    {
        "S33": (says(r"logga in|inloggad|signed in|logged in|\bsession|inloggning", under=(_COOKIES,)),),
        "S34": (
            says(
                r"trafik|besök(?:en|s|smönster)|statistik|mäta|analyser(?:a|ar) (?:\w+ )?(?:trafik|besök)"
                r"|traffic"
                r"|measure|statistic|hur (?:webb)?(?:plats|sid)\w+ (?:används|besöks)",
                under=(_COOKIES,),
                unless=(r"beteendedata",),
            ),
        ),
        "S35": (says(r"varukorg|kundvagn|basket|\bcart\b", under=(_COOKIES,)),),
        "S36": (
            says(
                r"reklam|annons|budskap|advert|\bads\b|erbjudanden som",
                r"relevan|anpass|skräddarsy|intresse|beteende|individ|interest|behavio|tailor|personali",
                under=(_COOKIES,),
            ),
        ),
        "S37": (
            says(
                r"webbläsar|browser",
                r"inställning|spärr|neka|blocker|stänger|setting|block|refuse|change",
                under=(_COOKIES,),
            ),
            says(
                r"funktion|delar|features|parts",
                r"inte kunna|slutar|sluta|unavailable|stop working|not (?:be )?(?:able|work)",
                under=(_COOKIES + r"|webbläsar|browser",),
            ),
        ),
        "S38": (
            says(
                r"e-?post-?adress|mejladress|e-?mail address",
                r"skicka|\bsend",
                r"nyhetsbrev|beställning|uppdatering|newsletter|order|update|product",
            ),
        ),
        "S39": (
            says(
                r"avsluta|avregistrera|avanmäl|unsubscribe|opt out|stop receiving",
                r"varje (?:e-?post|mejl|utskick|meddelande)|every (?:e-?mail|message|mailing)|slutet av"
                r"|each (?:e-?mail|message)|foot of",
            ),
        ),
        "S40": (
            says(
                r"kontakt|contact|ring|mejla|call|write",
                r"direkt|alternativt|också|instead|alternatively|also|direct",
                under=(r"prenumeration|utskick|nyhetsbrev|subscription|mailing|newsletter|unsubscribe",),
                unless=(r"nyhetsbrev, ", r"direktmarknad|direct marketing"),
            ),
        ),
        "S41": (
            says(
                r"registerutdrag|utdrag ur|copy of your (?:personal )?data|find out which data"
                r"|begäran om utdrag"
            ),
            says(
                r"veta vilka (?:person)?uppgifter|know what (?:personal )?data|få en kopia av dem|get a copy",
                unless=(r"frågor om|provided|lämnat",),
            ),
            says(
                r"skriftlig|underteckna|underskri|namnteckning|signed|signature|in writing",
                r"begäran|ansökan|brev|blankett|letter|appl|request|send",
                unless=(r"samtyck|avtal|consent",),
            ),
        ),
        "S42": (
            says(
                r"rätta[ds]?\b|rättelse|korriger|correct|rectif",
                r"fel|felaktig|ofullständig|irrelevant|överflödig|onödig|inaktuell|wrong|inaccurate|incomplete"
                r"|superfluous",
                unless=(r"kundvård|kundservice|customer (?:care|service)",),
            ),
        ),
        "S43": (
            says(
                _ERASE,
                r"du kan begära|begära att|utan onödigt dröjsmål|rätt att (?:bli|få)|ask"
                r" (?:us )?to (?:be forgotten|erase|delete)|without undue delay|tar bort det du ber"
                r"|få dina uppgifter raderade|right to erasure"
                r"|we delete|data is erased|uppgifter raderas",
                unless=(r"under dessa|gäller inte|inte kunna|:\s*$|legitimate interests? and",),
            ),
            says(r"^(?:Radering|Rätt till radering|Erasure)\b"),
        ),
        "S44": (
            says(
                _MUST_KEEP,
                under=(_ERASE + r"|refuse|kräva av oss|rättighet|right",),
                unless=(r"längre om|gäller inte om|klagomål|\bklaga\b|complain|lämnar? (?:inte )?ut",),
            ),
        ),
        "S45": (
            says(
                r"blocker|spärra|block",
                r"användning|ändamål|\buse\b|purpose",
                unless=(_COOKIES, r"webbläsar|browser"),
            ),
        ),
        "S46": (
            says(
                r"inte längre (?:\w+ )?(?:behövs|nödvändig)|behövs inte längre|no longer (?:needed|necessary)"
                r"|ändamålet är uppfyllt",
                under=(_ERASE,),
            ),
        ),
        "S47": (
            says(
                _CONSENT_BACK,
                _CONSENT,
                under=(_ERASE,),
                unless=(
                    r"lagringstid|lagras till|stored until"
                    r"|kept until|store the data until",
                ),
            ),
        ),
        "S48": (
            says(
                _INTEREST + r"|invänt|väger tyngre|overrid",
                r"väger|tyngre|inget|nothing|overrid|no (?:over)?",
                under=(_ERASE,),
            ),
        ),
        "S49": (
            says(
                r"olaglig|i strid med|unlawful|illegal", under=(_ERASE,), unless=(r"begränsning|restriction",)
            ),
        ),
        "S50": (says(_OBJECT, _MARKETING, under=(_ERASE,)),),
        "S51": (
            says(
                r"skyldig|lag\b|bokföringslagen|rättslig|obliged|\blaw\b|legal obligation",
                r"gäller inte|behålla|not apply|keep|retain",
                r"rader|bli raderad|eras|delet",
                unless=(r"kräver att de raderas|requires that",),
            ),
        ),
        "S52": (
            says(
                r"begräns|restrict",
                r"rätt|begära|be om|be oss|ansöka|right|ask|request|entitled",
                unless=(r"^begränsad", r"rädda"),
            ),
        ),
        "S53": (
            says(
                _OBJECT,
                _INTEREST + r"|reklam|marknadsför|marketing",
                unless=(r"^om du invänder",),
            ),
            says(
                r"upphör|stops?\b|cease",
                r"utreds|under tiden|utredning|while|investigat|considered",
                under=(_OBJECT,),
            ),
            says(r"^Invändning|^Objection"),
        ),
        "S54": (
            says(
                r"kopia|få ut|copy|receive",
                r"lämna[td]|tillhandahåll|provided|gave us|you give",
                under=(_PORTABLE + r"|maskinläsbar|machine-readable|rättighet|right|kräva",),
                unless=(r"registerutdrag", r"standardavtal|standard contract"),
            ),
            says(r"^(?:Dataportabilitet|Rätt till dataportabilitet|Portability|Data portability)\b"),
            says(r"portab", r"\bkopia|\bcopy"),
        ),
        "S55": (
            says(
                r"maskinläsbar|strukturera|allmänt använt|som en fil|machine-readable|structured"
                r"|common(?:ly used)? format"
            ),
        ),
        "S56": (
            says(
                r"(?:annan|ny) personuppgiftsansvarig|another (?:controller|provider|company)",
                r"föra över|flytta|överför|transfer|take it|use with|sent|transmit|move",
            ),
        ),
        "S57": (says(r"klagomål|\bklaga\b|complain"),),
        "S58": (
            says(
                r"så länge|inte längre än|as long as|no longer than",
                r"behov|behövs|nödvändig|need|necessary",
                under=(r"spara|lagra|bevara|store|keep|kept|retain",),
            ),
        ),
        "S59": (
            says(
                r"längre|longer",
                r"lag|rättslig|\blaw|legal",
                r"spara|behålla|lagra|bevara|keep|retain|store",
                unless=(r"så länge det|inte längre|no longer",),
            ),
        ),
        "S60": (
            says(
                r"tabell|översikt|förteckning|table|overview",
                r"nedan|följ|ser du|below|follow|see",
                unless=(_COOKIES,),
            ),
        ),
        "S61": (says(_CONSENT, _CONSENT_BACK, _KEPT, r"till|until|tills", unless=(r"rätt att|right to",)),),
        "S62": (
            says(
                r"uppdater|hålls aktuell|ändr(?:ar|ing)|revis|\bupdate|chang",
                under=(r"policy|sidan|notice|statement|version",),
                unless=(_COOKIES, r"webbläsar|browser", r"beställning|order", r"samtycke|consent|your mind"),
            ),
            says(
                r"version|gäller från|effective from",
                r"\d{4}-\d\d|\d{4}|arkiv|archive|tidigare|äldre|earlier",
                unless=(_COOKIES,),
            ),
        ),
        "S63": (
            says(r"\bpostadress:|\bpostal address|dataskyddsombud|data protection officer"),
            says(r"@|\b0\d{1,3}-\d{2,}|\+46", unless=(r"org|regist|IMY|imy\.se|Integritetsskydd",)),
            says(r"kontakta oss|contact us|vänder du dig|turn to us", r"frågor|rättighet|question|right"),
            says(r"rätt person|right person", r"kontakt|contact"),
        ),
    }
)
