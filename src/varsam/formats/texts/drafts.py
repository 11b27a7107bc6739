"""The questions that a drafted assessment asks, and what it says from the register."""

from __future__ import annotations

from collections.abc import Mapping

DRAFTS: Mapping[str, tuple[str, str]] = {
    "draft.head": (
        "Bedömningar: intresseavvägningar och konsekvensbedömningar. Kör varsam check efter en ändring.",
        "Assessments: of legitimate interests, and of impact. After a change run varsam check.",
    ),
    "draft.of_interest": (
        "Utkast {day} ur registret. Svara på frågorna, och ta bort # framför.",
        "Drafted {day} from the register. Answer the questions, and take the # away.",
    ),
    "draft.interest": (
        "Steg 1. Vilket är intresset? Är det verkligt, aktuellt och lagligt?",
        "Step 1. What is the interest? Is it real, present and lawful?",
    ),
    "draft.necessity": (
        "Steg 2. Varför når inget mindre ingripande samma mål?",
        "Step 2. Why does nothing that intrudes less reach the same end?",
    ),
    "draft.expectations": (
        "Steg 3. Vad väntar sig människor rimligen, med tanke på hur de mötte er?",
        "Step 3. What do people reasonably expect, from how they met you?",
    ),
    "draft.impact": (
        "Steg 3. Vad innebär det för dem, på gott och ont?",
        "Step 3. What does it do to them, good and bad?",
    ),
    "draft.children": (
        "Steg 3. Finns barn bland dem? Deras intressen väger tyngre.",
        "Step 3. Are children among them? Their interests weigh more.",
    ),
    "draft.safeguards": (
        "Vad gör påverkan liten, utöver det som lagen kräver ändå?",
        "What keeps the impact small, beyond what the law demands anyway?",
    ),
    "draft.opt_out": (
        "Hur säger man nej, och vad händer då?",
        "How do people say no, and what happens then?",
    ),
    "draft.opt_out_marketing": (
        "Den som säger nej får aldrig mer något utskick: ändamålet upphör för gott.",
        "Whoever says no never gets anything again: the purpose ends for ever.",
    ),
    "draft.grounds": (
        "Tvingande skäl mot en invändning eller radering? Utan dem följs den.",
        "Compelling grounds against an objection or an erasure? Without them it is followed.",
    ),
    "draft.outcome": ("prevails, overridden eller open", "prevails, overridden or open"),
    "draft.decided": ("Beslutat av en roll, inte ett namn", "Decided by a role, not a name"),
    "draft.why": ("Kriterier som är uppfyllda: {criteria}", "Criteria that are met: {criteria}"),
    "draft.ask": (
        "Bara en person kan svara på: {criteria} (skriv under answers)",
        "Only a person can answer: {criteria} (write it under answers)",
    ),
    "draft.description": (
        "Beskrivning: vad görs med vilka uppgifter, hur, var och med vad?",
        "Description: what is done with which data, how, where and with what?",
    ),
    "draft.described": (
        "{title}: {purposes}. Uppgifter: {categories}. Personer: {subjects}. Mottagare: {recipients}.",
        "{title}: {purposes}. Data: {categories}. People: {subjects}. Recipients: {recipients}.",
    ),
    "draft.lawfulness": (
        "Laglighet: är grunderna rätt, och varför är behandlingen nödvändig för ändamålen?",
        "Lawfulness: are the bases right, and why is it necessary for the purposes?",
    ),
    "draft.minimisation": (
        "Uppgiftsminimering: varför räcker inte mindre?",
        "Minimisation: why won't less do?",
    ),
    "draft.retention": ("Lagring: varför inte kortare?", "Retention: why no shorter?"),
    "draft.quality": ("Kvalitet: hur hålls uppgifterna riktiga?", "Quality: how is the data kept accurate?"),
    "draft.rights": (
        "Rättigheter: hur informeras människor, och hur utövar de sina rättigheter?",
        "Rights: how are people informed, and how do they use their rights?",
    ),
    "draft.by_design": (
        "Inbyggt dataskydd: vad skyddar uppgifterna från början och som standard?",
        "By design: what protects data by design and by default?",
    ),
    "draft.security": ("Säkerhet: vad skyddar uppgifterna?", "Security: what secures the data?"),
    "draft.risks": (
        "Risker för människor: innan och efter åtgärder (low, medium, high)",
        "Risks to people: before and after measures (low, medium, high)",
    ),
    "draft.actions": (
        "Åtgärdsplan: vem (en roll) gör vad till när?",
        "Action plan: who (a role) does what by when?",
    ),
    "draft.residual": ("Återstående risk: varför är den godtagbar?", "Residual risk: why is it acceptable?"),
    "draft.advice": (
        "Dataskyddsombudets råd, eller att inget ombud finns",
        "The data protection officer's advice, or that there is none",
    ),
    "draft.views": (
        "De registrerades synpunkter, eller varför de inte tillfrågats",
        "What the people concerned said, or why they weren't asked",
    ),
    "draft.decision": (
        "approve, conditional, reject eller refer; vid hög kvarstående risk förhandssamråd först",
        "approve, conditional, reject or refer; with a high risk left, consult the authority first",
    ),
    "draft.nobody": ("inga angivna", "none given"),
}
