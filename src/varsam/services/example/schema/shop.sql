-- The web shop of the two companies: customers, sales, accounts, demos, visits, marketing.
CREATE TABLE company (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  org_no TEXT NOT NULL
);
CREATE TABLE customer (
  id INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL REFERENCES company(id),
  customer_no TEXT UNIQUE,
  name TEXT NOT NULL,
  organisation TEXT,
  org_no TEXT,
  personnummer TEXT,
  email TEXT NOT NULL,
  phone TEXT,
  note TEXT,
  created_on DATE NOT NULL
);
CREATE INDEX customer_email ON customer(email);
-- Written by the shop at every change; it has no foreign key to what it is about.
CREATE TABLE customer_history (
  history_id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL,
  changed_at DATETIME NOT NULL,
  name TEXT,
  email TEXT,
  phone TEXT
);
CREATE INDEX customer_history_customer ON customer_history(customer_id);
CREATE TABLE address (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer(id),
  recipient TEXT,
  street TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  city TEXT NOT NULL
);
CREATE INDEX address_customer ON address(customer_id);
CREATE TABLE contract (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer(id),
  contract_no TEXT NOT NULL UNIQUE,
  product TEXT NOT NULL,
  signed_on DATE NOT NULL,
  signatory TEXT
);
CREATE INDEX contract_customer ON contract(customer_id);
CREATE TABLE invoice (
  id INTEGER PRIMARY KEY,
  number TEXT UNIQUE,
  buyer_id INTEGER NOT NULL REFERENCES customer(id),
  address_id INTEGER REFERENCES address(id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'posted', 'paid')),
  invoiced_on DATE NOT NULL,
  buyer_name TEXT,
  buyer_address TEXT,
  amount NUMERIC NOT NULL,
  comment TEXT
);
CREATE INDEX invoice_buyer ON invoice(buyer_id);
CREATE INDEX invoice_address ON invoice(address_id);
CREATE TABLE invoice_line (
  id INTEGER PRIMARY KEY,
  invoice_id INTEGER NOT NULL REFERENCES invoice(id),
  article TEXT NOT NULL,
  amount NUMERIC NOT NULL
);
CREATE INDEX invoice_line_invoice ON invoice_line(invoice_id);
CREATE TABLE sales_order (
  id INTEGER PRIMARY KEY,
  buyer_id INTEGER NOT NULL REFERENCES customer(id),
  ship_to_id INTEGER REFERENCES customer(id),
  ship_address_id INTEGER REFERENCES address(id),
  invoice_id INTEGER REFERENCES invoice(id),
  status TEXT NOT NULL,
  ordered_on DATE NOT NULL,
  comment TEXT
);
CREATE INDEX sales_order_buyer ON sales_order(buyer_id);
CREATE INDEX sales_order_ship_to ON sales_order(ship_to_id);
CREATE INDEX sales_order_ship_address ON sales_order(ship_address_id);
CREATE INDEX sales_order_invoice ON sales_order(invoice_id);
CREATE TABLE order_line (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES sales_order(id),
  article TEXT NOT NULL,
  quantity INTEGER NOT NULL
);
CREATE INDEX order_line_order ON order_line(order_id);
CREATE TABLE web_service (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer(id),
  domain TEXT NOT NULL,
  contact_name TEXT,
  contact_email TEXT,
  set_up_on DATE NOT NULL
);
CREATE INDEX web_service_customer ON web_service(customer_id);
CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer(id),
  login TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  created_on DATE NOT NULL,
  last_login_at DATETIME
);
CREATE INDEX account_customer ON account(customer_id);
-- An old table: a demo that hasn't ended carries the date 0000-00-00.
CREATE TABLE demo_account (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT,
  started_on DATE NOT NULL,
  ended_on TEXT NOT NULL DEFAULT '0000-00-00'
);
-- Times are stored in UTC.
CREATE TABLE visit (
  id INTEGER PRIMARY KEY,
  at DATETIME NOT NULL,
  ip TEXT NOT NULL,
  cookie TEXT NOT NULL,
  page TEXT NOT NULL
);
CREATE INDEX visit_at ON visit(at);
CREATE TABLE marketing_contact (
  id INTEGER PRIMARY KEY,
  customer_no TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  added_on DATE NOT NULL
);
CREATE INDEX marketing_contact_customer_no ON marketing_contact(customer_no);
CREATE TABLE address_list (
  id INTEGER PRIMARY KEY,
  broker TEXT NOT NULL,
  obtained_on DATE NOT NULL
);
CREATE TABLE address_extract (
  id INTEGER PRIMARY KEY,
  list_id INTEGER NOT NULL REFERENCES address_list(id),
  name TEXT NOT NULL,
  street TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  city TEXT NOT NULL
);
CREATE INDEX address_extract_list ON address_extract(list_id);
CREATE TABLE webinar (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  held_on DATE NOT NULL
);
CREATE TABLE webinar_signup (
  id INTEGER PRIMARY KEY,
  webinar_id INTEGER NOT NULL REFERENCES webinar(id),
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  signed_up_on DATE NOT NULL
);
CREATE INDEX webinar_signup_webinar ON webinar_signup(webinar_id);
