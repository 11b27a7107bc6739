"""What `varsam demo` says."""

from __future__ import annotations

from typing import Final

DEMONSTRATION: Final[dict[str, tuple[str, str]]] = {
    "demo.build": ("Ett litet företag byggs", "A small company is built"),
    "demo.not_ours": (
        "mappen innehåller något som inte är en tidigare visning",
        "the folder holds something that isn't a former demonstration",
    ),
    "demo.not_ours_hint": ("ange en annan mapp", "name another folder"),
    "demo.built": (
        "I {folder} ligger nu företagets policy, register, systemkartor och tolv system med påhittade"
        " personer.",
        "In {folder} there are now the company's policy, register, source maps and twelve systems with"
        " invented people.",
    ),
    "demo.policy": ("Den publicerade policyn läses", "The published policy is read"),
    "demo.read": (
        "{activities} behandlingar med {purposes} ändamål och {statements} meningar utanför tabellen."
        " {assumed} lagringstider är lästa med ett antagande som en person måste bekräfta.",
        "{activities} activities with {purposes} purposes, and {statements} sentences outside the table."
        " {assumed} retention rules were read with an assumption that a person must confirm.",
    ),
    "demo.floor": (
        "Något fattas: {law} kräver att fakturor sparas, och ingen rad säger det. Tills någon har bestämt sig"
        " behåller {concerns} ändamål sina uppgifter.",
        "Something is missing: {law} wants invoices kept, and no row says so. Until somebody decides,"
        " {concerns} purposes keep their data.",
    ),
    "demo.settled": (
        "I exempelföretagets register är förslaget antaget och antagandena bekräftade.",
        "In the example's register the proposal is accepted and the assumptions are confirmed.",
    ),
    "demo.findings": (
        "Granskningen av dokumentet: {errors} fel, {warnings} varningar.",
        "The check of the document: {errors} errors, {warnings} warnings.",
    ),
    "demo.connect": ("Systemen ansluts", "The systems are connected"),
    "demo.seen": (
        "{sources} system med {tables} tabeller och mappar jämfördes med sina kartor.",
        "{sources} systems with {tables} tables and folders were compared with their maps.",
    ),
    "demo.modes": (
        "Ett nytt system får först bara betraktas. Här får planer ändra i alla.",
        "A new system may only be observed at first. Here plans may change all of them.",
    ),
    "demo.tonight": ("Vad löftena kräver i dag", "What the promises demand today"),
    "demo.person": (
        "En person vill bli raderad: hon har en gammal och en ny faktura",
        "A person wants to be erased: she has an old and a recent invoice",
    ),
    "demo.found": (
        "Hon finns på {count} rader i {sources} system.",
        "She is on {count} rows in {sources} systems.",
    ),
    "demo.question": (
        "Ska planen godkännas och verkställas ({count} rader)?",
        "Shall the plan be approved and applied ({count} rows)?",
    ),
    "demo.approved": ("Godkänd av {by}.", "Approved by {by}."),
    "demo.applied": (
        "Verkställd: {count} rader i {batches} omgångar.",
        "Applied: {count} rows in {batches} batches.",
    ),
    "demo.proof": ("Beviset", "The proof"),
    "demo.empty": (
        "Samma plan räknas ut på nytt: {rows} rader återstår.",
        "The same plan is computed again: {rows} rows remain.",
    ),
    "demo.ledger": (
        "Liggaren är hel: {count} poster, rot {root}…, undertecknad.",
        "The ledger is whole: {count} entries, root {root}…, signed.",
    ),
    "demo.next": ("Så går du vidare", "How to go on"),
    "demo.next_plan": (
        "Se vad som gäller en annan dag:  .venv/bin/varsam --home {folder} plan --on 2027-06-30",
        "See what holds on another day:   .venv/bin/varsam --home {folder} plan --on 2027-06-30",
    ),
    "demo.next_copy": (
        "Ta fram ett registerutdrag:      .venv/bin/varsam --home {folder} person copy",
        "Make an access copy:             .venv/bin/varsam --home {folder} person copy",
    ),
    "demo.next_ledger": (
        "Kontrollera liggaren:            .venv/bin/varsam --home {folder} ledger verify",
        "Verify the ledger:               .venv/bin/varsam --home {folder} ledger verify",
    ),
    "demo.next_own": (
        "Börja med ert eget:              .venv/bin/varsam --home ert-företag init",
        "Begin with your own:             .venv/bin/varsam --home your-company init",
    ),
}
