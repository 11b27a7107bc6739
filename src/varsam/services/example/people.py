"""Invented people with the numbers that are kept for fiction and tests, and `.example` mail addresses."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

_FIRST = (
    "Agneta Anton Barbro Birgitta Björn Cecilia David Ebba Emil Fredrik Gunilla Göran Hanna Hjalmar Ingrid"
    " Isak Jörgen Kajsa Kerstin Lars Lena Linnéa Loke Magnus Malin Märta Nils Nora Olle Oskar Pär Rebecka"
    " Rune Sara Sixten Sofia Sten Stina Sven Tilda Tore Tyra Ulf Ulrika Vera Viggo Ylva Åke Örjan"
)
_LAST = (
    "Ahlgren Almqvist Berglund Björk Blomqvist Dahlström Ekdahl Engström Falk Fransson Granlund Grönvall"
    " Hagström Hedlund Hellström Isaksson Jernberg Kjellberg Lagerqvist Lindholm Lundmark Löfgren Malmsten"
    " Nordqvist Norén Nyberg Olander Palmgren Rosén Rydberg Sandell Sjöström Skoglund Söderlund Tallberg"
    " Törnkvist Vallgren Vinge Westberg Åström Öhman"
)
_STREETS = ("Allégatan", "Björkvägen", "Dammgränd", "Ekbacken", "Furustigen", "Gårdavägen", "Kvarngatan")
_CITIES = (("501 15", "Borås"), ("506 30", "Borås"), ("511 54", "Kinna"), ("523 31", "Ulricehamn"))
_PHONES = 95


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who doesn't exist. `phone` is empty when the numbers for fiction have run out."""

    name: str
    email: str
    phone: str
    personnummer: str


@dataclass(frozen=True, slots=True)
class Postal:
    """A postal address."""

    street: str
    postal_code: str
    city: str

    def line(self) -> str:
        """The address on one line, as invoices print it."""
        return f"{self.street}, {self.postal_code} {self.city}"


class People:
    """Gives one new person after the other, always the same ones in the same order."""

    def __init__(self) -> None:
        """Begin with the first of each."""
        self._numbers = count()
        self._names = self._pairs()
        self._doors = count(1)

    @staticmethod
    def _pairs() -> Iterator[tuple[str, str]]:
        first_names, last_names = _FIRST.split(), _LAST.split()
        for turn in count():
            for index, last in enumerate(last_names):
                yield first_names[(index * 5 + turn * 11) % len(first_names)], last

    def person(self, domain: str, name: str = "", local: str = "") -> Person:
        """The next person; a name or the local part of the mail address may be given."""
        number = next(self._numbers)
        if not name:
            name = " ".join(next(self._names))
        phone = f"070-1740{605 + number}" if number < _PHONES else ""
        email = f"{local or _folded(name)}@{domain}"
        return Person(name, email, phone, personnummer(number))

    def postal(self) -> Postal:
        """The next address; no two are alike."""
        door = next(self._doors)
        code, city = _CITIES[door % len(_CITIES)]
        return Postal(f"{_STREETS[door % len(_STREETS)]} {door}", code, city)


def personnummer(number: int) -> str:
    """The number-th test personnummer: birth number 980 to 999, valid check digit."""
    born = date(1950 + number % 50, 1 + number % 12, 1 + number % 28)
    digits = f"{born:%y%m%d}{980 + number % 20}"
    return f"{digits[:6]}-{digits[6:]}{_check_digit(digits)}"


def _check_digit(digits: str) -> int:
    total = 0
    for index, digit in enumerate(digits):
        doubled = int(digit) * (2 - index % 2)
        total += doubled // 10 + doubled % 10
    return -total % 10


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", ".")
