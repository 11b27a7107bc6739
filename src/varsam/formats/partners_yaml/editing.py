"""Changes `partners.yaml` as a person would: everything else, and every comment, stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.partners import AgreementKind, Document, NoticeOutcome, Partners
from varsam.domain.register import Register
from varsam.formats.partners_yaml.reading import FILE, parse
from varsam.formats.register_yaml.writing import scalar
from varsam.formats.yaml_comments import append_comment, dump, load, take_tail


@dataclass(frozen=True, slots=True)
class DecideNotice:
    """A change that a processor announced is accepted or objected to."""

    partner: str
    notice: str
    outcome: NoticeOutcome
    decided_on: date
    decided_by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SignAgreement:
    """An agreement is signed; it is made if the partner has none of that id. `kind` is needed then."""

    partner: str
    agreement: str
    signed_on: date
    document: Document
    kind: AgreementKind | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    signatories: tuple[str, ...] = ()


Change: TypeAlias = DecideNotice | SignAgreement


def edit(text: str, changes: Sequence[Change], path: str = FILE, register: Register | None = None) -> str:
    """Give the file's text with the changes made, comments and the rest of the layout kept.

    The file must be sound before and is checked after: RegisterErrors as from `parse`. RegisterError: a
    change names what isn't there. NotAllowed: a notice is decided already, or an agreement signed already.
    """
    partners = parse(text, path, register)
    document = load(text)
    for change in changes:
        match change:
            case DecideNotice():
                _decide(document, partners, change, path)
            case SignAgreement():
                _sign(document, partners, change, path)
            case _:
                assert_never(change)
    edited = dump(document)
    parse(edited, path, register)
    return edited


def _decide(document: CommentedMap, partners: Partners, change: DecideNotice, path: str) -> None:
    partner = partners.get(change.partner)
    notices = {each.id: each for each in partner.notices} if partner is not None else {}
    notice = notices.get(change.notice)
    if notice is None:
        raise RegisterError(
            f"{change.partner} has no change notice {change.notice}",
            where=path,
            hint=f"notices: {', '.join(notices) or 'none'}",
        )
    if notice.outcome is not NoticeOutcome.PENDING:
        raise NotAllowed(
            f"the change {change.notice} is {notice.outcome} already",
            where=path,
            hint="what was decided stays; write another notice if it changed",
        )
    entry = document["partners"][change.partner]["notices"][change.notice]
    _set(
        entry,
        {
            "outcome": change.outcome.value,
            "decided_on": change.decided_on,
            "decided_by": _text(change.decided_by),
            "reason": _text(change.reason),
        },
    )


def _sign(document: CommentedMap, partners: Partners, change: SignAgreement, path: str) -> None:
    partner = partners.get(change.partner)
    if partner is None:
        known = ", ".join(each.id for each in partners.all)
        raise RegisterError(f"there is no partner {change.partner}", where=path, hint=f"partners: {known}")
    there = next((each for each in partner.agreements if each.id == change.agreement), None)
    kind = change.kind or (there.kind if there is not None else partner.demanded)
    if kind is None:
        raise RegisterError(
            f"{change.partner} has no agreement {change.agreement}",
            where=path,
            hint="name its kind with --kind",
        )
    if there is not None and there.signed_on is not None:
        raise NotAllowed(
            f"the agreement {change.agreement} is signed already",
            where=path,
            hint="give the new one an id of its own, so that the old one stays",
        )
    given: dict[str, object] = {
        "kind": kind.value,
        "document": _text(change.document.name),
        "sha256": change.document.sha256,
        "signed_on": change.signed_on,
        "valid_from": change.valid_from,
        "valid_to": change.valid_to,
        "signatories": [_text(each) for each in change.signatories],
    }
    owner = document["partners"][change.partner]
    agreements = owner.get("agreements")
    if there is not None:
        _set(agreements[change.agreement], given)
        return
    made = CommentedMap()
    _set(made, given)
    if isinstance(agreements, CommentedMap):
        _set(agreements, {change.agreement: made})
    else:
        _set(owner, {"agreements": CommentedMap({change.agreement: made})})


def _set(entry: CommentedMap, given: Mapping[str, object]) -> None:
    """Set what is given; new keys come last, before the comment lines that belong to what follows."""
    given = {name: value for name, value in given.items() if value not in ("", None, [])}
    tail = "" if all(name in entry for name in given) else take_tail(entry)
    for name, value in given.items():
        if isinstance(value, list):
            value = CommentedSeq(value)
            value.fa.set_flow_style()
        entry[name] = value
    if tail:
        last = entry
        while isinstance(inner := last[list(last)[-1]], CommentedMap) and inner:
            last = inner
        append_comment(last, list(last)[-1], tail)


def _text(text: str) -> str:
    return DoubleQuotedScalarString(text) if text and scalar(text).startswith('"') else text
