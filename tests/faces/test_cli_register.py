"""`register versions` and `register show`: what a plan names is found again as it was."""

from __future__ import annotations

from pathlib import Path

from tests.faces.cli_home import REGISTER, CliHome


def test_a_plans_register_is_shown_as_it_was(tmp_path: Path) -> None:
    home = CliHome(tmp_path / "home").build()
    file = home.path / "register.yaml"
    assert home.run("register", "show").out == REGISTER
    plan = home.ok("plan")
    assert f"register show {plan['register'][:12]}" in home.run("plan").out
    [only] = home.ok("register", "versions")["versions"]
    assert (only["fingerprint"], only["present"]) == (plan["register"], True)
    file.write_text(REGISTER.replace("+ 1 year}", "+ 2 years}"), encoding="utf-8")
    new, old = home.ok("register", "versions")["versions"]
    assert (new["since"], new["present"], old["present"]) == (None, True, False)
    shown = home.ok("register", "show", plan["register"][:12])
    assert (shown["document"], shown["by"]) == (REGISTER, only["by"])
    assert "+ 2 years}" in home.ok("register", "show")["document"]
    assert home.run("register", "versions").out.count("\n") == 3
    unknown = home.run("register", "show", "0" * 12, "--json")
    assert (unknown.code, "register versions" in unknown.failure["hint"]) == (3, True)
