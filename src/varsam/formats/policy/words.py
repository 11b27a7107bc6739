"""The vocabulary of policies: how bases, categories, people, activities and roles are called in tables.

Nothing here knows a company or a sentence; only words, in Swedish and English, and those of bases in more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from varsam.domain.register import Basis, Role
from varsam.domain.vocabulary import CATEGORIES, SUBJECTS, Word
from varsam.formats.policy.basis_words import OTHER_BASES, OTHER_NEGATIONS, OTHER_WORDS, cited
from varsam.formats.policy.slugs import slug


def _patterns(*rows: tuple[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(pattern, re.IGNORECASE)) for code, pattern in rows)


# The first pattern that fits a stretch of text takes it, so what is narrower comes first.
_OWN_BASES = (
    ("undecided", r"ännu inte bestämd|not yet decided"),
    ("soft_opt_in", r"soft[ -]opt[ -]in|befintlig\w* kundrelation\w*|existing customer relation\w*"),
    (
        "legitimate_interests",
        r"(?:efter )?intresseavvägning\w*|berättiga\w+ intresse\w*|legitimate interests?|"
        r"balanc\w+ of interests?|"
        r"6\s*[.(]?\s*1\s*\)?[.( ]*f\b\)?",
    ),
    (
        "legal_obligation",
        r"(?:rättslig|laglig)\w* (?:förpliktelse|skyldighet)\w*|legal obligations?|"
        r"statutory (?:obligation|duty)\w*|"
        r"lagkrav\w*|krav i lag|(?:enligt )?bokföringslag\w*|6\s*[.(]?\s*1\s*\)?[.( ]*c\b\)?",
    ),
    (
        "vital_interests",
        r"(?:grundläggande|vitala?) intresse\w*|vital interests?|6\s*[.(]?\s*1\s*\)?[.( ]*d\b\)?",
    ),
    (
        "public_task",
        r"(?:uppgift av )?allmänt intresse|myndighetsutövning|public (?:task|interest)|official authority|"
        r"6\s*[.(]?\s*1\s*\)?[.( ]*e\b\)?",
    ),
    ("consent", r"(?:uttryckligt )?samtycke\w*|(?:explicit )?consent|6\s*[.(]?\s*1\s*\)?[.( ]*a\b\)?"),
    (
        "contract",
        r"(?:fullgörande av |uppfyllande av )?(?:avtal|kontrakt)\w*|(?:performance of (?:a |"
        r"the )?)?contract\w*|"
        r"agreement|6\s*[.(]?\s*1\s*\)?[.( ]*b\b\)?",
    ),
)
_BASES = _patterns(
    *(
        (code, "|".join(filter(None, (OTHER_BASES.get(code, ""), cited(code), pattern))))
        for code, pattern in _OWN_BASES
    )
)
_QUIET = re.compile(
    r"\b(?:och|samt|eller|and|or|gdpr|artikel|article|art|dataskyddsförordningen|enligt|under|the|a|av|of|med|with|den|"
    r"registrerades?|personen|vårt|våra|our|i|vissa|fall|some|cases|alternativt|"
    rf"{OTHER_WORDS})\b|[^\w]|\d",
    re.IGNORECASE,
)
_NEGATED = re.compile(rf"\b(?:ej|inte|utan|inget|no|not|without|{OTHER_NEGATIONS})\s*$", re.IGNORECASE)

_CATEGORY_WORDS = _patterns(
    (
        "customer_data",
        r"uppgifter som (?:ingår|finns|lagras) i .{0,40}?program\w*|(?:data|information) (?:in|within) "
        r".{0,40}?(?:program|system|application|software)\w*|kundfil\w*|customer files?|"
        r"kundens (?:egna )?data|kunddata",
    ),
    (
        "all",
        r"(?:alla|samtliga) (?:kategorier|typer|slags?|personuppgifter)(?: av)?(?: personuppgifter)?|"
        r"all (?:categories|types|kinds|personal data)(?: of)?(?: personal data| data)?",
    ),
    (
        "contact.email",
        r"e-?post\w*(?:adress\w*)?|e-?mail(?:[ -]?(?:address\w*|adress\w*))?|mailadress\w*|mejl\w*",
    ),
    ("online.ip", r"\bip(?:-| )?(?:adress\w*|nummer|address\w*|number)?\b"),
    ("online.cookie", r"cookies?\b|kakor\b|\bkaka\b"),
    ("online.behaviour", r"beteende\w*|behaviou?r\w*|användarmönster|surf\w*"),
    ("online.device", r"enhets(?:uppgift|information|id)\w*|device\w*|webbläsar\w*|browser\w*"),
    ("online.log", r"logg(?:ar|data|uppgifter)\b|\blogs?\b|log data"),
    ("account.login", r"inloggning\w*|login\w*|log-in\w*|lösenord\w*|passwords?|credentials"),
    (
        "account",
        r"kontouppgift\w*|användarkonto\w*|account (?:details|data|information)|användarnamn|user ?names?",
    ),
    (
        "id.personnummer",
        r"person-?nummer|personal (?:identity|identification) numbers?|national id\w*|samordningsnummer",
    ),
    ("id.birth_date", r"födelse(?:datum|år|dag)|dates? of birth|birth ?dates?"),
    ("id.customer_no", r"kundnummer|customer (?:no|number)s?"),
    ("id.document", r"\bpass\b|körkort|id-?handling\w*|identity documents?|passports?"),
    ("billing.bank", r"bank\w*"),
    ("billing.payment", r"betal\w*|kortuppgift\w*|kreditkort\w*|payments?(?: details| data)?|card details"),
    ("billing", r"faktur\w*|bokför\w*|billing(?: details| data| information)?|invoic\w*(?: details| data)?"),
    ("contact.address", r"\w*adress(?:er|en|uppgift\w*)?\b|\baddress(?:es)?(?: details)?|postal details"),
    ("contact.phone", r"telefon\w*|mobilnummer|(?:tele)?phone(?: numbers?)?"),
    ("contact.social", r"sociala medie?\w*|social media(?: accounts?| handles?)?"),
    ("contact.name", r"(?:för-? och efter|för|efter)?namn\b|(?:first |last |sur|full )?names?\b"),
    ("image.video", r"film\w*|video\w*"),
    ("image", r"bild(?:er)?\b|foto\w*|images?|photo\w*|pictures?"),
    ("audio", r"ljud\w*|inspel\w*|röst\w*|audio(?: recordings?)?|(?:call )?recordings?|voice\w*"),
    ("location", r"plats\w*|position\w*|geo\w*|location(?: data)?"),
    (
        "work.application",
        r"ansökning\w*|\bcv\b|meritförteckning\w*|personligt brev|betyg|applications?(?: documents)?|"
        r"résumés?|resumes?|referenser|references",
    ),
    ("work.payroll", r"lön\w*|salar\w*|payroll"),
    (
        "work",
        r"yrkes\w*|befattning\w*|\btitel\b|anställningsuppgift\w*|job titles?|employment details|"
        r"profession\w*",
    ),
    ("special.health", r"hälso?\w*|sjuk\w*|health(?: data)?|medical\w*"),
    (
        "special",
        r"känsliga (?:person)?uppgifter|sensitive data|special categories(?: of (?:personal )?data)?",
    ),
    ("criminal", r"lagöverträdels\w*|brottmål\w*|criminal\w*"),
    ("order", r"beställning\w*|köp(?:historik|uppgift\w*)?\b|order\w*|purchases?(?: history)?"),
    ("correspondence", r"ärende\w*|meddelande\w*|korrespondens\w*|messages?|correspondence|support cases?"),
    ("preference", r"önskemål|intressen|preferenser|preferences|interests"),
    ("contact", r"kontakt(?:uppgift\w*|information)?\b|contact(?: (?:details|data|information))?"),
    ("customer", r"kund(?:uppgift\w*|information)?\b|customer (?:details|data|information)|\bcustomers?\b"),
)
_SUBJECT_WORDS = _patterns(
    (
        "all",
        r"(?:alla|samtliga)(?: (?:kategorier|registrerade|personer|ovan\w*))?|all (?:categories|"
        r"data subjects|of the"
        r" above)|everyone|\ball\b",
    ),
    (
        "prospect",
        r"potentiell\w*(?: kund\w*)?|prospekt\w*|(?:potential|prospective) (?:customer|client|buyer)s?|"
        r"prospects?|leads?\b",
    ),
    ("contact_person", r"kontaktperson\w*|contact persons?"),
    ("visitor", r"\w*besökare\w*|(?:website |site )?visitors?"),
    ("subscriber", r"prenumerant\w*|subscribers?"),
    ("participant", r"deltagar\w*|participants?|attendees?"),
    ("applicant", r"\w*sökande\w*|kandidat\w*|(?:job )?applicants?|candidates?"),
    ("employee", r"anställd\w*|medarbetar\w*|personal\b|employees?|staff"),
    ("supplier", r"leverantör\w*|suppliers?|vendors?"),
    ("partner", r"\w*partner\w*"),
    ("member", r"medlem\w*|members?"),
    ("child", r"barn\w*|child(?:ren)?"),
    ("user", r"\w*användare\w*|users?"),
    ("individual", r"privatperson\w*|enskild\w*|(?:private )?individuals?|private persons?"),
    ("customer", r"\w*kund(?:er|en|erna)?\b|klient\w*|customers?|clients?"),
)
_LABEL_BREAK = re.compile(r"[,;/•]|\s(?:och|samt|and|&|eller|or)\s|\s\+\s", re.IGNORECASE)

# What a period without a beginning most likely counts from, by what the activity is about.
_ANCHORS = _patterns(
    ("demo.ended", r"\bdemo\w*|\btest(?:a|konto|period)?\b (?:av|of)|provperiod|\btrial\b|testperiod"),
    ("recruitment.closed", r"rekryter\w*|\w*sökande\w*|recruit\w*|applicants?|job applications?|hiring"),
    (
        "fiscal_year.end",
        r"\w*reskontra\w*|bokför\w*|redovisning\w*|faktur(?:a|or|ering)\w*|ledgers?|"
        r"book-?keeping|accounting|accounts payable|invoic\w*",
    ),
    (
        "visit.at",
        r"besök\w*|visit\w*|hemsid\w* (?:analys|statistik)|web(?:bplats|site)? (?:analys|statist|"
        r"analytic)\w*|"
        r"\bcookies?\b|webbanalys|webbstatistik|web analytics",
    ),
    (
        "list.obtained",
        r"adress(?:uttag|köp|list|register)\w*|(?:köpta|inköpta|hyrda) adress\w*|"
        r"(?:purchased|rented|bought|address|mailing) lists?",
    ),
    (
        "contact.at",
        r"telefon\w*|\bchatt?\w*|samtal\w*|(?:tele)?phone|\bcalls?\b|kontaktformulär|contact form",
    ),
    (
        "message.at",
        r"\bmail\w*|\be-?post\w*|\bmejl\w*|\be-?mail\w*|social\w* medi\w*|meddelande\w*|messages?|"
        r"\bsms\b",
    ),
    ("recording.made", r"inspelning\w*|recordings?"),
    ("file.received", r"kundfil\w*|filöverföring\w*|customer files?|file transfers?"),
    ("case.closed", r"ärende\w*|support\w*|\bcases?\b|\btickets?\b|reklamation\w*|complaints?"),
    ("subscription.end", r"nyhetsbrev\w*|prenumer\w*|newsletters?|subscri\w*"),
    ("account.closed", r"användarkonto\w*|kundkonto\w*|user accounts?|customer accounts?"),
    ("order.placed", r"beställning\w*|\borders?\b|\bordrar\b"),
    ("purchase.at", r"\bköp\b|purchases?"),
)
_FILES = re.compile(r"\bfil(?:er|en|erna)?\b|\w*filer\b|\bfiles?\b|uppladd\w*|upload\w*", re.IGNORECASE)
_PROCESSOR = re.compile(
    r"(?:för|på) (?:den )?personuppgiftsansvarig\w* räkning|för (?:våra? )?kund(?:en|er|ers|ens|"
    r"ernas)s? räkning|"
    r"(?:som|i egenskap av) personuppgiftsbiträde|on behalf of (?:a |the |our )?(?:\w+ )?(?:controller|"
    r"customer|client)s?|"
    r"\bas (?:a |the |their )?(?:data )?processor\b",
    re.IGNORECASE,
)
_MARKETING = re.compile(
    r"direkt(?:marknadsför|reklam)\w*|nyhetsbrev\w*|direct (?:marketing|mail)\w*|newsletters?|"
    r"erbjuda (?:varor|tjänster|produkter)|^(?:marknadsföring|marketing)$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^)]*\)")
_CONSENT = re.compile(r"\bsamtycke|\bconsent", re.IGNORECASE)
_WITHDRAWN = re.compile(r"återkall|återta|dras? tillbaka|withdraw|revok", re.IGNORECASE)
_UNTIL = re.compile(r"till dess|\btills\b|fram till|så länge|\buntil\b|for as long as", re.IGNORECASE)
_STORED = re.compile(
    r"lagringstid|bevarandetid|sparas|lagras|bevaras|gallras|retention|stored|kept|retain|storage",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ReadBases:
    """The bases of a cell in its order, and what of the cell nobody understood."""

    bases: tuple[Basis, ...]
    unread: str


@dataclass(frozen=True, slots=True)
class ReadWords:
    """The codes of a cell in its order, and words that the vocabulary hasn't got."""

    codes: tuple[str, ...]
    own: tuple[Word, ...]


def read_bases(cell: str) -> ReadBases:
    """Read a basis cell such as "Avtal + intresseavvägning", "consent and contract" or "Art. 6(1)(f)"."""
    rest, found = cell, []
    for code, pattern in _BASES:
        while (match := pattern.search(rest)) is not None:
            if not _NEGATED.search(rest[: match.start()]):
                found.append((match.start(), Basis(code)))
            rest = _blank(rest, match)
    bases = tuple(dict.fromkeys(basis for _, basis in sorted(found, key=lambda each: each[0])))
    unread = " ".join(word for word in _QUIET.sub(" ", rest).split() if len(word) > 3)
    return ReadBases(bases, unread)


def read_categories(cell: str) -> ReadWords:
    """Read a cell of categories of data; what isn't known becomes a word of the register's own."""
    return _read_words(cell, CATEGORIES, _CATEGORY_WORDS)


def read_subjects(cell: str) -> ReadWords:
    """Read a cell of categories of people; what isn't known becomes a word of the register's own."""
    return _read_words(cell, SUBJECTS, _SUBJECT_WORDS)


def anchor_of(texts: Sequence[str]) -> str | None:
    """The event that a bare period of an activity most likely counts from; texts in order of their weight."""
    for text in texts:
        for event, pattern in _ANCHORS:
            if pattern.search(text):
                return event
    return None


def cap_of(texts: Sequence[str]) -> str | None:
    """The event that a longest time counts from where the activity is about files."""
    return "file.received" if any(_FILES.search(text) for text in texts) else None


def role_of(texts: Sequence[str]) -> Role:
    """Processor where the row itself says that it is done on a controller's behalf."""
    return Role.PROCESSOR if any(_PROCESSOR.search(text) for text in texts) else Role.CONTROLLER


def is_marketing(texts: Sequence[str]) -> bool:
    """Whether a row is about direct marketing; what stands in parentheses doesn't count."""
    return any(_MARKETING.search(_ASIDE.sub(" ", text).strip()) for text in texts)


def limits_consent(sentence: str) -> bool:
    """Whether a sentence says that what rests on consent is stored until the consent is withdrawn."""
    return all(pattern.search(sentence) for pattern in (_CONSENT, _WITHDRAWN, _UNTIL, _STORED))


def _read_words(
    cell: str, known: Mapping[str, Word], patterns: tuple[tuple[str, re.Pattern[str]], ...]
) -> ReadWords:
    found: list[tuple[int, str]] = []
    own: dict[str, Word] = {}
    rest = _take_labels(cell, known, found)
    start = 0
    for end in (*(each.span() for each in _LABEL_BREAK.finditer(rest)), (len(rest), len(rest))):
        piece = rest[start : end[0]]
        hits = _take_patterns(piece, patterns)
        found += [(start + place, code) for place, code in hits]
        label = piece.strip(' \x1f.:()"*-')
        if not hits and len(label) > 1:
            code = "other." + (slug(label).replace("-", "_") or "unnamed")
            found.append((start, code))
            own[code] = Word(code, label, label)
        start = end[1]
    codes = tuple(dict.fromkeys(code for _, code in sorted(found, key=lambda each: each[0])))
    return ReadWords(codes, tuple(own[code] for code in codes if code in own))


def _take_labels(cell: str, known: Mapping[str, Word], found: list[tuple[int, str]]) -> str:
    """Take out the vocabulary's own labels, which may hold an "and" and so come before the cell is split."""
    rest = cell
    for label, code in _labels(tuple(known.values())):
        while (match := label.search(rest)) is not None:
            found.append((match.start(), code))
            rest = _blank(rest, match)
    return rest


@cache
def _labels(words: tuple[Word, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    edge = r"[,;/•]|\s(?:och|samt|and|&)\s"
    pairs = sorted({(label, word.code) for word in words for label in (word.sv, word.en)}, key=_longest)
    return tuple(
        (
            re.compile(rf"(?:(?<=^)|(?<=[,;/•])\s*){re.escape(label)}(?=\s*(?:$|{edge}))", re.IGNORECASE),
            code,
        )
        for label, code in pairs
    )


def _longest(pair: tuple[str, str]) -> tuple[int, str]:
    return -len(pair[0]), pair[1]


def _take_patterns(piece: str, patterns: tuple[tuple[str, re.Pattern[str]], ...]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for code, pattern in patterns:
        while (match := pattern.search(piece)) is not None and match.group().strip():
            found.append((match.start(), code))
            piece = _blank(piece, match)
    return found


def _blank(text: str, match: re.Match[str]) -> str:
    # A mark that is no letter keeps the places and ends words.
    return text[: match.start()] + "\x1f" * (match.end() - match.start()) + text[match.end() :]
