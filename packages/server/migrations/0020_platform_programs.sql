-- Time programs that the platform executes, for circuits whose gateway has none.

CREATE TABLE platform_programs (
  gateway_id      integer NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('heatingCircuits', 'dhwCircuits')),
  circuit         smallint NOT NULL,
  program_id      text NOT NULL,
  -- Who wrote it last; its commands are that company's.
  company_id      text NOT NULL,
  switch_points   jsonb NOT NULL,
  active          boolean NOT NULL,
  -- The switch point up to which everything was issued, and the command that did it.
  last_issued_at  timestamptz NOT NULL,
  last_command_id text,
  updated_at      timestamptz NOT NULL,
  PRIMARY KEY (gateway_id, kind, circuit, program_id)
);
CREATE UNIQUE INDEX platform_programs_active ON platform_programs (gateway_id, kind, circuit) WHERE active;
