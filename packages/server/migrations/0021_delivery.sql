-- The log can be read by gateway and time, and what preceded an event is known for every choice of types; delivery has a
-- place for endpoints that lag, single events that fail, fixed batches and replays.

-- `gatewayseq` of the newest event of each type before this one, by type.
ALTER TABLE events ADD COLUMN previous jsonb;
-- As it was written, byte for byte: it is passed on and never searched.
ALTER TABLE events ALTER COLUMN data TYPE json USING data::json;
CREATE INDEX events_gateway ON events (company_id, gateway_id, seq) WHERE gateway_id IS NOT NULL;
CREATE INDEX events_recorded ON events (company_id, recorded_at);
-- The same as of the newest event.
ALTER TABLE gateway_heads ADD COLUMN by_type jsonb NOT NULL DEFAULT '{}';

-- What a company or the operator wants of an endpoint; where it stands is in `webhook_progress`.
ALTER TABLE webhooks
  -- What the onboarding document may replace and remove.
  ADD COLUMN managed_by text NOT NULL DEFAULT 'OPERATOR' CHECK (managed_by IN ('OPERATOR', 'COMPANY')),
  ADD COLUMN batch smallint NOT NULL DEFAULT 1 CHECK (batch BETWEEN 1 AND 100),
  ADD COLUMN delivery text NOT NULL DEFAULT 'AT_LEAST_ONCE' CHECK (delivery IN ('AT_LEAST_ONCE', 'ONCE')),
  -- Older events are not sent any more; null: no limit.
  ADD COLUMN max_age_hours integer CHECK (max_age_hours > 0),
  -- A JSON object, sealed; null: none.
  ADD COLUMN headers bytea,
  ADD COLUMN signature text NOT NULL DEFAULT 'HMAC_SHA256' CHECK (signature IN ('HMAC_SHA256', 'ED25519')),
  ADD COLUMN previous_secret bytea,
  ADD COLUMN previous_secret_until timestamptz,
  ADD COLUMN heartbeat_minutes integer CHECK (heartbeat_minutes > 0),
  ADD COLUMN paused_reason text CHECK (paused_reason IN ('COMPANY', 'OPERATOR', 'GONE', 'FAILING')),
  ADD COLUMN paused_at timestamptz;

CREATE TABLE webhook_progress (
  company_id      text NOT NULL,
  webhook_id      text NOT NULL,
  -- Everything up to here is settled, but for `webhook_laggards` and `webhook_parked`.
  cursor          bigint NOT NULL,
  -- Of the endpoint as a whole, since it last took something over.
  failures        integer NOT NULL DEFAULT 0,
  first_failed_at timestamptz,
  next_attempt_at timestamptz,
  last_success_at timestamptz,
  -- Events per second while there was enough to do, measured; null: not measured yet.
  rate            double precision,
  -- The node that delivers, until when by the database's clock; every write checks the fence.
  lease_holder    text,
  lease_until     timestamptz,
  fence           bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (company_id, webhook_id)
) WITH (fillfactor = 50);
INSERT INTO webhook_progress (company_id, webhook_id, cursor, failures, first_failed_at, next_attempt_at)
  SELECT company_id, webhook_id, cursor, failures, first_failed_at, next_attempt_at FROM webhooks;
ALTER TABLE webhooks DROP COLUMN cursor, DROP COLUMN failures, DROP COLUMN first_failed_at, DROP COLUMN next_attempt_at;
DROP TABLE webhook_positions;

-- A gateway whose events wait behind one that fails: those from `from_seq` up to the endpoint's cursor are not settled.
CREATE TABLE webhook_laggards (
  company_id      text NOT NULL,
  webhook_id      text NOT NULL,
  -- 0: events of the company itself.
  gateway_id      integer NOT NULL,
  from_seq        bigint NOT NULL,
  failures        integer NOT NULL,
  first_failed_at timestamptz NOT NULL,
  next_attempt_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, webhook_id, gateway_id)
);

-- Single events that failed while others went through; tried on beside the rest.
CREATE TABLE webhook_parked (
  company_id      text NOT NULL,
  webhook_id      text NOT NULL,
  seq             bigint NOT NULL,
  gateway_id      integer NOT NULL,
  gatewayseq      bigint,
  failures        integer NOT NULL,
  first_failed_at timestamptz NOT NULL,
  next_attempt_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, webhook_id, seq)
);

-- A batch that failed is tried again as it was.
CREATE TABLE webhook_batches (
  company_id text NOT NULL,
  webhook_id text NOT NULL,
  batch_id   text NOT NULL,
  seqs       bigint[] NOT NULL,
  failures   integer NOT NULL,
  PRIMARY KEY (company_id, webhook_id, batch_id)
);

CREATE TABLE webhook_replays (
  company_id text NOT NULL,
  webhook_id text NOT NULL,
  replay_id  text NOT NULL,
  -- Either a range, or the numbers of single events.
  from_seq   bigint NOT NULL,
  to_seq     bigint NOT NULL,
  seqs       bigint[],
  -- Everything before it is done.
  next_seq   bigint NOT NULL,
  total      integer NOT NULL,
  delivered  integer NOT NULL DEFAULT 0,
  failed     integer NOT NULL DEFAULT 0,
  withheld   integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  ended_at   timestamptz,
  PRIMARY KEY (company_id, webhook_id, replay_id)
);

-- One row per request, in the order in which they were recorded.
DROP TABLE webhook_attempts;
CREATE TABLE webhook_attempts (
  company_id    text NOT NULL,
  webhook_id    text NOT NULL,
  no            bigint GENERATED ALWAYS AS IDENTITY,
  attempted_at  timestamptz NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('LIVE', 'REPLAY', 'TEST', 'HEARTBEAT', 'GAP')),
  -- `webhook-id`: of the event, or of the batch.
  message_id    text NOT NULL,
  -- Of the first and the last event in it; null for what does not stand in the log.
  first_seq     bigint,
  last_seq      bigint,
  events        smallint NOT NULL,
  gateway_id    integer,
  attempt       integer NOT NULL,
  outcome       text NOT NULL CHECK (outcome IN ('DELIVERED', 'FAILED', 'PARKED', 'GAVE_UP', 'WITHHELD', 'TOO_OLD')),
  http_status   integer,
  error         text,
  latency_ms    integer,
  -- The first bytes of the answer.
  answer        text
) PARTITION BY RANGE (attempted_at);
CREATE INDEX webhook_attempts_endpoint ON webhook_attempts (company_id, webhook_id, no);
