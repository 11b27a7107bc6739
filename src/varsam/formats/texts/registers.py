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
    "help.register questions": (
        "Visa de lagringstider som väntar på att en person bestämmer.",
        "List the times of storage that wait for a person to decide.",
    ),
    "help.register confirm": (
        "Bekräfta en lagringstid eller ge en annan; utan ändamål ställs frågorna en i taget.",
        "Confirm a time of storage or give another; without a purpose the questions come one by one.",
    ),
    "option.register confirm.purpose": (
        "Ändamålets id, som `varsam register questions` visar det.",
        "The purpose's id, as `varsam register questions` shows it.",
    ),
    "option.register confirm.rule": (
        "En annan lagringstid: ”avtalstiden + 2 år” eller contract.end + 2 years.",
        "Another time of storage: contract.end + 2 years, or as the policy would say it.",
    ),
    "talk.questions_how": (
        "Svara på en fråga i taget: varsam register confirm. Till dess sparas uppgifterna.",
        "Answer one at a time: varsam register confirm. Until then the data is kept.",
    ),
    "talk.no_questions": (
        "Ingenting väntar på dig: någon står bakom varje lagringstid.",
        "Nothing waits for you: somebody stands behind each time of storage.",
    ),
    "talk.confirm_one_by_one": (
        "nämn ändamålet: varsam register confirm ÄNDAMÅL",
        "name the purpose: varsam register confirm PURPOSE",
    ),
    "talk.confirm_question": (
        "Stämmer det? [j = ja; en annan tid, till exempel avtalstiden + 2 år; tomt = senare]",
        "Is it so? [y = yes; another time, such as contract.end + 2 years; nothing = later]",
    ),
    "talk.is_it_so": ("Ingen har bekräftat den: stämmer den?", "Nobody has confirmed it: is it so?"),
    "talk.phrase_unread": (
        "”{phrase}” gick inte att läsa som en tid: när ska uppgifterna bort?",
        "“{phrase}” couldn't be read as a time: when is the data to go?",
    ),
    "talk.no_time": (
        "”{phrase}” går inte att läsa som en tid. Skriv en händelse och en tid: avtalstiden + 2 år.",
        "“{phrase}” can't be read as a time. Write an event and a time: contract.end + 2 years.",
    ),
    "talk.purpose_confirmed": (
        "{purpose}: {rule}. Det står i registret och i liggaren.",
        "{purpose}: {rule}. It stands in the register and the ledger.",
    ),
    "talk.questions_left": ("{count} frågor väntar fortfarande.", "{count} questions still wait."),
    "talk.questions_left.one": ("En fråga väntar fortfarande.", "One question still waits."),
    "col.question": ("fråga", "question"),
    "col.present": ("nuvarande", "present"),
}
