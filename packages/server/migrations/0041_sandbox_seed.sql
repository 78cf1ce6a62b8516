-- The world of a sandbox as it was seeded: each row of each table, so that a reset is one transaction and keeps every secret valid.
-- Under the empty name stands what it was made with.

CREATE TABLE sandbox_seed (
  table_name text NOT NULL,
  row        json NOT NULL
);
