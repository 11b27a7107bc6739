"""The sentences of findings and refusals in Swedish, by the English sentence that code says them with.

`domain.said.say` keeps a sentence and its parameters apart; a text without parameters is its own sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

from varsam.domain.said import Said
from varsam.formats.texts.beside import BESIDE_SENTENCES
from varsam.formats.texts.certificates import CERTIFICATE_SENTENCES
from varsam.formats.texts.claims_said import CLAIMS_SAID
from varsam.formats.texts.documents import DOCUMENT_SENTENCES
from varsam.formats.texts.law_sentences import LAW_SENTENCES
from varsam.formats.texts.pacing import PACING_SENTENCES
from varsam.formats.texts.partner_sentences import PARTNER_SENTENCES
from varsam.formats.texts.publishing_talk import PUBLISHING_SENTENCES
from varsam.formats.texts.records_export_sentences import RECORDS_EXPORT_SENTENCES
from varsam.formats.texts.records_import import RECORDS_IMPORT_SENTENCES
from varsam.formats.texts.stale import STALE_SENTENCES

SENTENCES: Mapping[str, str] = {
    **LAW_SENTENCES,
    **CLAIMS_SAID,
    **PARTNER_SENTENCES,
    **BESIDE_SENTENCES,
    **CERTIFICATE_SENTENCES,
    **PUBLISHING_SENTENCES,
    **DOCUMENT_SENTENCES,
    **RECORDS_IMPORT_SENTENCES,
    # -- findings over the register
    "the activity has no purpose, so nothing says why data is held or for how long": (
        "behandlingen har inget ändamål, så inget säger varför uppgifterna finns eller hur länge"
    ),
    "somebody else changed the file meanwhile": "någon annan har ändrat filen under tiden",
    "look at it, and do it again": "titta på den och gör om det",
    "add a purpose with its basis and rule": "lägg till ett ändamål med rättslig grund och lagringstid",
    "the activity names no controller": "behandlingen nämner ingen personuppgiftsansvarig",
    "add controllers: {names}": "lägg till controllers: {names}",
    "the data looks like what customers keep in your systems; for that you are their processor": (
        "uppgifterna ser ut som det kunder lagrar i era system; för dem är ni personuppgiftsbiträde"
    ),
    "set role: processor, or narrow the categories to what you hold on your own behalf": (
        "skriv role: processor, eller begränsa kategorierna till det ni har för egen räkning"
    ),
    "the policy names {name}, which is no entity or recipient of the register": (
        "policyn nämner {name}, som varken är bolag eller mottagare i registret"
    ),
    "correct the name or register it; entities: {names}": "rätta namnet eller registrera det; bolag: {names}",
    "no purpose keeps the accounting information for as long as {law} demands;"
    " until it is decided these keep: {concerns}": (
        "inget ändamål sparar räkenskapsinformationen så länge som {law} kräver; tills det är avgjort sparar"
        " dessa: {concerns}"
    ),
    "accept proposal {id} (legal_obligation, {rule}), or waive it with a reason:"
    " `varsam policy accept {id}`, `varsam policy waive {id} --reason …`": (
        "godta förslaget {id} (legal_obligation, {rule}), eller avstå från det med ett skäl:"
        " `varsam policy accept {id}`, `varsam policy waive {id} --reason …`"
    ),
    "the rule {rule} is assumed: {question}": "lagringstiden {rule} är antagen: {question}",
    "confirm it or write another rule, and drop 'assumed'; until then the purpose keeps": (
        "bekräfta den eller skriv en annan, och ta bort 'assumed'; till dess sparas uppgifterna"
    ),
    "the purpose has no rule that can be carried out{phrase}": (
        "ändamålet har ingen lagringstid som går att följa{phrase}"
    ),
    "write a rule such as contract.end + 1 year; until then the purpose keeps": (
        "skriv en lagringstid som contract.end + 1 year; till dess sparas uppgifterna"
    ),
    "the rule {rule} goes on after the consent is withdrawn": (
        "lagringstiden {rule} fortsätter efter att samtycket har återkallats"
    ),
    "write consent.withdrawn, or earliest({rule}, consent.withdrawn)": (
        "skriv consent.withdrawn, eller earliest({rule}, consent.withdrawn)"
    ),
    # -- findings over a policy that is read
    "the table with the heads {heads} isn't imported": "tabellen med rubrikerna {heads} läses inte in",
    "correct it in the policy; it isn't imported": "rätta det i policyn; det läses inte in",
    "the policy names no controller that could be read": (
        "policyn nämner ingen personuppgiftsansvarig som gick att läsa"
    ),
    "write its name in the register in place of 'Controller'": (
        "skriv namnet i registret i stället för 'Controller'"
    ),
    "the column {head} isn't imported": "kolumnen {head} läses inte in",
    "the table has no column for {missing}": "tabellen har ingen kolumn för {missing}",
    "the row has {cells} cells and the table {heads} heads": (
        "raden har {cells} celler och tabellen {heads} rubriker"
    ),
    "look whether a | is missing or too many": "se om det fattas ett | eller är ett för mycket",
    "the row has no name": "raden har inget namn",
    "name the activity in the register": "ge behandlingen ett namn i registret",
    "no legal basis was read in {basis}": "ingen rättslig grund gick att läsa i {basis}",
    "part of the basis wasn't read: {unread}": "en del av den rättsliga grunden lästes inte: {unread}",
    "known: {valid}": "kända: {valid}",
    "{word} isn't in the vocabulary; the register got the word {code}": (
        "{word} finns inte i ordlistan; registret fick ordet {code}"
    ),
    "use a known word in the register, or keep it and translate its label": (
        "använd ett känt ord i registret, eller behåll det och översätt dess namn"
    ),
    # -- findings over maps: what isn't there
    "there is no table {table}": "tabellen {table} finns inte",
    "the table {table} has no column {column}": "tabellen {table} har ingen kolumn {column}",
    "there is no {name}": "{name} finns inte",
    "the register has no purpose {purpose}": "registret har inget ändamål {purpose}",
    "did you mean {found}?": "menade du {found}?",
    "correct the map, or look at the source again": "rätta kartan, eller se på systemet igen",
    "{rows} rows of {table}": "{rows} rader i {table}",
    "add a kind for them, or name the table under ignored with the reason": (
        "lägg till ett slag för dem, eller nämn tabellen under ignored med skälet"
    ),
    "give it a 'where:'; kinds of one table are disjoint": (
        "ge det ett 'where:'; slag i samma tabell får inte överlappa"
    ),
    "{name} takes every row of {table}, also those of {others}": (
        "{name} tar alla rader i {table}, även dem som hör till {others}"
    ),
    "{name} should come from {source}, which doesn't map it": (
        "{name} ska komma från {source}, vars karta inte har den"
    ),
    "{name} should come from {source}, which isn't a source of this home": (
        "{name} ska komma från {source}, som inte är kopplat här"
    ),
    # -- findings over maps: what can't be carried out
    "the key {key} isn't unique in {table}": "nyckeln {key} är inte unik i {table}",
    "name columns that are unique and never NULL under 'key:'": (
        "nämn kolumner som är unika och aldrig NULL under 'key:'"
    ),
    "the column {column} would become NULL, and {table} doesn't allow that": (
        "kolumnen {column} skulle bli NULL, och det tillåter inte {table}"
    ),
    "say what is written instead, as set: {{{column}: ''}}": (
        "säg vad som skrivs i stället, som set: {{{column}: ''}}"
    ),
    "the column {column} belongs to the key of {table}": "kolumnen {column} hör till nyckeln i {table}",
    "leave it out of the group; it goes with the row": "ta bort den ur gruppen; den försvinner med raden",
    "the column {column} refers to another row, which isn't found from here once it is gone": (
        "kolumnen {column} pekar på en annan rad, som inte hittas härifrån när den är tömd"
    ),
    "leave it out, unless coming apart is what you want": (
        "ta bort den, om det inte är meningen att raderna skiljs åt"
    ),
    "deleting from {table} makes the source change {name} by itself ({columns}: on delete {on_delete})": (
        "när något raderas i {table} ändrar systemet {name} av sig självt ({columns}: on delete {on_delete})"
    ),
    "map {name} as a kind with 'part_of:', or say under 'ignored:' why that is right": (
        "gör {name} till ett slag med 'part_of:', eller säg under 'ignored:' varför det är rätt"
    ),
    "the trigger {name} of {table} runs on {runs}": "triggern {name} på {table} körs vid {runs}",
    "look at what it does, then say so: ignored: {{{table}.{name}: reason}}": (
        "se vad den gör, och säg det: ignored: {{{table}.{name}: skäl}}"
    ),
    "{column} is said to hold a date as {stored}, its type is {type}": (
        "{column} sägs ha ett datum som {stored}, kolumnens typ är {type}"
    ),
    "name a column that holds a date": "nämn en kolumn som har ett datum",
    "the text for {column} has {value} characters, the column takes {length}": (
        "texten för {column} har {value} tecken, kolumnen rymmer {length}"
    ),
    "shorten it": "förkorta den",
    "{column} is no column for texts: {type}": "{column} är ingen kolumn för text: {type}",
    "no text can be made of {name}: neither a whole number nor a UUID": (
        "av {name} kan ingen text göras: varken heltal eller UUID"
    ),
    "{name} looks personal, and the text would be made of it": (
        "{name} ser ut som en personuppgift, och texten skulle göras av den"
    ),
    "{name} is searched by {columns}, which has no index{cost}": (
        "{name} söks på {columns}, som saknar index{cost}"
    ),
    "; each search reads about {rows} rows or more, an index a few": (
        "; varje sökning läser ungefär {rows} rader eller fler, med index några få"
    ),
    "{columns} of the group {group} would stay as it is in rows that nothing keeps any more": (
        "{columns} i gruppen {group} skulle stå kvar i rader som inget längre sparar"
    ),
    "say what is written there too, as {column}: null": "skriv vad som ska stå där också, som {column}: null",
    "{purpose} counts from {event}, found by {identifier} in {places}, which may go first": (
        "{purpose} räknas från {event}, som hittas med {identifier} i {places}; det kan gallras först"
    ),
    "say under 'only:' whom {purpose} is for while the identifier is there, or match by an"
    " identifier that stays as long": (
        "skriv under 'only:' vilka {purpose} gäller medan identifieraren finns kvar, eller sök med en som"
        " finns lika länge"
    ),
    "{column} is of type {type}, so no {format} lies in it": (
        "{column} har typen {type}, så ingen {format} kan ligga där"
    ),
    "name a column with text or bytes that can be written": (
        "ange en kolumn med text eller bytes som går att skriva"
    ),
    "look at codec, encoding, fields and where of inside:; what is encrypted or unpacks to more than 256 MB "
    "can't be read, so let a person look at it": (
        "se över codec, encoding, fields och where under inside:; det som är krypterat eller blir större än "
        "256 MB uppackat går inte att läsa, så låt någon titta på det"
    ),
    "no row has a date for {event}": "ingen rad har ett datum för {event}",
    "name the column that is really filled in, or what else tells that it has ended (first_of:, seen:)": (
        "ange kolumnen som verkligen fylls i, eller vad annat som visar att det är slut (first_of:, seen:)"
    ),
    "{purpose} applies to no row": "{purpose} gäller ingen rad",
    "correct only: of {purpose}, or take the purpose out of the group": (
        "rätta only: för {purpose}, eller ta bort ändamålet ur gruppen"
    ),
    "the account has {rights}": "kontot har {rights}",
    "take them back (REVOKE); `varsam source grants {source}` says what it needs": (
        "ta tillbaka dem (REVOKE); `varsam source grants {source}` visar vad som behövs"
    ),
    # -- findings over maps: what is promised
    "the column looks personal by its name and is in no group": (
        "kolumnen ser efter namnet ut att vara personuppgifter och är inte i någon grupp"
    ),
    "add it to a group, or say why not: ignored: {{{table}.{column}: reason}}": (
        "lägg den i en grupp, eller säg varför inte: ignored: {{{table}.{column}: skäl}}"
    ),
    "the table isn't in the map and looks personal: {shown}": (
        "tabellen finns inte i kartan och ser ut att ha personuppgifter: {shown}"
    ),
    "map it as a kind, or say why not: ignored: {{{name}: reason}}": (
        "gör den till ett slag, eller säg varför inte: ignored: {{{name}: skäl}}"
    ),
    "the columns {columns} are held for no purpose": "kolumnerna {columns} finns inte för något ändamål",
    "name the purposes under 'for:', or register one; nothing is erased until then": (
        "nämn ändamålen under 'for:', eller registrera ett; till dess raderas inget"
    ),
    "the rows are held for purposes that end, and 'disposal: keep' never lets them go": (
        "raderna finns för ändamål som tar slut, och 'disposal: keep' släpper dem aldrig"
    ),
    "let the row be deleted or overwritten, or take the groups away with 'holds: nothing'": (
        "låt raden raderas eller skrivas över, eller ta bort grupperna med 'holds: nothing'"
    ),
    "nothing says whose these columns are, so no access copy and no erasure will hold them": (
        "inget säger vems kolumnerna är, så de kommer inte med i registerutdrag eller radering"
    ),
    "add 'owner:', 'part_of:' or 'person: true'": "lägg till 'owner:', 'part_of:' eller 'person: true'",
    "{id} counts from {event}, and no place near this one maps it": (
        "{id} räknas från {event}, och ingen närliggande plats i kartan har den"
    ),
    "map {event} here, at the parent or the person, or take it from another source": (
        "ange {event} här, hos föräldern eller personen, eller hämta den från ett annat system"
    ),
    "{table}.{name} may be NULL, and such rows lead to nobody": (
        "{table}.{name} får vara NULL, och sådana rader leder inte till någon"
    ),
    "give a fall-back (owner: {ref: …, else: …}), or leave them to a person": (
        "ange en reserv (owner: {ref: …, else: …}), eller lämna dem till en person"
    ),
    "no map holds data for this purpose": "ingen karta har uppgifter för det här ändamålet",
    "map the system where it lies (connector: manual, if it is paper), or drop the purpose": (
        "koppla systemet där de finns (connector: manual, om det är papper), eller ta bort ändamålet"
    ),
    # -- refusals: plans
    "there is no such plan": "det finns ingen sådan plan",
    "`varsam plans` lists them": "`varsam plans` visar dem",
    "a plan is never changed": "en plan ändras aldrig",
    "make a new plan": "gör en ny plan",
    "the plan is {state}": "planen är {state}",
    "a mistake in the program itself ({place})": "ett fel i programmet självt ({place})",
    "this worker can't take part: its {what} isn't that of the plan": (
        "det här programmet kan inte hjälpa till: {what} är inte planens"
    ),
    "worker {leader} leads, and this one can't take batches": (
        "{leader} leder, och det här programmet kan inte ta omgångar"
    ),
    "only an approved plan is applied, once; `varsam approve` it, or plan again": (
        "bara en godkänd plan verkställs, en gång; godkänn den med `varsam approve`, eller planera igen"
    ),
    "the plan is {state}, but {given} of {approvals_needed} persons approved it": (
        "planen är {state}, men {given} av {approvals_needed} personer har godkänt den"
    ),
    "somebody changed the state; run `varsam ledger verify`, then plan again": (
        "någon har ändrat i programmets tillstånd; kör `varsam ledger verify`, och planera sedan igen"
    ),
    "the plan is a forecast for {on}": "planen är en prognos för {on}",
    "check the clock; a forecast is never applied": "se efter klockan; en prognos verkställs aldrig",
    "plan again on that day; a forecast is never applied": (
        "planera igen den dagen; en prognos verkställs aldrig"
    ),
    "the source is only observed": "systemet iakttas bara",
    "`varsam source mode {source} apply` lets plans change it": (
        "`varsam source mode {source} apply` låter planer ändra det"
    ),
    "the plan has drifted: {why}": "planen stämmer inte längre: {why}",
    "changed since: {changed}": "ändrat sedan dess: {changed}",
    "the sealed keys of {step} aren't those that were approved": (
        "de förseglade nycklarna för {step} är inte de som godkändes"
    ),
    "the sealed keys don't belong to this plan": "de förseglade nycklarna hör inte till den här planen",
    "{extra} rows of {step} were not approved": "{extra} rader i {step} har inte godkänts",
    "plan again": "planera igen",
    "apply it first; then there is something to verify": (
        "verkställ den först; sedan finns något att kontrollera"
    ),
    "the stored plan isn't what was frozen": "den sparade planen är inte den som frystes",
    "the stored plan was changed since it was made": "den sparade planen har ändrats sedan den gjordes",
    "make a new plan, and find out who could write to the state": (
        "gör en ny plan, och ta reda på vem som kan skriva i programmets tillstånd"
    ),
    "the plan is {now}, so it can't become {to}": "planen är {now}, så den kan inte bli {to}",
    "see `varsam plans`; a plan that ended is made anew with `varsam plan`": (
        "se `varsam plans`; en plan som är avslutad görs på nytt med `varsam plan`"
    ),
    "make a new plan and approve that": "gör en ny plan och godkänn den",
    "you have approved this plan": "du har redan godkänt den här planen",
    "another person must approve it": "en annan person måste godkänna den",
    "it is {now}, outside the window {start}-{end}": "klockan är {now}, utanför tiden {start}-{end}",
    "apply again inside the window; what is done stays done": (
        "verkställ igen inom tiden; det som är gjort är gjort"
    ),
    # -- refusals: people, facts, homes
    "the {type} leads to several people": "{type} leder till flera personer",
    "give an identifier that is one person's alone, such as a customer number": (
        "ange något som bara är en persons, till exempel ett kundnummer"
    ),
    "a fact can't take effect in the future": "ett beslut kan inte börja gälla i framtiden",
    "record it on that day": "anteckna det den dagen",
    "a hold needs a ground and a review date": "ett stopp behöver ett skäl och en dag för omprövning",
    "say why, and when to look again": "säg varför, och när det ska omprövas",
    "there is no such open hold": "det finns inget sådant öppet stopp",
    "`varsam hold list` shows them": "`varsam hold list` visar dem",
    "there is a register already, and it is never overwritten": (
        "det finns redan ett register, och det skrivs aldrig över"
    ),
    "name another home, or accept proposals into it with --accept": (
        "nämn en annan mapp, eller godta förslag till det med --accept"
    ),
    "this is a home already, and nothing in it is overwritten": (
        "här finns redan ett register, och inget skrivs över"
    ),
    "name another folder with --home": "nämn en annan mapp med --home",
    "own state is in PostgreSQL, and its map names the SQLite file that it left": (
        "programmets tillstånd ligger i PostgreSQL, och dess karta nämner den SQLite-fil som det lämnade"
    ),
    "write `url_env: {variable}` instead of `url:`, and `as: instant` instead of `as: local` with its zone": (
        "skriv `url_env: {variable}` i stället för `url:`, och `as: instant` i stället för `as: local` med"
        " zon"
    ),
    **PACING_SENTENCES,
    **RECORDS_EXPORT_SENTENCES,
    **STALE_SENTENCES,
}

# States of plans, where a sentence names one.
STATES: Mapping[str, str] = {
    "drafted": "utkast",
    "waiting": "i väntan på en person till",
    "approved": "godkänd",
    "applying": "under verkställande",
    "applied": "verkställd",
    "drifted": "inaktuell",
    "expired": "utgången",
    "failed": "misslyckad",
}


def in_swedish(said: str) -> str:
    """A finding's or refusal's text in Swedish; as it is where the catalogue hasn't got its sentence."""
    if not isinstance(said, Said):
        return SENTENCES.get(said, said)
    if said.sentence not in SENTENCES:
        return said
    values = {name: _value(name, value) for name, value in said.parameters.items()}
    return SENTENCES[said.sentence].format_map(values)


def _value(name: str, value: object) -> object:
    if isinstance(value, Said):
        return in_swedish(value)
    return STATES.get(str(value), value) if name in ("state", "now", "to") else value
