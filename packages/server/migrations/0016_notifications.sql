-- Faults and hints of appliances: one row for each time that one appeared, from its first list until it is over.
-- A row without raised_at was never told: it waits for its delay, or is remembered for a while to count how often it comes.
CREATE TABLE notifications (
  gateway_id      integer NOT NULL,
  no              integer NOT NULL,
  notification_id text NOT NULL,
  display_code    text,
  cause_code      integer,
  origin          text,
  component       text,
  first_seen_at   timestamptz NOT NULL,
  -- Since when it has been in every list.
  present_since   timestamptz NOT NULL,
  -- The first list without it, and from when on it counts as gone unless a list has it again.
  missing_since   timestamptz,
  gone_at         timestamptz,
  occurrences     integer NOT NULL,
  raised_at       timestamptz,
  resolved_at     timestamptz,
  PRIMARY KEY (gateway_id, no)
);
-- What is not over, once for each code.
CREATE UNIQUE INDEX notifications_live ON notifications (gateway_id, display_code, cause_code, origin)
  NULLS NOT DISTINCT WHERE resolved_at IS NULL;
CREATE INDEX notifications_resolved ON notifications (resolved_at);

-- The list as it came last is not needed any more: gateways say it again after every connect.
ALTER TABLE report_state DROP COLUMN notifications;
