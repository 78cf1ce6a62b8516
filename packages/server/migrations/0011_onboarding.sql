-- Companies from application to offboarding: registrations, the onboarding document, links to the first key, and the
-- addresses from which calls came that the list does not hold.

-- An application to become a customer of a brand's pro portal. The token lets the applicant see what became of it.
CREATE TABLE registrations (
  registration_id text PRIMARY KEY,
  status          text NOT NULL DEFAULT 'APPLIED' CHECK (status IN ('APPLIED', 'APPROVED', 'REFUSED')),
  data            json NOT NULL,
  -- SHA-256 of the data: the same application sent again is the same one.
  content_hash    bytea NOT NULL,
  email           text NOT NULL,
  -- Encrypted with the master key.
  token           bytea NOT NULL,
  reason          text,
  company_id      text,
  applied_at      timestamptz NOT NULL,
  decided_at      timestamptz
);
CREATE INDEX registrations_open ON registrations (email) WHERE status = 'APPLIED';

ALTER TABLE companies DROP CONSTRAINT companies_status_check;
ALTER TABLE companies
  ADD CONSTRAINT companies_status_check CHECK (status IN ('REGISTERED', 'ACTIVE', 'SUSPENDED', 'OFFBOARDED')),
  ALTER COLUMN status SET DEFAULT 'REGISTERED',
  ADD COLUMN status_reason          text,
  ADD COLUMN status_changed_at      timestamptz,
  ADD COLUMN brand                  text,
  ADD COLUMN registration_id        text,
  ADD COLUMN administrator_name     text,
  ADD COLUMN administrator_email    text,
  ADD COLUMN ip_mode                text NOT NULL DEFAULT 'ENFORCE' CHECK (ip_mode IN ('ENFORCE', 'OBSERVE')),
  ADD COLUMN webhook_hosts          text[] NOT NULL DEFAULT '{}',
  ADD COLUMN gatekeeper             boolean NOT NULL DEFAULT false,
  ADD COLUMN owner_initiated_auto   boolean NOT NULL DEFAULT false,
  ADD COLUMN partner_initiated_auto boolean NOT NULL DEFAULT false,
  -- Of the onboarding document; 0: not onboarded yet.
  ADD COLUMN version                integer NOT NULL DEFAULT 0;
-- What exists was onboarded before there were documents; its webhooks go on.
UPDATE companies c SET
  version = 1,
  owner_initiated_auto = auto_accept,
  partner_initiated_auto = auto_accept,
  webhook_hosts = ARRAY(
    SELECT DISTINCT lower(substring(url FROM '^https?://(\[[^]]*\]|[^/:?#]+)')) FROM webhooks w WHERE w.company_id = c.company_id
  );
ALTER TABLE companies DROP COLUMN auto_accept;

-- The one link of a company with which its administrator gets a key; only the SHA-256 of its token is kept.
CREATE TABLE first_key_links (
  company_id text PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  expires_at timestamptz NOT NULL
);

-- Right key, unlisted address: what was refused, or in mode OBSERVE would have been.
CREATE TABLE refused_addresses (
  company_id text NOT NULL,
  address    text NOT NULL,
  first_at   timestamptz NOT NULL,
  last_at    timestamptz NOT NULL,
  count      bigint NOT NULL,
  -- Of the last call.
  enforced   boolean NOT NULL,
  PRIMARY KEY (company_id, address)
);

-- A webhook is known by its name: the document names it again and it keeps its secret and its place in the log.
ALTER TABLE webhooks ADD COLUMN name text;
UPDATE webhooks w SET name = 'webhook-' || numbered.no
  FROM (SELECT company_id, webhook_id, row_number() OVER (PARTITION BY company_id ORDER BY created_at, webhook_id) AS no
        FROM webhooks) numbered
  WHERE numbered.company_id = w.company_id AND numbered.webhook_id = w.webhook_id;
ALTER TABLE webhooks ALTER COLUMN name SET NOT NULL;
CREATE UNIQUE INDEX webhooks_name ON webhooks (company_id, name);
