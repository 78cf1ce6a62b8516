-- The file of an export, in pieces: whichever node is asked gives it out, and it goes with its row.
CREATE TABLE owner_export_pieces (
  export_id text NOT NULL REFERENCES owner_exports ON DELETE CASCADE,
  no        integer NOT NULL,
  -- Packed already.
  bytes     bytea NOT NULL,
  PRIMARY KEY (export_id, no)
);
ALTER TABLE owner_export_pieces ALTER COLUMN bytes SET STORAGE EXTERNAL;
-- Files of former releases lie in a folder of one server: those exports are made anew.
UPDATE owner_exports SET status = 'RUNNING', done = 0 WHERE status = 'READY';
