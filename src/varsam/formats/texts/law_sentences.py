"""What the checks of the law say of a place, in Swedish, by the English sentence."""

from __future__ import annotations

from collections.abc import Mapping

LAW_SENTENCES: Mapping[str, str] = {
    "add who informs, who answers requests, and one place to turn to": (
        "skriv vem som informerar, vem som svarar på begäranden, och ett ställe att vända sig till"
    ),
    "the text names no recipients and no categories of them": (
        "texten nämner varken mottagare eller kategorier av mottagare"
    ),
    "list them, and put them into the register under recipients": (
        "räkna upp dem, och för in dem i registret under recipients"
    ),
    "{names} decide together, and the text doesn't say who answers for what": (
        "{names} bestämmer tillsammans, och texten säger inte vem som svarar för vad"
    ),
    "only adequacy is named for transfers, and no other safeguard nor how to get a copy of it": (
        "bara adekvat skyddsnivå nämns för överföringar, ingen annan skyddsåtgärd och inte hur man får"
        " en kopia"
    ),
    "name the safeguards that you use (standard contractual clauses), or say that nothing is transferred": (
        "nämn de skyddsåtgärder ni använder (standardavtalsklausuler), eller säg att inget överförs"
    ),
    "there is no postal address": "det finns ingen postadress",
    "add it: not everybody writes e-mail": "lägg till den: alla skriver inte e-post",
    "there is no word about a data protection officer": "det står inget om dataskyddsombud",
    "give the officer's contact details, or say that none is required": (
        "ge ombudets kontaktuppgifter, eller säg att inget ombud krävs"
    ),
    "the text has no version and no date from which it holds": (
        "texten har varken version eller datum från vilket den gäller"
    ),
    "add the date from which it holds, and keep the older versions": (
        "skriv från vilken dag den gäller, och spara äldre versioner"
    ),
    "the controller is a private company, and the sentence speaks of a public body's duties": (
        "den personuppgiftsansvarige är ett företag, och meningen talar om det allmännas skyldigheter"
    ),
    "name the law that binds the company, or drop the sentence": (
        "nämn den lag som binder företaget, eller stryk meningen"
    ),
    "add it to the register, or say in a silence why you have none": (
        "lägg till den i registret, eller tysta anmärkningen med skälet till att den inte finns"
    ),
    "no activity is about {what}": "ingen behandling handlar om {what}",
    "staff": "anställda",
    "logs": "loggar och åtkomst",
    "requests": "begäranden från registrerade",
    "incidents": "personuppgiftsincidenter",
    "payments": "betalningar",
    "the only way to say no is the browser's settings": (
        "enda sättet att säga nej är webbläsarens inställningar"
    ),
    "offer a choice of your own, where no is as near as yes, and say where it is": (
        "erbjud ett eget val, där nej är lika nära som ja, och säg var det finns"
    ),
    "drop the sentence, and say which cookies are tied to a person": (
        "stryk meningen, och säg vilka kakor som hör till en person"
    ),
    "this is profiling, and the text says neither how it works nor what it means for the person": (
        "detta är profilering, och texten säger varken hur den går till eller vad den innebär för personen"
    ),
    "say which data is used, how it is weighed, and what the person will notice;"
    " or that no decision is automated": (
        "säg vilka uppgifter som används, hur de vägs och vad personen märker; eller att inga beslut är"
        " automatiserade"
    ),
    "cookies for this need consent, and the text asks for none": (
        "kakor för detta kräver samtycke, och texten frågar inte efter något"
    ),
    "say that they are set only after consent, and how it is withdrawn": (
        "säg att de sätts först efter samtycke, och hur det återkallas"
    ),
    "this contradicts the activities that count cookies as personal data: {titles}": (
        "detta motsägs av de behandlingar som räknar kakor som personuppgifter: {titles}"
    ),
    "offers of others by e-mail or text message need consent": (
        "andras erbjudanden per e-post eller sms kräver samtycke"
    ),
    "ask for consent to partners' offers, or send only your own": (
        "fråga efter samtycke till partners erbjudanden, eller skicka bara egna"
    ),
    "marketing with these contact details can go out by e-mail or text message without consent": (
        "marknadsföring med dessa kontaktuppgifter kan gå ut per e-post eller sms utan samtycke"
    ),
    "write basis: consent or soft_opt_in, or narrow the categories to contact.address": (
        "skriv basis: consent eller soft_opt_in, eller begränsa kategorierna till contact.address"
    ),
    "ask for consent first, and write basis: consent; only what is strictly necessary needs none": (
        "fråga efter samtycke först, och skriv basis: consent; bara det strikt nödvändiga behöver inget"
    ),
    "measuring or advertising by cookies rests on {basis}": (
        "mätning eller annonsering med kakor vilar på {basis}"
    ),
    "the right to withdraw a consent isn't among the rights": (
        "rätten att återkalla ett samtycke finns inte bland rättigheterna"
    ),
    "add it, with a way that is as easy as the consent was": (
        "lägg till den, med ett sätt som är lika enkelt som samtycket var"
    ),
    "the right to object to direct marketing has no section of its own": (
        "rätten att invända mot direktmarknadsföring har inget eget avsnitt"
    ),
    "give it one, with a head that says it": "ge den ett, med en rubrik som säger det",
    "the text doesn't say which data is required, and what follows when it isn't given": (
        "texten säger inte vilka uppgifter som krävs, och vad som följer om de inte lämnas"
    ),
    "mark what is voluntary, and say what can't be done without the rest": (
        "märk ut vad som är frivilligt, och säg vad som inte går utan resten"
    ),
    "say it of your own purposes only, and what holds for what customers store": (
        "säg det bara om era egna ändamål, och vad som gäller för det kunder lagrar"
    ),
    "the data comes from others, and the text doesn't say from where": (
        "uppgifterna kommer från andra, och texten säger inte varifrån"
    ),
    "name the source and the kinds of data, and tell people at the first contact": (
        "nämn källan och slagen av uppgifter, och berätta det vid första kontakten"
    ),
    "customers are companies too, and their contact persons aren't party to the contract": (
        "kunder är också företag, och deras kontaktpersoner är inte part i avtalet"
    ),
    "add subjects: contact_person with a purpose on legitimate_interests": (
        "lägg till subjects: contact_person med ett ändamål på legitimate_interests"
    ),
    "application documents aren't among the categories": "ansökningshandlingar finns inte bland kategorierna",
    "add work.application, and look whether consent is really free here": (
        "lägg till work.application, och tänk efter om samtycket verkligen är fritt här"
    ),
    "calls are recorded, and the text doesn't say so where the recording begins": (
        "samtal spelas in, och texten säger det inte där inspelningen börjar"
    ),
    "say that it is announced before, why it is recorded, and how to decline": (
        "säg att det meddelas innan, varför det spelas in, och hur man tackar nej"
    ),
    "these rows may hold it: {titles}": "dessa rader kan innehålla det: {titles}",
    "write the condition beside each basis, or one row for each": (
        "skriv villkoret vid varje grund, eller en rad för varje"
    ),
    "the interest itself isn't named": "själva intresset nämns inte",
    "write interest: … in the register, and publish it": "skriv interest: … i registret, och publicera det",
    "which of {bases} holds for what?": "vilken av {bases} gäller för vad?",
    "ask for consent, and say what holds for children": (
        "fråga efter samtycke, och säg vad som gäller för barn"
    ),
    "pictures are published on {basis}": "bilder publiceras på grunden {basis}",
    "write year_end(fiscal_year.end + 7 years): to the end of the seventh calendar year after"
    " the one in which the fiscal year ended": (
        "skriv year_end(fiscal_year.end + 7 years): till och med det sjunde året efter utgången av det"
        " kalenderår då räkenskapsåret avslutades"
    ),
    "publish the event too: the end of the trial, the visit, the call": (
        "publicera händelsen också: testets slut, besöket, samtalet"
    ),
    "publish “until the consent is withdrawn” for what rests on consent, and the other time for the rest": (
        "publicera ”tills samtycket återkallas” för det som bygger på samtycke, och den andra tiden för"
        " resten"
    ),
    "set role: processor; the time is what the agreement says, with return or erasure at its end": (
        "skriv role: processor; tiden är den som avtalet säger, med återlämnande eller radering vid dess slut"
    ),
    "“{phrase}” doesn't say from when it counts": "”{phrase}” säger inte från när tiden räknas",
    "“{phrase}” is published for data on consent": "”{phrase}” publiceras för uppgifter på samtycke",
    "let the copies end with the original, plus the time in which backups are written over": (
        "låt kopiorna ta slut med originalet, plus tiden då säkerhetskopior skrivs över"
    ),
    "{basis} is claimed for data that is processed for customers": (
        "{basis} åberopas för uppgifter som behandlas för kunders räkning"
    ),
    "keep it in one row, and take it out of the other": "behåll det i en rad, och ta bort det ur den andra",
    "the copy is kept for longer than the data of “{title}”": (
        "kopian sparas längre än uppgifterna i ”{title}”"
    ),
    "“{title}” tells of the same with another basis or time": (
        "”{title}” handlar om samma sak med en annan grund eller tid"
    ),
    "the right to have data sent directly to another controller isn't told": (
        "rätten att få uppgifter skickade direkt till en annan personuppgiftsansvarig nämns inte"
    ),
    "add it: where it is technically feasible": "lägg till den: när det är tekniskt möjligt",
    "add them, or say that the list gives examples": "lägg till dem, eller säg att listan ger exempel",
    "how to reach the authority": "hur man når myndigheten",
    "the courts": "om domstolarna",
    "add it after the complaint": "lägg till det efter klagomålet",
    "a form is made a condition for a request": "en viss form görs till villkor för en begäran",
    "accept requests in any form, and say how you make sure who asks when you have reason to doubt": (
        "ta emot begäranden i vilken form som helst, och säg hur ni kontrollerar vem som frågar när det finns"
        " skäl att tvivla"
    ),
    "restriction is a right when one of its grounds is met, and the text makes it a favour": (
        "begränsning är en rättighet när en av grunderna är uppfylld, och texten gör den till en ynnest"
    ),
    "name the four grounds of article 18(1)": "nämn de fyra grunderna i artikel 18.1",
    "add it to the rights": "lägg till den bland rättigheterna",
    "the list of grounds lacks {grounds}": "listan över grunder saknar {grounds}",
    "the text doesn't tell {what}": "texten säger inte {what}",
    "wrong or incomplete data is rectified; irrelevant data isn't needed, and goes": (
        "felaktiga eller ofullständiga uppgifter rättas; irrelevanta behövs inte, och ska bort"
    ),
    "tell of irrelevant data under erasure": "skriv om irrelevanta uppgifter under radering",
    "the text doesn't tell of {right}": "texten nämner inte {right}",
    "the right of access": "rätten till tillgång",
    "the right to rectification": "rätten till rättelse",
    "the right to erasure": "rätten till radering",
    "the right to restriction": "rätten till begränsning",
    "the right to object": "rätten att invända",
    "the right to portability": "rätten till dataportabilitet",
    "online identifiers are personal data by themselves when they tell one person from another": (
        "nätidentifierare är personuppgifter i sig själva när de skiljer en person från en annan"
    ),
    "drop the condition": "stryk villkoret",
    "the authority is called Integritetsskyddsmyndigheten (IMY) since 2021": (
        "myndigheten heter Integritetsskyddsmyndigheten (IMY) sedan 2021"
    ),
    "write Integritetsskyddsmyndigheten (IMY)": "skriv Integritetsskyddsmyndigheten (IMY)",
    "the act is repealed": "lagen är upphävd",
    "cite the GDPR and lag (2018:218)": "hänvisa till dataskyddsförordningen och lag (2018:218)",
    "the rule stands in another act since 2022": "regeln finns i en annan lag sedan 2022",
    "cite 9 kap. 28 § lag (2022:482) om elektronisk kommunikation": (
        "hänvisa till 9 kap. 28 § lag (2022:482) om elektronisk kommunikation"
    ),
    "this no longer carries a transfer": "detta bär inte längre någon överföring",
    "name the decision or the safeguards that hold today": (
        "nämn det beslut eller de skyddsåtgärder som gäller i dag"
    ),
    "say what you do, or have a check that proves it": "säg vad ni gör, eller ha en kontroll som visar det",
    "30 days aren't a month": "30 dagar är inte en månad",
    "write: without undue delay, at the latest within one month": (
        "skriv: utan onödigt dröjsmål, senast inom en månad"
    ),
    "access is free, and not only once a year": "tillgång är gratis, och inte bara en gång om året",
    "write that it is free": "skriv att det är gratis",
    "“{word}” promises that there is no exception": "”{word}” lovar att det inte finns något undantag",
    "last compared with the law on {day}": "senast jämfört med lagen den {day}",
    "update the program, or put a pack that you have checked into law/{name}.yaml": (
        "uppdatera programmet, eller lägg ett paket som ni har kontrollerat i law/{name}.yaml"
    ),
    "no adequacy decision holds for {country} on {day}": (
        "inget beslut om adekvat skyddsnivå gäller för {country} den {day}"
    ),
    "agree on standard contractual clauses and assess the transfer, or move the data": (
        "avtala om standardavtalsklausuler och bedöm överföringen, eller flytta uppgifterna"
    ),
    "the decision on {country} covers only: {scope}": "beslutet om {country} omfattar bara: {scope}",
    "look whether the recipient is covered, and keep what shows it": (
        "kontrollera om mottagaren omfattas, och spara det som visar det"
    ),
    "the location isn't read as a country": "platsen går inte att läsa som ett land",
    "write location: SE, or another code of two letters": (
        "skriv location: SE, eller en annan kod med två bokstäver"
    ),
    "{number} months; the law gives {most}": "{number} månader; lagen ger {most}",
    "write the law's term; a longer one needs a reason in each case": (
        "skriv lagens tid; en längre kräver ett skäl i varje enskilt fall"
    ),
    "{number} hours; the law gives {most}": "{number} timmar; lagen ger {most}",
    "write the law's hours": "skriv lagens timmar",
    "{number} years; the law says {wanted}": "{number} år; lagen säger {wanted}",
    "write the law's age, or say why you chose a higher one": (
        "skriv lagens ålder, eller säg varför ni har valt en högre"
    ),
    "{rule} is shorter than the law's {wanted} years": "{rule} är kortare än lagens {wanted} år",
    "write year_end(fiscal_year.end + {wanted} years)": (
        "skriv regeln year_end(fiscal_year.end + {wanted} years)"
    ),
    "it was silent until {day}: {reason}": "den var tyst till och med {day}: {reason}",
    "mend what it finds, or write a later day if the reason still holds": (
        "åtgärda det som anmärks, eller skriv en senare dag om skälet fortfarande gäller"
    ),
    "no finding of this check stands at that place": "ingen sådan anmärkning finns på den platsen",
    "take the silence out, or write the place as `varsam check` prints it": (
        "ta bort tystningen, eller skriv platsen så som `varsam check` visar den"
    ),
}
