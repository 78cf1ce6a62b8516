-- What the owner portal adds: the undo of remote changes, gateways that owners registered themselves, and exports.

-- An owner's command may write back what a company's had changed.
ALTER TABLE commands ADD COLUMN undoes text;
-- One undo of a command stands; one that failed does not keep the next.
CREATE UNIQUE INDEX commands_undo ON commands (gateway_id, undoes) WHERE status IN ('ACCEPTED', 'SENT', 'CONFIRMED');

-- The owner who registered the gateway; null for those that came with a label.
ALTER TABLE gateways ADD COLUMN registered_by text;
CREATE INDEX gateways_registered_by ON gateways (registered_by) WHERE registered_by IS NOT NULL;

-- Local. Everything that is kept of an owner, made into one file in DATA_DIR.
CREATE TABLE owner_exports (
  export_id  text PRIMARY KEY,
  owner_id   text NOT NULL,
  status     text NOT NULL CHECK (status IN ('RUNNING', 'READY', 'FAILED')),
  -- Of `total` parts; a system has several.
  done       integer NOT NULL DEFAULT 0,
  total      integer NOT NULL DEFAULT 0,
  gateways   integer[] NOT NULL DEFAULT '{}',
  bytes      bigint,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX owner_exports_owner ON owner_exports (owner_id);
CREATE INDEX owner_exports_end ON owner_exports (expires_at);

-- Local. Links with which a third party fetches an export; only the SHA-256 of the secret is kept.
CREATE TABLE export_links (
  link_id    text PRIMARY KEY,
  export_id  text NOT NULL,
  owner_id   text NOT NULL,
  name       text NOT NULL,
  hash       bytea NOT NULL UNIQUE,
  downloads  integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX export_links_export ON export_links (export_id);
