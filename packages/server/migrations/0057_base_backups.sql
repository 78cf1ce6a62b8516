-- BASE: the files of the database, with the log since then in WAL_ARCHIVE_DIR.
ALTER TABLE backups DROP CONSTRAINT backups_kind_check;
ALTER TABLE backups ADD CONSTRAINT backups_kind_check CHECK (kind IN ('COPY', 'BASE', 'NOTED'));
