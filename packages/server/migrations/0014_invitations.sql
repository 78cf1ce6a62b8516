-- Owners whom a company's link has brought here, until they have answered; and finding all gateways of an owner.

-- Local. Of the token that the owner's browser holds only the SHA-256 is kept.
CREATE TABLE invitations (
  invitation_id   text PRIMARY KEY,
  token_hash      bytea NOT NULL UNIQUE,
  company_id      text NOT NULL,
  -- How the pages look; null: of no brand.
  brand           text,
  redirect_uri    text NOT NULL,
  session_id      text NOT NULL,
  partner_user_id text,
  created_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  -- The first answer counts: it is kept before it is carried out, so that a repeat finishes it and never adds another.
  used_at         timestamptz,
  answer          jsonb,
  -- Where the owner goes back to, made once.
  return_url      text
);
CREATE INDEX invitations_age ON invitations (expires_at);
