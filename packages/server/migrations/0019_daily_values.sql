-- What became of each local day of a gateway: made once after its midnight, made again when late reports change it.

CREATE TABLE daily_values (
  gateway_id integer NOT NULL,
  point      smallint NOT NULL,
  instance   smallint NOT NULL,
  -- The gateway's local day.
  day        date NOT NULL,
  from_at    timestamptz NOT NULL,
  to_at      timestamptz NOT NULL,
  mean       double precision,
  min        double precision,
  max        double precision,
  last       double precision,
  -- Counters: how much they counted.
  increase   double precision,
  -- Part of the day with a known value, 0 to 1.
  coverage   double precision NOT NULL,
  revision   integer NOT NULL,
  PRIMARY KEY (gateway_id, point, instance, day)
) PARTITION BY RANGE (day);

-- Up to which local day, this one not included, the days of a gateway are closed.
CREATE TABLE daily_marks (
  gateway_id   integer PRIMARY KEY,
  closed_until date NOT NULL
);

-- Gateways that reported before this existed begin today.
INSERT INTO daily_marks SELECT gateway_id, current_date FROM report_state;
INSERT INTO timers (slice, id, kind, due_at, payload)
SELECT gateway_id % 64, 'daily-close:' || gateway_id, 'daily-close', now(), jsonb_build_object('gatewayId', gateway_id)
FROM report_state;
