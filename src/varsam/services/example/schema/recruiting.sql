-- Recruitments and who applied.
CREATE TABLE recruitment (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  opened_on DATE NOT NULL,
  closed_on DATE
);
CREATE TABLE applicant (
  id INTEGER PRIMARY KEY,
  applicant_no TEXT NOT NULL UNIQUE,
  recruitment_id INTEGER NOT NULL REFERENCES recruitment(id),
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT,
  letter TEXT,
  applied_on DATE NOT NULL,
  consent_given_on DATE,
  consent_withdrawn_on DATE
);
CREATE INDEX applicant_recruitment ON applicant(recruitment_id);
