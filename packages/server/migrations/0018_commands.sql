-- Commands are carried out and listed in the order of acceptance: the clock of a sandbox may stand still, so it gives none.
ALTER TABLE commands ADD COLUMN no integer NOT NULL DEFAULT 0;
UPDATE commands SET no = numbered.no
FROM (
  SELECT gateway_id, command_id,
    row_number() OVER (PARTITION BY gateway_id ORDER BY accepted_at, command_id) AS no
  FROM commands
) AS numbered
WHERE commands.gateway_id = numbered.gateway_id AND commands.command_id = numbered.command_id;
ALTER TABLE commands ALTER COLUMN no DROP DEFAULT;
CREATE UNIQUE INDEX commands_order ON commands (gateway_id, no);

-- What the leaves held when the command left, by path: the protection rules tell from it what was changed, and when.
ALTER TABLE commands ADD COLUMN replaced jsonb NOT NULL DEFAULT '{}';
CREATE INDEX commands_sent ON commands (gateway_id, sent_at);

-- What an end names besides its reason: the newer command, or the protection rule and when it would let the command pass.
ALTER TABLE commands ADD COLUMN detail jsonb NOT NULL DEFAULT '{}';
