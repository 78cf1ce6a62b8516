-- The demo world. Its secrets are in DATA_DIR/sandbox.json, since the database holds hashes only.

CREATE TABLE sandbox_world (
  only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  seed       bigint NOT NULL,
  seeded_at  timestamptz NOT NULL
);

CREATE TABLE sandbox_gateways (
  gateway_id integer PRIMARY KEY,
  -- Null: only registered, for a device of one's own.
  profile    text,
  situation  text NOT NULL,
  plugged    boolean NOT NULL
);
