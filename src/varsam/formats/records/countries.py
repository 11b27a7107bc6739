"""Countries by the names that records give them, as ISO 3166-1 codes."""

from __future__ import annotations

import re
from types import MappingProxyType

# Swedish, English, German, Dutch, French, Danish, Norwegian, where they differ.
_NAMES = {
    "AT": "österrike|austria|österreich|oostenrijk|autriche|østrig|østerrike",
    "AU": "australien|australia|australië|australie",
    "BE": "belgien|belgium|belgië|belgique|belgia",
    "BG": "bulgarien|bulgaria|bulgarije|bulgarie",
    "BR": "brasilien|brazil|brazilië|brésil|brasil",
    "CA": "kanada|canada",
    "CH": "schweiz|switzerland|zwitserland|suisse|sveits",
    "CN": "kina|china|chine",
    "CY": "cypern|cyprus|zypern|chypre|kypros",
    "CZ": "tjeckien|czechia|czech republic|tschechien|tsjechië|tchéquie|république tchèque|tjekkiet|tsjekkia",
    "DE": "tyskland|germany|deutschland|duitsland|allemagne",
    "DK": "danmark|denmark|dänemark|denemarken|danemark",
    "EE": "estland|estonia|estonie",
    "ES": "spanien|spain|spanje|espagne|spania",
    "FI": "finland|finnland|finlande",
    "FR": "frankrike|france|frankreich|frankrijk|frankrig",
    "GB": "storbritannien|förenade kungariket|united kingdom|uk|great britain|vereinigtes königreich|"
    "großbritannien|verenigd koninkrijk|royaume-uni|storbritannia",
    "GR": "grekland|greece|griechenland|griekenland|grèce|grækenland|hellas",
    "HR": "kroatien|croatia|kroatië|croatie|kroatia",
    "HU": "ungern|hungary|ungarn|hongarije|hongrie",
    "IE": "irland|ireland|ierland|irlande",
    "IL": "israel|israël",
    "IN": "indien|india|inde",
    "IS": "island|iceland|ijsland|islande",
    "IT": "italien|italy|italië|italie|italia",
    "JP": "japan|japon",
    "KR": "sydkorea|south korea|republic of korea|südkorea|zuid-korea|corée du sud|sør-korea",
    "LI": "liechtenstein",
    "LT": "litauen|lithuania|litouwen|lituanie",
    "LU": "luxemburg|luxembourg|luxembourg",
    "LV": "lettland|latvia|letland|lettonie|latvia",
    "MA": "marocko|morocco|marokko|maroc",
    "MT": "malta|malte",
    "NL": "nederländerna|netherlands|the netherlands|niederlande|nederland|pays-bas|nederlandene|holland",
    "NO": "norge|norway|norwegen|noorwegen|norvège",
    "NZ": "nya zeeland|new zealand|neuseeland|nieuw-zeeland|nouvelle-zélande",
    "PH": "filippinerna|philippines|philippinen|filipijnen|filippinene",
    "PL": "polen|poland|pologne",
    "PT": "portugal",
    "RO": "rumänien|romania|roemenië|roumanie|rumænien|romania",
    "RS": "serbien|serbia|servië|serbie",
    "SE": "sverige|sweden|schweden|zweden|suède",
    "SG": "singapore|singapur|singapour",
    "SI": "slovenien|slovenia|slowenien|slovenië|slovénie",
    "SK": "slovakien|slovakia|slowakei|slowakije|slovaquie|slovakiet",
    "TN": "tunisien|tunisia|tunesien|tunesië|tunisie",
    "TR": "turkiet|turkey|türkiye|türkei|turkije|turquie|tyrkiet|tyrkia",
    "UA": "ukraina|ukraine|oekraïne",
    "US": "usa|förenta staterna|united states|united states of america|u s a|us|vereinigte staaten|"
    "verenigde staten|états-unis|etats-unis",
    "ZA": "sydafrika|south africa|südafrika|zuid-afrika|afrique du sud|sør-afrika",
}
_CODES = MappingProxyType({name: code for code, names in _NAMES.items() for name in names.split("|")})
_KNOWN = frozenset(_NAMES)


def country_of(text: str) -> str:
    """The ISO code that a text is or names; empty for anything else."""
    plain = re.sub(r"[\s.]+", " ", text).strip()
    plain = re.sub(r"\s*\((?:adéquat|adequate)\w*\)$", "", plain, flags=re.IGNORECASE)
    if plain in _KNOWN:
        return plain
    return _CODES.get(plain.casefold(), "")
