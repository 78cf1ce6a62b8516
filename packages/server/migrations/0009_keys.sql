-- Keys: when one was used last; and the first answers of requests that named an idempotency key.

ALTER TABLE api_keys ADD COLUMN last_used_at timestamptz;

CREATE TABLE idempotency_keys (
  company_id   text NOT NULL,
  -- Method, path and the caller's key.
  scope        text NOT NULL,
  request_hash bytea NOT NULL,
  -- Null: the first request is still running.
  status       smallint,
  answer       text,
  -- An answer that carried a secret is never kept; only what it was about.
  secret_id    text,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (company_id, scope)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
