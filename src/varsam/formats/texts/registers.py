"""What is said about the register's versions."""

from __future__ import annotations

from collections.abc import Mapping

REGISTERS: Mapping[str, tuple[str, str]] = {
    "help.register": ("Registret och hur det har sett ut.", "The register, and how it was."),
    "help.register versions": (
        "Visa de versioner av registret som planer har räknats på.",
        "List the versions of the register that plans were computed from.",
    ),
    "help.register show": (
        "Visa registret som det är, eller som det var i en tidigare version.",
        "Show the register as it is, or as it was in an earlier version.",
    ),
    "option.register show.fingerprint": (
        "Versionens fingeravtryck, eller dess första tecken; annars filen som den är nu.",
        "The version's fingerprint, or its first digits; else the present file.",
    ),
    "talk.by_register": (
        "Räknad på registret {fingerprint} (varsam register show {fingerprint})",
        "Computed from the register {fingerprint} (varsam register show {fingerprint})",
    ),
    "col.present": ("nuvarande", "present"),
}
