-- Local. What each node said of itself last, every few seconds, so that operators see all of them whichever they ask. Times are of the
-- database's clock. One that was stopped says so; rows are gone a while after the last word.
CREATE TABLE node_states (
  node_id          text PRIMARY KEY,
  -- Machine and port, which stay the same over a restart.
  name             text NOT NULL,
  version          text NOT NULL,
  started_at       timestamptz NOT NULL,
  said_at          timestamptz NOT NULL,
  stopped_at       timestamptz,
  slices           smallint NOT NULL,
  -- Gateways that are connected through it.
  connections      integer NOT NULL,
  reports_waiting  integer NOT NULL,
  lag_ms           real NOT NULL,
  memory_bytes     bigint NOT NULL,
  -- How long its word before took to be written; null: this is the first.
  database_ms      real,
  -- Work that waited for a connection.
  database_waiting integer NOT NULL,
  broker           text NOT NULL CHECK (broker IN ('OK', 'AWAY')),
  redis            text NOT NULL CHECK (redis IN ('OK', 'AWAY', 'NONE'))
) WITH (fillfactor = 50);
