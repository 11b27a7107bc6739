"""What is said where the policy's sentences are asked whether they are true."""

from __future__ import annotations

from collections.abc import Mapping

CLAIMS: Mapping[str, tuple[str, str]] = {
    "claim_verdict.true": ("sant", "true"),
    "claim_verdict.false": ("falskt", "false"),
    "claim_verdict.unknown": ("okänt", "unknown"),
    "help.claims": (
        "Fråga varje mening i policyn om den är sann i dag, och säg varför.",
        "Ask every sentence of the policy whether it is true today, and say why.",
    ),
    "help.claims confirm": (
        "Stå för det som föreslogs för en mening, eller säg vad som visar om den är sann.",
        "Stand behind what was proposed for a sentence, or say what shows whether it is true.",
    ),
    "help.claims drop": (
        "Koppla loss en mening: den är okänd tills någon säger vad som visar den.",
        "Let a sentence be bound to nothing: it is unknown until somebody says what shows it.",
    ),
    "help.schema claims": (
        "Skriv ut JSON-schemat för filen med meningarnas kontroller, eller spara det i en fil.",
        "Print the JSON Schema of the file of claims, or write it into a file.",
    ),
    "option.only": ("Visa bara meningar med detta utslag.", "Show only sentences with this verdict."),
    "option.verifier": (
        "Det som visar om meningen är sann, S1 till S63. Kan upprepas.",
        "What shows whether the sentence is true, S1 to S63. May be repeated.",
    ),
    "option.claims.verifier": (
        "Fråga bara detta, S1 till S63; svaret sparas inte. Kan upprepas.",
        "Ask only this one, S1 to S63; the answer isn't kept. May be repeated.",
    ),
    "option.history": (
        "Visa hur en mening har varit: dess id, eller början av det.",
        "Show how a sentence was: its id, or the beginning of it.",
    ),
    "option.statement": (
        "Meningarnas id, eller början av dem.",
        "The statements' ids, or the beginning of them.",
    ),
    "option.nothing": (
        "Säg att meningen inte lovar något som går att kontrollera.",
        "Say that the sentence promises nothing that can be checked.",
    ),
    "option.all_proposed": (
        "Bekräfta allt som är föreslaget.",
        "Confirm everything that is proposed.",
    ),
    "col.verdict": ("utslag", "verdict"),
    "col.sentence": ("mening", "sentence"),
    "col.verifier": ("kontroll", "verifier"),
    "col.because": ("därför", "because"),
    "col.remedy": ("gör så här", "what to do"),
    "col.statement": ("meningens id", "statement"),
    "talk.claims_asking": ("Frågar meningarna", "Asking the sentences"),
    "talk.claims_no_section": ("Utan rubrik", "Without a heading"),
    "talk.claims_counted": (
        "Per {day}: {true} sanna, {false} falska, {unknown} okända.",
        "As of {day}: {true} true, {false} false, {unknown} unknown.",
    ),
    "talk.claims_would_be_false": (
        "{count} okända är falska enligt det som är föreslaget och inte bekräftat.",
        "{count} unknown ones are false by what is proposed and not confirmed.",
    ),
    "talk.claims_would_be_false.one": (
        "En okänd är falsk enligt det som är föreslaget och inte bekräftat.",
        "One unknown is false by what is proposed and not confirmed.",
    ),
    "talk.claims_waiting": (
        "{count} meningar väntar på att någon bekräftar deras kontroller:"
        " varsam claims confirm --all-proposed, eller en i taget med meningens id.",
        "{count} sentences wait for somebody to confirm what shows them:"
        " varsam claims confirm --all-proposed, or one at a time by the statement's id.",
    ),
    "talk.claims_waiting.one": (
        "En mening väntar på att någon bekräftar dess kontroller: varsam claims confirm --all-proposed.",
        "One sentence waits for somebody to confirm what shows it: varsam claims confirm --all-proposed.",
    ),
    "talk.claims_unreachable": (
        "Gick inte att nå, så inget som vilar på dem är sant: {sources}",
        "Couldn't be reached, so nothing that rests on them is true: {sources}",
    ),
    "talk.claims_left_over": (
        "Bundna, men står inte längre i policyn (varsam claims drop): {statements}",
        "Bound, and not in the policy any more (varsam claims drop): {statements}",
    ),
    "talk.claims_not_kept": (
        "Sparas inte: det gällde en annan dag eller bara en del.",
        "Not kept: it was about another day, or a part only.",
    ),
    "talk.claim_would_be": ("okänt, vore {verdict}", "unknown, would be {verdict}"),
    "talk.claim_confirmed": ("Bekräftad: {statement}: {verifiers}", "Confirmed {statement}: {verifiers}"),
    "talk.claims_nothing_waits": ("Inget väntar på bekräftelse.", "Nothing waits to be confirmed."),
    "talk.claim_dropped": ("{statement} är bunden till inget.", "{statement} is bound to nothing."),
    "talk.claims_never_asked": (
        "Ingen har frågat än: varsam claims",
        "Nobody has asked yet: varsam claims",
    ),
}
