"""The legal bases in German, Dutch, French, Danish and Norwegian, and the ways to cite article 6.

They stand beside the Swedish and English words of `words`; only words, and no sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OTHER_BASES: Mapping[str, str] = MappingProxyType(
    {
        "soft_opt_in": r"bestehende\w* kundenbeziehung\w*|bestandskundenwerbung|bestaande klantrelatie",
        "legitimate_interests": r"berechtigte\w* interess\w*|interessenabwägung\w*|"
        r"gerechtvaardigde? belang(?:en)?|belangenafweging|intérêts? légitimes?|"
        r"(?:legitime?|berettiged?e?t?) interesser?n?|interesseafvejning\w*|interesseavveining\w*",
        "legal_obligation": r"(?:rechtliche|gesetzliche)\w* (?:verpflichtung|pflicht)\w*|"
        r"wettelijke (?:verplichting|plicht)(?:en)?|obligations? légales?|"
        r"(?:retlig|juridisk|rettslig)e? (?:forpligtelse|forpliktelse)\w*|lovkrav\w*|lovpålagt\w*",
        "vital_interests": (
            r"lebenswichtige\w* interessen|vitale belangen|intérêts? vita(?:l|ux)|"
            r"vitale interesser"
        ),
        "public_task": r"öffentliche\w* interesse\w*|öffentliche\w* gewalt|algemeen belang|openbaar gezag|"
        r"(?:mission d.)?intérêt public|autorité publique|(?:samfundets|allmennhetens) interesse\w*|"
        r"offentlig myndighe[dt]\w*",
        "consent": r"(?:ausdrückliche\w* )?einwilligung\w*|zustimmung\w*|(?:uitdrukkelijke )?toestemming|"
        r"consentement(?: explicite)?|(?:udtrykkeligt? |uttrykkelig )?samtykke\w*",
        "contract": r"(?:erfüllung (?:eines |des )?)?(?:vor)?vertrag\w*(?: maßnahmen)?|vertragserfüllung|"
        r"(?:uitvoering van (?:de |een )?)?overeenkomst(?:en)?|(?:exécution d[ue]n? )?contrat\w*|"
        r"mesures précontractuelles|(?:opfyldelse af |oppfyllelse av )?(?:en )?(?:aftale|avtale)\w*",
    }
)
_LETTERS = MappingProxyType(
    {
        "consent": "a",
        "contract": "b",
        "legal_obligation": "c",
        "vital_interests": "d",
        "public_task": "e",
        "legitimate_interests": "f",
    }
)
OTHER_WORDS = (
    r"und|oder|dsgvo|abs|absatz|satz|lit|buchst|buchstabe|der|die|des|zur|eines|einer|unsere?|"
    r"et|ou|rgpd|du|de|la|le|les|paragraphe|alinéa|point|lettre|nos?|notre|"
    r"avg|lid|sub|onder|van|een|het|onze?|"
    r"og|litra|stk|nr|bokstav|bogstav|artikkel|personvernforordningen|"
    r"databeskyttelsesforordningen|vores|våre?"
)
OTHER_NEGATIONS = r"nicht|ohne|keine?|pas|sans|niet|geen|zonder|ikke|uten|uden|ingen"


def cited(code: str) -> str:
    """A pattern for article 6(1) with a basis's letter, as the seven languages cite it."""
    letter = _LETTERS.get(code)
    if letter is None:
        return r"(?!)"
    between = r"(?:abs\w*|stk|lid|nr|paragraphe|§)?"
    named = r"(?:s(?:atz)?\W{0,2}1\W{0,2})?(?:lit\w*|sub|onder|bokstav|bogstav|buchst\w*|point|lettre)?"
    return rf"\b6\W{{0,3}}{between}\W{{0,3}}1\W{{0,3}}{named}\W{{0,3}}{letter}\b\)?"
