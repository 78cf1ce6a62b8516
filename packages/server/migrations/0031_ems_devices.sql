-- What was learned of an EMS-ESP: words of its language, ranges, scale, and which entities it has. Without it every device would
-- have to be asked again after each restart of the server.
CREATE TABLE ems_devices (
  gateway_id integer PRIMARY KEY,
  knowledge  jsonb NOT NULL,
  changed_at timestamptz NOT NULL
);
