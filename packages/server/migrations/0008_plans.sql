-- Rate limits per company: a plan by name. The one called reference is the table of the documented limits.

CREATE TABLE plans (
  plan                            text PRIMARY KEY,
  -- Calls with a gateway in the path: at once, then one more each time this many milliseconds have passed.
  gateway_burst                   integer NOT NULL CHECK (gateway_burst > 0),
  gateway_refill_ms               integer NOT NULL CHECK (gateway_refill_ms > 0),
  -- Calls without one.
  route_burst                     integer NOT NULL CHECK (route_burst > 0),
  route_refill_ms                 integer NOT NULL CHECK (route_refill_ms > 0),
  -- Commands to one appliance, of all companies together; one company may use half.
  appliance_burst                 integer NOT NULL CHECK (appliance_burst > 0),
  appliance_per_hour              integer NOT NULL CHECK (appliance_per_hour > 0),
  -- All calls of a company: so many per second, more when its contracts times the second number are more.
  ceiling_per_second              integer NOT NULL CHECK (ceiling_per_second > 0),
  ceiling_per_contract_per_second integer NOT NULL CHECK (ceiling_per_contract_per_second >= 0)
);

INSERT INTO plans VALUES ('reference', 3, 2000, 5, 500, 10, 60, 50, 2);

ALTER TABLE companies ADD COLUMN plan text NOT NULL DEFAULT 'reference';
