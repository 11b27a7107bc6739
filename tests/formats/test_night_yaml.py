"""`night.yaml`: read whole or refused with every fault at its place."""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path

import pytest

from varsam.domain.errors import RegisterErrors
from varsam.domain.night_settings import Mail, NightSettings, Webhook
from varsam.domain.notices import URGENCIES
from varsam.domain.ownership import Pace, SourceMap
from varsam.domain.register import Entity, Register
from varsam.formats.night_yaml import parse, schema

WHOLE = """\
hours: "02:00-04:30"
sources:
  shop: {hours: "22:00-03:00"}
  archive: {leave_out: is being moved until March}
observe_nights: 7
overdue_days: 2
pause_days: 10
retry: {first_minutes: 2, most_minutes: 30}
notices:
  language: en
  mail:
    server: smtp.ours.example
    from: varsam@ours.example
    to: [dpo@ours.example, it@ours.example]
    user: varsam
    password_env: VARSAM_SMTP_PASSWORD
  webhook: {url_env: VARSAM_WEBHOOK_URL, secret_env: VARSAM_WEBHOOK_SECRET}
heartbeat: {ping_env: VARSAM_PING_URL}
"""


def faults(text: str) -> list[str]:
    """What is wrong, each with line and column."""
    with pytest.raises(RegisterErrors) as wrong:
        parse(text)
    return [f"{str(each.where).removeprefix('night.yaml:')} {each.message}" for each in wrong.value.errors]


def test_everything_is_read() -> None:
    found = parse(WHOLE)
    assert found.hours == (time(2), time(4, 30))
    assert found.sources == {"shop": (time(22), time(3))}
    assert found.left_out == {"archive": "is being moved until March"}
    assert (found.observe_nights, found.overdue_days, found.pause_days) == (7, 2, 10)
    assert (found.patience.first, found.patience.most) == (timedelta(minutes=2), timedelta(minutes=30))
    people = ("dpo@ours.example", "it@ours.example")
    assert found.mail == Mail(
        "smtp.ours.example", "varsam@ours.example", people, 587, "starttls", "varsam", "VARSAM_SMTP_PASSWORD"
    )
    assert found.webhook == Webhook("VARSAM_WEBHOOK_URL", "VARSAM_WEBHOOK_SECRET")
    assert (found.language, found.ping_env) == ("en", "VARSAM_PING_URL")


@pytest.mark.parametrize("text", ["", "# only a comment\n", "hours:\n"])
def test_nothing_given_is_safe(text: str) -> None:
    assert parse(text) == NightSettings()


def test_tls_has_its_own_port() -> None:
    mail = parse("notices: {mail: {server: m, from: a@b.example, to: a@b.example, security: tls}}").mail
    assert mail is not None
    assert (mail.port, mail.to) == (465, ("a@b.example",))


def test_every_fault_is_named_at_its_place() -> None:
    found = faults(
        'hours: "25:00-26:00"\n'
        "observe_nights: many\n"
        "overdue_days: -1\n"
        "sources: {shop: {hour: x}, mail: {leave_out: ''}}\n"
        "notices:\n"
        "  language: de\n"
        "  mail: {server: m, from: nobody, to: []}\n"
        "  webhook: {url_env: 'https://a secret', secret_env: S}\n"
    )
    assert [each.split()[0] for each in found] == [
        "1:8", "2:17", "3:15", "4:18", "4:46", "6:13", "7:27", "8:22",
    ]  # fmt: skip
    assert not any("https" in each or "nobody" in each for each in found), "values aren't repeated"


def test_an_unknown_key_comes_with_the_closest_one() -> None:
    with pytest.raises(RegisterErrors) as wrong:
        parse("observe_night: 3\n")
    assert "observe_nights" in wrong.value.hint


@pytest.mark.parametrize(
    "mail",
    [
        "{server: smtp.ours.example, from: a@b.example, to: a@b.example, security: none}",
        "{server: localhost, from: a@b.example, to: a@b.example, security: none, user: u, password_env: P}",
        "{server: m, from: a@b.example, to: a@b.example, user: u}",
        "{server: m, from: a@b.example, to: a@b.example, password: hunter2}",
    ],
)
def test_mail_never_goes_unprotected_over_a_network_and_no_password_stands_in_the_file(mail: str) -> None:
    found = faults(f"notices: {{mail: {mail}}}\n")
    assert found
    assert not any("hunter2" in each for each in found)


def test_hours_of_a_source() -> None:
    register = Register("r", (Entity("e", "E", zone="Europe/Stockholm"),), ())
    found = parse(WHOLE)
    plain = SourceMap("mail", "sql", zone="Europe/Helsinki")
    windowed = SourceMap("crm", "sql", zone="Europe/Helsinki", pace=Pace(window=(time(1), time(2))))
    assert found.hours_of(plain, register).zone == "Europe/Stockholm"
    assert found.hours_of(plain, register).start == time(2)
    assert (found.hours_of(windowed, register).start, found.hours_of(windowed, register).zone) == (
        time(1), "Europe/Helsinki",
    )  # fmt: skip
    assert found.hours_of(SourceMap("shop", "sql"), register).start == time(22)


def test_the_schema_names_the_same_keys_as_the_reader_and_the_document() -> None:
    document = (Path(__file__).parents[2] / "docs" / "the-night.md").read_text(encoding="utf-8")
    top = schema()["properties"]
    assert isinstance(top, dict)
    assert set(top) == {line.split(":")[0] for line in WHOLE.splitlines() if line[0].isalpha()}
    assert [key for key in top if f"`{key}`" not in document] == []


def test_the_documents_example_is_read_and_every_code_of_a_notice_stands_there() -> None:
    document = (Path(__file__).parents[2] / "docs" / "the-night.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```yaml\n(.*?)```", document, re.S)
    found = parse(example)
    assert found.mail is not None
    assert found.left_out == {"archive": "is being moved until March"}
    assert [code for code in URGENCIES if f"`{code}`" not in document] == []
