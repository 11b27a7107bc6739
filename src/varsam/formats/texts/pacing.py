"""What is said of locks, replicas and changed schemas, in Swedish by the English sentence."""

from __future__ import annotations

from collections.abc import Mapping

PACING_SENTENCES: Mapping[str, str] = {
    "{source} waits for {names}": "{source} väntar på {names}",
    "{source} waits for a lock": "{source} väntar på ett lås",
    "{what}; tried {times} times": "{what}; försökte {times} gånger",
    "somebody else holds a lock, and it wasn't given in time": (
        "någon annan håller ett lås som inte släpptes i tid"
    ),
    "try again; raise pace.lock_timeout_seconds if it repeats": (
        "försök igen; höj pace.lock_timeout_seconds om det upprepas"
    ),
    "nothing of this batch was changed, what was done before it stands: apply again when the lock has gone": (
        "inget i den här omgången ändrades och det som gjordes före den står kvar: kör igen när låset är"
        " borta"
    ),
    "waited {waited} s for replicas that are more than {lag} s behind: {names}": (
        "väntade {waited} s på repliker som ligger mer än {lag} s efter: {names}"
    ),
    "what is done stands; apply again when the replicas have caught up": (
        "det som är gjort står kvar; kör igen när replikerna har hunnit ikapp"
    ),
    "this connector can't tell how far replicas are behind": (
        "den här kopplingen kan inte säga hur långt efter replikerna ligger"
    ),
    "drop pace.replica_lag_seconds from the map": "ta bort pace.replica_lag_seconds ur kartan",
    "the account may not see how far the replicas are behind": (
        "kontot får inte se hur långt efter replikerna ligger"
    ),
    "run the SQL that `varsam source grants` prints, or drop pace.replica_lag_seconds": (
        "kör den SQL som `varsam source grants` skriver, eller ta bort pace.replica_lag_seconds"
    ),
    "the server writes no binary log, so it has no replicas": (
        "servern skriver ingen binärlogg, så den har inga repliker"
    ),
    "drop pace.replica_lag_seconds from the map, or give the primary's address": (
        "ta bort pace.replica_lag_seconds ur kartan, eller ange huvudserverns adress"
    ),
    "the address in {name} isn't a replica's": "adressen i {name} är ingen repliks",
    "give a standby's address in pace.replicas_env": "ange en repliks adress i pace.replicas_env",
    "MariaDB doesn't tell how far its replicas are behind": (
        "MariaDB säger inte hur långt efter dess repliker ligger"
    ),
    "name the variables that hold their addresses: pace.replicas_env": (
        "nämn variablerna som håller deras adresser: pace.replicas_env"
    ),
    "a replica is another sort of database than its source": (
        "en replik är en annan sorts databas än sitt system"
    ),
    "a SQLite file has no replicas": "en SQLite-fil har inga repliker",
    "drop pace.replica_lag_seconds": "ta bort pace.replica_lag_seconds",
    "the schema has changed since the plan was made: {tables}": (
        "schemat har ändrats sedan planen gjordes: {tables}"
    ),
    "the schema has changed since the plan was made: the text of a trigger or how a column compares": (
        "schemat har ändrats sedan planen gjordes: en triggers text eller hur en kolumn jämförs"
    ),
    "what is done stands; look at the change, mend the map where it needs it, and plan again": (
        "det som är gjort står kvar; se på ändringen, rätta kartan där det behövs och planera igen"
    ),
}

NIGHT_BUSY = {
    "night_reason.busy": (
        "Någon annan höll ett lås, eller replikerna låg för långt efter.",
        "Somebody else held a lock, or the replicas were too far behind.",
    ),
}
