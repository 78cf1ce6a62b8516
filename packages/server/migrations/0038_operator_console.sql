-- What operators keep of the fleet: imports into the registry, and which firmware is old.

-- Local. A CSV of gateways, registered line by line; a server that restarts goes on with it.
CREATE TABLE gateway_imports (
  import_id   text PRIMARY KEY,
  operator_id text NOT NULL,
  status      text NOT NULL CHECK (status IN ('RUNNING', 'DONE')),
  lines       integer NOT NULL,
  registered  integer NOT NULL DEFAULT 0,
  failed      integer NOT NULL DEFAULT 0,
  created_at  timestamptz NOT NULL,
  ended_at    timestamptz,
  -- When the secrets were handed out; they are deleted with that.
  taken_at    timestamptz
);
CREATE INDEX gateway_imports_running ON gateway_imports (created_at) WHERE status = 'RUNNING';

-- Local. Before it is registered a line holds the secrets that the file brought, afterwards those of the gateway; sealed.
CREATE TABLE gateway_import_lines (
  line_id      text PRIMARY KEY,
  import_id    text NOT NULL REFERENCES gateway_imports ON DELETE CASCADE,
  line         integer NOT NULL,
  gateway_id   integer,
  gateway_type text NOT NULL,
  brand        text NOT NULL,
  status       text NOT NULL CHECK (status IN ('WAITING', 'REGISTERED', 'FAILED')),
  error        text,
  secrets      bytea,
  UNIQUE (import_id, line)
);
CREATE INDEX gateway_import_lines_waiting ON gateway_import_lines (import_id, line) WHERE status = 'WAITING';

-- Local. Brand `ANY` is for the brands that have no row of their own.
CREATE TABLE firmware_policies (
  gateway_type text NOT NULL,
  brand        text NOT NULL,
  minimum      text,
  recommended  text,
  -- What is older than the minimum: are commands refused, or only warned about?
  below        text NOT NULL CHECK (below IN ('REFUSE', 'WARN')),
  PRIMARY KEY (gateway_type, brand)
);

-- The recommended version that companies were told of last for this gateway.
ALTER TABLE gateways ADD COLUMN firmware_told text;
CREATE INDEX gateways_kind ON gateways (gateway_type, brand, firmware, gateway_id);

ALTER TABLE dead_letters
  ADD COLUMN letter_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Of the message; the payload holds its beginning.
  ADD COLUMN size      integer;
UPDATE dead_letters SET size = length(payload);
ALTER TABLE dead_letters ALTER COLUMN size SET NOT NULL;
CREATE INDEX dead_letters_time ON dead_letters (received_at);
