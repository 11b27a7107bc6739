"""Checks that what `partners.yaml` refers to is there, and that sub-processors hang on processors."""

from __future__ import annotations

from collections.abc import Mapping

from varsam.domain.partners import PartnerRole
from varsam.domain.register import Register
from varsam.formats.yaml_positions import Faults, Fields, Node, suggestion


def check_references(file: Fields, faults: Faults, register: Register | None) -> None:
    """Add a fault for every reference that leads nowhere; without a register, only those within the file."""
    partners = {key.raw: (key, node) for key, node in _pairs(file.get("partners"))}
    for key, node in partners.values():
        _parents(key, node, partners, faults)
        for _, notice in _pairs(_child(node, "notices")):
            _known(notice, "partner", "partner", tuple(partners), faults)
        agreements = tuple(each.raw for each, _ in _pairs(_child(node, "agreements")))
        above = tuple(each.raw for each in _texts(_child(node, "parents")))
        for _, agreement in _pairs(_child(node, "agreements")):
            _known(agreement, "between", "parent", above, faults)
        for _, transfer in _pairs(_child(node, "transfers")):
            _known(transfer, "source", "partner", tuple(partners), faults)
            _known(transfer, "agreement", "agreement", agreements, faults)
        if register is not None:
            _registered(node, register, faults)


def _registered(node: Node, register: Register, faults: Faults) -> None:
    _known(node, "activities", "activity", tuple(each.id for each in register.activities), faults)
    _known(node, "purposes", "purpose", tuple(register.purposes()), faults)
    entities = tuple(each.id for each in register.entities)
    for _, agreement in _pairs(_child(node, "agreements")):
        _known(agreement, "entities", "entity", entities, faults)


def _parents(key: Node, node: Node, partners: Mapping[str, tuple[Node, Node]], faults: Faults) -> None:
    given, role = _child(node, "parents"), _child(node, "role")
    if given is None:
        return
    if role is not None and role.raw != PartnerRole.SUB_PROCESSOR:
        faults.add(
            given.error("only a sub-processor has parents", "write role: sub_processor, or drop parents")
        )
        return
    _known(node, "parents", "partner", tuple(partners), faults)
    for item in _texts(given):
        above = _child(partners[item.raw][1], "role") if item.raw in partners else None
        if above is not None and above.raw not in (PartnerRole.PROCESSOR, PartnerRole.SUB_PROCESSOR):
            faults.add(item.error(f"{item.raw} is no processor", "only processors engage sub-processors"))
    if key.raw in _above(key.raw, partners):
        faults.add(given.error(f"{key.raw} is engaged by itself", "look at the parents along the chain"))


def _above(partner: str, partners: Mapping[str, tuple[Node, Node]]) -> set[str]:
    found: set[str] = set()
    waiting = [partner]
    while waiting:
        node = partners[waiting.pop()][1]
        for item in _texts(_child(node, "parents")):
            if item.raw in partners and item.raw not in found:
                found.add(item.raw)
                waiting.append(item.raw)
    return found


def _known(owner: Node, name: str, what: str, valid: tuple[str, ...], faults: Faults) -> None:
    for item in _texts(_child(owner, name)):
        if item.kind == "scalar" and not item.is_null and item.raw not in valid:
            faults.add(item.error(f"there is no {what} {item.raw!r}", suggestion(item.raw, valid)))


def _texts(node: Node | None) -> tuple[Node, ...]:
    if node is None or node.is_null:
        return ()
    return (node,) if node.kind == "scalar" else node.items


def _child(node: Node | None, name: str) -> Node | None:
    return next((value for key, value in _pairs(node) if key.raw == name), None)


def _pairs(node: Node | None) -> tuple[tuple[Node, Node], ...]:
    return () if node is None else node.entries
