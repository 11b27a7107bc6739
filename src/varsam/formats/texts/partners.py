"""What is said of partners: recipients, processors, agreements and transfers."""

from __future__ import annotations

from collections.abc import Mapping

PARTNERS: Mapping[str, tuple[str, str]] = {
    "help.schema partners": (
        "Skriv ut JSON-schemat för filen med mottagare och biträden, eller skriv det i en fil.",
        "Print the JSON Schema of the file of partners, or write it into a file.",
    ),
}
