"""What people are told where data comes in, of the home's register. Needs no state."""

from __future__ import annotations

from varsam.domain.errors import NotAllowed
from varsam.domain.register import CollectionPoint
from varsam.formats.publishing.notice import Notice, notice
from varsam.formats.publishing.telling import Telling
from varsam.formats.texts import Lang
from varsam.services.home import Home
from varsam.services.policy_draft import telling_of


def point_of(home: Home, point_id: str) -> CollectionPoint:
    """A collection point by its id. NotAllowed lists those that there are."""
    points = {each.id: each for each in home.register.collection_points}
    if point_id not in points:
        raise NotAllowed(
            "there is no such collection point",
            where=point_id,
            hint=f"one of: {', '.join(points)}" if points else "add collection_points to the register",
        )
    return points[point_id]


def notice_at(home: Home, point_id: str, lang: Lang) -> tuple[Notice, Telling]:
    """The notice at a collection point. Raises as `point_of`."""
    point = point_of(home, point_id)
    telling = telling_of(home, lang)
    return notice(telling, point), telling
