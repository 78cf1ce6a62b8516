-- Names a description without reading it: appliances of a kind describe the same, and nodes keep it by this. Backslashes are
-- doubled because bytea would take them for escapes.
ALTER TABLE descriptions
  ADD COLUMN digest bytea NOT NULL GENERATED ALWAYS AS (sha256(replace(leaves::text, '\', '\\')::bytea)) STORED;
