-- Local. When backups were made, by `hearthgate backup`, or by a tool of the operator's, who noted it; times are of the wall clock.
CREATE TABLE backups (
  made_at timestamptz PRIMARY KEY,
  kind    text NOT NULL CHECK (kind IN ('COPY', 'NOTED')),
  -- Where it is, or what the operator said of it.
  place   text NOT NULL
);
