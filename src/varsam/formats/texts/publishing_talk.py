"""What is said of publishing: the verbs, what a notice lacks, what stands against a version."""

from __future__ import annotations

from collections.abc import Mapping

PUBLISHING: Mapping[str, tuple[str, str]] = {
    # -- what a notice lacks
    "untold.activities": (
        "{where} samlar inte in för någon behandling (activities)",
        "{where} collects for no activity (activities)",
    ),
    "untold.contact": ("{where} har ingen kontaktväg (13.1 a)", "{where} has no contact details (13(1)(a))"),
    "untold.dpo": (
        "{where} säger inget om dataskyddsombud (13.1 b)",
        "{where} says nothing of a data protection officer (13(1)(b))",
    ),
    "untold.recipients": ("{where}: inga mottagare (13.1 e)", "{where}: no recipients (13(1)(e))"),
    "untold.time": ("{where}: lagringstiden är inte bestämd (13.2 a)", "{where}: no storage time (13(2)(a))"),
    "untold.time_assumed": (
        "{where}: lagringstiden är antagen och inte bekräftad (13.2 a)",
        "{where}: the storage time is assumed, not confirmed (13(2)(a))",
    ),
    "untold.interest": (
        "{where}: det berättigade intresset nämns inte (13.1 d)",
        "{where}: the legitimate interest isn't named (13(1)(d))",
    ),
    "untold.source": ("{where}: källan nämns inte (14.2 f)", "{where}: the source isn't named (14(2)(f))"),
    "untold.fields": ("{where}: inga fält (13.2 e)", "{where}: no fields (13(2)(e))"),
    "untold.consequence": (
        "Fältet {where} krävs, men följden av att inte lämna det nämns inte (13.2 e)",
        "The field {where} is required, but not what happens without it (13(2)(e))",
    ),
    "untold.website": (
        "{where}: ingen adress till hela policyn (website)",
        "{where}: no address of the whole policy (website)",
    ),
    "untold.place": (
        "{where}: inget säger var personen möter den här texten (notice)",
        "{where}: nothing says where the person meets this text (notice)",
    ),
    # -- help
    "help.policy publish": (
        "Gör policyn av registret på svenska och engelska och lägg den som en ny version.",
        "Make the policy of the register in Swedish and English, and keep it as a new version.",
    ),
    "help.policy versions": (
        "Visa alla publicerade versioner och om deras filer är som de publicerades.",
        "List all published versions, and whether their files are as they were published.",
    ),
    "help.policy diff": (
        "Visa vad som skiljer två versioner, eller den senaste från registret nu.",
        "Show what differs between two versions, or between the last one and the register now.",
    ),
    "help.policy compare": (
        "Jämför en sida på nätet eller en fil med det som publicerades.",
        "Compare a page on the web, or a file, with what was published.",
    ),
    "help.policy notice": (
        "Skriv texten som en person möter där uppgifter samlas in.",
        "Write the text that a person meets where data comes in.",
    ),
    "option.policy publish.language": (
        "Bara på det här språket; får upprepas (annars svenska och engelska).",
        "In this language only; may be repeated (else Swedish and English).",
    ),
    "option.policy publish.effective": (
        "Dagen då versionen börjar gälla (annars i dag).",
        "The day from which the version is valid (else today).",
    ),
    "option.policy publish.note": (
        "Varför, för arkivet; inga personuppgifter.",
        "Why, for the archive; no personal data.",
    ),
    "option.policy publish.preview": (
        "Skriv ett utkast i den här mappen; ingenting publiceras.",
        "Write a draft into this folder; nothing is published.",
    ),
    "option.policy diff.first": (
        "Den äldre versionens nummer (annars den senaste).",
        "The number of the older version (else the last one).",
    ),
    "option.policy diff.second": (
        "Den nyare versionens nummer (annars registret nu).",
        "The number of the newer version (else the register now).",
    ),
    "option.policy diff.letter": (
        "Skriv också brevet till dem som ändringarna rör.",
        "Also write the letter to those whom the changes concern.",
    ),
    "option.policy diff.effective": (
        "Dagen som brevet nämner (annars versionens, eller i dag).",
        "The day that the letter names (else the version's, or today).",
    ),
    "option.policy compare.page": (
        "En fil, eller en adress som börjar med https://.",
        "A file, or an address that begins with https://.",
    ),
    "option.policy notice.point": (
        "Insamlingsställets id i registret.",
        "The id of the collection point in the register.",
    ),
    "option.policy notice.form": (
        "text, md eller html.",
        "text, md or html.",
    ),
    # -- talk
    "talk.policy_stands_against": (
        "Det här står emot policyn som den skulle publiceras. Fel: {errors}, varningar: {warnings}.",
        "This stands against the policy as it would be published. Errors: {errors}, warnings: {warnings}.",
    ),
    "talk.policy_false": (
        "Meningar som inte stämde när påståendena sist prövades (varsam claims): {count}",
        "Sentences that weren't true when the claims were last checked (varsam claims): {count}",
    ),
    "talk.policy_publish_despite": (
        "Publicera ändå?",
        "Publish all the same?",
    ),
    "talk.policy_publish_hint": (
        "rätta det som står emot (`varsam check`), eller svara med --yes; koderna står sedan i arkivet",
        "mend what stands against it (`varsam check`), or answer with --yes; the codes stand in the archive",
    ),
    "talk.policy_not_published": ("Inget publicerades.", "Nothing was published."),
    "talk.policy_unchanged": (
        "Inget har ändrats sedan version {version}; ingen ny version behövs.",
        "Nothing has changed since version {version}; no new version is needed.",
    ),
    "talk.policy_published": (
        "Version {version} är publicerad i arkivet och gäller från {effective}.",
        "Version {version} is published in the archive and valid from {effective}.",
    ),
    "talk.policy_put_online": (
        "Lägg sidorna på webbplatsen och jämför sedan: varsam policy compare https://…",
        "Put the pages on the website, then compare: varsam policy compare https://…",
    ),
    "talk.policy_no_pdf": (
        'Ingen PDF: den vill ha tillägget letters (pip install "varsam[letters]").',
        'No PDF: it wants the extra letters (pip install "varsam[letters]").',
    ),
    "talk.policy_prose": (
        "Den löpande texten kommer från {file} och finns bara på {language}.",
        "The running text comes from {file} and exists in {language} only.",
    ),
    "talk.policy_left_out": (
        "Meningar i {file} som inte finns i registret och därför inte publiceras: {count}. Skriv dem i"
        " register.yaml under statements.",
        "Sentences in {file} that the register hasn't got, and that therefore aren't published: {count}."
        " Write them into register.yaml under statements.",
    ),
    "talk.policy_prose_register": (
        "Den löpande texten kommer ur registrets meningar och finns bara på {language}.",
        "The running text comes from the register's sentences and exists in {language} only.",
    ),
    "talk.policy_prose_none": (
        "Ni har ingen egen text, så policyn är skriven kring registret.",
        "You have no text of your own, so the policy is written around the register.",
    ),
    "talk.policy_material": (
        "Väsentliga ändringar sedan version {version}: {count}. De som berörs ska få veta det i god tid"
        " (varsam policy diff --letter).",
        "Material changes since version {version}: {count}. Whoever is concerned must be told in good time"
        " (varsam policy diff --letter).",
    ),
    "talk.policy_not_in_ledger": (
        "liggaren känner inte till versionen som den ligger här",
        "the ledger doesn't know the version as it lies here",
    ),
    "talk.policy_as_published": ("som de publicerades", "as they were published"),
    "word.swedish": ("svenska", "Swedish"),
    "word.english": ("engelska", "English"),
    "talk.policy_none_yet": ("Ingen version är publicerad än.", "No version is published yet."),
    "talk.policy_no_changes": ("Ingenting skiljer dem åt.", "Nothing differs."),
    "talk.policy_changes": (
        "Ändringar från version {first} till {second}",
        "Changes from version {first} to {second}",
    ),
    "talk.policy_now": ("registret nu", "the register now"),
    "talk.policy_material_heading": (
        "Väsentliga: de som berörs ska få veta det innan",
        "Material: whoever is concerned must be told before",
    ),
    "talk.policy_other_heading": ("Övriga", "Others"),
    "talk.policy_sentences_hint": (
        "Om en ändrad mening är väsentlig kan bara en människa avgöra.",
        "Only a person can say whether a changed sentence is material.",
    ),
    "talk.policy_letter": ("Utkast till brev", "Draft of the letter"),
    "talk.policy_same": (
        "Sidan är version {version}, ord för ord.",
        "The page is version {version}, word by word.",
    ),
    "talk.policy_behind": (
        "Registret har ändrats sedan dess: varsam policy diff.",
        "The register has changed since: varsam policy diff.",
    ),
    "talk.policy_older": (
        "Sidan är version {version}; den senaste är {last}.",
        "The page is version {version}; the last one is {last}.",
    ),
    "talk.policy_by_hand": (
        "Sidan är ändrad för hand; närmast är version {version}.",
        "The page was changed by hand; version {version} is nearest.",
    ),
    "talk.policy_other_page": (
        "Sidan har nästan inget gemensamt med policyn: är det rätt adress?",
        "The page has almost nothing in common with the policy: is it the right address?",
    ),
    "talk.policy_missing_there": ("Saknas på sidan: {text}", "Missing on the page: {text}"),
    "talk.policy_added_there": ("Står bara på sidan: {text}", "Only on the page: {text}"),
    "talk.policy_more_differences": ("… och {count} till", "… and {count} more"),
    "talk.policy_spoken": ("Att säga innan samtalet går vidare", "To be said before the call goes on"),
    "talk.policy_lacks": ("Det här saknas i registret:", "The register lacks this:"),
    "col.version": ("version", "version"),
    "col.effective": ("gäller från", "valid from"),
    "col.published": ("publicerad", "published"),
    "col.files": ("filer", "files"),
    "col.note": ("anteckning", "note"),
}

PUBLISHING_SENTENCES: Mapping[str, str] = {
    "{file} is missing": "{file} saknas",
    "{file} was changed after it was published": "{file} ändrades efter att den publicerades",
    "{file} wasn't published": "{file} publicerades inte",
    "there is no such version of the policy": "den versionen av policyn finns inte",
    "`varsam policy versions` lists them": "`varsam policy versions` visar dem",
    "no version of the policy is published yet": "ingen version av policyn är publicerad än",
    "`varsam policy publish` makes the first one": "`varsam policy publish` gör den första",
    "there is no such collection point": "det insamlingsstället finns inte",
    "add collection_points to the register": "lägg till collection_points i registret",
    "only pages at https:// are compared": "bara sidor på https:// jämförs",
    "save the page, and name the file": "spara sidan och ange filen",
    "the page redirects into an internal network": "sidan skickar vidare till ett internt nät",
    "give the address it ends at": "ange adressen som den slutar på",
    "the page can't be reached": "sidan går inte att nå",
    "try again; look whether the address opens in a browser": (
        "försök igen; se om adressen går att öppna i en webbläsare"
    ),
    "try again; look whether it opens in a browser": "försök igen; se om den går att öppna i en webbläsare",
    "look whether the address is right": "se om adressen är rätt",
    "the page redirects too often": "sidan skickar vidare för många gånger",
    "the page is too large for a policy": "sidan är för stor för att vara en policy",
}
