"""Tells people and other systems about the night: by mail and webhook, in plain lang, once a day."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC

from varsam.domain.errors import RegisterError, VarsamError
from varsam.domain.night_settings import NightSettings
from varsam.domain.notices import Matter, Told, to_tell
from varsam.engine import notifying
from varsam.formats.texts import Lang, counted, has, text
from varsam.services.home import Home
from varsam.store import ledger, nights
from varsam.store.transaction import writing

MAIL, WEBHOOK = "mail", "webhook"


def tell(home: Home, wanted: NightSettings, found: Sequence[Matter]) -> tuple[VarsamError, ...]:
    """Send what is due over each channel, and note it. What couldn't be sent is tried the next time.

    Gives what stood in the way; a channel that fails stops no other.
    """
    troubles: list[VarsamError] = []
    carriers: dict[str, Callable[[Sequence[Matter], Sequence[str]], None]] = {}
    if wanted.mail is not None:
        carriers[MAIL] = lambda now, over: _mail(home, wanted, now, over)
    if wanted.webhook is not None:
        carriers[WEBHOOK] = lambda now, over: _post(home, wanted, now, over)
    for channel, carry in carriers.items():
        told = [
            Told(each.cause, each.solved, each.day)
            for each in nights.last_notices()
            if each.channel == channel
        ]
        now, over = to_tell(found, told, home.real_today)
        if not now and not over:
            continue
        try:
            carry(now, over)
        except VarsamError as error:
            troubles.append(error)
            continue
        _note(home, channel, [(each.cause, False) for each in now] + [(cause, True) for cause in over])
    return tuple(troubles)


def _note(home: Home, channel: str, causes: Sequence[tuple[str, bool]]) -> None:
    with writing():
        nights.note_sent(causes, channel, home.real_today, home.clock())
        ledger.append(
            [
                {"type": "notice.sent", "cause": cause, "channel": channel, "solved": solved}
                for cause, solved in causes
            ],
            home.clock(),
        )


def _mail(home: Home, wanted: NightSettings, now: Sequence[Matter], over: Sequence[str]) -> None:
    mail = wanted.mail
    if mail is None:
        return
    password = _secret(home.environment, mail.password_env) if mail.password_env else ""
    name = home.register.entities[0].name
    subject = counted("notice_mail.subject", len(now) + len(over), wanted.language, name=name)
    notifying.send_mail(mail, password, subject, body(home, wanted.language, now, over), home.clock())


def body(home: Home, lang: Lang, now: Sequence[Matter], over: Sequence[str]) -> str:
    """The words of a mail: each matter with what to do, then what is over."""
    parts = [f"{said(each, lang)}\n→ {advice(each, lang)}" for each in now]
    parts += [said_over(cause, lang) for cause in over]
    parts.append(text("notice_mail.end", lang, home=home.path.name))
    return "\n\n".join(parts) + "\n"


def said(matter: Matter, lang: Lang) -> str:
    """One matter in a sentence or two, with the reasons in words."""
    words = counted(
        f"notice.{matter.code}",
        matter.days if matter.code in ("missed", "unplanned", "standing_ends") else matter.rows,
        lang,
        source=matter.source,
        plan=matter.plan,
        days=matter.days,
        where=matter.where or "?",
    )
    reasons = [text(f"night_reason.{each}", lang) for each in matter.reasons if has(f"night_reason.{each}")]
    return " ".join([words, *reasons])


def advice(matter: Matter, lang: Lang) -> str:
    """What to do next about a matter."""
    return text(f"notice_do.{matter.code}", lang, source=matter.source, plan=matter.plan)


def said_over(cause: str, lang: Lang) -> str:
    """That a matter is over."""
    code, _, source = cause.partition(":")
    return text("notice_mail.over", lang, source=source or "-", what=text(f"notice_name.{code}", lang))


def _post(home: Home, wanted: NightSettings, now: Sequence[Matter], over: Sequence[str]) -> None:
    hook = wanted.webhook
    if hook is None:
        return
    document = {
        "controller": home.register.entities[0].name,
        "at": home.clock().astimezone(UTC).isoformat(timespec="seconds"),
        "notices": [document_of(each, wanted.language) | {"state": "open"} for each in now]
        + [
            {
                "code": cause.partition(":")[0],
                "source": cause.partition(":")[2],
                "state": "solved",
                "text": said_over(cause, wanted.language),
            }
            for cause in over
        ],
    }
    body_bytes = json.dumps(document, ensure_ascii=False).encode()
    url, secret = _secret(home.environment, hook.url_env), _secret(home.environment, hook.secret_env)
    notifying.post(url, secret, body_bytes, home.clock())


def document_of(matter: Matter, lang: Lang) -> dict[str, object]:
    """A matter as JSON, with its words."""
    known = {name: value for name, value in asdict(matter).items() if value not in ("", 0, ())}
    known["reasons"] = list(matter.reasons)
    return known | {"urgency": matter.urgency, "text": said(matter, lang), "do": advice(matter, lang)}


def ping(home: Home, wanted: NightSettings) -> None:
    """Tell whoever watches for silence that the worker goes on. Raises as `engine.notifying.ping`."""
    if wanted.ping_env:
        notifying.ping(_secret(home.environment, wanted.ping_env))


def _secret(environment: Mapping[str, str], name: str) -> str:
    found = environment.get(name, "")
    if not found:
        raise RegisterError(
            f"the environment variable {name} isn't set",
            where="night.yaml",
            hint="set it where the worker is started",
        )
    return found
