-- Several nodes share the slices: each belongs to the node with its lease, until when by the database's clock. Who writes
-- what it remembers of a slice checks the fence, which grows whenever the slice changes hands.
CREATE TABLE shard_leases (
  slice       smallint PRIMARY KEY,
  holder      text,
  lease_until timestamptz,
  fence       bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- Nodes that run now, among which the slices are divided.
CREATE TABLE nodes (
  node_id     text PRIMARY KEY,
  alive_until timestamptz NOT NULL
) WITH (fillfactor = 50);

-- The gateways of one slice, in order: what a node subscribes to when it takes the slice.
CREATE INDEX gateways_slice ON gateways ((gateway_id % 64), gateway_id);
