"""What is said about tasks that named persons do by hand."""

from __future__ import annotations

from collections.abc import Mapping

TASKS: Mapping[str, tuple[str, str]] = {
    "help.task": ("Det som namngivna personer gör för hand.", "What named persons do by hand."),
    "help.task list": (
        "Visa uppgifterna som väntar på någon, de försenade först.",
        "List the tasks that wait for somebody, overdue ones first.",
    ),
    "help.task done": (
        "Anteckna att en uppgift är gjord, med beviset på det.",
        "Record that a task was done, with the proof of it.",
    ),
    "option.task list.done": ("Visa även det som är gjort.", "Show also what was done."),
    "option.task list.who": (
        "Visa vilka som ska eftersökas, med deras uppgifter.",
        "Show whom to look for, with their identifiers.",
    ),
    "option.task done.step": (
        "Uppgiften, som den heter i planen.",
        "The task, as the plan calls it.",
    ),
    "option.task done.proof": (
        "Vad som visar det: egna ord, @fil en fil (namn och SHA-256 sparas), - läser standard in.",
        "What shows it: words, @file a file (its name and SHA-256 are kept), - reads standard input.",
    ),
    "option.task done.at": (
        "Dagen då det gjordes; annars i dag.",
        "The day on which it was done; else today.",
    ),
    "talk.no_tasks": ("Ingen uppgift väntar.", "No task waits."),
    "talk.tasks_who": ("De här ska eftersökas", "These people are looked for"),
    "talk.tasks_done": ("Det här är gjort", "This was done"),
    "talk.tasks_open": ("Det här väntar på en person", "This waits for a person"),
    "talk.tasks_all_done": (
        "Allt som personer skulle göra för hand är gjort.",
        "Everything that persons were to do by hand was done.",
    ),
    "talk.tasks_overdue": (
        "{count} uppgifter är försenade: gör dem, och anteckna det med varsam task done.",
        "{count} tasks are overdue: do them, and record it with varsam task done.",
    ),
    "talk.tasks_overdue.one": (
        "En uppgift är försenad: gör den, och anteckna det med varsam task done.",
        "One task is overdue: do it, and record it with varsam task done.",
    ),
    "talk.tasks_how": (
        "När en uppgift är gjord: varsam task done {plan} STEG --proof …",
        "When a task is done: varsam task done {plan} STEP --proof …",
    ),
    "talk.task_recorded": ("Antecknat: {step} gjordes {day}.", "Recorded: {step} was done on {day}."),
    "talk.looked_at": (
        "Det här har en person gått igenom; det är inte dags igen",
        "A person looked at this; it isn't due again yet",
    ),
    "word.overdue": ("försenad", "overdue"),
    "word.task_open": ("väntar", "open"),
    "col.who": ("vem", "who"),
    "col.by": ("av", "by whom"),
    "col.proof": ("bevis", "proof"),
    "col.looked_on": ("gicks igenom", "looked at on"),
    "col.next_on": ("dags igen", "due again"),
}
