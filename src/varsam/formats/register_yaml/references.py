"""Checks that what the register file refers to is there, and that no id is used twice."""

from __future__ import annotations

from varsam.domain.register import Outcome
from varsam.formats.yaml_positions import Faults, Fields, Node, suggestion


def check_references(register: Fields, faults: Faults) -> None:
    """Add a fault for every reference that leads nowhere and every id that is used twice."""
    _References(register, faults).check()


class _References:
    def __init__(self, register: Fields, faults: Faults) -> None:
        self._faults = faults
        self._entities = tuple(key.raw for key, _ in _pairs(register.get("entities")))
        self._measures = tuple(key.raw for key, _ in _pairs(register.get("measures")))
        self._points = _pairs(register.get("collection_points"))
        self._recipients = tuple(key.raw for key, _ in _pairs(register.get("recipients")))
        self._activities = _pairs(register.get("activities"))
        self._proposals = _pairs(register.get("proposals"))
        self._statements = _items(register.get("statements"))
        self._purposes: dict[str, tuple[Node, str]] = {}

    def check(self) -> None:
        for key, activity in self._activities:
            self._all_known(activity, "controllers", "entity", self._entities)
            self._all_known(activity, "recipients", "recipient", self._recipients)
            self._all_known(activity, "measures", "measure", self._measures)
            for purpose, _ in _pairs(_child(activity, "purposes")):
                self._once(purpose, key.raw)
        activities = tuple(key.raw for key, _ in self._activities)
        for _, point in self._points:
            self._all_known(point, "activities", "activity", activities)
        for _, proposal in self._proposals:
            self._all_known(proposal, "concerns", "purpose", tuple(self._purposes))
            self._all_known(proposal, "activity", "activity", activities)
            self._purpose_of(proposal)
        self._statements_once()

    def _once(self, purpose: Node, activity: str) -> None:
        first = self._purposes.setdefault(purpose.raw, (purpose, activity))[0]
        if first is not purpose:
            self._faults.add(
                purpose.error(
                    f"the purpose id {purpose.raw!r} is used twice",
                    f"ids are unique in the whole file; it is already on line {first.line}",
                )
            )

    def _all_known(self, owner: Node, name: str, what: str, valid: tuple[str, ...]) -> None:
        node = _child(owner, name)
        for item in (node,) if node is not None and node.kind == "scalar" else _items(node):
            if item.kind == "scalar" and not item.is_null and item.raw not in valid:
                self._faults.add(item.error(f"there is no {what} {item.raw!r}", suggestion(item.raw, valid)))

    def _purpose_of(self, proposal: Node) -> None:
        purpose_id, activity = _child(_child(proposal, "purpose"), "id"), _child(proposal, "activity")
        outcome = _child(proposal, "outcome")
        if purpose_id is None or activity is None:
            return
        accepted = outcome is not None and outcome.raw == Outcome.ACCEPTED
        found = self._purposes.get(purpose_id.raw)
        if accepted and (found is None or found[1] != activity.raw):
            self._faults.add(
                purpose_id.error(
                    f"the proposal is accepted, but {activity.raw} has no purpose {purpose_id.raw!r}",
                    "add the purpose there, or set outcome: proposed",
                )
            )
        if not accepted and found is not None:
            self._faults.add(
                purpose_id.error(
                    f"the purpose id {purpose_id.raw!r} is used twice",
                    f"it is already on line {found[0].line}",
                )
            )

    def _statements_once(self) -> None:
        first: dict[str, Node] = {}
        for statement in self._statements:
            found = _child(statement, "id")
            if found is None:
                continue
            if first.setdefault(found.raw, found) is not found:
                line = first[found.raw].line
                self._faults.add(
                    found.error(
                        f"the statement id {found.raw!r} is used twice", f"it is already on line {line}"
                    )
                )


def _child(node: Node | None, name: str) -> Node | None:
    return next((value for key, value in _pairs(node) if key.raw == name), None)


def _pairs(node: Node | None) -> tuple[tuple[Node, Node], ...]:
    return () if node is None else node.entries


def _items(node: Node | None) -> tuple[Node, ...]:
    return () if node is None else node.items
