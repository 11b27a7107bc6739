-- Suppliers and the purchase ledger.
CREATE TABLE supplier (
  id INTEGER PRIMARY KEY,
  supplier_no TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  org_no TEXT,
  bankgiro TEXT,
  contact_name TEXT,
  email TEXT,
  phone TEXT,
  agreement_ended_on DATE
);
CREATE TABLE voucher (
  id INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier(id),
  number TEXT NOT NULL UNIQUE,
  booked_on DATE NOT NULL,
  supplier_reference TEXT,
  amount NUMERIC NOT NULL
);
CREATE INDEX voucher_supplier ON voucher(supplier_id);
CREATE TABLE voucher_line (
  id INTEGER PRIMARY KEY,
  voucher_id INTEGER NOT NULL REFERENCES voucher(id),
  account TEXT NOT NULL,
  amount NUMERIC NOT NULL
);
CREATE INDEX voucher_line_voucher ON voucher_line(voucher_id);
