-- Keys and owners' tokens are found by the hash of their whole text: an unknown id and a wrong secret are then one and the same look-up.

CREATE INDEX api_keys_hash ON api_keys (hash);
CREATE INDEX owner_tokens_hash ON owner_tokens (hash);
