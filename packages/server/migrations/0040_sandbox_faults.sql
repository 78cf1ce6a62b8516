-- Faults that are switched on in the houses of a sandbox, so that a restart finds them again.

CREATE TABLE sandbox_faults (
  gateway_id integer NOT NULL,
  fault      text NOT NULL,
  parameters jsonb NOT NULL,
  since      timestamptz NOT NULL,
  -- Null: until somebody ends it.
  until      timestamptz,
  PRIMARY KEY (gateway_id, fault)
);
