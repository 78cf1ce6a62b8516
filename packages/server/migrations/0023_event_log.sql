-- When the newest event was recorded: times never go back along a log, so that it can be entered by time.
ALTER TABLE event_heads ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT 'epoch';
