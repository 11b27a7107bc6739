"""From a policy to a register in an afternoon: the page for the person in charge, followed to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faces.afternoon import follow

DOCS = Path(__file__).parents[2] / "docs"
DAY = "2026-11-30"


@pytest.mark.parametrize(("name", "language"), [("afternoon.md", "en"), ("afternoon.sv.md", "sv")])
def test_the_page_is_followed_to_the_letter(name: str, language: str, tmp_path: Path) -> None:
    said = follow(DOCS / name, tmp_path, language, on=DAY)
    assert len(said) > 9
    for command, ran in said.items():
        assert ran.code in (0, 1), (command, ran)
        assert "Traceback" not in ran.err
