-- Local. Mails on their way: written in the transaction of what they tell of, sent by a job. What a mail says is sealed by the
-- master key, since it may hold a link, and erased when it was sent or given up.
CREATE TABLE mails (
  mail_id    text PRIMARY KEY,
  no         bigint GENERATED ALWAYS AS IDENTITY,
  template   text NOT NULL,
  recipient  text NOT NULL,
  language   text NOT NULL,
  brand      text,
  content    bytea,
  -- Somebody waits for it: it goes before the others.
  urgent     boolean NOT NULL,
  -- KEPT: for the mailbox of a sandbox alone.
  state      text NOT NULL CHECK (state IN ('WAITING', 'SENT', 'FAILED', 'KEPT')),
  created_at timestamptz NOT NULL,
  -- While a node sends it: until when no other does.
  due_at     timestamptz NOT NULL,
  give_up_at timestamptz NOT NULL,
  -- Also the fence: who was counted last writes what came of it.
  attempts   integer NOT NULL DEFAULT 0,
  ended_at   timestamptz,
  failure    text,
  -- What is told once only; a second mail with the same is not made.
  once       text UNIQUE
);
CREATE INDEX mails_due ON mails (urgent DESC, due_at, no) WHERE state = 'WAITING';
CREATE INDEX mails_order ON mails (no);

-- One-time links by mail for who has an account; only the SHA-256 of the token is kept.
CREATE TABLE owner_links (
  token_hash bytea PRIMARY KEY,
  purpose    text NOT NULL CHECK (purpose IN ('PASSWORD', 'EMAIL')),
  user_id    text NOT NULL REFERENCES owner_users ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  UNIQUE (user_id, purpose)
);

-- Whether an offered gateway is offered to somebody with an account.
CREATE INDEX owners_email ON owners (lower(email));
