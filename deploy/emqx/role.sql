-- What EMQX may read of Hearthgate's database: the accounts of gateways, and nothing else.
-- Run it as the owner of the database, with a password of your own.
CREATE VIEW broker_accounts AS
  SELECT gateway_id, encode(password_hash, 'hex') AS password_hash, password_salt AS salt
  FROM gateways WHERE password_iterations = 101;
CREATE ROLE hearthgate_broker LOGIN PASSWORD 'change-me' CONNECTION LIMIT 32;
GRANT SELECT ON broker_accounts TO hearthgate_broker;
