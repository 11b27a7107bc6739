"""Proposals as text: what is written is read back, every reason has its words, no line says what isn't so."""

from __future__ import annotations

import ast
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from varsam.domain.ownership import SourceMap
from varsam.domain.proposal import (
    Ignored,
    Proposal,
    ProposedColumn,
    ProposedKind,
    ProposedOwner,
    Reference,
    Saying,
)
from varsam.domain.sampled import Shape, TableSample
from varsam.formats import source_map
from varsam.formats.source_map.proposed import as_json, said, scalar, written
from varsam.formats.texts import CATALOGUE, LANGUAGES, placeholders

SOURCE = Path(__file__).parents[2] / "src" / "varsam"


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))))
def test_every_name_is_read_back_as_it_is(name: str) -> None:
    text = name.replace("\x85", "").replace("\u2028", "").replace("\u2029", "")
    assert yaml.safe_load(f"- {scalar(text)}") == [text]
    assert yaml.safe_load(f"{{a: {scalar(text)}}}") == {"a": text}


def test_words_that_yaml_reads_as_something_else() -> None:
    for word in ("yes", "No", "null", "on", "1", "1.5", "2026-11-22", "~", "", "a: b", "#x", "is"):
        assert yaml.safe_load(scalar(word)) == word


def codes() -> set[str]:
    """The codes of all sayings and shapes in the code."""
    found = {str(shape) for shape in Shape if shape.startswith("holds_")}
    for path in (*SOURCE.rglob("checks/proposing/*.py"), SOURCE / "engine" / "proposing.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Saying", "_counted"):
                first = node.args[0]
                found |= {each.value for each in ast.walk(first) if isinstance(each, ast.Constant)}
    return {each for each in found if isinstance(each, str) and not each.endswith("_")}


def test_every_reason_has_its_words_in_both_languages() -> None:
    assert {"declared", "whose", "by_email"} <= codes()
    assert {code for code in codes() if f"propose.{code}" not in CATALOGUE} == set()


SURE = Saying("email", {"count": 2, "of": 3})


def proposal() -> Proposal:
    """A person, a part with a key of two columns and odd names, and a reference by text."""
    person = ProposedKind(
        "Kunder",
        "Kunder",
        ("id",),
        ProposedOwner("person", 0.9, Saying("is_person", {"columns": "E-post"})),
        (ProposedColumn("E-post", "contact.email", 0.97, SURE),),
        identifiers={"email": "E-post"},
        required={"E-post": ""},
    )
    refers = Reference("rader", (("ägare", "id"),), "Kunder", 0.8, Saying("declared"), prefix="kund,")
    part = ProposedKind(
        "rader",
        "rader",
        ("no", "on"),
        ProposedOwner("reference", 0.8, Saying("owned_by", {"column": "ägare", "other": "Kunder"}), refers),
        (ProposedColumn("fri text", "correspondence", 0.55, SURE, free_text=True),),
        (refers,),
        reference_names={refers.place: "ägare"},
        questions=(Saying("owner_unsure"),),
    )
    samples = {
        "Kunder": TableSample("Kunder", 3, "whole"),
        "rader": TableSample("rader", 9, "spread", cut=True),
    }
    ignored = (Ignored("lager: 1", Saying("nothing_personal", {"rows": 3})),)
    undecided = (Ignored("lös", Saying("no_key", {"columns": "namn"})),)
    purposes = {"contact.email": ("orders", "offers"), "correspondence": ()}
    return Proposal("shop", (person, part), ignored, undecided, purposes=purposes, samples=samples)


def test_what_is_written_is_a_map() -> None:
    mapped = SourceMap("shop", "sql", {"url_env": "SHOP_URL", "schema": "public"})
    for lang in LANGUAGES:
        read = source_map.parse(written(proposal(), mapped, lang), "shop.yaml")
        assert [kind.name for kind in read.kinds] == ["Kunder", "rader"]
        assert read.options == {"url_env": "SHOP_URL", "schema": "public"}
        assert read.kind("Kunder").identifiers[0].column == "E-post"
        assert read.kind("rader").key == ("no", "on")
        assert read.kind("rader").groups[0].free_text
        owner = read.kind("rader").owner
        assert owner is not None
        assert owner.links[0].person == "Kunder"
        assert set(read.ignored) == {"lager: 1"}
        assert all(group.purposes == () for kind in read.kinds for group in kind.groups)


def test_reasons_and_questions_stand_beside_what_they_are_about() -> None:
    text = written(proposal(), SourceMap("shop", "sql", {"url_env": "X"}), "en")
    assert "- E-post  # 0.97: 2 of 3 values are e-mail addresses" in text
    assert "for: []  # TODO for which purpose? orders, offers" in text
    assert "# TODO Are the rows really that person's? It is only likely." in text
    assert "No purpose of the register mentions these categories, which is a finding: correspondence" in text
    assert "#   lös: no key tells the rows apart; personal columns: namn" in text
    assert "# 9 rows seen, spread over the table" in text


def test_the_data_says_the_same() -> None:
    found = as_json(proposal(), "sv")
    kinds = found["kinds"]
    assert isinstance(kinds, list)
    assert kinds[0]["columns"][0]["reason"] == said(SURE, "sv") == "2 av 3 värden är e-postadresser"
    assert kinds[1]["references"][0]["prefix"] == "kund,"
    assert found["undecided"] == {"lös": "ingen nyckel skiljer raderna åt; personliga kolumner: namn"}
    assert placeholders(CATALOGUE["propose.email"][0]) == {"count", "of"}
