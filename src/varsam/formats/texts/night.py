"""What the night says: notices with what to do, why a plan waits, and the words of `worker`."""

from __future__ import annotations

from collections.abc import Mapping

NIGHT: Mapping[str, tuple[str, str]] = {
    # -- what somebody must hear of
    "notice.failed": (
        "Nattens gallring av {source} kunde inte göras.",
        "The night's retention run of {source} could not be done.",
    ),
    "notice.not_verified": (
        "Gallringen av {source} är verkställd, men kontrollen fann rader som skulle vara borta. Det är en "
        "incident.",
        "The retention run of {source} was applied, but looking again found rows that should be gone. That "
        "is an incident.",
    ),
    "notice.file": (
        "Natten kan inte köras: en fil måste rättas ({where}).",
        "The night can't run: a file must be mended ({where}).",
    ),
    "notice.overdue": (
        "{count} rader i {source} skulle ha varit borta för mer än {days} dagar sedan.",
        "{count} rows in {source} should have been gone more than {days} days ago.",
    ),
    "notice.unplanned": (
        "På {count} dagar har ingen plan kunnat göras för {source}. Vad som skulle ha gallrats där vet "
        "ingen.",
        "For {count} days no plan could be made for {source}. Nobody knows what should have gone there.",
    ),
    "notice.missed": (
        "{count} nätter har hoppats över för {source}: programmet var inte igång.",
        "{count} nights were missed for {source}: the worker wasn't running.",
    ),
    "notice.missed.one": (
        "En natt har hoppats över för {source}: programmet var inte igång.",
        "One night was missed for {source}: the worker wasn't running.",
    ),
    "notice.clock_back": (
        "Datorns klocka går fel: en gallring av {source} ligger i framtiden. Inget görs.",
        "The computer's clock is wrong: a run of {source} lies in the future. Nothing is done.",
    ),
    "notice.busy": (
        "Någon annan har verkställt en plan i {source} hela natten.",
        "Somebody else was applying a plan to {source} all night.",
    ),
    "notice.behind": (
        "{source} väntar på {where}: där räknas tiden från uppgifter i {source}, och där kunde ingen "
        "plan göras.",
        "{source} waits for {where}: time there counts from data in {source}, and no plan could be made "
        "there.",
    ),
    "notice.unreached": (
        "{source} kunde inte nås i natt trots flera försök ({where}). Inget är gallrat där.",
        "{source} could not be reached tonight in spite of several attempts ({where}). Nothing has gone "
        "there.",
    ),
    "notice.waits": (
        "En plan för {source} väntar på en person: {count} rader ({plan}).",
        "A plan for {source} waits for a person: {count} rows ({plan}).",
    ),
    "notice.waits.one": (
        "En plan för {source} väntar på en person: en rad ({plan}).",
        "A plan for {source} waits for a person: one row ({plan}).",
    ),
    "notice.standing_ends": (
        "Det stående godkännandet för {source} tar slut om {count} dagar.",
        "The standing approval of {source} ends in {count} days.",
    ),
    "notice.standing_ends.one": (
        "Det stående godkännandet för {source} tar slut om en dag.",
        "The standing approval of {source} ends in one day.",
    ),
    "notice.would_go": (
        "{source} betraktas bara: i natt skulle {count} rader ha gallrats.",
        "{source} is only observed: tonight {count} rows would have gone.",
    ),
    "notice.would_go.one": (
        "{source} betraktas bara: i natt skulle en rad ha gallrats.",
        "{source} is only observed: tonight one row would have gone.",
    ),
    # -- what to do about it
    "notice_do.failed": (
        "Kör `varsam plan --source {source}`; felet visas med plats och råd.",
        "Run `varsam plan --source {source}`; it shows the fault with its place and advice.",
    ),
    "notice_do.not_verified": (
        "Kör `varsam verify {plan}` och tala med den som har hand om {source}.",
        "Run `varsam verify {plan}` and talk to whoever looks after {source}.",
    ),
    "notice_do.file": (
        "Rätta filen; `varsam check` visar vad som är fel. Nästa försök görs av sig självt.",
        "Mend the file; `varsam check` shows what is wrong. The next attempt comes by itself.",
    ),
    "notice_do.overdue": (
        "Titta på planen och godkänn den: `varsam approve {plan}`. Löftet i policyn hålls inte förrän den är "
        "verkställd.",
        "Look at the plan and approve it: `varsam approve {plan}`. The policy's promise is broken until it "
        "is applied.",
    ),
    "notice_do.unplanned": (
        "Kör `varsam plan --source {source}` och rätta det som hindrar.",
        "Run `varsam plan --source {source}` and mend what stands in the way.",
    ),
    "notice_do.missed": (
        "Inget behöver göras om det var meningen: nästa natt tar igen allt. Annars, se till att "
        "tjänsten startar.",
        "Nothing needs doing if it was meant: the next night catches up. Else see that the service starts.",
    ),
    "notice_do.clock_back": (
        "Ställ klockan rätt (`varsam doctor` visar den). Inget gallras förrän tiden har hunnit ikapp.",
        "Set the clock right (`varsam doctor` shows it). Nothing goes until time has caught up.",
    ),
    "notice_do.busy": (
        "Se efter om en körning har fastnat: `varsam plans`.",
        "See whether a run is stuck: `varsam plans`.",
    ),
    "notice_do.behind": (
        "Rätta det som hindrar det andra systemet; då går {source} av sig självt.",
        "Mend what stands in the other source's way; then {source} goes by itself.",
    ),
    "notice_do.unreached": (
        "Se efter att {source} är igång och att kontot kommer in: `varsam doctor`. Nästa natt försöks igen.",
        "See that {source} runs and that the account gets in: `varsam doctor`. The next night tries again.",
    ),
    "notice_do.waits": (
        "Titta på planen och godkänn den: `varsam approve {plan}`. Nästa natt verkställer den.",
        "Look at the plan and approve it: `varsam approve {plan}`. The next night applies it.",
    ),
    "notice_do.standing_ends": (
        "Två personer godkänner ett nytt: `varsam approve --standing {source} --until … --limit …`.",
        "Two persons approve a new one: `varsam approve --standing {source} --until … --limit …`.",
    ),
    "notice_do.would_go": (
        "Läs `varsam worker --report`. När det stämmer: `varsam source mode {source} apply`.",
        "Read `varsam worker --report`. When it is right: `varsam source mode {source} apply`.",
    ),
    # -- the matter in a few words
    "notice_name.failed": ("gallringen kunde inte göras", "the run could not be done"),
    "notice_name.not_verified": ("kontrollen fann rader kvar", "looking again found rows"),
    "notice_name.file": ("en fil måste rättas", "a file must be mended"),
    "notice_name.overdue": ("försenad gallring", "overdue data"),
    "notice_name.unplanned": ("ingen plan kunde göras", "no plan could be made"),
    "notice_name.missed": ("nätter hoppades över", "nights were missed"),
    "notice_name.clock_back": ("klockan gick fel", "the clock was wrong"),
    "notice_name.busy": ("någon annan höll på", "somebody else was at it"),
    "notice_name.behind": ("väntade på ett annat system", "waited for another source"),
    "notice_name.unreached": ("systemet kunde inte nås", "the source could not be reached"),
    "notice_name.waits": ("en plan väntade på en person", "a plan waited for a person"),
    "notice_name.standing_ends": ("det stående godkännandet tog slut", "the standing approval ended"),
    "notice_name.would_go": ("skulle ha gallrats", "would have gone"),
    # -- the mail around it
    "notice_mail.subject": (
        "Varsam, {name}: {count} saker i natt",
        "Varsam, {name}: {count} matters tonight",
    ),
    "notice_mail.subject.one": ("Varsam, {name}: en sak i natt", "Varsam, {name}: one matter tonight"),
    "notice_mail.over": ("Löst: {source}, {what}.", "Solved: {source}, {what}."),
    "notice_mail.end": (
        "Hemmet heter {home}. Läget visas av `varsam worker --status`. Det här brevet innehåller inga "
        "personuppgifter och kommer högst en gång om dagen för varje sak.",
        "The home is called {home}. `varsam worker --status` shows how things are. This message holds no "
        "personal data and comes at most once a day for each matter.",
    ),
    # -- why a plan waits, or why nothing could be done
    "night_reason.none": (
        "Systemet har inget stående godkännande.",
        "The source has no standing approval.",
    ),
    "night_reason.revoked": ("Det stående godkännandet är återkallat.", "The standing approval was revoked."),
    "night_reason.ended": ("Det stående godkännandet har gått ut.", "The standing approval has ended."),
    "night_reason.one_person": (
        "Bara en person har godkänt det stående godkännandet.",
        "Only one person has approved the standing approval.",
    ),
    "night_reason.scope": (
        "Planen gäller annat än systemet och dagen.",
        "The plan is about more than the source and the day.",
    ),
    "night_reason.map_changed": (
        "Systemkartan har ändrats sedan två personer godkände.",
        "The source map has changed since two persons approved.",
    ),
    "night_reason.rule_changed": (
        "En lagringstid har ändrats eller tillkommit sedan två personer godkände.",
        "A retention rule was changed or added since two persons approved.",
    ),
    "night_reason.kind": (
        "Planen rör slag av rader som inte är godkända.",
        "The plan touches kinds of row that weren't approved.",
    ),
    "night_reason.rows": (
        "Det är fler rader än gränsen tillåter.",
        "There are more rows than the limit allows.",
    ),
    "night_reason.share": (
        "Det är en större andel av en tabell än gränsen tillåter.",
        "It is a larger share of a table than the limit allows.",
    ),
    "night_reason.map_limits": (
        "Planen går över systemkartans egen gräns, så två personer måste godkänna den.",
        "The plan is beyond the source map's own limit, so two persons must approve it.",
    ),
    "night_reason.finding": (
        "En allvarlig anmärkning står emot systemet; planen visar den.",
        "A grave finding stands against the source; the plan shows it.",
    ),
    "night_reason.first_nights": (
        "Systemet är nytt: de första nätterna visar bara vad som skulle ha gallrats.",
        "The source is new: the first nights only show what would have gone.",
    ),
    "night_reason.after_pause": (
        "Det har gått lång tid sedan natten kördes, så en person måste titta först.",
        "The night hasn't run for long, so a person must look first.",
    ),
    "night_reason.second_person": (
        "En person har godkänt planen; den väntar på en andra.",
        "One person has approved the plan; it waits for a second.",
    ),
    "night_reason.not_allowed": ("Det var inte tillåtet i det läget.", "It wasn't allowed as things stood."),
    "night_reason.file": ("En fil måste rättas.", "A file must be mended."),
    "night_reason.refused": (
        "Planen vägrades: systemet och kartan stämmer inte överens, eller planen är inaktuell.",
        "The plan was refused: source and map don't fit, or the plan has drifted.",
    ),
    "night_reason.rejected": ("Systemet sade nej.", "The source refused."),
    "night_reason.internal": ("Programmet gick fel.", "The program failed."),
    "night_reason.not_verified": ("Kontrollen fann rader kvar.", "Looking again found rows."),
    "night_reason.window": ("Systemets tid var slut.", "The source's window had closed."),
    "night_reason.hours": ("Nattens tid var slut.", "The night's hours were over."),
    "night_reason.asked": ("Körningen stoppades.", "The run was told to stop."),
    "night_reason.standing_ended": (
        "Det stående godkännandet togs tillbaka medan körningen pågick.",
        "The standing approval was taken back during the run.",
    ),
    # -- how a run ended
    "outcome.applied": ("verkställd", "applied"),
    "outcome.nothing": ("inget att gallra", "nothing was due"),
    "outcome.observed": ("betraktad", "observed"),
    "outcome.waits": ("väntar på en person", "waits for a person"),
    "outcome.failed": ("gick inte", "failed"),
    "outcome.unreached": ("kunde inte nås", "not reached"),
    "outcome.behind": ("väntar på ett annat system", "waits for another source"),
    "outcome.busy": ("någon annan höll på", "somebody else was at it"),
    "outcome.stopped": ("stannade, fortsätter senare", "stopped, goes on later"),
    # -- standing approvals
    "standing.stands": ("gäller", "stands"),
    "standing.one_person": ("väntar på en andra person", "waits for a second person"),
    "standing.ended": ("har gått ut", "has ended"),
    "standing.revoked": ("återkallat", "revoked"),
    # -- what `worker` and `approve --standing` say
    "talk.worker_lives": (
        "Programmet lever: senaste livstecken {at}, tittar igen {next}.",
        "The worker lives: last sign of life {at}, looks again {next}.",
    ),
    "talk.worker_silent": (
        "Programmet ger inget livstecken (det senaste: {at}).",
        "The worker gives no sign of life (the last one: {at}).",
    ),
    "talk.worker_ran": (
        "{source}: {outcome}, {count} rader.",
        "{source}: {outcome}, {count} rows.",
    ),
    "talk.worker_ran.one": ("{source}: {outcome}, en rad.", "{source}: {outcome}, one row."),
    "talk.worker_started": (
        "Arbetar tills det blir tillsagt att sluta. Ctrl-C eller SIGTERM stannar mellan två omgångar.",
        "Works until it is told to stop. Ctrl-C or SIGTERM stops between two batches.",
    ),
    "talk.worker_nothing_due": ("Inget är att göra nu.", "Nothing is due now."),
    "talk.worker_stopped": ("Slutade på tillsägelse.", "Stopped as told."),
    "talk.nobody_is_told": (
        "Ingen får veta om natten går fel: ange e-post eller webhook i night.yaml.",
        "Nobody is told when the night fails: name mail or webhook in night.yaml.",
    ),
    "talk.report_empty": (
        "Inget system betraktas eller väntar med något som skulle ha gallrats.",
        "No source is observed or waits with anything that would have gone.",
    ),
    "talk.report_source": (
        "{source}, natten {night}: {count} rader skulle ha gallrats ({outcome})",
        "{source}, night of {night}: {count} rows would have gone ({outcome})",
    ),
    "talk.report_source.one": (
        "{source}, natten {night}: en rad skulle ha gallrats ({outcome})",
        "{source}, night of {night}: one row would have gone ({outcome})",
    ),
    "talk.report_overdue": (
        "{count} av dem är försenade.",
        "{count} of them are overdue.",
    ),
    "talk.report_overdue.one": ("En av dem är försenad.", "One of them is overdue."),
    "talk.standing_none": (
        "Inget stående godkännande har getts för {source}.",
        "No standing approval was given for {source}.",
    ),
    "talk.standing_terms": (
        "Natten får gallra i {source} till och med {until}, högst {limit} per natt, enligt kartan och dessa "
        "lagringstider:",
        "The night may erase in {source} until {until}, at most {limit} a night, by the map and these rules:",
    ),
    "talk.standing_rows": ("{count} rader", "{count} rows"),
    "talk.standing_rows.one": ("en rad", "one row"),
    "talk.standing_share": ("{share} av en tabell", "{share} of a table"),
    "talk.standing_kinds": ("Bara dessa slag av rader: {kinds}.", "Only these kinds of row: {kinds}."),
    "talk.standing_question": (
        "Ska natten få göra det utan att någon tittar på planen först?",
        "Shall the night do that without anybody looking at the plan first?",
    ),
    "talk.standing_first": (
        "{by} har godkänt. En annan person måste också godkänna: varsam approve --standing {source}",
        "{by} approved. Another person must approve it too: varsam approve --standing {source}",
    ),
    "talk.standing_stands": (
        "Det stående godkännandet för {source} gäller till och med {until}.",
        "The standing approval of {source} stands until {until}.",
    ),
    "talk.standing_observed": (
        "Systemet betraktas bara, så inget gallras än: varsam source mode {source} apply",
        "The source is only observed, so nothing goes yet: varsam source mode {source} apply",
    ),
    "talk.standing_revoked": (
        "Det stående godkännandet för {source} är återkallat. En körning som pågår stannar mellan två "
        "omgångar.",
        "The standing approval of {source} is revoked. A run under it stops between two batches.",
    ),
    "talk.standing_or_plan": (
        "ange en plan, eller ett system med --standing",
        "name a plan, or a source with --standing",
    ),
    "talk.standing_or_plan_hint": (
        "`varsam plans` visar planerna",
        "`varsam plans` lists the plans",
    ),
    "talk.standing_until_missing": (
        "ett stående godkännande behöver en sista dag",
        "a standing approval needs a last day",
    ),
    "talk.standing_until_hint": (
        "--until 2027-06-30, högst ett år framåt",
        "--until 2027-06-30, at most a year ahead",
    ),
    "talk.standing_limit_missing": (
        "ett stående godkännande behöver en gräns",
        "a standing approval needs a limit",
    ),
    "talk.standing_limit_wrong": ("gränsen kan inte läsas", "the limit can't be read"),
    "talk.standing_limit_hint": (
        "rader per natt (--limit 500), andel av en tabell (--limit 2%), eller båda",
        "rows a night (--limit 500), a share of a table (--limit 2%), or both",
    ),
    "talk.worker_one_of": (
        "ange högst en av --once, --status och --report",
        "give at most one of --once, --status and --report",
    ),
    "col.night": ("natt", "night"),
    "col.outcome": ("utfall", "outcome"),
    "col.next": ("nästa gång", "next"),
    "col.limit": ("gräns", "limit"),
    # -- help
    "help.worker": (
        "Gör natt efter natt det som ska göras, utan att någon behöver komma ihåg det.",
        "Do what is due, night after night, without anybody remembering.",
    ),
    "option.once": (
        "Titta en gång, gör det som ska göras nu, och sluta.",
        "Look once, do what is due now, and end.",
    ),
    "option.status": (
        "Visa om programmet lever och hur nätterna gick. För övervakning: se felkoderna.",
        "Show whether the worker lives and how the nights went. For monitors: see the exit codes.",
    ),
    "option.report": (
        "Visa vad som skulle ha gallrats där natten bara betraktar eller väntar.",
        "Show what would have gone where the night only observes or waits.",
    ),
    "option.standing": (
        "Ge natten ett stående godkännande för det här systemet; två personer behövs.",
        "Give the night a standing approval for this source; two persons are needed.",
    ),
    "option.until": (
        "Sista dagen som det gäller, högst ett år framåt.",
        "The last day on which it stands, at most a year ahead.",
    ),
    "option.limit": (
        "Högst så mycket per natt: rader (500) eller andel av en tabell (2%). Kan upprepas.",
        "At most so much a night: rows (500) or a share of a table (2%). May be repeated.",
    ),
    "option.approve.kind": (
        "Bara det här slaget av rader i kartan. Kan upprepas.",
        "Only this kind of row in the map. May be repeated.",
    ),
    "option.revoke": (
        "Ta tillbaka det stående godkännandet. En person räcker.",
        "Take the standing approval back. One person is enough.",
    ),
    "option.list_": ("Visa systemets stående godkännanden.", "Show the source's standing approvals."),
}
