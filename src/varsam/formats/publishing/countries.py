"""What countries are called in a policy; the codes are ISO 3166's."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "AD": ("Andorra", "Andorra"),
        "AR": ("Argentina", "Argentina"),
        "AT": ("Österrike", "Austria"),
        "AU": ("Australien", "Australia"),
        "BE": ("Belgien", "Belgium"),
        "BG": ("Bulgarien", "Bulgaria"),
        "BR": ("Brasilien", "Brazil"),
        "CA": ("Kanada", "Canada"),
        "CH": ("Schweiz", "Switzerland"),
        "CN": ("Kina", "China"),
        "CY": ("Cypern", "Cyprus"),
        "CZ": ("Tjeckien", "Czechia"),
        "DE": ("Tyskland", "Germany"),
        "DK": ("Danmark", "Denmark"),
        "EE": ("Estland", "Estonia"),
        "ES": ("Spanien", "Spain"),
        "FI": ("Finland", "Finland"),
        "FO": ("Färöarna", "Faroe Islands"),
        "FR": ("Frankrike", "France"),
        "GB": ("Storbritannien", "United Kingdom"),
        "GR": ("Grekland", "Greece"),
        "HR": ("Kroatien", "Croatia"),
        "HU": ("Ungern", "Hungary"),
        "IE": ("Irland", "Ireland"),
        "IL": ("Israel", "Israel"),
        "IN": ("Indien", "India"),
        "IS": ("Island", "Iceland"),
        "IT": ("Italien", "Italy"),
        "JP": ("Japan", "Japan"),
        "KR": ("Sydkorea", "South Korea"),
        "LI": ("Liechtenstein", "Liechtenstein"),
        "LT": ("Litauen", "Lithuania"),
        "LU": ("Luxemburg", "Luxembourg"),
        "LV": ("Lettland", "Latvia"),
        "MT": ("Malta", "Malta"),
        "NL": ("Nederländerna", "Netherlands"),
        "NO": ("Norge", "Norway"),
        "NZ": ("Nya Zeeland", "New Zealand"),
        "PL": ("Polen", "Poland"),
        "PT": ("Portugal", "Portugal"),
        "RO": ("Rumänien", "Romania"),
        "RS": ("Serbien", "Serbia"),
        "RU": ("Ryssland", "Russia"),
        "SE": ("Sverige", "Sweden"),
        "SG": ("Singapore", "Singapore"),
        "SI": ("Slovenien", "Slovenia"),
        "SK": ("Slovakien", "Slovakia"),
        "TR": ("Turkiet", "Türkiye"),
        "UA": ("Ukraina", "Ukraine"),
        "US": ("USA", "United States"),
        "UY": ("Uruguay", "Uruguay"),
        "ZA": ("Sydafrika", "South Africa"),
    }
)


def country_name(code: str, lang: str) -> str:
    """A country's name; what is no code here is given back as it is."""
    names = _NAMES.get(code.strip().upper())
    return code.strip() if names is None else names[lang == "en"]


# What the shipped adequacy decisions are limited to, by the words of the pack of law.
_SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "commercial organisations under PIPEDA": "kommersiella organisationer under PIPEDA",
        "international organisation": "den internationella organisationen",
        "not the territories under Israeli administration since June 1967": (
            "inte de områden som står under israelisk förvaltning sedan juni 1967"
        ),
        "private sector": "den privata sektorn",
        "organisations certified under the Data Privacy Framework": (
            "organisationer som är certifierade enligt Data Privacy Framework"
        ),
        "organisations certified under Privacy Shield": "organisationer certifierade enligt Privacy Shield",
    }
)


def scope_in_words(scope: str, lang: str) -> str | None:
    """What a decision is limited to, in a language; None where nobody has translated it."""
    return scope if lang == "en" else _SCOPES.get(scope)
