"""The words of retention phrases in policies, Swedish and English: what each says, never whole sentences.

A phrase is split at the longest run of words that the lexicon knows. What it doesn't know stays unread,
and a phrase with an unread word goes to a person. `|` separates spellings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Literal, TypeAlias

from varsam.domain.calendar import Unit

PhraseTongue: TypeAlias = Literal["sv", "en"]
PHRASE_TONGUES: tuple[PhraseTongue, ...] = ("sv", "en")


class Kind(Enum):
    """What a run of words does in a phrase."""

    NUMBER = auto()
    ORDINAL = auto()
    ARTICLE = auto()  # “ett år”, “a year”: one, if a unit follows
    UNIT = auto()
    JOIN = auto()  # + plus och
    COMMA = auto()
    OPEN = auto()
    CLOSE = auto()
    DROP = auto()  # says nothing about time
    SUBJECT = auto()  # “uppgifterna sparas”
    DURING = auto()
    UNTIL = auto()
    AFTER = auto()
    FROM = auto()
    FOR = auto()  # “i 12 månader”
    MAX = auto()
    THEREAFTER = auto()
    CONSENT_ONLY = auto()  # “vid samtycke”
    BOOKKEEPING = auto()
    LAST = auto()  # “senaste kontakten”
    HAVE = auto()  # “du har ett konto”
    NOUN = auto()
    GENITIVE = auto()  # “avtalets”
    SPAN = auto()  # a word that means a whole time: “avtalstiden”
    SPAN_OF = auto()  # “duration of …”, “löptid” after a genitive
    END = auto()  # a phrase that means an end by itself: “avtalsslut”
    POINT = auto()  # what happens at one moment: a visit
    BOOK_YEAR_END = auto()
    ON = auto()  # is open, runs
    OFF = auto()  # ends, ended
    OFF_NOUN = auto()  # slut, end
    OFF_OF = auto()  # slutet av, end of
    WITHDRAWN = auto()
    UNREAD = auto()


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that lasts, and the event at which it ends; a process may stand for its own time and end."""

    event: str
    sv: Mapping[Kind, str]
    en: Mapping[Kind, str]
    process: bool = False


THINGS: tuple[Thing, ...] = (
    Thing(
        "contract.end",
        sv={
            Kind.NOUN: "avtal|avtalet|avtalen|kontrakt|kontraktet|kundavtal|kundavtalet|tjänsteavtalet|"
            "leverantörsavtalet|"
            "avtalsförhållandet|avtalsrelationen",
            Kind.GENITIVE: "avtalets|avtalens|kontraktets|avtalstidens|avtalsperiodens|avtalsförhållandets",
            Kind.SPAN: "avtalstid|avtalstiden|avtalsperiod|avtalsperioden|kontraktstid|kontraktstiden|"
            "kontraktsperioden",
            Kind.END: "avtalsslut|avtalsslutet|avtalets slutdatum",
        },
        en={
            Kind.NOUN: "contract|agreement|contracts|contractual relationship",
            Kind.GENITIVE: "contract's|agreement's",
            Kind.SPAN: "contract period|contract term|contractual period|contractual term|agreement period|"
            "agreement term|term of contract|life of the contract",
        },
    ),
    Thing(
        "case.closed",
        sv={
            Kind.NOUN: "ärende|ärendet|supportärende|supportärendet|kundärende|kundärendet|ärendena",
            Kind.GENITIVE: "ärendets|supportärendets|kundärendets",
        },
        en={Kind.NOUN: "case|support case|ticket|support ticket", Kind.GENITIVE: "case's|ticket's"},
    ),
    Thing(
        "recruitment.closed",
        sv={
            Kind.NOUN: "rekrytering|rekryteringen|rekryteringsprocess|rekryteringsprocessen|"
            "rekryteringsförfarandet",
            Kind.GENITIVE: "rekryteringens|rekryteringsprocessens",
            Kind.SPAN: "rekryteringstiden|rekryteringsperioden",
        },
        en={
            Kind.NOUN: "recruitment|recruitment process|hiring process|application process",
            Kind.SPAN: "recruitment period",
        },
        process=True,
    ),
    Thing(
        "demo.ended",
        sv={
            Kind.NOUN: "demo|demon|demot",
            Kind.GENITIVE: "demons|demots|demoperiodens|testperiodens|provperiodens",
            Kind.SPAN: "demotiden|demoperiod|demoperioden|testperiod|testperioden|provperiod|provperioden",
        },
        en={Kind.NOUN: "demo|trial", Kind.SPAN: "demo period|trial period|test period"},
        process=True,
    ),
    Thing(
        "account.closed",
        sv={
            Kind.NOUN: "konto|kontot|användarkonto|användarkontot|kundkonto|kundkontot",
            Kind.GENITIVE: "kontots|användarkontots|kundkontots",
        },
        en={Kind.NOUN: "account|user account|customer account", Kind.GENITIVE: "account's"},
    ),
    Thing(
        "subscription.end",
        sv={
            Kind.NOUN: "prenumeration|prenumerationen|abonnemang|abonnemanget",
            Kind.GENITIVE: "prenumerationens|abonnemangets",
            Kind.SPAN: "prenumerationstid|prenumerationstiden|prenumerationsperioden|abonnemangstiden",
        },
        en={Kind.NOUN: "subscription", Kind.SPAN: "subscription period|subscription term"},
        process=True,
    ),
    Thing(
        "membership.end",
        sv={
            Kind.NOUN: "medlemskap|medlemskapet",
            Kind.GENITIVE: "medlemskapets",
            Kind.SPAN: "medlemstiden|medlemsperioden",
        },
        en={Kind.NOUN: "membership", Kind.SPAN: "membership period|membership term"},
        process=True,
    ),
    Thing(
        "employment.end",
        sv={
            Kind.NOUN: "anställning|anställningen",
            Kind.GENITIVE: "anställningens",
            Kind.SPAN: "anställningstid|anställningstiden|anställningsperioden",
        },
        en={Kind.NOUN: "employment", Kind.SPAN: "employment period|period of employment|term of employment"},
        process=True,
    ),
    Thing(
        "relationship.end",
        sv={
            Kind.NOUN: "kundförhållande|kundförhållandet|kundrelation|kundrelationen",
            Kind.GENITIVE: "kundförhållandets|kundrelationens",
            Kind.SPAN: "är kund",
        },
        en={
            Kind.NOUN: "customer relationship|business relationship",
            Kind.SPAN: "are customer|are a customer",
        },
        process=True,
    ),
    Thing(
        "warranty.end",
        sv={
            Kind.NOUN: "garantin",
            Kind.GENITIVE: "garantins|garantitidens",
            Kind.SPAN: "garantitid|garantitiden",
        },
        en={Kind.NOUN: "warranty", Kind.SPAN: "warranty period"},
    ),
    Thing(
        "fiscal_year.end",
        sv={Kind.NOUN: "räkenskapsår|räkenskapsåret", Kind.GENITIVE: "räkenskapsårets"},
        en={Kind.NOUN: "fiscal year|financial year", Kind.GENITIVE: "fiscal year's|financial year's"},
    ),
    Thing(
        "consent.withdrawn",
        sv={Kind.NOUN: "samtycke|samtycket|samtycken", Kind.GENITIVE: "samtyckets"},
        en={Kind.NOUN: "consent"},
    ),
)

# What happens at a moment: the event and how the moment is called.
POINTS: Mapping[str, tuple[str, str]] = {
    "visit.at": ("besök|besöket|besökstillfället|webbplatsbesöket", "visit|website visit"),
    "contact.at": ("kontakt|kontakten|kontakttillfället|samtalet", "contact|call"),
    "message.at": ("meddelande|meddelandet|mejlet|mailet", "message|e-mail|email"),
    "purchase.at": ("köp|köpet|köptillfället", "purchase"),
    "order.placed": ("beställning|beställningen|order|ordern", "order"),
    "invoice.issued": ("fakturadatum|fakturadatumet", "invoice date"),
    "recording.made": ("inspelning|inspelningen|inspelningstillfället", "recording"),
    "file.received": (
        "mottagande|mottagandet|mottagande av filen|mottagandet av filen|mottagandet av filerna|"
        "filen mottogs",
        "receipt|receipt of file|receipt of files|file received|file is received",
    ),
    "list.obtained": ("adressuttag|adressuttaget|listan erhölls", "list obtained|list is obtained"),
}

_SV: Mapping[Kind, str] = {
    Kind.ARTICLE: "ett|en",
    Kind.JOIN: "plus|och|samt|jämte|med tillägg av|med tillägg för",
    Kind.DROP: "med oss|hos oss|med dig",
    Kind.SUBJECT: "uppgifterna sparas|personuppgifterna sparas|uppgifterna lagras|personuppgifterna lagras|"
    "uppgifterna gallras|uppgifterna raderas|sparas|lagras|bevaras|behålls|gallras|raderas|tas bort|"
    "vi sparar|"
    "vi sparar uppgifterna|sparas endast|lagras endast",
    Kind.DURING: "under|under tid|under tiden|under den tid|så länge|för så länge|medan",
    Kind.UNTIL: "när|då|tills|till|till dess|intill dess|fram till|fram tills|fram till dess|till och med",
    Kind.AFTER: "efter|räknat efter",
    Kind.FROM: "från|räknat från|sedan|från och med",
    Kind.FOR: "i|inom|senast|under en period av|under en tid av",
    Kind.MAX: "max|maximalt|högst|längst|som längst|som mest|dock längst|dock högst|dock max|dock maximalt|"
    "dock som längst|men högst|men längst|men max|upp till|dock senast|dock inte längre än",
    Kind.THEREAFTER: "därefter|efteråt|efter detta",
    Kind.CONSENT_ONLY: "vid samtycke|med samtycke|om samtycke finns|om samtycke ges|om samtycke lämnats|"
    "om samtycke har lämnats|om samtycker",
    Kind.LAST: "senaste|sista",
    Kind.HAVE: "har|kunden har|vi har",
    Kind.SPAN_OF: "löptid|giltighetstid|varaktighet|löptiden för|giltighetstiden för|varaktigheten av",
    Kind.BOOK_YEAR_END: "utgången av det kalenderår då räkenskapsåret avslutades|"
    "utgången av det kalenderår då "
    "räkenskapsåret avslutats|utgången av det kalenderår då räkenskapsåret har avslutats|"
    "utgången av det kalenderår "
    "under vilket räkenskapsåret avslutades|utgången av kalenderåret då räkenskapsåret avslutades|"
    "slutet av det "
    "kalenderår då räkenskapsåret avslutades",
    Kind.ON: "gäller|löper|pågår|är öppet|är aktivt|är aktiv|är i kraft|består|finns|varar|är giltigt|"
    "öppet|aktivt|"
    "aktiv|gällande|löpande|pågående|fortfarande gäller|fortfarande är öppet",
    Kind.OFF: "upphör|upphört|har upphört|upphörde|avslutas|avslutats|har avslutats|är avslutat|"
    "är avslutad|avslutades|"
    "avslutat|avslutad|avslutade|löper ut|löpt ut|har löpt ut|går ut|gått ut|har gått ut|slutar|slutat|"
    "stängs|stängts|"
    "har stängts|är stängt|stängt|stängd|utgånget|genomförd|genomfört",
    Kind.OFF_NOUN: "slut|utgång|upphörande|avslut|avslutande|avslutning|stängning|slutdatum",
    Kind.OFF_OF: "slutet av|slutet på|utgången av|upphörandet av|upphörande av|avslutandet av|avslut av|"
    "stängningen av|avslutningen av",
    Kind.WITHDRAWN: "återkallas|återkallats|har återkallats|återkallat|är återkallat|återkallar|"
    "återkallades|återtas|"
    "dras tillbaka|dragits tillbaka|har dragits tillbaka|drar tillbaka|tas tillbaka|återkallelse|"
    "återkallelsen av|"
    "återkallelse av|återkallande av|återkallandet av",
}

_EN: Mapping[Kind, str] = {
    Kind.ARTICLE: "a|an",
    Kind.JOIN: "plus|and",
    Kind.DROP: "with us|with you",
    Kind.SUBJECT: "data is stored|data is kept|data are stored|data are kept|data is retained|"
    "data are retained|stored|"
    "kept|retained|erased|deleted|is stored|is kept|is retained|we keep|we store|we retain|we keep it|"
    "personal data is "
    "stored|personal data is kept",
    Kind.DURING: "during|while|for as long as|as long as|so long as|throughout|whilst",
    Kind.UNTIL: "when|until|till|up until|up to and including",
    Kind.AFTER: "after|following|once",
    Kind.FROM: "from|since|as of",
    Kind.FOR: "for|within|for a period of|no later than|at the latest",
    Kind.MAX: "max|maximum|a maximum of|at most|for at most|up to|for up to|no longer than|not longer than|"
    "but no longer than|but not longer than|but at most|however no longer than|for no longer than|"
    "no more than",
    Kind.THEREAFTER: "thereafter|afterwards|afterward",
    Kind.CONSENT_ONLY: "with consent|if consent is given|if consent was given|if consent|subject to consent",
    Kind.LAST: "last|latest|most recent",
    Kind.HAVE: "have|customer has|we have",
    Kind.SPAN_OF: "duration of|for duration of|term of|for term of|length of|for length of|lifetime of",
    Kind.BOOK_YEAR_END: "the end of the calendar year in which the fiscal year ended|"
    "the end of the calendar year in "
    "which the financial year ended|the end of the calendar year in which the fiscal year ends",
    Kind.ON: "is in force|is open|is active|is valid|runs|lasts|is running|is ongoing|continues|exists|"
    "open|active|"
    "ongoing|remains open|remains in force|remains active|is effective",
    Kind.OFF: "ends|ended|has ended|is ended|expires|expired|has expired|is closed|closed|"
    "has been closed|was closed|"
    "closes|is terminated|terminated|terminates|has been terminated|is completed|completed|"
    "has been completed|"
    "is over|finished|is finished",
    Kind.OFF_NOUN: "end|termination|expiry|expiration|closure|end date|completion",
    Kind.OFF_OF: "end of|termination of|expiry of|expiration of|closure of|closing of|completion of|"
    "cessation of",
    Kind.WITHDRAWN: "is withdrawn|withdrawn|has been withdrawn|was withdrawn|withdraw|withdrawal of|"
    "withdrawal|"
    "is revoked|revoked|revoke|has been revoked",
}

_UNITS: Mapping[PhraseTongue, Mapping[Unit, str]] = {
    "sv": {
        Unit.DAY: "dag|dagar|dagars|dgr|dygn|kalenderdagar",
        Unit.WEEK: "vecka|veckor|veckors|vkr",
        Unit.MONTH: "månad|månader|månaders|mån|mån-er|mnd",
        Unit.YEAR: "år|års|året",
    },
    "en": {
        Unit.DAY: "day|days|calendar days",
        Unit.WEEK: "week|weeks|wk|wks",
        Unit.MONTH: "month|months|mth|mths|mo|mos",
        Unit.YEAR: "year|years|yr|yrs",
    },
}

# The words in the order of the numbers; the Swedish one is the article.
_COUNTED = (*range(1, 13), 18, 20, 24, 30, 36, 60, 90)
_NUMBERS: Mapping[PhraseTongue, str] = {
    "sv": "|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|arton|tjugo|tjugofyra|trettio|trettiosex|sextio|"
    "nittio",
    "en": "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty|twenty-four|thirty|"
    "thirty-six|sixty|ninety",
}
_SEVENTH: Mapping[PhraseTongue, str] = {"sv": "sjunde", "en": "seventh"}

# A capped rule counts its cap from this event where the phrase doesn't say: the most protective one.
CAP_EVENTS: Mapping[str, str] = {"case.closed": "file.received"}
PROCESSES = frozenset(thing.event for thing in THINGS if thing.process)

# Words that say nothing about time; they fall out of phrases and of the spellings above alike.
_FILLERS: Mapping[PhraseTongue, frozenset[str]] = {
    "sv": frozenset(
        {
            "den",
            "det",
            "din",
            "ditt",
            "dina",
            "vår",
            "vårt",
            "våra",
            "du",
            "som",
            "att",
            "hela",
            "ytterligare",
            "endast",
        }
    ),
    "en": frozenset({"the", "your", "our", "any", "that", "you", "another", "additional", "further", "only"}),
}

Entry: TypeAlias = tuple[Kind, str | int | Unit]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What runs of words mean in one tongue; the words of a run are in small letters, without fillers."""

    entries: Mapping[tuple[str, ...], Entry]
    fillers: frozenset[str]
    longest: int


@cache
def lexicon(tongue: PhraseTongue) -> Lexicon:
    """Build the lexicon of a tongue; ValueError if one spelling were to mean two things."""
    entries: dict[tuple[str, ...], Entry] = {}

    def add(spellings: str, entry: Entry) -> None:
        for spelling in spellings.split("|"):
            words = tuple(word for word in spelling.split() if word not in _FILLERS[tongue])
            if not words or entries.setdefault(words, entry) != entry:
                raise ValueError(f"“{spelling}” would mean both {entries.get(words)} and {entry}")

    for kind, spellings in (_SV if tongue == "sv" else _EN).items():
        add(spellings, (kind, ""))
    for unit, spellings in _UNITS[tongue].items():
        add(spellings, (Kind.UNIT, unit))
    for number, word in zip(_COUNTED, _NUMBERS[tongue].split("|"), strict=True):
        if word:
            add(word, (Kind.NUMBER, number))
    add(_SEVENTH[tongue], (Kind.ORDINAL, 7))
    for thing in THINGS:
        for kind, spellings in (thing.sv if tongue == "sv" else thing.en).items():
            add(spellings, (kind, thing.event))
    for event, (swedish, english) in POINTS.items():
        add(swedish if tongue == "sv" else english, (Kind.POINT, event))
    return Lexicon(entries, _FILLERS[tongue], max(map(len, entries)))
