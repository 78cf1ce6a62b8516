-- Local. One-time links by mail for members, as those of owners.
CREATE TABLE member_links (LIKE owner_links INCLUDING ALL);
ALTER TABLE member_links ADD FOREIGN KEY (user_id) REFERENCES member_users ON DELETE CASCADE;
