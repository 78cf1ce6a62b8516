-- The registry of gateways: who they are, their credentials, and whether they are there.

CREATE TABLE gateways (
  gateway_id          integer PRIMARY KEY CHECK (gateway_id BETWEEN 100000000 AND 999999999),
  gateway_type        text NOT NULL,
  brand               text NOT NULL,
  firmware            text,
  hardware            text,
  -- PBKDF2-SHA512 in the parts that Mosquitto and EMQX can read too.
  password_salt       bytea NOT NULL,
  password_hash       bytea NOT NULL,
  password_iterations integer NOT NULL,
  -- Driven by the sandbox's clock: exempt from link limits and from silence detection.
  driven              boolean NOT NULL DEFAULT false,
  connectivity        text NOT NULL DEFAULT 'OFFLINE' CHECK (connectivity IN ('ONLINE', 'OFFLINE')),
  connectivity_since  timestamptz NOT NULL,
  -- The state that companies were told last.
  announced           text NOT NULL DEFAULT 'OFFLINE' CHECK (announced IN ('ONLINE', 'OFFLINE')),
  last_seen_at        timestamptz,
  created_at          timestamptz NOT NULL
);

-- Messages that could not be read, kept a few days for whoever looks for the cause.
CREATE TABLE dead_letters (
  gateway_id  integer NOT NULL,
  received_at timestamptz NOT NULL,
  topic       text NOT NULL,
  reason      text NOT NULL,
  payload     bytea NOT NULL
);
CREATE INDEX dead_letters_gateway ON dead_letters (gateway_id, received_at);
