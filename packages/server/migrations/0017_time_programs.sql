-- Writing a time program has a limit of its own: at once, then one more each time this many milliseconds have passed.

ALTER TABLE plans ADD COLUMN time_program_burst     integer NOT NULL DEFAULT 1 CHECK (time_program_burst > 0);
ALTER TABLE plans ADD COLUMN time_program_refill_ms integer NOT NULL DEFAULT 10000 CHECK (time_program_refill_ms > 0);
