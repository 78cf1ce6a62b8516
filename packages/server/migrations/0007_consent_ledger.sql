-- What owners accepted, provably: texts, a hash-chained ledger per company, and the key that signs its heads.

-- The order of publication, which also decides between two versions of one moment.
ALTER TABLE consent_versions ADD COLUMN no integer GENERATED ALWAYS AS IDENTITY;

-- Local. A text is written once and never changed: its hash stands in every consent that was given to it.
CREATE TABLE consent_texts (
  version   text NOT NULL,
  language  text NOT NULL,
  body      text NOT NULL,
  -- SHA-256 of the body in UTF-8, hexadecimal, as all hashes here.
  text_hash text NOT NULL,
  PRIMARY KEY (version, language)
);

-- Local. The private part is encrypted with the master key.
CREATE TABLE signing_keys (
  kid         text PRIMARY KEY,
  public_key  text NOT NULL,
  private_key bytea NOT NULL,
  created_at  timestamptz NOT NULL
);

-- Local. Without its row nobody can tell any more which owner a reference in the ledger means.
CREATE TABLE owner_secrets (
  owner_id text PRIMARY KEY,
  secret   bytea NOT NULL
);

-- By company. Locked by whoever appends, so numbers are dense.
CREATE TABLE consent_heads (
  company_id text PRIMARY KEY,
  no         bigint NOT NULL,
  hash       text NOT NULL
);

-- By company. Rows are only ever inserted; times have milliseconds, since those are what is hashed.
CREATE TABLE consent_entries (
  company_id text NOT NULL,
  no         bigint NOT NULL,
  at         timestamptz(3) NOT NULL,
  action     text NOT NULL,
  gateway_id integer NOT NULL,
  owner_ref  text NOT NULL,
  version    text NOT NULL,
  language   text NOT NULL,
  text_hash  text NOT NULL,
  prev_hash  text NOT NULL,
  hash       text NOT NULL,
  kid        text NOT NULL,
  signature  text NOT NULL,
  PRIMARY KEY (company_id, no)
);
CREATE INDEX consent_entries_gateway ON consent_entries (company_id, gateway_id, no);
