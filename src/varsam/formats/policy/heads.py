"""The words by which policies head the columns of their tables and label the parts of their sections.

Swedish, English, German, Dutch, French, Danish and Norwegian, as policies and the authorities' templates
print them. Nothing here knows a company or a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

# The first column whose words fit wins; what several languages share stands where it was found first.
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "basis": {
            "sv": r"(?:rättslig|laglig|legal)a? grund(?:en|er)?\b.*|rättsligt stöd|lagstöd|laga grund|"
            r"med vilken rätt\b.*|med vilket stöd\b.*",
            "en": r"(?:legal|lawful) bas[ie]s\b.*|(?:legal|lawful) grounds?\b.*|"
            r"gdpr (?:basis|ground|article)|on what (?:basis|grounds?)\b.*",
            "de": r"rechtsgrundlagen?\b.*|rechtliche grundlagen?\b.*",
            "nl": r"(?:wettelijke |juridische )?(?:rechts)?grondslag(?:en)?\b.*",
            "fr": r"bases? (?:légales?|juridiques?)\b.*|fondements? (?:légal|juridique)s?\b.*|"
            r"fondements? légaux\b.*",
            "da": r"(?:retligt|juridisk|lovligt|behandlings)[ -]?grundlag\b.*|hjemmel\b.*|retsgrundlag\b.*",
            "no": r"(?:rettslig|juridisk|lovlig|behandlings)[ -]?grunnlag(?:et)?\b.*",
        },
        "retention": {
            "sv": r"lagrings?-?(?:tid|period|s?horisont)(?:er|en)?\b.*|lagring|bevarande(?:tid(?:en)?)?|"
            r"sparas\b.*|horisont för lagring|gallring(?:s\w+)?|hur länge\b.*|sparandetid|"
            r"så länge (?:sparar|lagrar|behåller)\b.*",
            "en": r"(?:data )?retention\b.*|(?:storage|storing)[ -](?:period|time|limit|schedule)\b.*|"
            r"how long\b.*|storage duration\b.*|period of storage\b.*",
            "de": r"(?:speicher|aufbewahrungs)(?:dauer|fristen|frist|zeit|zeitraum)\b.*|"
            r"lösch(?:frist|fristen|ung)\b.*|dauer der (?:speicherung|aufbewahrung)\b.*|wie lange\b.*",
            "nl": r"bewaartermijn(?:en)?\b.*|bewaarperiodes?\b.*|hoe lang\b.*",
            "fr": r"délais? d.effacement\b.*|durées? de (?:la )?conservation\b.*|délais? de conservation\b.*|"
            r"conservation|combien de temps\b.*",
            "da": r"opbevaring(?:s-?(?:periode|tid|frist)(?:n|en)?)?\b.*|slettefrist(?:er)?\b.*|"
            r"sletning\b.*|hvor længe\b.*",
            "no": r"(?:lagrings|oppbevarings)(?:tid|periode)(?:n|en)?\b.*|oppbevaring|"
            r"slette?frist(?:er)?\b.*|sletting\b.*|hvor lenge\b.*",
        },
        "categories": {
            "sv": r"(?:kategori(?:er)? av )?personuppgift(?:er|erna)?|uppgiftskategori(?:er)?|"
            r"(?:typ(?:er)? av|vilka) (?:person)?uppgifter\b.*|uppgifter|personuppgifter som behandlas",
            "en": r"(?:categor(?:y|ies) of |types? of )?(?:the )?(?:personal )?(?:data|information)"
            r"(?: (?:collected|processed|used|concerned|we (?:collect|process|use|hold)))?|"
            r"(?:personal )?data (?:categor(?:y|ies)|types?)|"
            r"(?:what|which) (?:personal )?(?:data|information)\b.*",
            "de": r"(?:kategorien? (?:der |von )?)?(?:personenbezogenen?r? )?daten(?:kategorien?|arten)?|"
            r"arten? der daten|(?:verarbeitete|welche) daten\b.*|kategorien personenbezogener daten",
            "nl": r"(?:categorie(?:ën|en)? (?:van )?)?(?:persoons)?gegevens|welke (?:persoons)?gegevens\b.*",
            "fr": r"(?:catégories? de |types? de )?données(?: (?:à caractère )?personnel(?:le)?s?| traitées| "
            r"collectées)*|quelles données\b.*|catégories de données\b.*",
            "da": r"(?:kategori(?:er)? af )?(?:person)?oplysninger(?:ne)?|(?:typer? af|hvilke) (?:person)?"
            r"oplysninger\b.*",
            "no": r"(?:kategori(?:er)? (?:av )?)?(?:person)?opplysninger?(?:ene)?|(?:typer?|hvilke) "
            r"(?:av )?(?:person)?opplysninger\b.*",
        },
        "subjects": {
            "sv": r"(?:kategori(?:er)? av )?registrerade?(?: personer)?|vilka (?:som )?berörs|"
            r"personkategori(?:er)?|vem(?: berörs| gäller det)?|vilka personer\b.*",
            "en": r"(?:categor(?:y|ies) of )?(?:data )?subjects?|(?:categor(?:y|ies) of )?individuals|"
            r"(?:categor(?:y|ies) of )?(?:people|persons)(?: concerned)?|whose (?:data|information)\b.*|who",
            "de": r"(?:kategorien? )?(?:der )?betroffenen?r?(?: personen)?|personenkreis|personengruppen?",
            "nl": r"(?:categorie(?:ën|en)? (?:van )?)?betrokkenen",
            "fr": r"(?:catégories? de )?personnes(?: concernées)?",
            "da": r"(?:kategori(?:er)? af )?(?:de )?registrerede(?: personer)?",
            "no": r"(?:kategori(?:er)? (?:av )?)?(?:de )?registrerte(?: personer)?",
        },
        "recipients": {
            "sv": r"(?:kategori(?:er)? av )?mottagare|delas med\b.*|vi delar\b.*|vem delar\b.*",
            "en": r"(?:categor(?:y|ies) of )?recipients?|(?:shared|sharing) with\b.*|who we share\b.*",
            "de": r"(?:kategorien? (?:der |von )?)?empfängern?|weitergabe an\b.*",
            "nl": r"(?:categorie(?:ën|en)? (?:van )?)?ontvangers|gedeeld met\b.*",
            "fr": r"(?:catégories? de )?destinataires|partagées? avec\b.*",
            "da": r"(?:kategori(?:er)? af )?modtagere|deles med\b.*|videregives til\b.*",
            "no": r"(?:kategori(?:er)? (?:av )?)?mottakere|utleveres til\b.*",
        },
        "purpose": {
            "sv": r"syfte(?:t|n|na)?\b.*|ändamål(?:et|en)?\b.*|varför\b.*|"
            r"vad vi använder (?:dem|uppgifterna) till",
            "en": r"purposes?\b.*|why\b.*|(?:what we use|how we use) (?:it|them|your data|the data)\b.*|"
            r"processing purposes?\b.*",
            "de": r"(?:verarbeitungs)?zwecke?\b.*|warum\b.*|wozu\b.*",
            "nl": r"(?:verwerkings)?doel(?:e?inden?|en)?\b.*|waarom\b.*",
            "fr": r"finalités?\b.*|pourquoi\b.*|objectifs?\b.*",
            "da": r"formål(?:et|ene)?\b.*|hvorfor\b.*",
            "no": r"formål(?:et|ene)?\b.*|hvorfor\b.*",
        },
        "activity": {
            "sv": r"personuppgiftsbehandling(?:ar|en)?|"
            r"behandling(?:ar|en|s?aktivitet(?:er)?)?(?: av personuppgifter)?|aktivitet(?:er)?|"
            r"vad(?: gör vi| vi gör)?\b.{0,20}",
            "en": r"(?:data )?processing(?: (?:activit(?:y|ies)|operations?))?|activit(?:y|ies)|"
            r"business function|what(?: (?:do )?we do)?\b.{0,20}",
            "de": r"(?:daten)?verarbeitung(?:s?tätigkeit(?:en)?|svorg[aä]ng(?:e|en)?|en)?|tätigkeit(?:en)?|"
            r"was(?: wir tun| tun wir)?",
            "nl": r"verwerking(?:en|sactiviteit(?:en)?)?|activiteit(?:en)?|wat(?: (?:doen )?wij?(?: doen)?)?",
            "fr": r"(?:activités? de )?traitements?|activités?|quoi|ce que nous faisons",
            "da": r"behandlingsaktivitet(?:er)?|behandling(?:en|er)?(?: af personoplysninger)?|"
            r"hvad(?: (?:gør )?vi(?: gør)?)?",
            "no": r"behandlingsaktivitet(?:er)?|behandling(?:en|er)?(?: av personopplysninger)?|"
            r"hva(?: (?:gjør )?vi(?: gjør)?)?",
        },
    }
)
COLUMNS = ("activity", "purpose", "categories", "subjects", "basis", "retention", "recipients")
NAMES = MappingProxyType(
    {
        "activity": "activity (Personuppgiftsbehandling, Processing activity)",
        "purpose": "purpose (Syfte, Ändamål, Purpose)",
        "categories": "categories of data (Kategorier av personuppgifter, Data categories)",
        "subjects": "categories of people (Kategorier av registrerade, Data subjects)",
        "basis": "legal basis (Rättslig grund, Legal basis)",
        "retention": "time of storage (Lagringstid, Gallring, Retention)",
    }
)
_LONGEST = 80
_MARKS = re.compile(r"[\s*:?.†‡¹²³⁰⁴-⁹]+|\[\^?\d+\]")
# What a table's first column is called when the table is about cookies and not about activities.
_COOKIES = re.compile(
    r"(?:namn på |name of (?:the )?)?(?:cookie|kak(?:a|or)|kakan|cookien)s?(?:[ -]?(?:name|namn|kategori|"
    r"category|type|typ|id))?|informationskapsel|nom du cookie|cookies?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a head or label names, and the language it does so in."""

    column: str
    language: str


def head_of(text: str) -> Head | None:
    """What a column's head, or a section's label, stands for; None for words that nobody knows."""
    words = _MARKS.sub(" ", text.casefold()).strip()
    return _known(words) if 0 < len(words) <= _LONGEST else None


def names_cookies(text: str) -> bool:
    """Whether a head says that the rows are cookies."""
    return _COOKIES.fullmatch(_MARKS.sub(" ", text).strip()[:_LONGEST]) is not None


def language_of(heads: list[Head]) -> str:
    """The language of the register: Swedish where most heads are, else English."""
    swedish = sum(head.language == "sv" for head in heads)
    return "sv" if swedish * 2 > len(heads) else "en"


@lru_cache(maxsize=4096)
def _known(words: str) -> Head | None:
    return next(
        (
            Head(column, language)
            for column, patterns in _WORDS.items()
            for language, pattern in patterns.items()
            if re.fullmatch(pattern, words)
        ),
        None,
    )
