-- Who closed a contract, and finding all contracts of a gateway when it changes hands.

ALTER TABLE contracts
  ADD COLUMN closed_by text CHECK (closed_by IN ('OWNER', 'TRANSFER', 'RELEASE', 'ACCOUNT_DELETION', 'OFFBOARDING'));
UPDATE contracts SET closed_by = 'OWNER' WHERE status = 'CLOSED';
CREATE INDEX contracts_gateway ON contracts (gateway_id);
