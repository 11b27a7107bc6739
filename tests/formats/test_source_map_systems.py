"""What the schemas of real systems ask of a map can be said: an ERP, cases, a web site, tickets, a list."""

from __future__ import annotations

import pytest

from varsam.domain.ownership import EventColumn, EventFirstOf, SourceMap
from varsam.domain.predicate import Always, Exists, In, NotTrue
from varsam.formats.source_map import fingerprint, parse

ERP = """\
source: tryton
connector: sql
url_env: TRYTON
kinds:
  company: {table: company_company, refs: {party: party}, holds: nothing}
  year: {table: account_fiscalyear, holds: nothing}
  period: {table: account_period, refs: {year: fiscalyear}, holds: nothing}
  move: {table: account_move, refs: {period: period}, holds: nothing}
  party:
    table: party_party
    where: {none: company}
    person: true
    identifiers:
      email: "contact[type = email].value"
      phone: {column: "contact[type = phone].value", stored_as: "+46 70-174 06 06"}
      personnummer: {column: identifier.code, stored_as: [YYMMDD-NNNN, YYMMDDNNNN]}
      party_no: {column: code, scoped: true}
    groups:
      name:
        columns: name
        category: contact.name
        for: [orders, bookkeeping]
        only: {bookkeeping: {any: "invoice@party[state in posted, paid]"}}
    events:
      fiscal_year.end: {every: "invoice@party[state in posted, paid].move.period.year.end_date"}
    disposal: {when_referred: {name: null}}
    ask: {any: ["invoice@party[state = draft]", "sale@party[state in draft, quotation]"]}
  address:
    table: party_address
    refs: {party: party}
    part_of: party
    groups:
      postal:
        columns: [street, postal_code, city]
        for: [orders, bookkeeping]
        only: {bookkeeping: {any: "invoice@address[state in posted, paid]"}}
    events: {fiscal_year.end: {every: "invoice@address[state in posted, paid].move.period.year.end_date"}}
    disposal: {when_referred: {street: null, postal_code: null, city: null}}
  contact: {table: party_contact_mechanism, refs: {party: party}, part_of: party}
  identifier: {table: party_identifier, refs: {party: party}, part_of: party}
  identifier_old: {table: party_identifier__history, key: __id, refs: {identifier: id}, part_of: identifier}
  web_user: {table: web_user, refs: {party: party}, owner: [party, {email: email}]}
  invoice:
    table: account_invoice
    refs: {party: party, address: invoice_address, move: move}
    groups:
      rendered:
        columns: invoice_report_cache
        owner: party
        for: bookkeeping
        only: {bookkeeping: {state: [posted, paid]}}
      comment: {columns: comment, owner: party, for: orders}
    events: {fiscal_year.end: move.period.year.end_date}
    disposal: {overwrite: {invoice_report_cache: null, comment: null}}
  note:
    table: ir_note
    refs: {party: {kind: party, on: {resource: "party.party,{id}"}}}
    part_of: party
  sale:
    table: sale_sale
    refs: {party: party, ship_to: {kind: party, column: shipment_party}}
    groups:
      buyer: {columns: [comment, description], owner: party, for: orders}
      ship: {columns: shipment_address, owner: ship_to, for: orders}
    ask: {state: [processing, quotation, confirmed]}
"""
CASES = """\
source: rt
connector: sql
url_env: RT
kinds:
  queue: {table: queues, holds: nothing}
  agent: {table: groupmembers, where: {groupid: 4}, refs: {user: memberid}, holds: nothing}
  user:
    table: users
    where: {id: {not: [1, 6, 14]}, none: agent}
    person: true
    identifiers:
      email: emailaddress
      personnummer: "member.role.ticket.field[customfield = 2].content"
    groups:
      all:
        columns: [emailaddress, realname]
        for: [support, applicants]
        only:
          support: {any: "member.role.ticket[queue.name in Support, Fjarrstyrning]"}
          applicants: {any: "member.role.ticket[queue.name = Rekrytering]"}
  role:
    table: groups
    where: {domain: "RT::Ticket-Role", name: Requestor}
    refs: {ticket: instance}
    part_of: ticket
  member:
    table: groupmembers
    where: {groupid: {not: 4}}
    refs: {role: groupid, user: memberid}
    part_of: role
  ticket:
    table: tickets
    refs: {effective: {kind: ticket, column: effectiveid}, queue: queue}
    owner: effective.role.member.user
    groups:
      subject:
        columns: subject
        for: [support, pool]
        only: {support: {queue.name: [Support, Fjarrstyrning]}, pool: {queue.name: Rekrytering}}
    events:
      case.closed: &closed
        last: "effective.change[type = Status, newvalue in resolved, rejected].created"
        while: {effective.status: [resolved, rejected, deleted]}
        zone: UTC
      recruitment.closed: *closed
    collected: {column: created, zone: UTC}
    ask: {effective.status: [new, open, stalled]}
  change: {table: transactions, where: {objecttype: "RT::Ticket"}, refs: {ticket: objectid}, part_of: ticket}
  field:
    table: objectcustomfieldvalues
    where: {objecttype: "RT::Ticket"}
    refs: {ticket: objectid}
    part_of: ticket
  text: {table: attachments, where: {filename: null}, refs: {change: transactionid}, part_of: change}
  file:
    table: attachments
    where: {filename: {not: null}, change.ticket.queue.name: [Support, Fjarrstyrning]}
    refs: {change: transactionid}
    part_of: change
    groups: {file: {columns: [content, filename], for: customer_files}}
    events: {file.received: {column: created, zone: UTC}}
  cv:
    table: attachments
    where: {filename: {not: null}, change.ticket.queue.name: Rekrytering}
    refs: {change: transactionid}
    part_of: change
"""
SITE = """\
source: wordpress
connector: sql
url_env: WORDPRESS
kinds:
  user: {table: wp_users, key: ID, person: true, identifiers: {email: user_email, login: user_login}}
  user_meta: {table: wp_usermeta, key: umeta_id, refs: {user: user_id}, part_of: user}
  comment:
    table: wp_comments
    key: comment_ID
    refs: {user: user_id}
    owner: {ref: user, email: comment_author_email, unset: [0, ""]}
    groups:
      who:
        columns: [comment_author, comment_author_email, comment_content]
        for: account
        set: {comment_author: ""}
      ip:
        columns: [comment_author_IP, comment_agent]
        for: visits
        set: {comment_author_IP: "", comment_agent: ""}
        events: {visit.at: {column: comment_date, as: local, unset: "0000-00-00 00:00:00"}}
  article:
    table: wp_posts
    key: ID
    where: {post_type: [post, page]}
    refs: {author: {kind: user, column: post_author}}
    groups:
      author: {columns: post_title, owner: author, for: account}
      text: {columns: post_content, free_text: true, for: images}
    ask: true
  revision:
    table: wp_posts
    key: ID
    where: {post_type: revision}
    refs: {article: post_parent}
    part_of: article
  word: {table: wp_terms, key: term_id, holds: nothing}
  term: {table: wp_term_taxonomy, key: term_taxonomy_id, refs: {word: term_id}, holds: nothing}
  channel:
    table: wp_term_relationships
    key: [object_id, term_taxonomy_id]
    refs: {term: term_taxonomy_id, form: {kind: any_form, column: object_id}}
    holds: nothing
  any_form: {table: wp_posts, key: ID, where: {post_type: flamingo_inbound}, holds: nothing}
  form:
    table: wp_posts
    key: ID
    where:
      post_type: flamingo_inbound
      any: "self.channel[term.taxonomy = flamingo_inbound_channel, term.word.slug = demo]"
    refs: {self: {kind: any_form, column: ID}}
    groups: {message: {columns: [post_title, post_content], for: demo}}
    events: {demo.ended: {column: post_date, as: local}}
  form_meta: {table: wp_postmeta, key: meta_id, where: {any: form}, refs: {form: post_id}, part_of: form}
"""
TICKETS = """\
source: pretix
connector: sql
url_env: PRETIX
kinds:
  event: {table: pretixbase_event, holds: nothing}
  order:
    table: pretixbase_order
    refs: {event: event_id}
    owner: {email: email}
    groups: {who: {columns: [email, phone], for: free_services}}
    events: {participation.end: {first_of: [event.date_to, event.date_from], as: instant}}
    collected: {column: datetime, as: instant}
    disposal: {when_referred: {email: null, phone: null, meta_info: "{}"}}
  position:
    table: pretixbase_orderposition
    refs: {order: order_id}
    part_of: order
    groups:
      guest:
        columns: [attendee_name_cached, attendee_email]
        owner: {email: attendee_email, else: {email: order.email}}
        for: free_services
  invoice:
    table: pretixbase_invoice
    refs: {order: order_id}
    part_of: order
    groups: {buyer: {columns: [invoice_to, file], for: bookkeeping}}
    events: {fiscal_year.end: {fiscal_year_of: date}}
  content: {table: django_content_type, holds: nothing}
  log:
    table: pretixbase_logentry
    where: {content.model: order}
    refs: {order: object_id, content: content_type_id}
    part_of: order
    disposal: {overwrite: {data: "{}", shredded: true}}
"""
LIST = """\
source: mailman
connector: sql
url_env: MAILMAN
kinds:
  user: {table: user, person: true}
  address:
    table: address
    refs: {user: user_id}
    identifiers: {email: email}
    owner: {ref: user, else: {email: email}}
  member:
    table: member
    where: {role: 1}
    refs: {address: address_id, user: user_id}
    owner: {ref: [user, address.user], else: {email: address.email}}
    groups: {member: {columns: moderation_action, for: newsletter}}
  ban: {table: ban, owner: {email: email}, groups: {ban: {columns: email, for: suppression}}}
"""
SYSTEMS = {"erp": ERP, "cases": CASES, "site": SITE, "tickets": TICKETS, "list": LIST}


def read(name: str) -> SourceMap:
    return parse(SYSTEMS[name], f"{name}.yaml")


@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_the_map_is_read_and_has_a_name(name: str) -> None:
    found = read(name)
    assert len(found.kinds) >= 4
    assert len(fingerprint(found)) == 64


def test_the_controllers_own_company_is_no_person_of_the_erp() -> None:
    where = read("erp").kind("party").where
    assert isinstance(where, NotTrue)
    assert isinstance(where.part, Exists)
    assert where.part.edge.table == "company_company"


def test_an_address_is_kept_by_the_invoices_that_name_this_address() -> None:
    (group,) = read("erp").kind("address").groups
    only = group.only["bookkeeping"]
    assert isinstance(only, Exists)
    assert [here.name for here, _ in only.edge.on] == ["invoice_address"]  # type: ignore[union-attr]
    assert only.edge.where == In("state", ("posted", "paid"))


def test_a_merged_case_belongs_to_the_person_of_the_case_that_counts() -> None:
    owner = read("cases").kind("ticket").owner
    assert owner is not None
    assert [edge.table for edge in owner.links[0].edges] == ["tickets", "groups", "groupmembers", "users"]
    assert [edge.many for edge in owner.links[0].edges] == [False, True, True, False]


def test_a_closing_date_is_the_last_change_to_a_closed_state_by_an_alias_for_two_events() -> None:
    events = read("cases").kind("ticket").events
    closed = events["case.closed"]
    assert isinstance(closed, EventColumn)
    assert (closed.take, closed.storage.zone, events["recruitment.closed"]) == ("last", "UTC", closed)
    assert not isinstance(closed.state, Always)


def test_an_end_falls_back_to_a_beginning_two_steps_away() -> None:
    event = read("tickets").kind("order").events["participation.end"]
    assert isinstance(event, EventFirstOf)
    assert [part.edges[0].table for part in event.parts] == ["pretixbase_event"] * 2
