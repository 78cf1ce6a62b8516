-- What gateways described and reported, and the changes on their way to them.

CREATE TABLE descriptions (
  gateway_id   integer PRIMARY KEY,
  leaves       jsonb NOT NULL,
  described_at timestamptz NOT NULL
);

-- Last known values: one row per gateway and component (hc1, dhw1, hs1, system ...), rewritten in place.
CREATE TABLE twin (
  gateway_id integer NOT NULL,
  component  text NOT NULL,
  readings   jsonb NOT NULL,
  PRIMARY KEY (gateway_id, component)
) WITH (fillfactor = 70);

-- Up to which time the twin stands, and what was published of each data point last.
CREATE TABLE report_state (
  gateway_id    integer PRIMARY KEY,
  latest_at     timestamptz NOT NULL,
  published     jsonb NOT NULL,
  notifications jsonb NOT NULL DEFAULT '[]'
) WITH (fillfactor = 70);

-- How far the reports of a boot are committed: everything up to acked_seq, and those of `ahead` beyond a gap.
CREATE TABLE report_marks (
  gateway_id integer NOT NULL,
  boot       text NOT NULL,
  acked_seq  bigint NOT NULL,
  ahead      bigint[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (gateway_id, boot)
) WITH (fillfactor = 70);

-- Reports that were lost in the gateway before they came here: named, never silent.
CREATE TABLE report_gaps (
  gateway_id integer NOT NULL,
  boot       text NOT NULL,
  from_seq   bigint NOT NULL,
  to_seq     bigint NOT NULL,
  noticed_at timestamptz NOT NULL,
  PRIMARY KEY (gateway_id, boot, from_seq)
);

CREATE TABLE recordings (
  gateway_id  integer NOT NULL,
  point       smallint NOT NULL,
  instance    smallint NOT NULL,
  measured_at timestamptz NOT NULL,
  value       double precision NOT NULL
) PARTITION BY RANGE (measured_at);
CREATE INDEX recordings_series ON recordings (gateway_id, point, instance, measured_at);

CREATE TABLE commands (
  gateway_id      integer NOT NULL,
  command_id      text NOT NULL,
  company_id      text NOT NULL,
  status          text NOT NULL,
  writes          jsonb NOT NULL,
  results         jsonb NOT NULL DEFAULT '[]',
  reason          text,
  idempotency_key text,
  request_hash    bytea,
  accepted_at     timestamptz NOT NULL,
  sent_at         timestamptz,
  ended_at        timestamptz,
  expires_at      timestamptz NOT NULL,
  PRIMARY KEY (gateway_id, command_id)
);
CREATE UNIQUE INDEX commands_idempotency ON commands (gateway_id, company_id, idempotency_key);
CREATE INDEX commands_waiting ON commands (gateway_id) WHERE ended_at IS NULL;
