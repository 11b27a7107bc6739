"""Who answers for what joint controllers share: every joint activity, and every kind that holds its data."""

from __future__ import annotations

from varsam.domain.arrangement import Owner, is_joint, owner_of_activity, owner_of_kind
from varsam.services.home import Home


def owners(home: Home) -> tuple[tuple[str, Owner], ...]:
    """The owner of each joint activity, then of each kind (`source.kind`) held for purposes of one."""
    register, settled = home.register, home.arrangements
    joint = [each for each in register.activities if is_joint(each)]
    found = [(each.id, owner_of_activity(settled, register, each)) for each in joint]
    shared = {purpose.id for each in joint for purpose in each.purposes}
    for source_map in home.maps.values():
        for kind in source_map.kinds:
            purposes = dict.fromkeys(name for group in kind.groups for name in group.purposes)
            if shared & set(purposes):
                name = f"{source_map.source}.{kind.name}"
                found.append((name, owner_of_kind(settled, register, name, tuple(purposes))))
    return tuple(found)
