"""What the published policy says of an arrangement between joint controllers."""

from __future__ import annotations

from collections.abc import Mapping

ESSENCE: Mapping[str, tuple[str, str]] = {
    "essence.heading": ("Vem av oss som svarar för vad", "Who of us answers for what"),
    "essence.together": (
        "{names} bestämmer tillsammans varför och hur uppgifterna behandlas (gemensamt personuppgiftsansvar,"
        " artikel 26 i dataskyddsförordningen). Det här är det väsentliga i vad de har kommit överens om.",
        "{names} decide together why and how the data is processed (joint controllers, Article 26 GDPR). This"
        " is the essence of what they arranged between them.",
    ),
    "essence.activities": ("Det gäller: {activities}.", "It is about: {activities}."),
    "essence.informs": (
        "{name} informerar dig om hur uppgifterna behandlas.",
        "{name} informs you of how the data is processed.",
    ),
    "essence.answers": ("{name} svarar när det gäller {rights}.", "{name} answers requests about {rights}."),
    "essence.duty_security": (
        "{name} ansvarar för att uppgifterna skyddas.",
        "{name} is responsible for the security of the data.",
    ),
    "essence.duty_security_each": (
        "Var och en ansvarar för att uppgifterna skyddas hos sig.",
        "Each is responsible for the security of the data at its own end.",
    ),
    "essence.duty_processors": (
        "{name} anlitar personuppgiftsbiträden och följer upp dem.",
        "{name} engages processors and follows up on them.",
    ),
    "essence.duty_processors_each": (
        "Var och en följer upp de personuppgiftsbiträden som den anlitar.",
        "Each follows up on the processors that it engages.",
    ),
    "essence.duty_breach": (
        "{name} anmäler personuppgiftsincidenter och underrättar dem som berörs.",
        "{name} notifies personal data breaches and tells the people concerned.",
    ),
    "essence.duty_breach_each": (
        "Var och en anmäler personuppgiftsincidenter hos sig och underrättar dem som berörs.",
        "Each notifies personal data breaches at its own end and tells the people concerned.",
    ),
    "essence.contact": ("Vänd dig till: {contact}", "Turn to: {contact}"),
    "essence.either": (
        "Oavsett vad de har kommit överens om kan du utöva dina rättigheter mot var och en av dem"
        " (artikel 26.3).",
        "Whatever they settled between them, you may exercise your rights against each of them"
        " (Article 26(3)).",
    ),
    "essence.version": (
        "Överenskommelsen: version {version}, {day}.",
        "The arrangement: version {version}, {day}.",
    ),
    "essence.day": ("Överenskommelsen är från {day}.", "The arrangement is of {day}."),
    "essence.and": ("och", "and"),
    "essence.right_access": ("tillgång", "access"),
    "essence.right_rectification": ("rättelse", "rectification"),
    "essence.right_erasure": ("radering", "erasure"),
    "essence.right_restriction": ("begränsning", "restriction"),
    "essence.right_portability": ("dataportabilitet", "portability"),
    "essence.right_objection": ("invändningar", "objections"),
    "essence.right_withdrawal": ("återkallade samtycken", "withdrawn consents"),
    "essence.right_decisions": ("automatiserade beslut", "automated decisions"),
}
