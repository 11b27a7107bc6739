"""Recipients, processors and sub-processors: what was agreed with whom, and from when until when it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class PartnerRole(StrEnum):
    """What somebody is to the controller when data reaches them. Law: GDPR 4(7)–(9), 26, 28."""

    PROCESSOR = "processor"
    SUB_PROCESSOR = "sub_processor"
    JOINT_CONTROLLER = "joint_controller"
    CONTROLLER = "controller"
    AUTHORITY = "authority"
    OTHER = "other"


class AgreementKind(StrEnum):
    """What a document settles."""

    PROCESSING = "processing_agreement"
    SUB_PROCESSING = "sub_processing"
    CLAUSES = "scc"
    JOINT = "joint"
    CONFIDENTIALITY = "confidentiality"
    OTHER = "other"


class Clause(StrEnum):
    """What a processing agreement must say: eight contents, and the processor's duties. Law: GDPR 28(3)."""

    SUBJECT_MATTER = "subject_matter"
    DURATION = "duration"
    NATURE = "nature"
    PURPOSE = "purpose"
    DATA_TYPES = "data_types"
    DATA_SUBJECTS = "data_subjects"
    CONTROLLER_OBLIGATIONS = "controller_obligations"
    CONTROLLER_RIGHTS = "controller_rights"
    INSTRUCTIONS = "instructions"
    CONFIDENTIALITY = "confidentiality"
    SECURITY = "security"
    SUB_PROCESSORS = "sub_processors"
    RIGHTS_ASSISTANCE = "rights_assistance"
    COMPLIANCE_ASSISTANCE = "compliance_assistance"
    DELETE_OR_RETURN = "delete_or_return"
    AUDITS = "audits"
    INFRINGING_INSTRUCTIONS = "infringing_instructions"


CONTENTS: Final = tuple(Clause)[:8]
"""What the agreement describes. Law: GDPR 28(3), first subparagraph."""

DUTIES: Final = tuple(Clause)[8:]
"""What the processor takes on, (a)–(h), and that it tells of instructions that infringe the law."""

_POINTS: Final = MappingProxyType(dict(zip(DUTIES, "abcdefgh", strict=False)))


def cited(clause: Clause) -> str:
    """Where the law demands a clause."""
    return f"GDPR 28(3)({_POINTS[clause]})" if clause in _POINTS else "GDPR 28(3)"


class AuthorisationKind(StrEnum):
    """How a processor may engage another one. Law: GDPR 28(2)."""

    SPECIFIC = "specific"
    GENERAL = "general"


class ChangeKind(StrEnum):
    """What a processor says that it is about to change."""

    ADD = "add"
    REPLACE = "replace"
    REMOVE = "remove"
    MOVE = "move"
    OTHER = "other"


class NoticeOutcome(StrEnum):
    """What was decided on a change that a processor announced."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    OBJECTED = "objected"


class Tool(StrEnum):
    """On what a transfer to a third country rests. Law: GDPR 45, 46, 49."""

    ADEQUACY = "adequacy"
    INSTRUMENT = "instrument"
    BCR = "bcr"
    SCC = "scc"
    CODE = "code"
    CERTIFICATION = "certification"
    AD_HOC = "ad_hoc"
    DEROGATION = "derogation"


SAFEGUARDS: Final = frozenset(set(Tool) - {Tool.ADEQUACY, Tool.DEROGATION})
"""The tools that need an assessment of what the country's law makes of them. Law: GDPR 46, C-311/18."""


class AssessmentResult(StrEnum):
    """Whether the tool keeps its promise under the country's law."""

    SUFFICIENT = "sufficient"
    WITH_MEASURES = "with_measures"
    INSUFFICIENT = "insufficient"


@dataclass(frozen=True, slots=True)
class Document:
    """A document by its name in the home's folder `agreements` and its SHA-256 in hex; empty = not said."""

    name: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A country (ISO code) or international organisation where data lies, or is reached from.

    `remote`: data is only looked at from there; that is a transfer as well.
    """

    country: str
    remote: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement with a partner; both days are included. `clauses`: where each stands in the document.

    `entities`: the controllers that it binds; empty = all. `signatories`: their offices, no people.
    `between`: the processor that a sub-processor agreed it with, where several engaged it.
    """

    id: str
    kind: AgreementKind
    document: Document = Document()
    signed_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    signatories: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    clauses: Mapping[Clause, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    instructions: str = ""
    between: str = ""

    def current(self, on: date) -> bool:
        """Whether it is signed and holds on a day."""
        begins = self.valid_from or self.signed_on
        signed = self.signed_on is not None and self.signed_on <= on
        return (
            signed and begins is not None and begins <= on and (self.valid_to is None or on <= self.valid_to)
        )

    def binds(self, entity: str) -> bool:
        """Whether a controller is party to it."""
        return not self.entities or entity in self.entities

    @property
    def demanded(self) -> tuple[Clause, ...]:
        """The clauses that the law demands of an agreement of this kind. Law: GDPR 28(3), 28(4)."""
        match self.kind:
            case AgreementKind.PROCESSING:
                return tuple(Clause)
            case AgreementKind.SUB_PROCESSING:
                return DUTIES
            case _:
                return ()

    @property
    def missing(self) -> tuple[Clause, ...]:
        """The demanded clauses that nobody found in the document."""
        return tuple(each for each in self.demanded if not self.clauses.get(each))


@dataclass(frozen=True, slots=True)
class Authorisation:
    """That a processor may engage other processors; `objection_days`: how long to object to each change."""

    kind: AuthorisationKind
    granted_on: date
    objection_days: int | None = None
    document: Document = Document()


@dataclass(frozen=True, slots=True)
class ChangeNotice:
    """A change that a processor announced; the controller may object up to and including `window_end`."""

    id: str
    change: ChangeKind
    received_on: date
    window_end: date
    partner: str = ""
    about: str = ""
    outcome: NoticeOutcome = NoticeOutcome.PENDING
    decided_on: date | None = None
    decided_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TransferAssessment:
    """What a transfer's tool is worth under the law of the country. Law: GDPR 46(1), C-311/18."""

    assessed_on: date
    result: AssessmentResult
    review_by: date | None = None
    document: Document = Document()


@dataclass(frozen=True, slots=True)
class Certification:
    """That an organisation stood on the list of the EU–US Data Privacy Framework when somebody looked.

    `valid_to`: when it must certify itself anew. `hr_data`: it covers data on employees as well.
    """

    checked_on: date
    valid_to: date | None = None
    listed_as: str = ""
    hr_data: bool = False


@dataclass(frozen=True, slots=True)
class Transfer:
    """On what data goes to a country or international organisation.

    `module`: of the standard contractual clauses. `derogation`: a letter of 49(1), or `2` for its second
    subparagraph; `occasional`: a person says that it isn't repeated. `scope`: why the partner is within what
    an adequacy decision covers. `onward`: what holds when data goes on from there.
    """

    id: str
    country: str
    tool: Tool
    since: date | None = None
    until: date | None = None
    source: str = ""
    agreement: str = ""
    module: int | None = None
    derogation: str = ""
    occasional: bool = False
    scope: str = ""
    scope_checked_on: date | None = None
    certification: Certification | None = None
    assessment: TransferAssessment | None = None
    onward: str = ""

    def holds(self, on: date) -> bool:
        """Whether it is meant for a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody whom data reaches; a recipient of the register has the same id here.

    `parents`: the processors that engaged a sub-processor; none = we are the processor, and engaged it.
    `sources`: what it hosts of the source maps. `employees`: it gets data on employees, which matters in the
    United States. Both days are included.
    """

    id: str
    name: str
    role: PartnerRole
    parents: tuple[str, ...] = ()
    locations: tuple[Location, ...] = ()
    services: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    employees: bool = False
    since: date | None = None
    until: date | None = None
    agreements: tuple[Agreement, ...] = ()
    authorisation: Authorisation | None = None
    notices: tuple[ChangeNotice, ...] = ()
    transfers: tuple[Transfer, ...] = ()

    def active(self, on: date) -> bool:
        """Whether data reaches it on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def current(self, kind: AgreementKind, on: date) -> tuple[Agreement, ...]:
        """The agreements of a kind that hold on a day."""
        return tuple(each for each in self.agreements if each.kind is kind and each.current(on))

    def agreed_with(self, parent: str, on: date) -> bool:
        """Whether an agreement between a sub-processor and one of its parents holds on a day.

        An agreement that doesn't say between whom it is counts only where there is no doubt.
        """
        found = self.current(AgreementKind.SUB_PROCESSING, on)
        return any(each.between == parent or (not each.between and len(self.parents) <= 1) for each in found)

    @property
    def demanded(self) -> AgreementKind | None:
        """The agreement that the law demands with such a partner; None: none. Law: GDPR 26, 28(3), 28(4)."""
        return _DEMANDED.get(self.role)

    def documents(self) -> Iterator[tuple[str, Document]]:
        """The documents that are named, each with what it belongs to, as findings name it."""
        for agreement in self.agreements:
            yield f"agreement {self.id}/{agreement.id}", agreement.document
        if self.authorisation is not None:
            yield f"partner {self.id}", self.authorisation.document
        for transfer in self.transfers:
            if transfer.assessment is not None:
                yield f"transfer {self.id}/{transfer.id}", transfer.assessment.document


_DEMANDED: Final = MappingProxyType(
    {
        PartnerRole.PROCESSOR: AgreementKind.PROCESSING,
        PartnerRole.SUB_PROCESSOR: AgreementKind.SUB_PROCESSING,
        PartnerRole.JOINT_CONTROLLER: AgreementKind.JOINT,
    }
)


@dataclass(frozen=True, slots=True)
class Partners:
    """All partners of a controller in the order of the file. `present`: there is such a file."""

    all: tuple[Partner, ...] = ()
    present: bool = True

    def get(self, partner_id: str) -> Partner | None:
        """The partner of an id; None when there is none."""
        return next((each for each in self.all if each.id == partner_id), None)

    def active(self, on: date) -> tuple[Partner, ...]:
        """Those that data reaches on a day."""
        return tuple(each for each in self.all if each.active(on))

    def roots(self) -> tuple[Partner, ...]:
        """Those that we engaged ourselves."""
        return tuple(each for each in self.all if not each.parents)

    def below(self, partner_id: str) -> tuple[Partner, ...]:
        """The sub-processors that a processor engaged itself."""
        return tuple(each for each in self.all if partner_id in each.parents)

    def authorisation(self, partner: Partner, parent: str, on: date) -> Authorisation | None:
        """What allows a parent to engage a sub-processor on a day.

        It is the sub-processor's own, specific or general, else the general one of the parent, or of whom the
        parent works for. Law: GDPR 28(2), 28(4).
        """
        own = partner.authorisation
        if own is not None and own.granted_on <= on:
            return own
        waiting, seen = [parent], set[str]()
        while waiting:
            above = self.get(waiting.pop(0))
            if above is None or above.id in seen:
                continue
            seen.add(above.id)
            given = above.authorisation
            if given is not None and given.kind is AuthorisationKind.GENERAL and given.granted_on <= on:
                return given
            waiting.extend(above.parents)
        return None


NO_PARTNERS: Final = Partners((), present=False)
"""A home without a file of partners."""
