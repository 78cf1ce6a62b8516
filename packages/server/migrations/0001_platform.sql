-- Facts on their way to company logs, time that is due, and what the installation knows of itself.

CREATE TABLE installation (
  only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  mode       text NOT NULL CHECK (mode IN ('sandbox', 'production')),
  log_epoch  integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- The clock of a sandbox; production has no row.
CREATE TABLE clock (
  only_row       boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  anchor_real_ms bigint NOT NULL,
  anchor_ms      bigint NOT NULL,
  speed          double precision NOT NULL CHECK (speed > 0),
  frozen         boolean NOT NULL
);

-- The head row of a slice is updated last in every transaction, so `no` is dense and visible in order.
CREATE TABLE outbox_heads (
  slice smallint PRIMARY KEY,
  no    bigint NOT NULL DEFAULT 0
);
INSERT INTO outbox_heads (slice) SELECT generate_series(0, 63);

CREATE TABLE outbox (
  slice       smallint NOT NULL,
  no          bigint NOT NULL,
  kind        text NOT NULL,
  gateway_id  integer,
  company_id  text,
  occurred_at timestamptz NOT NULL,
  payload     jsonb NOT NULL,
  PRIMARY KEY (slice, no)
);

CREATE TABLE timers (
  slice   smallint NOT NULL,
  id      text NOT NULL,
  kind    text NOT NULL,
  due_at  timestamptz NOT NULL,
  payload jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (slice, id)
);
CREATE INDEX timers_due ON timers (due_at);
