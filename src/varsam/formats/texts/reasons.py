"""Why rows go or stay, why a person must decide, why a plan is refused, what may remain on disks."""

from __future__ import annotations

from collections.abc import Mapping

REASONS: Mapping[str, tuple[str, str]] = {
    # -- why rows go
    "why.rule_over": ("lagringstiden är slut", "the time of storage is over"),
    "why.consent": ("inget samtycke gäller längre", "no consent stands any more"),
    "why.consent_missing": ("inget samtycke finns", "there is no consent"),
    "why.consent_withdrawn": ("samtycket är återkallat", "the consent was withdrawn"),
    "why.objection": ("personen har invänt", "the person objected"),
    "why.erasure": ("radering är beslutad", "erasure was decided"),
    "why.never_held": (
        "inget ändamål gäller för uppgifterna",
        "no purpose applies to the data",
    ),
    "why.no_purpose": ("inget ändamål är angivet", "no purpose was named"),
    "why.review": ("dags att gå igenom", "time to go through it"),
    # -- why rows stay
    "kept.rule": ("lagringstiden löper", "the time of storage runs"),
    "kept.hold": (
        "ett rättsligt hinder eller en begränsning stoppar gallring",
        "a hold or a restriction stops erasure",
    ),
    "kept.restriction": ("behandlingen är begränsad", "the processing is restricted"),
    "kept.unconfirmed": (
        "lagringstiden är inte bekräftad av en person",
        "nobody has confirmed the time of storage",
    ),
    "kept.floor_undecided": (
        "lagen kan kräva längre tid, och det är inte avgjort",
        "the law may demand a longer time, and that isn't decided",
    ),
    # -- rows that a person must decide
    "for_person.ask": (
        "kartan säger att en person avgör de här raderna",
        "the map says that a person decides these rows",
    ),
    "for_person.referred": (
        "en rad som blir kvar hänvisar hit",
        "a row that stays refers to them",
    ),
    "for_person.due_before_collected": (
        "lagringstiden tog slut innan uppgiften kom in: händelsen eller ändamålet är fel",
        "the time of storage ended before the data came in: the event or the purpose is wrong",
    ),
    "for_person.no_owner": ("raden leder inte till någon person", "the row leads to no person"),
    "for_person.ambiguous_owner": (
        "raden kan höra till flera personer",
        "the row may belong to several people",
    ),
    "for_person.shared": (
        "raden delas med någon annan",
        "the row is shared with somebody else",
    ),
    "for_person.container": (
        "filen eller fältet som uppgiften ligger i kan inte skrivas om säkert",
        "the file or field that holds the data can't be rewritten safely",
    ),
    # -- why a plan is refused
    "schema.table_missing": ("tabellen finns inte i systemet", "the source has no such table"),
    "schema.column_missing": ("kolumnen finns inte i systemet", "the source has no such column"),
    "schema.no_usable_key": (
        "raderna kan inte pekas ut säkert: nyckeln är inte unik i systemet",
        "the rows can't be told apart: the key isn't unique in the source",
    ),
    "schema.not_capable": ("systemet kan inte göra det", "the source isn't capable of it"),
    "schema.not_null_without_value": (
        "kolumnen får inte vara tom och kartan anger inget värde att skriva i stället",
        "the column may not be empty, and the map gives no value to write instead",
    ),
    "schema.key_overwritten": (
        "kolumnen är en nyckel och får inte skrivas över",
        "the column is a key and may not be overwritten",
    ),
    "schema.unique_overwritten": (
        "två rader skulle få samma värde i en kolumn där varje värde bara får stå en gång",
        "two rows would get the same value in a column where each value may stand only once",
    ),
    "schema.check_forbids": (
        "systemet tillåter inte det som kartan vill skriva: en regel i databasen (CHECK) förbjuder det",
        "the source doesn't allow what the map wants to write: a rule of the database (CHECK) forbids it",
    ),
    "schema.generated_overwritten": (
        "systemet räknar själv ut kolumnen",
        "the source computes the column by itself",
    ),
    "schema.value_too_long": (
        "värdet får inte plats i kolumnen",
        "the value doesn't fit into the column",
    ),
    "schema.made_in_no_text": (
        "en text som görs av radens nyckel kan bara skrivas i en kolumn för text",
        "a text made of the row's key can only be written into a column of text",
    ),
    "schema.made_of_unfit": (
        "av den här nyckeln kan ingen text göras: den är varken ett heltal eller ett UUID",
        "no text can be made of this key: it is neither a whole number nor a UUID",
    ),
    "schema.column_left": (
        "uppgiften ska bort när raden skrivs över, men kartan säger inte vad som skrivs i stället",
        "the column must go when the row is overwritten, and the map doesn't say what is written instead",
    ),
    "schema.trigger_unsaid": (
        "en trigger i systemet gör något som kartan inte nämner",
        "a trigger of the source does something that the map doesn't mention",
    ),
    "schema.engine_would_change": (
        "systemet skulle självt ändra rader som kartan inte nämner",
        "the source would by itself change rows that the map doesn't mention",
    ),
    "schema.no_order": (
        "raderna hänvisar till varandra så att ingen kan raderas först",
        "the rows refer to each other so that none can be deleted first",
    ),
    # -- what may remain on disks, per sort of database
    "remains.postgresql": (
        "Raderade värden ligger kvar i databasens filer tills VACUUM FULL har körts och loggfilerna (WAL) "
        "har "
        "återanvänts, och i säkerhetskopior tills de har gallrats.",
        "Deleted values stay in the database's files until VACUUM FULL has run and the logs (WAL) were "
        "recycled, and in backups until those are gone.",
    ),
    "remains.innodb": (
        "Raderade värden ligger kvar i databasens filer tills tabellen har byggts om (OPTIMIZE TABLE), och i "
        "binärloggar och säkerhetskopior tills de har gallrats.",
        "Deleted values stay in the database's files until the table was rebuilt (OPTIMIZE TABLE), and in "
        "binary logs and backups until those are gone.",
    ),
    "remains.sqlite": (
        "Filen är ren om secure_delete är på och loggen har förts in (checkpoint); säkerhetskopior gallras "
        "för "
        "sig.",
        "The file is clean when secure_delete is on and its log was taken in (checkpoint); backups are on "
        "their own.",
    ),
    # -- how a person is told why a second one is needed
    "second.rows": (
        "{source}: planen rör fler rader än kartans gräns",
        "{source}: the plan touches more rows than the map's limit",
    ),
    "second.share": (
        "{source}: planen rör en större del av tabellen {table} än kartans gräns",
        "{source}: the plan touches a larger share of the table {table} than the map's limit",
    ),
}
