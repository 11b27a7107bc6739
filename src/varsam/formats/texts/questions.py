"""What a person is asked when a phrase about time was read with an assumption, or not at all."""

from __future__ import annotations

from collections.abc import Mapping

QUESTIONS: Mapping[str, tuple[str, str]] = {
    "question.anchor_missing": (
        "Texten anger en tid men inte från vilken händelse den räknas. Vilken?",
        "The text gives a period, but not what it counts from. Which event is it?",
    ),
    "question.anchor_assumed": (
        "Tiden räknas här från en händelse som texten inte nämner. Stämmer den?",
        "The period was counted from an event that the text doesn't name. Is it right?",
    ),
    "question.cap_missing": (
        "Texten anger en längsta tid men inte från vilken händelse den räknas. Vilken?",
        "The text gives a longest time, but not what it counts from. Which event is it?",
    ),
    "question.cap_assumed": (
        "Den längsta tiden räknas här från en händelse som texten inte nämner. Stämmer den?",
        "The longest time was counted from an event that the text doesn't name. Is it right?",
    ),
    "question.last_of_several": (
        "Texten räknar från den senaste av flera. Visar systemkartan vilken som är den senaste?",
        "The text counts from the last of several. Does the source map say which one that is?",
    ),
    "question.without_consent": (
        "Texten säger vad som gäller med samtycke. Vad gäller utan?",
        "The text says what holds with consent. What holds without?",
    ),
    "question.bookkeeping_assumed": (
        "Tiden lästes som bokföringslagens sju år, som texten inte nämner. Stämmer det?",
        "The period was read as the bookkeeping act's seven years, which the text doesn't name. Is that "
        "right?",
    ),
    "question.bookkeeping_period": (
        "Texten nämner bokföringslagen men inte lagens sju år. Vilken tid gäller?",
        "The text names the bookkeeping act, but not its seven years. Which period holds?",
    ),
    "question.unread": (
        "Texten innehåller ord som inte kunde läsas. Vilken lagringstid menas?",
        "The text holds words that couldn't be read. Which time of storage is meant?",
    ),
}
