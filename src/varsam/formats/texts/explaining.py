"""Why a row or a kind goes or stays, in sentences for somebody who doesn't program."""

from __future__ import annotations

from collections.abc import Mapping

EXPLAINING: Mapping[str, tuple[str, str]] = {
    "option.plan.about": (
        "Med --explain: det slag av rader som ska förklaras. Ingen plan görs.",
        "With --explain: the kind of row to be explained. No plan is made.",
    ),
    "option.plan.given": (
        "Med --row: var radens nyckel läses, - är standard in och @fil en fil; annars frågas du.",
        "With --row: where the row's key is read, - is standard input, @file a file; else you are asked.",
    ),
    "option.plan.row": (
        "Förklara en enda rad, vars nyckel läses som en persons uppgifter.",
        "Explain one single row, whose key is read as a person's identifiers are.",
    ),
    "explain.row": ("En rad i {place}, {day}", "One row of {place}, {day}"),
    "explain.kind": ("{place}, {day}: {rows} rader", "{place}, {day}: {rows} rows"),
    # -- what becomes of a row
    "explain.verdict_delete": (
        "Raden raderas: inget håller kvar den längre.",
        "The row is deleted: nothing keeps it any more.",
    ),
    "explain.verdict_overwrite": (
        "Raden blir kvar, men de här uppgifterna tas bort ur den: {columns}.",
        "The row stays, but this data is removed from it: {columns}.",
    ),
    "explain.verdict_person": (
        "En människa måste avgöra vad som händer med raden; planen rör den inte.",
        "A person must decide what becomes of the row; the plan doesn't touch it.",
    ),
    "explain.verdict_keep": ("Raden blir kvar.", "The row stays."),
    "explain.verdict_keep_until": (
        "Raden blir kvar till och med {day}. Dagen efter är det som nu håller kvar den slut.",
        "The row stays until {day}. On the day after, what keeps it now is over.",
    ),
    "explain.verdict_keep_open": (
        "Raden blir kvar, och det finns ingen sista dag än: något pågår eller är inte avgjort.",
        "The row stays, and there is no last day yet: something is still running or isn't decided.",
    ),
    "explain.verdict_never": (
        "Kartan säger att sådana rader aldrig rörs (disposal: keep, eller holds: nothing).",
        "The map says that such rows are never touched (disposal: keep, or holds: nothing).",
    ),
    "explain.blocked_by": (
        "Rader som blir kvar hänvisar hit: {kinds}.",
        "Rows that stay refer to it: {kinds}.",
    ),
    "explain.part_of": (
        "Raden är en del av {parent} och följer med den raden: förklara den för att se varför.",
        "The row is part of {parent} and shares that row's fate: explain that one to see why.",
    ),
    "explain.with_parent": (
        "Raden är en del av {parent} och följer med den raden, som förklaras här nedanför.",
        "The row is part of {parent} and shares that row's fate, which is explained below.",
    ),
    "explain.fault": ("Varför en människa: {why}.", "Why a person: {why}."),
    # -- whose it is
    "explain.owner": (
        "Raden leder till en person genom {place}.",
        "The row leads to a person by {place}.",
    ),
    "explain.owner_itself": ("Raden är själv en person.", "The row is a person itself."),
    "explain.nobody": (
        "Raden leder inte till någon person, fast kartan säger var en skulle stå ({places}).",
        "The row leads to no person, though the map says where one would be ({places}).",
    ),
    "explain.no_owner_said": (
        "Kartan säger inte vems sådana rader är.",
        "The map doesn't say whose such rows are.",
    ),
    # -- the groups of a row
    "explain.group_goes": (
        "{group} ({columns}): inget håller kvar uppgifterna.",
        "{group} ({columns}): nothing keeps the data.",
    ),
    "explain.group_gone": (
        "{group} ({columns}): inget håller kvar uppgifterna, och de är redan borttagna ur raden.",
        "{group} ({columns}): nothing keeps the data, and it has been removed from the row already.",
    ),
    "explain.group_stays": (
        "{group} ({columns}): uppgifterna hålls kvar.",
        "{group} ({columns}): the data is kept.",
    ),
    "explain.group_for_nothing": (
        "{group} ({columns}): inget ändamål är angivet, så uppgifterna raderas aldrig.",
        "{group} ({columns}): no purpose is named, so the data is never erased.",
    ),
    "explain.hold": (
        "Ett rättsligt hinder stoppar gallring tills någon häver det.",
        "A hold stops erasure until somebody releases it.",
    ),
    "explain.restriction": (
        "Behandlingen är begränsad: uppgifterna får varken användas eller raderas (artikel 18).",
        "The processing is restricted: the data may neither be used nor erased (Article 18).",
    ),
    # -- how a purpose stands
    "explain.runs": (
        "{purpose} håller kvar till och med {day}.",
        "{purpose} keeps it until {day}.",
    ),
    "explain.open": (
        "{purpose} håller kvar: det som tiden räknas från har inte hänt än.",
        "{purpose} keeps it: what the time counts from hasn't happened yet.",
    ),
    "explain.absent": (
        "{purpose} håller kvar, för ingen av de händelser som tiden räknas från finns. Kanske gäller "
        "ändamålet inte raden; säg i så fall det under only: i kartan.",
        "{purpose} keeps it, as none of the events that the time counts from exists. Perhaps the purpose "
        "isn't for this row; if so, say that under only: in the map.",
    ),
    "explain.unconfirmed": (
        "{purpose} håller kvar, för ingen har bekräftat lagringstiden.",
        "{purpose} keeps it, as nobody has confirmed the time of storage.",
    ),
    "explain.floor_undecided": (
        "{purpose} håller kvar, för lagen kan kräva en längre tid och det är inte avgjort.",
        "{purpose} keeps it, as the law may demand a longer time and that isn't decided.",
    ),
    "explain.over": (
        "{purpose} är slut: sista dagen var {day}.",
        "{purpose} is over: the last day was {day}.",
    ),
    "explain.not_for_row": (
        "{purpose} gäller inte den här raden (only: i kartan).",
        "{purpose} isn't for this row (only: in the map).",
    ),
    "explain.no_consent": (
        "{purpose} kräver samtycke, och inget är noterat.",
        "{purpose} needs a consent, and none is recorded.",
    ),
    "explain.withdrawn": (
        "{purpose} är slut: samtycket är återkallat.",
        "{purpose} is over: the consent was withdrawn.",
    ),
    "explain.objected": (
        "{purpose} är slut: personen har invänt.",
        "{purpose} is over: the person objected.",
    ),
    "explain.erased": (
        "{purpose} är slut: radering av personens uppgifter är beslutad.",
        "{purpose} is over: it was decided to erase the person's data.",
    ),
    # -- rule and events
    "explain.rule": ("Lagringstid: {rule}.", "Time of storage: {rule}."),
    "explain.law": ("Lagrum: {law}.", "Law: {law}."),
    "explain.event_date": (
        "{event}: {day} (slut i dag om den hade varit {latest} eller tidigare).",
        "{event}: {day} (over today had it been {latest} or before).",
    ),
    "explain.event_date_alone": ("{event}: {day}.", "{event}: on {day}."),
    "explain.event_open": ("{event}: har inte hänt än.", "{event}: hasn't happened yet."),
    "explain.event_absent": ("{event}: finns inte för raden.", "{event}: there is none for this row."),
    # -- a kind
    "explain.cutoff": (
        "Slut i dag för rader där {event} är {day} eller tidigare.",
        "Over today for rows where {event} is {day} or before.",
    ),
    "explain.count": ("{count} rader: {said}", "{count} rows: {said}"),
    "explain.count.one": ("{count} rad: {said}", "{count} row: {said}"),
    "explain.group_goes_count": (
        "{count} rader: inget håller kvar uppgifterna i {group}.",
        "{count} rows: nothing keeps the data in {group}.",
    ),
    "explain.group_goes_count.one": (
        "{count} rad: inget håller kvar uppgifterna i {group}.",
        "{count} row: nothing keeps the data in {group}.",
    ),
    "explain.first_last": (
        "(den första {first}, den sista {last})",
        "(the first on {first}, the last on {last})",
    ),
    "explain.counted_runs": ("tiden löper", "the time runs"),
    "explain.counted_open": (
        "det som tiden räknas från har inte hänt än",
        "what the time counts from hasn't happened yet",
    ),
    "explain.counted_absent": (
        "ingen av händelserna som tiden räknas från finns, så uppgifterna hålls kvar",
        "none of the events that the time counts from exists, so the data is kept",
    ),
    "explain.counted_unconfirmed": (
        "ingen har bekräftat lagringstiden, så uppgifterna hålls kvar",
        "nobody has confirmed the time of storage, so the data is kept",
    ),
    "explain.counted_floor_undecided": (
        "lagen kan kräva en längre tid, så uppgifterna hålls kvar",
        "the law may demand a longer time, so the data is kept",
    ),
    "explain.counted_over": ("tiden är slut", "the time is over"),
    "explain.counted_not_for_row": (
        "ändamålet gäller inte raden",
        "the purpose isn't for the row",
    ),
    "explain.counted_no_consent": ("inget samtycke är noterat", "no consent is recorded"),
    "explain.counted_withdrawn": ("samtycket är återkallat", "the consent was withdrawn"),
    "explain.counted_objected": ("personen har invänt", "the person objected"),
    "explain.counted_erased": ("radering är beslutad", "erasure was decided"),
    "explain.step_delete": ("{count} rader raderas.", "{count} rows are deleted."),
    "explain.step_delete.one": ("{count} rad raderas.", "{count} row is deleted."),
    "explain.step_overwrite": (
        "{count} rader blir kvar men töms på uppgifter ({step}).",
        "{count} rows stay and lose data ({step}).",
    ),
    "explain.step_overwrite.one": (
        "{count} rad blir kvar men töms på uppgifter ({step}).",
        "{count} row stays and loses data ({step}).",
    ),
    "explain.step_none": ("Inget försvinner i dag.", "Nothing goes today."),
    "explain.fault_count": (
        "{count} rader måste en människa avgöra: {why}.",
        "{count} rows are a person's to decide: {why}.",
    ),
    "explain.fault_count.one": (
        "{count} rad måste en människa avgöra: {why}.",
        "{count} row is a person's to decide: {why}.",
    ),
    # -- a row that isn't there
    "explain.gone": (
        "Det finns ingen sådan rad. Den kan ha raderats av någon annan, eller så har den aldrig funnits.",
        "There is no such row. It may have been deleted by somebody else, or it never was there.",
    ),
    "explain.gone_by": (
        "Raden finns inte längre: den raderades enligt plan {plan} för {day}.",
        "The row isn't there any more: it was deleted by plan {plan} for {day}.",
    ),
    # -- asking for a key
    "explain.prompt": (
        "Radens nyckel i {place}, en rad per del ({columns}). Tom rad avslutar.",
        "The row's key in {place}, one line for each part ({columns}). An empty line ends.",
    ),
    "explain.key_as_argument": (
        "en rads nyckel skrivs aldrig direkt i kommandot: den kan peka ut en person och skulle synas i "
        "listan över processer och i skalets historik",
        "a row's key is never written into the command: it may tell who somebody is, and would show in the "
        "list of processes and in the shell's history",
    ),
    "explain.key_hint": (
        "skriv den vid frågan, via standard in (-) eller i en fil (@fil)",
        "write it at the prompt, on standard input (-) or in a file (@file)",
    ),
    "explain.needs_explain": (
        "ett slag av rader förklaras med --explain",
        "a kind of row is explained with --explain",
    ),
    "explain.needs_kind": (
        "vilket slag av rader gäller det?",
        "which kind of row is it about?",
    ),
    "explain.example": (
        "till exempel: varsam plan --explain shop.customer --row",
        "such as: varsam plan --explain shop.customer --row",
    ),
    "explain.alone": (
        "en förklaring av ett slag eller en rad görs utan plan, så det här valet går inte ihop med den",
        "a kind or a row is explained without a plan, so this option doesn't go with it",
    ),
}
