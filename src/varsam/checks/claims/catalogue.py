"""Every verifier there is: what it verifies, the law behind it, what it must see, and what it can answer.

Their ids are stable: homes name them in claims.yaml.
"""

from __future__ import annotations

from types import MappingProxyType

from varsam.checks.claims import collecting, cookies, meanings, partners, purposes, retention, rights
from varsam.checks.claims.phrases_data import DATA_PHRASES
from varsam.checks.claims.phrases_rights import RIGHTS_PHRASES
from varsam.checks.claims.seen import Part
from varsam.checks.claims.verifier import NEVER_TRUE, ONLY_UNKNOWN, Verifier

_MAPS, _SYSTEMS = frozenset({Part.MAPS}), frozenset({Part.MAPS, Part.LIVE})
_VALUES = frozenset({Part.MAPS, Part.LIVE, Part.VALUES})
_DUE = frozenset({Part.MAPS, Part.LIVE, Part.DUE, Part.FACTS})
_FACTS, _LAW = frozenset({Part.FACTS}), frozenset({Part.LAW})
_PARTNERS, _VERSIONS = frozenset({Part.PARTNERS}), frozenset({Part.VERSIONS})
_LEDGER, _TABLE = frozenset({Part.LEDGER}), frozenset({Part.TABLE})
V = Verifier
# fmt: off
CATALOGUE: tuple[Verifier, ...] = (
    V("S1", "who the controllers are", "GDPR 13(1)(a)",
      meanings.controllers_named, against=("REG004", "REG002")),
    V("S2", "that people are informed where data comes in", "GDPR 13, 14",
      collecting.informed_where_it_comes_in),
    V("S3", "what personal data is", "GDPR 4(1)", meanings.data_classified, _MAPS),
    V("S4", "what processing is", "GDPR 4(2)", meanings.operations_listed),
    V("S5", "responsibility for what comes in, whichever way", "GDPR 4(7), 24",
      collecting.every_way_in_known),
    V("S6", "that it is about living people", "GDPR recital 27", rights.living, can=ONLY_UNKNOWN),
    V("S7", "an agreement with every processor", "GDPR 28(3)",
      partners.agreed, _PARTNERS, against=("PAR001", "PAR002", "PAR021", "PAR023", "PAR026")),
    V("S8", "an agreement for every sub-processor", "GDPR 28(2), 28(4)",
      partners.agreed_below, _PARTNERS, against=("PAR004", "PAR005", "PAR006", "PAR009")),
    V("S9", "which data must be given", "GDPR 13(2)(e)", collecting.need_told),
    V("S10", "data collected with orders", "GDPR 13, 30(1)", collecting.orders_held, _SYSTEMS),
    V("S11", "data collected when people get in touch", "GDPR 13, 30(1)", collecting.contacts_held, _SYSTEMS),
    V("S12", "data collected with accounts and trials", "GDPR 13, 30(1)", collecting.accounts_held, _SYSTEMS),
    V("S13", "pictures of people", "GDPR 13, 30(1)", collecting.pictures_held, _SYSTEMS),
    V("S14", "data that doesn't come from the person", "GDPR 14",
      collecting.source_told, against=("LAW014",)),
    V("S15", "that no more is held than what is told", "GDPR 5(1)(c), 30(1)(c)",
      collecting.nothing_undeclared, _VALUES, against=("MAP007", "MAP008", "MAP035", "MAP036")),
    V("S16", "customers, and people who aren't customers yet", "GDPR 30(1)(c)",
      collecting.customers_and_others),
    V("S17", "that the law is followed and it can be shown", "GDPR 5(2), 24(1)",
      meanings.accountable, _LEDGER),
    V("S18", "no sensitive data without consent", "GDPR 9",
      purposes.nothing_sensitive, _SYSTEMS, against=("LAW023",)),
    V("S19", "use for purchase, contract, invoice and support", "GDPR 6(1)(b)", purposes.purchases),
    V("S20", "use for customer care", "GDPR 5(1)(b)", purposes.care),
    V("S21", "use for answering questions", "GDPR 5(1)(b)", purposes.questions),
    V("S22", "information and offers over each channel", "GDPR 6, 21; MFL 19 §",
      purposes.told_and_offered, against=("LAW019",)),
    V("S23", "use for improving the offer", "GDPR 5(1)(b)", purposes.improving),
    V("S24", "use for what a law demands", "GDPR 6(1)(c)",
      purposes.law_followed, against=("RET001", "RET005", "RET010")),
    V("S25", "that only authorised staff have access", "GDPR 29, 32", rights.only_staff, can=ONLY_UNKNOWN),
    V("S26", "that data is disclosed on a ground only", "GDPR 5(1)(b), 6",
      partners.disclosed, _FACTS),
    V("S27", "what a third country is", "GDPR 44; EEA agreement", meanings.third_country_meant, _LAW),
    V("S28", "that data stays within the EU/EEA", "GDPR 44", partners.only_in_the_eea, _LAW),
    V("S29", "adequate protection wherever data goes", "GDPR 45",
      partners.only_adequate, _LAW, against=("LAW041", "PAR010", "PAR011")),
    V("S30", "technical and organisational measures", "GDPR 32", partners.measures_reviewed),
    V("S31", "what cookies do", "LEK 9 kap. 28 §", cookies.unseen, can=ONLY_UNKNOWN),
    V("S32", "that cookies aren't linked to people", "GDPR 4(1), recital 30",
      cookies.unlinked, can=NEVER_TRUE, against=("LAW002",)),
    V("S33", "cookies for staying logged in", "LEK 9 kap. 28 §", cookies.unseen, can=ONLY_UNKNOWN),
    V("S34", "cookies for traffic patterns", "LEK 9 kap. 28 §",
      cookies.measured, can=NEVER_TRUE, against=("LAW001",)),
    V("S35", "cookies for the cart", "LEK 9 kap. 28 §", cookies.unseen, can=ONLY_UNKNOWN),
    V("S36", "cookies for advertising and behaviour", "LEK 9 kap. 28 §",
      cookies.measured, can=NEVER_TRUE, against=("LAW001",)),
    V("S37", "how cookies are refused", "LEK 9 kap. 28 §; GDPR 7(3)",
      cookies.refused, can=NEVER_TRUE, against=("LAW028",)),
    V("S38", "what e-mail addresses are used for", "GDPR 5(1)(b)", cookies.messages_sorted, can=ONLY_UNKNOWN),
    V("S39", "how to unsubscribe, in every mail", "GDPR 21(4); MFL 19 §",
      cookies.unsubscribed, can=ONLY_UNKNOWN),
    V("S40", "saying no by contacting the controller", "GDPR 21(2)", cookies.declined_by_hand),
    V("S41", "the right of access", "GDPR 12, 15", rights.copied, _SYSTEMS, against=("LAW004", "MAP021")),
    V("S42", "the right to rectification", "GDPR 16", rights.rectified, can=ONLY_UNKNOWN),
    V("S43", "the right to erasure", "GDPR 17", retention.erased, _DUE),
    V("S44", "what isn't erased because of a law", "GDPR 17(3)(b)", rights.kept_by_law, against=("LAW005",)),
    V("S45", "that use is blocked where data can't be erased", "GDPR 18",
      rights.use_blocked, can=ONLY_UNKNOWN),
    V("S46", "erasure of what isn't needed any more", "GDPR 17(1)(a)", retention.not_needed, _DUE),
    V("S47", "erasure when consent is withdrawn", "GDPR 17(1)(b)",
      retention.consent_ends_it, _DUE, against=("RET004", "RET008")),
    V("S48", "erasure when the interest doesn't weigh more", "GDPR 17(1)(c)",
      retention.interests_weighed, _DUE, against=("ASM005", "ASM009")),
    V("S49", "erasure of what is processed unlawfully", "GDPR 17(1)(d)",
      retention.nothing_unlawful, _SYSTEMS, against=("MAP009", "MAP017")),
    V("S50", "erasure on objection to direct marketing", "GDPR 17(1)(c), 21(3)",
      retention.marketing_stopped, _DUE),
    V("S51", "that what a law wants is kept", "GDPR 17(3)(b)",
      retention.law_keeps, _MAPS, against=("RET001", "RET005", "RET010")),
    V("S52", "the right to restriction", "GDPR 18", rights.restricted, _FACTS, against=("LAW006",)),
    V("S53", "the right to object", "GDPR 21(1), 18(1)(d)", rights.objected, _FACTS, NEVER_TRUE),
    V("S54", "the right to data portability", "GDPR 20(1)", rights.portable, _SYSTEMS, against=("MAP021",)),
    V("S55", "a format that machines read", "GDPR 20(1)", rights.readable, _SYSTEMS),
    V("S56", "transmission to another controller", "GDPR 20(1), 20(2)", rights.passed_on, can=ONLY_UNKNOWN),
    V("S57", "the right to complain", "GDPR 13(2)(d), 77", rights.complaints, against=("TXT012",)),
    V("S58", "that data is kept no longer than needed", "GDPR 5(1)(e)",
      retention.kept_no_longer, _DUE, against=("RET003", "MAP009")),
    V("S59", "longer only by law or for legal claims", "GDPR 17(3)", retention.kept_longer, _FACTS),
    V("S60", "that the table is the register", "GDPR 13, 30(1)", meanings.table_is_the_register, _TABLE),
    V("S61", "that consent's data is kept until withdrawal", "GDPR 7(3)",
      retention.consent_ends_it, _DUE, against=("RET004", "RET008")),
    V("S62", "that the published version is the current one", "GDPR 5(2), 12(1)",
      meanings.current_version, _VERSIONS),
    V("S63", "where to turn", "GDPR 12(2), 13(1)(a)", meanings.reached),
)
# fmt: on
BY_ID = MappingProxyType({each.id: each for each in CATALOGUE})
PHRASES = MappingProxyType({**DATA_PHRASES, **RIGHTS_PHRASES})
"""How a sentence of any policy is recognised, by verifier."""
