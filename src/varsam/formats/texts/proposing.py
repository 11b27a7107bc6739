"""What a proposed map says: reasons, questions, and why a table was left alone."""

from __future__ import annotations

from collections.abc import Mapping

PROPOSING: Mapping[str, tuple[str, str]] = {
    # -- the head of the file
    "propose.head": (
        "Förslag från `varsam source propose {source}`, ur schemat och {rows} rader. Inga värden står här.",
        "Proposed by `varsam source propose {source}`, from schema and {rows} rows. No values stand here.",
    ),
    "propose.head_decides": (
        "Förslaget avgör inget: grupper hålls för inget ändamål (`for: []`) tills en person skriver ett.",
        "It decides nothing: groups are held for no purpose (`for: []`) until a person writes one.",
    ),
    "propose.head_reading": (
        "Talet framför ett skäl säger hur säkert det är (0 till 1). `TODO` är frågor till en person.",
        "The number before a reason says how sure it is (0 to 1). `TODO` are questions to a person.",
    ),
    "propose.head_purposes": (
        "Ändamål i registret som lovar kategorin {category}: {purposes}",
        "Purposes of the register that promise the category {category}: {purposes}",
    ),
    "propose.head_no_purposes": (
        "Inget ändamål i registret nämner dessa kategorier, vilket är en anmärkning: {categories}",
        "No purpose of the register mentions these categories, which is a finding: {categories}",
    ),
    "propose.head_existing": (
        "Filen har redan dessa radslag, som inte upprepas här: {names}",
        "The file has these kinds already, which aren't repeated here: {names}",
    ),
    "propose.for_which": ("för vilket ändamål?", "for which purpose?"),
    "propose.unset": (
        "betyder troligen inget: {column} = {value} ({count} rader)",
        "probably means nothing: {column} = {value} ({count} rows)",
    ),
    "propose.dates": ("datum: {columns}", "dates: {columns}"),
    "propose.way_spread": (
        "{count} rader sedda, spridda över tabellen",
        "{count} rows seen, spread over the table",
    ),
    "propose.way_ends": (
        "{count} rader sedda, från nyckelns båda ändar",
        "{count} rows seen, from both ends of the key",
    ),
    "propose.way_first": ("bara de första {count} raderna sedda", "only the first {count} rows seen"),
    "propose.cut": (
        "långa celler lästes bara till en början",
        "of long cells only the beginning was read",
    ),
    "propose.undecided": (
        "Tabeller som inte kan beskrivas förrän en person har avgjort något:",
        "Tables that can't be mapped until a person has decided something:",
    ),
    # -- why a column
    "propose.personnummer": (
        "{count} av {of} värden är personnummer eller samordningsnummer",
        "{count} of {of} values are personnummer or samordningsnummer",
    ),
    "propose.org_no_of_people": (
        "organisationsnummer, av vilka {count} av {of} är personnummer (enskilda firmor)",
        "organisation numbers of which {count} of {of} are personnummer (sole traders)",
    ),
    "propose.email": (
        "{count} av {of} värden är e-postadresser",
        "{count} of {of} values are e-mail addresses",
    ),
    "propose.reach": (
        "{count} av {of} värden är e-postadresser eller telefonnummer",
        "{count} of {of} values are e-mail addresses or telephone numbers",
    ),
    "propose.iban": ("{count} av {of} värden är IBAN", "{count} of {of} values are IBANs"),
    "propose.ip": ("{count} av {of} värden är IP-adresser", "{count} of {of} values are IP addresses"),
    "propose.user_agent": (
        "{count} av {of} värden beskriver en webbläsare",
        "{count} of {of} values describe a browser",
    ),
    "propose.password_hash": (
        "{count} av {of} värden är hashade lösenord",
        "{count} of {of} values are hashed passwords",
    ),
    "propose.phone": (
        "{count} av {of} värden är telefonnummer",
        "{count} of {of} values are telephone numbers",
    ),
    "propose.street": (
        "{count} av {of} värden är gatuadresser",
        "{count} of {of} values are street addresses",
    ),
    "propose.name": ("{count} av {of} värden är personnamn", "{count} of {of} values are names of people"),
    "propose.given_name": ("{count} av {of} värden är förnamn", "{count} of {of} values are given names"),
    "propose.named_and_shaped": (
        "kolumnen heter som ett personnamn och värdena ser ut som namn",
        "the column is called like a person's name and its values look like names",
    ),
    "propose.holds": ("{count} av {of} texter innehåller {what}", "{count} of {of} texts hold {what}"),
    "propose.holds_wrapped": (
        "{count} av {of} celler ({wrapped}) innehåller {what}",
        "{count} of {of} cells ({wrapped}) hold {what}",
    ),
    "propose.role_email": (
        "{count} av {of} värden är funktionsadresser",
        "{count} of {of} values are addresses of functions",
    ),
    "propose.named": (
        "kolumnen heter så; de {of} värdena talar inte emot",
        "the column is called so; its {of} values don't contradict",
    ),
    "propose.named_only": (
        "bara kolumnens namn talar för det; inga värden finns",
        "only the column's name says so; there are no values",
    ),
    "propose.birth": (
        "kolumnen heter som ett födelsedatum, {count} av {of} värden är datum",
        "the column is called like a date of birth, {count} of {of} values are dates",
    ),
    "propose.old_dates": (
        "{count} av {of} datum är äldre än 2005: kanske födelsedatum",
        "{count} of {of} dates are before 2005: perhaps dates of birth",
    ),
    "propose.copy": (
        "upprepar {column} i {count} av {of} rader",
        "repeats {column} in {count} of {of} rows",
    ),
    "propose.postcode": ("postnummer bredvid {column}", "postcode beside {column}"),
    "propose.town": ("ort bredvid {column}", "town beside {column}"),
    "propose.text_of_somebody": (
        "fri text i någons rader ({count} av {of} värden har flera ord): vad som helst kan stå där",
        "free text in somebody's rows ({count} of {of} values have several words): anything may stand there",
    ),
    "propose.secret": ("en hemlighet i någons rad", "a secret in somebody's row"),
    "propose.as_in": ("samma som {other}.{column}", "the same as {other}.{column}"),
    "propose.address_of_person": (
        "e-postadresser i rader som tillhör någon",
        "e-mail addresses in rows that belong to somebody",
    ),
    # -- what a text holds
    "propose.holds_email": ("e-postadresser", "e-mail addresses"),
    "propose.holds_phone": ("telefonnummer", "telephone numbers"),
    "propose.holds_personnummer": ("personnummer", "personal identity numbers"),
    "propose.holds_ip": ("IP-adresser", "IP addresses"),
    "propose.holds_iban": ("kontonummer (IBAN)", "account numbers (IBAN)"),
    "propose.holds_name": ("vad som ser ut som namn", "what looks like names"),
    "propose.holds_street": ("gatuadresser", "street addresses"),
    "propose.holds_known_name": (
        "namn som också står i namnkolumner",
        "names that also stand in columns of names",
    ),
    # -- whose the rows are
    "propose.is_person": ("varje rad är en person: {columns}", "each row is a person: {columns}"),
    "propose.owned_by": ("{column} leder till {other}", "{column} leads to {other}"),
    "propose.part_of": ("del av {other} genom {column}", "part of {other} by {column}"),
    "propose.part_of_history": ("gamla versioner av {other}", "old versions of {other}"),
    "propose.part_only": (
        "{column} leder till {other}, men vems den raden är syns inte",
        "{column} leads to {other}, but whose that row is can't be seen",
    ),
    "propose.by_email": (
        "e-postadressen i {column} ({count} av {of}) säger vems raden är",
        "the e-mail address in {column} ({count} of {of}) says whose the row is",
    ),
    "propose.by_rows_below": (
        "rader i {table} binder den till {other}",
        "rows of {table} tie it to {other}",
    ),
    "propose.nobody": ("ingen väg leder till en person", "no way leads to a person"),
    # -- references
    "propose.declared": ("deklarerad nyckel", "declared key"),
    "propose.history": ("gamla versioner av {other}", "old versions of {other}"),
    "propose.implied_name": (
        "{count} av {of} värden finns i {other}, som kolumnen heter efter",
        "{count} of {of} values are in {other}, which the column is called after",
    ),
    "propose.implied_row_key": (
        "texter som namnger {other}; {count} av {of} finns där",
        "texts that name {other}; {count} of {of} are there",
    ),
    "propose.implied_sort": (
        "radens sort namnger {other}; {count} av {of} värden finns där",
        "the row's sort names {other}; {count} of {of} values are there",
    ),
    "propose.implied_people": (
        "kolumnen heter som någon; {count} av {of} värden finns i {other}",
        "the column is called like somebody; {count} of {of} values are in {other}",
    ),
    "propose.implied_same_key": (
        "heter som nyckeln i {other}; {count} av {of} värden finns där",
        "called like the key of {other}; {count} of {of} values are there",
    ),
    "propose.implied_parent": (
        "överordnad rad i samma tabell; {count} av {of} värden finns i {other}",
        "parent row of the same table; {count} of {of} values are in {other}",
    ),
    # -- why a table or column is left alone
    "propose.nothing_personal": (
        "inga personuppgifter syntes i {rows} rader",
        "no personal data was seen in {rows} rows",
    ),
    "propose.texts_of_things": (
        "texter utan personuppgifter ({columns}) i {rows} rader, och ingen väg till en person",
        "texts without personal data ({columns}) in {rows} rows, and no way to a person",
    ),
    "propose.roles_only": (
        "bara funktionsadresser ({columns}), ingen persons",
        "only addresses of functions ({columns}), no person's",
    ),
    "propose.empty": ("tom när den lästes", "empty when it was looked at"),
    "propose.empty_called": (
        "tom när den lästes; se efter igen om {columns} börjar användas",
        "empty when it was looked at; look again when {columns} comes into use",
    ),
    "propose.not_looked": ("lästes inte: {why}", "not looked into: {why}"),
    "propose.left": (
        "namnet låter personligt, men inget av {of} värden ser ut så",
        "called like personal data, but none of {of} values looks so",
    ),
    "propose.left_constant": (
        "namnet låter personligt, men värdet är detsamma i alla rader",
        "called like personal data, but the value is the same in all rows",
    ),
    "propose.left_empty": (
        "namnet låter personligt, men inga värden finns än",
        "called like personal data, but there are no values yet",
    ),
    "propose.no_key": (
        "ingen nyckel skiljer raderna åt; personliga kolumner: {columns}",
        "no key tells the rows apart; personal columns: {columns}",
    ),
    "propose.out_of_time": ("tiden tog slut", "the time was over"),
    "propose.too_slow": ("läsningen tog för lång tid", "reading took too long"),
    "propose.refused": ("källan nekade läsning", "the source refused to be read"),
    # -- questions
    "propose.whose": (
        "Vems är raderna? Ingen väg till en person syntes.",
        "Whose are these rows? No way to a person was seen.",
    ),
    "propose.owner_unsure": (
        "Stämmer det att raderna är dennes? Det är bara troligt.",
        "Are the rows really that person's? It is only likely.",
    ),
    "propose.some_of_nobody": (
        "I {share} % av raderna är {column} inte satt. Vems är de?",
        "In {share} % of the rows {column} isn't set. Whose are those?",
    ),
    "propose.zone": (
        "I vilken tidszon står tider som lagras utan zon? Det är {count} kolumner: {columns} …",
        "In which zone are times that are stored without one? There are {count} such columns: {columns} …",
    ),
    "propose.other_person": (
        "Kan {column} vara någon annans än den raden leder till? Ge i så fall gruppen en egen owner.",
        "Can {column} be another person's than the one the row leads to? Then give the group an own owner.",
    ),
    "propose.trigger": (
        "Vad gör utlösarna {names}? De kan kopiera det som ska bort; läs dem och skriv det under ignored.",
        "What do the triggers {names} do? They may copy what should go; read them and say so under ignored.",
    ),
    "propose.empty_table": (
        "Tabellen är tom; allt här är gissat efter namn.",
        "The table is empty; everything here is guessed from names.",
    ),
    "propose.key_personal": (
        "Nyckeln {column} ser själv ut som personuppgifter och försvinner bara med raden.",
        "The key {column} looks personal itself and only goes with its row.",
    ),
    "propose.named_as_actor": (
        "Vad ska stå i {count} kolumner ({columns} …) som säger vem som gjorde något, när raden tas bort?",
        "What shall {count} columns that say who did something ({columns} …) hold when the row goes?",
    ),
    "propose.untested": (
        "{count} tänkbara referenser prövades inte (för långsamt, eller tiden tog slut).",
        "{count} possible references weren't tested (too slow, or the time was over).",
    ),
    "propose.file_contents": (
        "Bara filernas namn och sökvägar har setts, inte vad som står i dem.",
        "Only names and paths of files were looked at, not what stands in them.",
    ),
    "propose.key_option": (
        "Filen har ingen egen nyckel; {columns} skiljer alla rader åt. Stämmer det alltid?",
        "The file has no key of its own; {columns} tells all rows apart. Is that always so?",
    ),
}
