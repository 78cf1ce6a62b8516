-- Slots that were given to a holiday lately: two who plan one at the same time, at two nodes, do not take the same.
CREATE TABLE holiday_claims (
  gateway_id integer NOT NULL,
  slot       text NOT NULL,
  until_at   timestamptz NOT NULL,
  PRIMARY KEY (gateway_id, slot)
);
