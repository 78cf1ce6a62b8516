-- Local. Who signs in, and what operators did. The tables of a sign-in have the columns that the library better-auth
-- reads and writes; operators and owners have a set each, so that no session of one is ever one of the other.

CREATE TABLE operator_users (
  id                 text PRIMARY KEY,
  name               text NOT NULL,
  email              text NOT NULL UNIQUE,
  email_verified     boolean NOT NULL DEFAULT false,
  image              text,
  -- True when a first code was right.
  two_factor_enabled boolean NOT NULL DEFAULT false,
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now()
);

-- The token stands in a cookie with a signature by a key that is not in the database.
CREATE TABLE operator_sessions (
  id            text PRIMARY KEY,
  user_id       text NOT NULL REFERENCES operator_users ON DELETE CASCADE,
  token         text NOT NULL UNIQUE,
  -- A code was right in this session, so one from before the enrolment never counts.
  second_factor boolean NOT NULL DEFAULT false,
  expires_at    timestamptz NOT NULL,
  ip_address    text,
  user_agent    text,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL
);
CREATE INDEX operator_sessions_user ON operator_sessions (user_id);

-- The password, as scrypt with salt. The columns of other providers stay empty.
CREATE TABLE operator_accounts (
  id                       text PRIMARY KEY,
  user_id                  text NOT NULL REFERENCES operator_users ON DELETE CASCADE,
  account_id               text NOT NULL,
  provider_id              text NOT NULL,
  password                 text,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz,
  refresh_token_expires_at timestamptz,
  scope                    text,
  created_at               timestamptz NOT NULL,
  updated_at               timestamptz NOT NULL,
  UNIQUE (provider_id, account_id)
);
CREATE INDEX operator_accounts_user ON operator_accounts (user_id);

-- Sign-ins between password and code.
CREATE TABLE operator_verifications (
  id         text PRIMARY KEY,
  identifier text NOT NULL,
  value      text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX operator_verifications_identifier ON operator_verifications (identifier);

-- Secret and backup codes are encrypted with a key derived from the master key.
CREATE TABLE operator_two_factors (
  id                        text PRIMARY KEY,
  user_id                   text NOT NULL UNIQUE REFERENCES operator_users ON DELETE CASCADE,
  secret                    text NOT NULL,
  backup_codes              text NOT NULL,
  verified                  boolean NOT NULL DEFAULT true,
  failed_verification_count integer NOT NULL DEFAULT 0,
  locked_until              timestamptz
);

CREATE TABLE owner_users (LIKE operator_users INCLUDING ALL);
CREATE TABLE owner_sessions (LIKE operator_sessions INCLUDING ALL);
ALTER TABLE owner_sessions ADD FOREIGN KEY (user_id) REFERENCES owner_users ON DELETE CASCADE;
CREATE TABLE owner_accounts (LIKE operator_accounts INCLUDING ALL);
ALTER TABLE owner_accounts ADD FOREIGN KEY (user_id) REFERENCES owner_users ON DELETE CASCADE;
CREATE TABLE owner_verifications (LIKE operator_verifications INCLUDING ALL);
CREATE TABLE owner_two_factors (LIKE operator_two_factors INCLUDING ALL);
ALTER TABLE owner_two_factors ADD FOREIGN KEY (user_id) REFERENCES owner_users ON DELETE CASCADE;

-- One-time links with which an operator sets a password; only the SHA-256 of the token is kept.
CREATE TABLE operator_links (
  token_hash  bytea PRIMARY KEY,
  operator_id text NOT NULL REFERENCES operator_users ON DELETE CASCADE,
  expires_at  timestamptz NOT NULL
);

-- Every call of an operator, written before its work begins. Rows outlive the operator.
CREATE TABLE operator_audit (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at          timestamptz NOT NULL,
  operator_id text NOT NULL,
  email       text NOT NULL,
  action      text NOT NULL,
  -- The path variables.
  target      jsonb NOT NULL,
  address     text NOT NULL,
  request_id  text NOT NULL,
  reason      text,
  -- Null: the call is running, or the server went down in the middle of it.
  status      smallint,
  finished_at timestamptz
);
CREATE INDEX operator_audit_operator ON operator_audit (operator_id, id);
CREATE INDEX operator_audit_action ON operator_audit (action, id);

-- The record is only ever added to: a row gets its status once, and nothing else changes.
CREATE FUNCTION keep_operator_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.finished_at IS NULL
     AND (to_jsonb(NEW) - '{status,finished_at}'::text[]) = (to_jsonb(OLD) - '{status,finished_at}'::text[]) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the operators'' record is only added to';
END $$;
CREATE TRIGGER operator_audit_is_kept BEFORE UPDATE OR DELETE ON operator_audit
  FOR EACH ROW EXECUTE FUNCTION keep_operator_audit();
