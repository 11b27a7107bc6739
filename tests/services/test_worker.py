"""The worker's rounds: who is told of what and when, the sign of life, and going on after a crash."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.engine.listeners import MailServer, WebServer, mail_server
from tests.services.nights import START, Controller, local
from tests.services.test_night import LONG_AGO, NEXT, entries
from tests.store.homes import Home as OwnState
from varsam.domain.night import Outcome
from varsam.engine.notifying import SIGNATURE
from varsam.services import heartbeat, night_report, planning, systems
from varsam.services.home import Home
from varsam.services.matters import matters
from varsam.services.worker import Round, Worker, status
from varsam.store import nights
from varsam.store.models import NoticeSent

SETTINGS = """\
observe_nights: 0
notices:
  language: en
  mail: {{server: 127.0.0.1, port: {port}, security: none, from: v@ours.example, to: dpo@ours.example}}
  webhook: {{url_env: HOOK, secret_env: SECRET}}
heartbeat: {{ping_env: PING}}
"""


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server."""
    with mail_server() as server:
        yield server


@pytest.fixture
def web() -> Iterator[WebServer]:
    """A web server that takes everything."""
    server = WebServer()
    yield server
    server.close()


class Watched:
    """A controller whose worker mails and posts."""

    def __init__(self, path: Path, mail: MailServer, web: WebServer) -> None:
        self.controller = Controller(path).build()
        (path / "night.yaml").write_text(SETTINGS.format(port=mail.port), encoding="utf-8")
        self.environment = {"HOOK": web.url, "SECRET": "ours", "PING": f"{web.url}/ping"}
        self.mail, self.web = mail, web
        self.worker = Worker(self.open, lambda: False, lambda _seconds: None)

    def open(self) -> Home:
        """The home, read anew."""
        controller = self.controller
        return Home(controller.path, self.environment, "worker", clock=lambda: controller.now)

    def round(self, day: object, clock: str = "01:00") -> Round:
        """One round at a time."""
        self.controller.now = local(day, clock)  # type: ignore[arg-type]
        return self.worker.round()

    @property
    def posted(self) -> list[dict[str, object]]:
        """Every notice that was posted, in order."""
        posts = [json.loads(call.body) for call in self.web.calls if call.method == "POST"]
        return [each for post in posts for each in post["notices"]]

    @property
    def codes(self) -> list[str]:
        """Code and state of every notice that was posted."""
        return [f"{each['code']} {each['state']}" for each in self.posted]


@pytest.fixture
def watched(sqlite_state: OwnState, mail: MailServer, web: WebServer) -> Watched:
    """A controller with two rows that are due."""
    found = Watched(sqlite_state.path, mail, web)
    found.controller.customers(2, LONG_AGO)
    return found


def test_a_plan_that_waits_is_told_once_a_day_and_when_it_is_solved(
    watched: Watched,
) -> None:
    watched.round(NEXT)
    watched.round(NEXT, "01:01")
    watched.round(NEXT, "14:00")
    assert watched.codes == ["waits open"]
    [body] = watched.mail.bodies
    assert "A plan for shop waits for a person: 2 rows" in body
    assert "The source has no standing approval." in body
    assert "varsam approve plan-" in body
    assert "c1@c.example" not in body
    watched.round(NEXT + timedelta(days=1))
    assert watched.codes == ["waits open", "waits open"]
    controller = watched.controller
    run = nights.last_run("shop")
    assert run is not None
    planning.approve(controller.home, run.plan)
    watched.round(NEXT + timedelta(days=1), "10:00")
    assert watched.codes[2:] == ["waits solved"]
    assert "Solved: shop" in watched.mail.bodies[-1]
    watched.round(NEXT + timedelta(days=2))
    assert controller.rows() == 0
    assert len(watched.posted) == 3


def test_a_post_can_be_checked_by_whoever_knows_the_secret(watched: Watched) -> None:
    watched.round(NEXT)
    call = next(each for each in watched.web.calls if each.method == "POST")
    said = dict(part.split("=", 1) for part in call.headers[SIGNATURE].split(","))
    assert said["v1"] == hmac.digest(b"ours", f"{said['t']}.".encode() + call.body, "sha256").hex()
    document = json.loads(call.body)
    assert document["controller"] == "Test AB"
    [notice] = document["notices"]
    assert (notice["source"], notice["rows"], notice["reasons"]) == ("shop", 2, ["none"])
    assert "approve" in notice["do"]


def test_a_channel_that_fails_is_tried_again_and_stops_no_other(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("varsam.engine.notifying.ATTEMPTS", 1)
    watched.web.statuses = [500]
    one = watched.round(NEXT)
    assert any("webhook" in each.message for each in one.troubles)
    assert len(watched.mail.messages) == 1
    beat = heartbeat.last(watched.open())
    assert beat is not None
    assert any("webhook" in each for each in beat.troubles)
    watched.web.statuses = [204]
    before = len(watched.posted)
    assert watched.round(NEXT, "01:02").troubles == ()
    assert len(watched.posted) == before + 1
    assert len(watched.mail.messages) == 1


def test_a_source_that_is_gone_is_told_of_after_some_attempts_and_again_when_it_is_back(
    watched: Watched,
) -> None:
    path = watched.controller.path
    (path / "shop.sqlite3").rename(path / "away.sqlite3")
    watched.round(NEXT, "01:00")
    watched.round(NEXT, "01:06")
    assert watched.codes == []
    watched.round(NEXT, "01:20")
    assert watched.codes == ["unreached open"]
    (path / "away.sqlite3").rename(path / "shop.sqlite3")
    watched.round(NEXT, "01:50")
    assert watched.codes[1:] == ["waits open", "unreached solved"]


def test_what_is_overdue_missed_and_unplanned_is_said(watched: Watched) -> None:
    for number in range(5):
        watched.round(NEXT + timedelta(days=number))
    assert watched.codes.count("overdue open") == 1
    assert "2 rows in shop should have been gone more than 3 days ago." in "".join(watched.mail.bodies)
    path = watched.controller.path
    (path / "shop.sqlite3").rename(path / "away.sqlite3")
    watched.round(NEXT + timedelta(days=12), "12:00")
    assert {"missed open", "unplanned open"} <= set(watched.codes)


def test_a_broken_register_stops_the_night_and_is_said(watched: Watched) -> None:
    watched.round(NEXT)
    register = watched.controller.path / "register.yaml"
    whole = register.read_text(encoding="utf-8")
    register.write_text(whole.replace("contract.end", "contract end"), encoding="utf-8")
    one = watched.round(NEXT + timedelta(days=1))
    assert [each.code for each in one.matters] == ["file"]
    beat = heartbeat.last(watched.open())
    assert beat is not None
    assert beat.troubles != ()
    register.write_text(whole, encoding="utf-8")
    assert [run.outcome for run in watched.round(NEXT + timedelta(days=1), "01:05").runs] == [Outcome.WAITS]


def test_the_sign_of_life_and_the_status(watched: Watched) -> None:
    assert not status(watched.open()).alive
    watched.round(NEXT)
    found = status(watched.open())
    assert found.alive
    assert [(each.source, each.last.outcome) for each in found.sources if each.last] == [
        ("shop", Outcome.WAITS)
    ]
    assert found.beat is not None
    assert found.beat.next_at == local(NEXT + timedelta(days=1), "01:00")
    assert [each.code for each in found.matters] == ["waits"]
    assert [call.path for call in watched.web.calls if call.method == "GET"] == ["/hook/ping"]
    watched.controller.now += timedelta(minutes=14)
    assert status(watched.open()).alive
    watched.controller.now += timedelta(minutes=2)
    assert not status(watched.open()).alive


def test_the_report_says_what_would_have_gone_beside_the_night_before(watched: Watched) -> None:
    controller = watched.controller
    systems.switch_mode(controller.home, "shop", "observe")
    watched.round(NEXT)
    controller.customers(3, LONG_AGO, first=10)
    watched.round(NEXT + timedelta(days=1))
    [report] = night_report.would_go(watched.open(), controller.settings)
    [line] = report.lines
    assert (report.outcome, report.rows, line.before, line.purposes) == (
        Outcome.OBSERVED, 5, 2, ("orders",),
    )  # fmt: skip
    assert controller.rows() == 5
    assert watched.codes == ["would_go open"], "a report comes once a week"


def test_a_notice_needs_the_secrets_that_the_settings_name(watched: Watched) -> None:
    watched.environment = {}
    one = watched.round(NEXT)
    assert {each.message for each in one.troubles} == {
        "the environment variable HOOK isn't set",
        "the environment variable PING isn't set",
    }


def test_what_left_is_in_the_ledger_and_nothing_else_about_it(watched: Watched) -> None:
    watched.round(NEXT)
    assert {(str(each["cause"]), str(each["channel"])) for each in entries("notice.sent")} == {
        ("waits:shop", "mail"),
        ("waits:shop", "webhook"),
    }
    assert NoticeSent.objects.count() == 2


def test_matters_of_a_standing_approval_that_ends_soon(watched: Watched) -> None:
    controller = watched.controller
    controller.allow(days=20)
    controller.now = local(START + timedelta(days=5), "12:00")
    assert [each.code for each in matters(controller.home, controller.settings)] == []
    controller.now = local(START + timedelta(days=6), "12:00")
    [matter] = matters(controller.home, controller.settings)
    assert (matter.code, matter.days) == ("standing_ends", 14)


KILLED = """
    import os
    from datetime import datetime
    from dataclasses import replace
    from varsam.domain.night_settings import NightSettings
    from varsam.services import night
    from varsam.services.home import Home
    now = datetime.fromisoformat(sys.argv[2])
    home = Home(Path(sys.argv[1]), {}, "worker", clock=lambda: now)
    asked = 0
    def stop():
        global asked
        asked += 1
        if asked > int(sys.argv[3]):
            os.kill(os.getpid(), 9)
        return False
    night.look(home, NightSettings(observe_nights=0), stop=stop)
"""


@pytest.mark.crash
@pytest.mark.parametrize("after", [2, 3, 5])
def test_a_worker_that_was_killed_is_gone_on_with(sqlite_state: OwnState, after: int) -> None:
    shop = Controller(sqlite_state.path).build()
    shop.customers(9, LONG_AGO)
    shop.allow()
    shop.now = local(NEXT, "01:00")
    child = sqlite_state.child(KILLED, shop.path, shop.now.isoformat(), after)
    child.communicate(timeout=60)
    assert child.returncode == -9
    run = nights.last_run("shop")
    assert run is not None
    assert run.ended_at is None
    assert shop.rows() > 0 or after > 5
    assert shop.night(NEXT, "01:01") == {"shop": Outcome.APPLIED}
    assert shop.rows() == 0
    assert len({each.plan for each in nights.runs("shop") if each.plan}) == 2


PERSON = """
    import os
    from datetime import datetime
    from varsam.services import applying, planning
    from varsam.services.home import Home
    now = datetime.fromisoformat(sys.argv[2])
    home = Home(Path(sys.argv[1]), {}, "anna", clock=lambda: now)
    plan = planning.make_plan(home)
    planning.approve(home, plan.plan)
    asked = 0
    def stop():
        global asked
        asked += 1
        if asked > 2 and sys.argv[3] == "kill":
            os.kill(os.getpid(), 9)
        return asked > 2
    applying.apply(home, plan.plan, stop=stop)
"""


@pytest.mark.crash
@pytest.mark.parametrize("how", ["kill", "stop"])
def test_what_a_person_began_is_gone_on_with_and_what_they_stopped_is_not(
    sqlite_state: OwnState, how: str
) -> None:
    shop = Controller(sqlite_state.path).build()
    shop.customers(9, LONG_AGO)
    shop.now = local(START, "12:00")
    child = sqlite_state.child(PERSON, shop.path, shop.now.isoformat(), how)
    child.communicate(timeout=60)
    assert child.returncode == (-9 if how == "kill" else 0)
    assert shop.rows() == 5
    shop.now = local(START, "13:00")
    assert shop.look() == (), "not in the day"
    outcomes = shop.night(NEXT)
    if how == "kill":
        assert outcomes == {"": Outcome.APPLIED, "shop": Outcome.NOTHING}
        assert shop.rows() == 0
    else:
        assert outcomes == {"shop": Outcome.WAITS}
        assert shop.rows() == 5


def test_it_goes_round_until_it_is_told_to_stop(watched: Watched) -> None:
    waited, seen = list[float](), list[Round]()

    def stop() -> bool:
        return len(seen) >= 2

    watched.controller.now = local(NEXT, "00:59:30")
    worker = replace(watched.worker, stop=stop, wait=waited.append)
    worker.run(seen.append)
    assert len(seen) == 2
    assert waited == [30.0]
