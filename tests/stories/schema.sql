CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone TEXT, notes TEXT,
  registered DATE, contract_ended DATE);
CREATE TABLE addresses (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers(id), street TEXT);
CREATE TABLE invoices (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customers(id),
  address INTEGER REFERENCES addresses(id), invoiced DATE, state TEXT, text TEXT);
CREATE TABLE cases (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers(id), state TEXT, closed DATE, text TEXT);
CREATE TABLE files (id INTEGER PRIMARY KEY, "case" INTEGER REFERENCES cases(id), received DATE, content TEXT);
CREATE TABLE visits (id INTEGER PRIMARY KEY, email TEXT);
CREATE TABLE subscribers (id INTEGER PRIMARY KEY, email TEXT);
CREATE TABLE applicants (id INTEGER PRIMARY KEY, name TEXT, email TEXT, recruitment_closed DATE,
  consent_given DATE, consent_withdrawn DATE);
