"""What is said of changes between two versions of a policy."""

from __future__ import annotations

from collections.abc import Mapping

POLICY_CHANGES: Mapping[str, tuple[str, str]] = {
    "change.nothing": ("(inget)", "(nothing)"),
    "change.controller_new": ("{where} är ny personuppgiftsansvarig", "{where} is a new controller"),
    "change.controller_gone": (
        "{where} är inte längre personuppgiftsansvarig",
        "{where} is no longer a controller",
    ),
    "change.controller_named": (
        "{where}: namn eller nummer var ”{old}”, är ”{now}”",
        "{where}: the name or number was “{old}”, is “{now}”",
    ),
    "change.contact": ("{where}: {what} var ”{old}”, är ”{now}”", "{where}: {what} was “{old}”, is “{now}”"),
    "change.contact_new": ("{where}: {what} har tillkommit: {now}", "{where}: {what} is new: {now}"),
    "change.arrangement": (
        "Vem av de personuppgiftsansvariga som svarar för vad har ändrats",
        "Which of the controllers answers for what has changed",
    ),
    "change.activity_new": ("{where}: ny behandling", "{where}: new activity"),
    "change.activity_gone": ("{where}: behandlingen finns inte längre", "{where}: the activity is gone"),
    "change.activity_named": ("{where}: hette förut ”{old}”", "{where}: was called “{old}” before"),
    "change.role_controller": (
        "{where}: vi var personuppgiftsbiträde och är personuppgiftsansvarig",
        "{where}: we were a processor and are the controller",
    ),
    "change.role_processor": (
        "{where}: vi var personuppgiftsansvarig och är personuppgiftsbiträde",
        "{where}: we were the controller and are a processor",
    ),
    "change.controllers_more": (
        "{where}: ansvarig är nu också {those}",
        "{where}: {those} is now a controller too",
    ),
    "change.controllers_fewer": (
        "{where}: {those} är inte längre ansvarig",
        "{where}: {those} is no longer a controller",
    ),
    "change.categories_more": ("{where}: nya uppgifter: {those}", "{where}: new data: {those}"),
    "change.categories_fewer": ("{where}: inte längre: {those}", "{where}: no longer: {those}"),
    "change.subjects_more": ("{where}: gäller nu också: {those}", "{where}: now concerns also: {those}"),
    "change.subjects_fewer": ("{where}: gäller inte längre: {those}", "{where}: no longer concerns: {those}"),
    "change.recipients_more": (
        "{where}: uppgifterna lämnas nu också till {those}",
        "{where}: the data now also goes to {those}",
    ),
    "change.recipients_fewer": (
        "{where}: uppgifterna lämnas inte längre till {those}",
        "{where}: the data no longer goes to {those}",
    ),
    "change.decisions": (
        "{where}: automatiserade beslut, så här: {now}",
        "{where}: automated decisions, as follows: {now}",
    ),
    "change.decisions_gone": (
        "{where}: inga automatiserade beslut längre",
        "{where}: no automated decisions any more",
    ),
    "change.purpose_new": (
        "{where}: nytt ändamål: {purpose} ({basis})",
        "{where}: new purpose: {purpose} ({basis})",
    ),
    "change.purpose_gone": (
        "{where}: ändamålet {purpose} ({basis}) finns inte längre",
        "{where}: the purpose {purpose} ({basis}) is gone",
    ),
    "change.purpose_named": (
        "{where}: ändamålet var ”{old}”, är ”{now}”",
        "{where}: the purpose was “{old}”, is “{now}”",
    ),
    "change.basis": (
        "{where}: rättslig grund var ”{old}”, är ”{now}”",
        "{where}: the legal basis was “{old}”, is “{now}”",
    ),
    "change.time": (
        "{where}: lagringstiden var ”{old}”, är ”{now}”",
        "{where}: storage time was “{old}”, is “{now}”",
    ),
    "change.time_longer": (
        "{where}: lagringstiden var ”{old}”, är ”{now}” (längre)",
        "{where}: storage time was “{old}”, is “{now}” (longer)",
    ),
    "change.time_shorter": (
        "{where}: lagringstiden var ”{old}”, är ”{now}” (kortare)",
        "{where}: storage time was “{old}”, is “{now}” (shorter)",
    ),
    "change.interest": (
        "{where}: vårt berättigade intresse var ”{old}”, är ”{now}”",
        "{where}: our legitimate interest was “{old}”, is “{now}”",
    ),
    "change.marketing": ("{where}: är nu direktmarknadsföring", "{where}: is now direct marketing"),
    "change.recipient_new": ("{where}: ny mottagare", "{where}: new recipient"),
    "change.recipient_new_abroad": (
        "{where}: ny mottagare utanför EU/EES ({country})",
        "{where}: new recipient outside the EU/EEA ({country})",
    ),
    "change.recipient_gone": ("{where}: inte längre mottagare", "{where}: no longer a recipient"),
    "change.recipient_named": (
        "{where}: mottagaren var ”{old}”, är ”{now}”",
        "{where}: the recipient was “{old}”, is “{now}”",
    ),
    "change.recipient_moved": (
        "{where}: landet var ”{old}”, är ”{now}”",
        "{where}: the country was “{old}”, is “{now}”",
    ),
    "change.source": (
        "{where}: uppgifterna kommer från ”{now}”, förut ”{old}”",
        "{where}: the data comes from “{now}”, before “{old}”",
    ),
    "change.source_gone": (
        "{where}: inget hämtas längre från ”{old}”",
        "{where}: nothing comes from “{old}” any more",
    ),
    "change.required": (
        "{where}: det som krävs var ”{old}”, är ”{now}”",
        "{where}: what is required was “{old}”, is “{now}”",
    ),
    "change.measure_new": ("Ny skyddsåtgärd: {where}", "New measure: {where}"),
    "change.measure_gone": ("Skyddsåtgärd som är borta: {where}", "Measure that is gone: {where}"),
    "change.measure_said": (
        "Skyddsåtgärd som lyder annorlunda: {where}",
        "Measure that is worded anew: {where}",
    ),
    "change.sentence_new": ("Ny mening: ”{now}”", "New sentence: “{now}”"),
    "change.sentence_gone": ("Borttagen mening: ”{old}”", "Sentence that is gone: “{old}”"),
    "change.sentence": ("Meningen ”{old}” lyder nu ”{now}”", "The sentence “{old}” now reads “{now}”"),
    # -- what of a controller changed
    "reached.contact": ("kontakten", "the contact"),
    "reached.address": ("postadressen", "the postal address"),
    "reached.email": ("e-postadressen", "the e-mail address"),
    "reached.phone": ("telefonnumret", "the telephone number"),
    "reached.website": ("webbplatsen", "the website"),
    "reached.representative": ("företrädaren i EU", "the representative in the EU"),
    "reached.dpo": ("dataskyddsombudet", "the data protection officer"),
    "reached.no_dpo": (
        "skälet till att inget dataskyddsombud behövs",
        "the reason why no data protection officer is needed",
    ),
    # -- the letter to those concerned
    "change_letter.subject": (
        "{names} ändrar sin integritetspolicy från {effective}",
        "{names}: our privacy policy changes from {effective}",
    ),
    "change_letter.begin": (
        "Hej!\n\nFrån och med {effective} ändrar {names} hur personuppgifter behandlas. Det här ändras:",
        "Hello,\n\nFrom {effective}, {names} changes how personal data is processed. This is what changes:",
    ),
    "change_letter.rights": (
        "Du har kvar alla dina rättigheter. Du kan begära att få se, rätta eller radera uppgifter om dig,"
        " invända mot behandling som vilar på intresseavvägning, säga nej till reklam och återkalla ett"
        " samtycke. Vill du göra det innan ändringen gäller är det bara att höra av dig.",
        "You keep all your rights. You can ask to see, rectify or erase data about you, object to"
        " processing on"
        " legitimate interests, say no to marketing and withdraw a consent. If you want to do so before the"
        " change takes effect, just tell us.",
    ),
    "change_letter.more": ("Hela policyn finns på {website}.", "The whole policy is at {website}."),
    "change_letter.ask": ("Frågor? Vi finns på {contact}.", "Questions? We are at {contact}."),
}
