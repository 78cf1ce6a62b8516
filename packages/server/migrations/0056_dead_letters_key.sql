-- Every key of what belongs to a gateway holds the gateway, so that the table can be distributed by it.
ALTER TABLE dead_letters DROP CONSTRAINT dead_letters_pkey;
ALTER TABLE dead_letters ADD PRIMARY KEY (gateway_id, letter_id);
-- For the list of all of them, newest first.
CREATE INDEX dead_letters_order ON dead_letters (letter_id);
