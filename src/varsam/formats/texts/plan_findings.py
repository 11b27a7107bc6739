"""What the planner wonders about, counted per kind, and what checks say of links that don't last."""

from __future__ import annotations

from collections.abc import Mapping

PLAN_FINDINGS: Mapping[str, tuple[str, str]] = {
    "check.MAP030": (
        "En händelse hittas i ett annat system med en uppgift som kan raderas innan det som räknas från "
        "händelsen: då saknas händelsen, och resten blir kvar för alltid.",
        "An event is found in another source by an identifier that may be erased before what counts from it: "
        "then the event is absent, and the rest stays for ever.",
    ),
    "plan_finding.events_absent": (
        "För {rows} rader finns ingen av de händelser som lagringstiden för {purpose} räknas från "
        "({group}). De blir kvar. Säg under only: vilka rader ändamålet gäller.",
        "For {rows} rows there is none of the events that the time of storage for {purpose} counts from "
        "({group}). They stay. Say under only: which rows the purpose is for.",
    ),
    "plan_finding.event_open_long": (
        "För {rows} rader har händelsen {event} varit öppen ovanligt länge, så {purpose} tar inte slut "
        "({group}). Är den kanske bara inte ifylld?",
        "For {rows} rows the event {event} has been open for unusually long, so {purpose} doesn't end "
        "({group}). Was it perhaps just never filled in?",
    ),
    "plan_finding.consent_missing": (
        "{rows} rader försvinner för att det inte finns något samtycke till {purpose} ({group}). För in "
        "samtycken som finns någon annanstans innan planen godkänns.",
        "{rows} rows go because there is no consent to {purpose} ({group}). Bring in consents that are held "
        "elsewhere before the plan is approved.",
    ),
    "plan_finding.held_for_nothing": (
        "{rows} rader har uppgifter utan något ändamål ({group}): det saknas skäl att spara dem, och de "
        "raderas aldrig.",
        "{rows} rows hold data for no purpose ({group}): there is no ground for keeping it, and it is never "
        "erased.",
    ),
    "plan_finding.no_owner": (
        "{rows} rader leder inte till någon person, fast kartan säger vems de är ({group}). En begäran "
        "hittar dem inte; de försvinner bara när radens egna datum säger det.",
        "{rows} rows lead to no person, though the map says whose they are ({group}). No request will find "
        "them; they go only when the row's own dates say so.",
    ),
    "plan_finding.no_transactions": (
        "Tabellen {table} kan inte ångra en halv ändring (den saknar transaktioner). Avbryts körningen mitt "
        "i en omgång är den omgången till hälften gjord tills körningen återupptas.",
        "The table {table} can't undo half a change (it has no transactions). A run that breaks off within a "
        "batch leaves that batch half done until the run is resumed.",
    ),
}
