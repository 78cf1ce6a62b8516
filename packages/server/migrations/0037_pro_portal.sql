-- What stands behind a gateway, so that a fleet can be searched for it without reading whole descriptions; null: not worked
-- out yet. It follows from the description and from the few values that name a kind.
ALTER TABLE descriptions ADD COLUMN system_type text;

-- By company. What its members and its programs changed in what is the company's: settings, keys, endpoints, contracts.
CREATE TABLE company_changes (
  company_id text NOT NULL,
  no         bigint GENERATED ALWAYS AS IDENTITY,
  at         timestamptz NOT NULL,
  -- A member, or a key; the name is kept, since both may be gone later.
  actor_kind text NOT NULL CHECK (actor_kind IN ('MEMBER', 'KEY')),
  actor_id   text NOT NULL,
  actor_name text NOT NULL,
  action     text NOT NULL,
  target     text,
  detail     jsonb NOT NULL,
  PRIMARY KEY (company_id, no)
);
CREATE INDEX company_changes_at ON company_changes (at);
