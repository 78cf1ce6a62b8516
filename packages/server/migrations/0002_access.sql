-- Companies, their keys, owners, contracts and consent versions.

CREATE TABLE companies (
  company_id    text PRIMARY KEY,
  name          text NOT NULL,
  languages     text[] NOT NULL,
  ip_allow_list text[] NOT NULL,
  redirect_uris text[] NOT NULL DEFAULT '{}',
  status        text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'SUSPENDED')),
  auto_accept   boolean NOT NULL DEFAULT false,
  data_points   boolean NOT NULL DEFAULT true,
  created_at    timestamptz NOT NULL
);

-- Only the SHA-256 of a key is kept.
CREATE TABLE api_keys (
  company_id text NOT NULL,
  key_id     text NOT NULL,
  hash       bytea NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  removed_at timestamptz,
  PRIMARY KEY (company_id, key_id)
);
CREATE INDEX api_keys_key_id ON api_keys (key_id);

CREATE TABLE owners (
  owner_id   text PRIMARY KEY,
  email      text NOT NULL UNIQUE,
  language   text NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE claims (
  gateway_id integer PRIMARY KEY,
  owner_id   text NOT NULL,
  brand      text NOT NULL,
  claimed_at timestamptz NOT NULL
);

CREATE TABLE consent_versions (
  version                     text PRIMARY KEY,
  effective_from              timestamptz NOT NULL,
  required_for_remote_control boolean NOT NULL DEFAULT false
);

CREATE TABLE contracts (
  company_id       text NOT NULL,
  gateway_id       integer NOT NULL,
  owner_id         text NOT NULL,
  brand            text NOT NULL,
  status           text NOT NULL,
  initiated_by     text NOT NULL,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  valid_until      timestamptz,
  partner_user_id  text,
  monitoring       boolean NOT NULL,
  remote_control   boolean NOT NULL,
  data_points      boolean NOT NULL,
  consent_version  text NOT NULL,
  consent_given_at timestamptz NOT NULL,
  consent_language text NOT NULL,
  PRIMARY KEY (company_id, gateway_id)
);
