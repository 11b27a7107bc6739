-- The mailing list: a reader may have several addresses and be on the list by one of them.
CREATE TABLE reader (
  id INTEGER PRIMARY KEY,
  display_name TEXT
);
CREATE TABLE address (
  id INTEGER PRIMARY KEY,
  reader_id INTEGER NOT NULL REFERENCES reader(id),
  email TEXT NOT NULL UNIQUE
);
CREATE INDEX address_reader ON address(reader_id);
CREATE TABLE member (
  id INTEGER PRIMARY KEY,
  address_id INTEGER NOT NULL REFERENCES address(id),
  basis TEXT NOT NULL CHECK (basis IN ('contract', 'consent')),
  joined_on DATE NOT NULL,
  ended_on DATE,
  consent_given_on DATE,
  consent_withdrawn_on DATE
);
CREATE INDEX member_address ON member(address_id);
-- Who must never get mail again. Nothing is sent to these; nothing here is ever erased by a rule.
CREATE TABLE ban (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  banned_on DATE NOT NULL
);
