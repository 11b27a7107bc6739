"""The search for what remains of people: what was found, what is expected, what nobody looked into."""

from __future__ import annotations

from collections.abc import Mapping

RESIDUE: Mapping[str, tuple[str, str]] = {
    "col.column": ("kolumn", "column"),
    "col.cells": ("fält", "cells"),
    "col.searched": ("sökt efter rester", "searched for residue"),
    "talk.searching_before": ("Söker före verkställandet", "Searching before applying"),
    "talk.searching": ("Söker efter rester", "Searching for residue"),
    "talk.control_done": (
        "Sökt före verkställandet: {goes} träffar i rader som planen tar, {stays} i rader som ska bli kvar.",
        "Searched before applying: {goes} hits in rows that the plan takes, {stays} in rows that stay.",
    ),
    "talk.control_beyond": (
        "Träffar som planen varken tar eller behåller. De blir kvar om ingen gör något:",
        "Hits that the plan neither takes nor keeps. They remain unless somebody acts:",
    ),
    "talk.residue_none": (
        "Inga rester: {tables} tabeller och {columns} kolumner genomsökta den {day}.",
        "No residue: {tables} tables and {columns} columns searched on {day}.",
    ),
    "talk.residue_found": (
        "Rester hittades, i {places} kolumner. Behandla det som en incident: avgör rad för rad om uppgiften "
        "ska bort, lägg till stället i kartan, gör en ny plan och sök igen.",
        "Residue was found, in {places} columns. Treat it as an incident: decide row by row whether it must "
        "go, add the place to the map, plan again and search again.",
    ),
    "talk.residue_searched": (
        "Genomsökt: {tables} tabeller, {columns} kolumner, {rows} rader. {by_type} kolumner kan inte "
        "innehålla det som söktes.",
        "Searched: {tables} tables, {columns} columns, {rows} rows. {by_type} columns can't hold what was "
        "searched for.",
    ),
    "talk.residue_expected": ("Väntade träffar", "Expected hits"),
    "talk.residue_unsearched": ("Inte genomsökt", "Not searched"),
    "talk.residue_left_out": (
        "Det söktes inte efter {count} uppgifter av typen {type}: {why}.",
        "{count} identifiers of type {type} weren't searched for: {why}.",
    ),
    "talk.residue_left_out.one": (
        "Det söktes inte efter en uppgift av typen {type}: {why}.",
        "One identifier of type {type} wasn't searched for: {why}.",
    ),
    "talk.residue_people": (
        "Planen gäller {people} personer; ett jämnt urval av {searched} söktes.",
        "The plan is about {people} people; an even sample of {searched} was searched for.",
    ),
    "talk.residue_proposal": (
        "{place} ingår inte i någon grupp i kartan. Ett förslag att börja med:",
        "{place} is in no group of the map. A proposal to begin with:",
    ),
    "talk.residue_missed": (
        "Kartan säger att uppgifter finns i {place}, men sökningen fann dem inte där.",
        "The map says that identifiers stand in {place}, but the search didn't find them there.",
    ),
    "talk.residue_how": (
        "Sök efter rester när det passar: varsam verify {plan} --residue",
        "Search for residue when it suits: varsam verify {plan} --residue",
    ),
    "doubt.no_control": (
        "Sökningen gjordes inte före verkställandet, så att ingenting hittades bevisar inget.",
        "The search wasn't made before applying, so that finding nothing proves nothing.",
    ),
    "doubt.missed": (
        "Före verkställandet fann sökningen inte allt som kartan pekar ut. Resultatet går inte att lita på.",
        "Before applying, the search didn't find all that the map points to. The result can't be trusted.",
    ),
    "doubt.nobody": (
        "Före verkställandet fann sökningen ingen. Resultatet går inte att lita på.",
        "Before applying, the search found nobody. The result can't be trusted.",
    ),
    "doubt.no_identifiers": (
        "Det finns inga uppgifter att söka efter som är en enda persons. En människa måste leta.",
        "There are no identifiers to search for that are one person's alone. A person must look.",
    ),
    "left_out.name": ("det kan vara någon annans namn", "it could be anybody's name"),
    "left_out.short": ("det är för kort", "it is too short"),
    "left_out.changing": ("det hör inte till en person", "it doesn't belong to a person"),
    "left_out.scoped": ("det betyder inget i andra system", "it means nothing in other sources"),
    "left_out.shared": ("fler personer har samma", "other people have the same"),
    "unsearched.manual": ("en människa måste titta", "a person must look"),
    "unsearched.refused": ("kontot får inte läsa tabellen", "the account may not read the table"),
    "unsearched.no_search": ("anslutningen kan inte söka", "the connector can't search"),
    "unsearched.too_large": ("för stort", "too large"),
    "unsearched.too_deep": ("packat i för många lager", "packed in too many layers"),
    "unsearched.damaged": ("gick inte att packa upp", "couldn't be unpacked"),
    "unsearched.encrypted": ("krypterat", "encrypted"),
    "unsearched.picture": ("bild, bara läst som text", "a picture, only read as text"),
    "unsearched.sound": ("ljud, bara läst som text", "sound, only read as text"),
    "unsearched.pdf": ("PDF, bara läst som text", "a PDF, only read as text"),
    "unsearched.binary": ("okänt format, bara läst som text", "an unknown format, only read as text"),
    "expected.seen_by": (
        "någon annans rad, som personen får se men inte äger",
        "somebody else's row, which the person may see but doesn't own",
    ),
    "expected.other_plan": ("en annan plan tar raden", "another plan takes the row"),
    "option.verify.search": (
        "Sök i alla system efter det som är kvar av personerna; på en plan som inte är verkställd: före.",
        "Search all sources for what remains of the people; on a plan that isn't applied yet: before.",
    ),
    "option.without_control": (
        "Sök inte först; en senare sökning efter rester bevisar då inget.",
        "Don't search first; a later search for residue then proves nothing.",
    ),
}
