-- Ended commands are forgotten by their age, once an hour.
CREATE INDEX commands_ended ON commands (ended_at);
