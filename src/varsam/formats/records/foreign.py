"""Words of records in German, Dutch, French, Danish and Norwegian, as the English ones that are read already.

Only what says the same in both languages is put in the other's place; all else stays as it was written.
"""

from __future__ import annotations

import re

_BASES = (
    (
        "legitimate interests",
        r"intérêts? légitimes?|berechtigte[sn]? interessen?|gerechtvaardigde? belang(?:en)?|"
        r"legitime? interesser?|berettige(?:t|de) interesser?",
    ),
    (
        "legal obligation",
        r"obligations? légales?|rechtliche[nr]? verpflichtung(?:en)?|wettelijke verplichting(?:en)?|"
        r"re(?:t)?tslige? (?:forpligtelser?|forpliktelser?|plikt)",
    ),
    (
        "vital interests",
        r"intérêts? vita(?:l|ux)|lebenswichtige[rn]? interessen?|vitale belangen|vitale interesser",
    ),
    (
        "public task",
        r"missions? d.intérêt public|(?:öffentliche[sn]? )(?:aufgabe|interesse)n?|algemeen belang|"
        r"publieke taak|samfundets interesse|allmenn interesse|offentlig myndighe(?:d|t)\w*",
    ),
    ("consent", r"consentements?|einwilligung(?:en)?|toestemming|samtykke"),
    (
        "contract",
        r"(?:exécution (?:du|d.un) )?contrats?|vertrag\w*|(?:uitvoering van de )?overeenkomst|kontrakter?|"
        r"aftaler?|avtaler?",
    ),
)
_CATEGORIES = (
    (
        "personal identity number",
        r"num[ée]ros? de sécurité sociale|\bnir\b|sozialversicherungsnummern?|"
        r"burgerservicenummer|\bbsn\b|cpr-?nummer|fødselsnummer",
    ),
    ("date of birth", r"dates? de naissance|geburtsdat(?:um|en)|geboortedat(?:um|a)|fødselsdato(?:er)?"),
    ("first names", r"\bprénoms?\b|vornamen?\b|voorna(?:am|men)\b|fornavn\b"),
    ("names", r"\bnoms?\b|\bnamen\b|\bnaam\b|\bnachnamen?\b|\bachterna(?:am|men)\b|\b(?:etter|efter)?navn\b"),
    (
        "e-mail",
        r"(?:adresses? )?(?:de )?courriels?|adresses? (?:e-?mails?|mail|électroniques?)|"
        r"e-?mail-?adres(?:se|sen|ser)?|e-?post(?:adresse)?r?\b",
    ),
    ("ip address", r"adresses? ip\b|ip-?adres(?:se|sen|ser)?\b"),
    (
        "address",
        r"adresses?(?: postales?)?\b|\banschrift(?:en)?\b|\badressen\b|\badresgegevens\b|\badres(?:ser)?\b",
    ),
    ("phone", r"(?:numéros? de )?téléphones?|telefoonnummers?"),
    ("bank", r"\brib\b|\biban\b|coordonnées bancaires|bankverbindung\w*|bankgegevens"),
    (
        "payroll",
        r"salaires?|rémunérations?|fiches? de paie|\bgeh(?:a|ä)lt\w*|\bloon\w*|\bsalaris\w*|\blønn?\w*",
    ),
    (
        "applications",
        r"candidatures?|lettres? de motivation|bewerbung\w*|sollicitatie\w*|ansøgning\w*|søknad\w*",
    ),
    ("health data", r"\bsanté\b|gesundheit\w*|gezondheid\w*|helbred\w*|helseopplysning\w*"),
    ("photo", r"photos?\b|images?\b|lichtbild\w*|bilder?\b|\bfoto.s\b|billeder?\b"),
    ("customer number", r"numéros? (?:de )?clients?|kundennummern?|klantnummers?|kundenummer"),
    ("location", r"localisation|standort\w*|locatie\w*|lokalisering"),
    ("logs", r"\bjournaux\b|protokolldaten|logbestanden|\blogger\b"),
    ("contact details", r"coordonnées\b|kontaktdaten|contactgegevens|kontaktop(?:p)?lysninger?"),
    ("billing", r"facturation|factures?\b|rechnung\w*|factuur\w*|fakturering\w*"),
)
_SUBJECTS = (
    ("prospects", r"prospects?|interessenten|kunder i spe|potenti[eë]le klanten|potentielle kunder"),
    ("customers", r"clients?\b|clientes\b|\bkund(?:en|e|er|innen)\b|klanten|\bklant\b"),
    ("employees", r"salariés?|employés?|personnel\b|beschäftigte\w*|mitarbeiter\w*|werknemers?|medewerkers?|"
     r"ansatte|medarbejdere"),
    ("applicants", r"candidats?\b|bewerber\w*|sollicitanten|ansøgere|(?:jobb?)?søkere"),
    ("suppliers", r"fournisseurs?|lieferanten|leveranciers?|leverand[øo]rer"),
    ("visitors", r"visiteurs?|internautes|besucher\w*|bezoekers?|besøgende|besøkende"),
    ("members", r"adhérents?|membres?|mitglieder|leden\b|medlemmer"),
    ("users", r"utilisateurs?|nutzer\w*|benutzer\w*|gebruikers?|brugere|brukere"),
    ("subscribers", r"abonnés?|abonnenten|abonnees|abonnenter"),
    ("children", r"enfants?|mineurs?|kinder\b|kinderen|børn"),
    ("partners", r"partenaires?|geschäftspartner|samarbejdspartnere|samarbeidspartnere"),
)  # fmt: skip
_UNITS = (
    ("years", r"ans?|années?|jahre?n?|jaar|jaren|år"),
    ("months", r"mois|monate?n?|maand(?:en)?|måned(?:er)?"),
    ("weeks", r"semaines?|wochen?|weken|week|uge(?:r)?|uker?"),
    ("days", r"jours?|tage?n?|dag(?:en|e|er)?"),
)
_END_OF_CONTRACT = (
    r"(?:après|à compter de|à partir de|suivant) (?:la )?(?:fin|résiliation) (?:du contrat|de la relation "
    r"contractuelle|des relations contractuelles)|"
    r"nach (?:vertragsende|ende des vertrag(?:e?s|sverhältnisses)|"
    r"beendigung des vertrag(?:e?s|sverhältnisses))|na (?:het )?(?:einde|afloop|"
    r"beëindiging) (?:van )?(?:het "
    r"contract|de overeenkomst)|"
    r"efter (?:kontraktens|aftalens) (?:ophør|udløb)|etter (?:kontraktens|avtalens) "
    r"(?:slutt|opphør|utløp)|etter avtaleslutt"
)
_PERIOD = re.compile(
    r"(\d{1,4})\s*(?:" + "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS) + r")"
    rf"(?:\s+(?P<contract>{_END_OF_CONTRACT}))?\.?",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"[-–—./\s]*|(?:n ?/ ?a|not applicable|none|no|non(?: concernée?s?)?|sans objet|néant|aucune?s?|"
    r"non applicable|nej|inga?|inget|ej (?:aktuellt|tillämpligt|angivet)|ej|saknas|nein|keine?|entfällt|"
    r"nee|geen|n\.?v\.?t\.?|niet van toepassing|ingen|nei|ikke (?:relevant|aktuelt)|nil|not stated|"
    r"inte angivet|false)\b[-–—.,\s]*",
    re.IGNORECASE,
)  # fmt: skip
_NOTHING_OUTSIDE = re.compile(
    r"(?:nej|no|non|nein|nee|nei|ingen|none|aucun\w*|sans objet)\b.{0,120}|inom (?:eu|ees)\b.{0,40}|"
    r"within the e(?:u|ea)\b.{0,40}",
    re.IGNORECASE | re.DOTALL,
)
_YES = re.compile(r"(?:ja|yes|oui|jo|x|true)[.!]?", re.IGNORECASE)


def _compiled(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((english, re.compile(pattern, re.IGNORECASE)) for english, pattern in pairs)


_BY_KIND = {
    "basis": _compiled(_BASES),
    "categories": _compiled(_CATEGORIES),
    "subjects": _compiled(_SUBJECTS),
}


def in_english(kind: str, text: str) -> str:
    """A cell of bases, categories or subjects (`kind`) with the words that are known here in English."""
    for english, pattern in _BY_KIND[kind]:
        text = pattern.sub(english, text)
    return text


def period_in_english(phrase: str) -> str:
    """A plain period, alone or from the end of a contract, in English; any other phrase as it is."""
    found = _PERIOD.fullmatch(phrase.strip())
    if found is None:
        return phrase
    unit = next(name for name, _ in _UNITS if found[name])
    number = int(found[1])
    period = f"{number} {unit.removesuffix('s') if number == 1 else unit}"
    return f"contract.end + {period}" if found["contract"] else period


def says_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing to say: empty, a dash, not applicable, no."""
    return _NOTHING.fullmatch(text) is not None


def says_no_transfer(text: str) -> bool:
    """Whether a cell says that nothing leaves the EEA, with whatever it adds to that."""
    return says_nothing(text) or _NOTHING_OUTSIDE.fullmatch(text.strip()) is not None


def says_only_yes(text: str) -> bool:
    """Whether a cell says yes and nothing more."""
    return _YES.fullmatch(text.strip()) is not None
