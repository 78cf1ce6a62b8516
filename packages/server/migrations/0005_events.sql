-- Company logs, made from facts exactly once, and the delivery of what stands in them.

-- How far the facts of a slice have become events.
CREATE TABLE fanout_marks (
  slice smallint PRIMARY KEY,
  no    bigint NOT NULL DEFAULT 0
);
INSERT INTO fanout_marks (slice) SELECT generate_series(0, 63);

-- Who may hear of a gateway, as of the fan-out mark of its slice.
CREATE TABLE audience (
  slice       smallint NOT NULL,
  gateway_id  integer NOT NULL,
  company_id  text NOT NULL,
  data_points boolean NOT NULL,
  PRIMARY KEY (slice, gateway_id, company_id)
);

CREATE TABLE event_heads (
  company_id text PRIMARY KEY,
  seq        bigint NOT NULL DEFAULT 0
);

-- Exactly once rests on this: a company takes over a fact only beyond its mark for the slice.
CREATE TABLE event_marks (
  company_id text NOT NULL,
  slice      smallint NOT NULL,
  no         bigint NOT NULL,
  PRIMARY KEY (company_id, slice)
);

CREATE TABLE gateway_heads (
  company_id text NOT NULL,
  gateway_id integer NOT NULL,
  gatewayseq bigint NOT NULL,
  PRIMARY KEY (company_id, gateway_id)
);

CREATE TABLE events (
  company_id  text NOT NULL,
  seq         bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  event_id    text NOT NULL,
  type        text NOT NULL,
  gateway_id  integer,
  gatewayseq  bigint,
  occurred_at timestamptz NOT NULL,
  late        boolean NOT NULL DEFAULT false,
  data        jsonb NOT NULL,
  PRIMARY KEY (company_id, seq, recorded_at)
) PARTITION BY RANGE (recorded_at);

CREATE TABLE webhooks (
  company_id      text NOT NULL,
  webhook_id      text NOT NULL,
  url             text NOT NULL,
  event_types     text[] NOT NULL,
  -- Encrypted with the master key.
  secret          bytea NOT NULL,
  paused          boolean NOT NULL DEFAULT false,
  cursor          bigint NOT NULL,
  -- Of the event after the cursor.
  failures        integer NOT NULL DEFAULT 0,
  first_failed_at timestamptz,
  next_attempt_at timestamptz,
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (company_id, webhook_id)
) WITH (fillfactor = 70);

-- The gatewayseq an endpoint was given last for each gateway: what `previousseq` tells.
CREATE TABLE webhook_positions (
  company_id text NOT NULL,
  webhook_id text NOT NULL,
  gateway_id integer NOT NULL,
  gatewayseq bigint NOT NULL,
  PRIMARY KEY (company_id, webhook_id, gateway_id)
);

CREATE TABLE webhook_attempts (
  company_id   text NOT NULL,
  webhook_id   text NOT NULL,
  attempted_at timestamptz NOT NULL,
  seq          bigint NOT NULL,
  event_id     text NOT NULL,
  attempt      integer NOT NULL,
  outcome      text NOT NULL CHECK (outcome IN ('DELIVERED', 'FAILED', 'GAVE_UP', 'WITHHELD')),
  http_status  integer,
  error        text,
  latency_ms   integer
) PARTITION BY RANGE (attempted_at);
CREATE INDEX webhook_attempts_endpoint ON webhook_attempts (company_id, webhook_id, attempted_at);
