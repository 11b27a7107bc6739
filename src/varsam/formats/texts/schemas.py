"""What the help says about the schemas for editors."""

from __future__ import annotations

from collections.abc import Mapping

SCHEMAS: Mapping[str, tuple[str, str]] = {
    "help.schema": (
        "JSON-scheman som hjälper en editor med registret och systemkartorna.",
        "JSON Schemas by which an editor helps with the register and the source maps.",
    ),
    "help.schema register": (
        "Skriv ut registrets JSON-schema, eller skriv det i en fil.",
        "Print the register's JSON Schema, or write it into a file.",
    ),
    "help.schema source": (
        "Skriv ut systemkartornas JSON-schema, eller skriv det i en fil.",
        "Print the source maps' JSON Schema, or write it into a file.",
    ),
    "help.schema assessments": (
        "Skriv ut bedömningarnas JSON-schema, eller skriv det i en fil.",
        "Print the assessments' JSON Schema, or write it into a file.",
    ),
    "help.schema arrangement": (
        "Skriv ut överenskommelsernas JSON-schema, eller skriv det i en fil.",
        "Print the arrangements' JSON Schema, or write it into a file.",
    ),
    "help.schema customers": (
        "Skriv ut kundernas JSON-schema, eller skriv det i en fil.",
        "Print the customers' JSON Schema, or write it into a file.",
    ),
    "option.out": (
        "Filen att skriva; ett äldre schema skrivs över.",
        "The file to write; an older schema is overwritten.",
    ),
}
