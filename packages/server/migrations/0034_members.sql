-- Local. Members of companies sign in to the pro portal, with a set of tables of their own as operators and owners have.
CREATE TABLE member_users (LIKE operator_users INCLUDING ALL);
CREATE TABLE member_sessions (LIKE operator_sessions INCLUDING ALL);
ALTER TABLE member_sessions ADD FOREIGN KEY (user_id) REFERENCES member_users ON DELETE CASCADE;
CREATE TABLE member_accounts (LIKE operator_accounts INCLUDING ALL);
ALTER TABLE member_accounts ADD FOREIGN KEY (user_id) REFERENCES member_users ON DELETE CASCADE;
CREATE TABLE member_verifications (LIKE operator_verifications INCLUDING ALL);
CREATE TABLE member_two_factors (LIKE operator_two_factors INCLUDING ALL);
ALTER TABLE member_two_factors ADD FOREIGN KEY (user_id) REFERENCES member_users ON DELETE CASCADE;

-- By company. An account belongs to one company; its id is the one of `member_users`.
CREATE TABLE company_members (
  company_id text NOT NULL,
  member_id  text NOT NULL PRIMARY KEY,
  role       text NOT NULL CHECK (role IN ('ADMIN', 'STAFF', 'VIEWER')),
  email      text NOT NULL,
  name       text NOT NULL,
  language   text NOT NULL,
  since      timestamptz NOT NULL
);
CREATE INDEX company_members_company ON company_members (company_id, member_id);

-- By company. One-time links with which somebody becomes a member; only the SHA-256 of the token is kept.
CREATE TABLE member_invitations (
  company_id    text NOT NULL,
  invitation_id text NOT NULL PRIMARY KEY,
  email         text NOT NULL,
  role          text NOT NULL CHECK (role IN ('ADMIN', 'STAFF', 'VIEWER')),
  token_hash    bytea NOT NULL UNIQUE,
  created_at    timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  UNIQUE (company_id, email)
);
CREATE INDEX member_invitations_end ON member_invitations (expires_at);

-- Owners change their own systems too, so a command and a program of the platform have an actor instead of a company.
ALTER TABLE commands RENAME COLUMN company_id TO actor_id;
ALTER TABLE commands ADD COLUMN actor_kind text NOT NULL DEFAULT 'COMPANY';
ALTER TABLE platform_programs RENAME COLUMN company_id TO actor_id;
ALTER TABLE platform_programs ADD COLUMN actor_kind text NOT NULL DEFAULT 'COMPANY';

-- Which member it was that read or changed something for a company; empty: a program with a key, or no company.
ALTER TABLE access_changes ADD COLUMN member_id text NOT NULL DEFAULT '';
ALTER TABLE access_reads ADD COLUMN member_id text NOT NULL DEFAULT '';
ALTER TABLE access_reads DROP CONSTRAINT access_reads_pkey;
ALTER TABLE access_reads ADD PRIMARY KEY (gateway_id, at, actor_kind, actor_id, member_id, operation);

-- Local. Passkeys (WebAuthn) in place of a password and a code.
CREATE TABLE owner_passkeys (
  passkey_id    text PRIMARY KEY,
  user_id       text NOT NULL REFERENCES owner_users ON DELETE CASCADE,
  -- The host that it was made for: a browser offers it nowhere else.
  rp_id         text NOT NULL,
  credential_id text NOT NULL UNIQUE,
  public_key    bytea NOT NULL,
  -- Of the authenticator, where it counts: one that falls back was copied.
  counter       bigint NOT NULL,
  transports    text[] NOT NULL,
  name          text NOT NULL,
  created_at    timestamptz NOT NULL,
  last_used_at  timestamptz
);
CREATE INDEX owner_passkeys_user ON owner_passkeys (user_id);
CREATE TABLE member_passkeys (LIKE owner_passkeys INCLUDING ALL);
ALTER TABLE member_passkeys ADD FOREIGN KEY (user_id) REFERENCES member_users ON DELETE CASCADE;

-- Local. What an authenticator has to sign, once and within minutes; without a user when somebody signs in.
CREATE TABLE passkey_challenges (
  challenge  text PRIMARY KEY,
  audience   text NOT NULL,
  user_id    text,
  expires_at timestamptz NOT NULL
);
CREATE INDEX passkey_challenges_end ON passkey_challenges (expires_at);
