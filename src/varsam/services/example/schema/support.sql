-- The support desk: who got in touch, cases, calls, chats, mail, remote sessions.
CREATE TABLE contact_person (
  id INTEGER PRIMARY KEY,
  customer_no TEXT,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT
);
CREATE INDEX contact_person_email ON contact_person(email);
CREATE TABLE ticket (
  id INTEGER PRIMARY KEY,
  case_no TEXT NOT NULL UNIQUE,
  requester_id INTEGER NOT NULL REFERENCES contact_person(id),
  subject TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'waiting', 'resolved', 'rejected')),
  opened_on DATE NOT NULL
);
CREATE INDEX ticket_requester ON ticket(requester_id);
-- The closing date of a case stands here and nowhere else; a case that was opened again has closed before.
CREATE TABLE ticket_change (
  id INTEGER PRIMARY KEY,
  ticket_id INTEGER NOT NULL REFERENCES ticket(id),
  field TEXT NOT NULL,
  new_value TEXT,
  at DATETIME NOT NULL
);
CREATE INDEX ticket_change_ticket ON ticket_change(ticket_id);
CREATE TABLE ticket_message (
  id INTEGER PRIMARY KEY,
  ticket_id INTEGER NOT NULL REFERENCES ticket(id),
  at DATETIME NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX ticket_message_ticket ON ticket_message(ticket_id);
CREATE TABLE ticket_file (
  id INTEGER PRIMARY KEY,
  ticket_id INTEGER NOT NULL REFERENCES ticket(id),
  received_at DATETIME NOT NULL,
  file_name TEXT NOT NULL,
  content BLOB NOT NULL
);
CREATE INDEX ticket_file_ticket ON ticket_file(ticket_id);
-- Case numbers and days only, for the archive of customers' files; kept up by the desk.
CREATE TABLE case_calendar (
  case_no TEXT PRIMARY KEY,
  opened_on DATE NOT NULL,
  closed_on DATE
);
CREATE TABLE conversation (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES contact_person(id),
  channel TEXT NOT NULL CHECK (channel IN ('phone', 'chat')),
  at DATETIME NOT NULL,
  note TEXT
);
CREATE INDEX conversation_person ON conversation(person_id);
CREATE TABLE mail_message (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES contact_person(id),
  at INTEGER NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX mail_message_person ON mail_message(person_id);
CREATE TABLE remote_session (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES contact_person(id),
  started_at DATETIME NOT NULL,
  computer TEXT NOT NULL,
  log TEXT
);
CREATE INDEX remote_session_person ON remote_session(person_id);
