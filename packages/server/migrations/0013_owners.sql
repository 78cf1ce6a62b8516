-- Owners: who has a gateway together with whom, what they offered to others, their access tokens, and the record of who
-- read or changed what.

-- By gateway. When the present owners got it: nothing older is shown to them, nor to whom they share it with.
ALTER TABLE claims RENAME COLUMN claimed_at TO data_from;

-- By gateway. One main owner, who may invite co-owners.
CREATE TABLE gateway_owners (
  gateway_id integer NOT NULL,
  owner_id   text NOT NULL,
  role       text NOT NULL CHECK (role IN ('MAIN', 'CO_OWNER')),
  since      timestamptz NOT NULL,
  PRIMARY KEY (gateway_id, owner_id)
);
CREATE UNIQUE INDEX gateway_owners_main ON gateway_owners (gateway_id) WHERE role = 'MAIN';
CREATE INDEX gateway_owners_owner ON gateway_owners (owner_id, gateway_id);
INSERT INTO gateway_owners SELECT gateway_id, owner_id, 'MAIN', data_from FROM claims;
ALTER TABLE claims DROP COLUMN owner_id;

-- By gateway. Invitations of co-owners and offers of transfer; only the SHA-256 of a code is kept.
CREATE TABLE owner_offers (
  gateway_id integer NOT NULL,
  offer_id   text NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('CO_OWNER', 'TRANSFER')),
  email      text NOT NULL,
  offered_by text NOT NULL,
  code_hash  bytea NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (gateway_id, offer_id)
);
CREATE INDEX owner_offers_end ON owner_offers (expires_at);

-- By gateway. Somebody with the right label asked for a gateway that is claimed: a boot other than this one proves presence.
CREATE TABLE claim_attempts (
  gateway_id integer NOT NULL,
  owner_id   text NOT NULL,
  boot       text,
  until_at   timestamptz NOT NULL,
  PRIMARY KEY (gateway_id, owner_id)
);

-- The secret on the label, as the MQTT password; null for gateways that were registered before labels had one.
ALTER TABLE gateways
  ADD COLUMN label_salt       bytea,
  ADD COLUMN label_hash       bytea,
  ADD COLUMN label_iterations integer,
  ADD COLUMN last_boot        text,
  ADD COLUMN last_boot_at     timestamptz;

-- Copied from the claim when the owner shares. Before this no gateway changed hands, so everything may be shown.
ALTER TABLE contracts ADD COLUMN data_from timestamptz NOT NULL DEFAULT 'epoch';
CREATE INDEX contracts_owner ON contracts (owner_id);

-- Local. Only the SHA-256 of a token is kept.
CREATE TABLE owner_tokens (
  owner_id   text NOT NULL,
  token_id   text NOT NULL PRIMARY KEY,
  name       text NOT NULL,
  hash       bytea NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX owner_tokens_owner ON owner_tokens (owner_id);

-- By gateway. Reads, counted per minute; `at` is the minute, or within it the moment the present owners got the gateway.
CREATE TABLE access_reads (
  gateway_id integer NOT NULL,
  at         timestamptz NOT NULL,
  actor_kind text NOT NULL,
  actor_id   text NOT NULL,
  operation  text NOT NULL,
  count      bigint NOT NULL,
  PRIMARY KEY (gateway_id, at, actor_kind, actor_id, operation)
) PARTITION BY RANGE (at);

-- By gateway. Changes, each in the transaction that made it; shown to owners who had the gateway at `data_from`.
CREATE TABLE access_changes (
  gateway_id integer NOT NULL,
  -- The order of changes of one moment.
  no         bigint GENERATED ALWAYS AS IDENTITY,
  at         timestamptz NOT NULL,
  data_from  timestamptz NOT NULL,
  actor_kind text NOT NULL,
  actor_id   text NOT NULL,
  action     text NOT NULL,
  detail     jsonb NOT NULL,
  PRIMARY KEY (gateway_id, no)
);
CREATE INDEX access_changes_at ON access_changes (gateway_id, at);
CREATE INDEX access_changes_age ON access_changes (at);
