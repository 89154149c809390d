-- How long a subject is: its length is kept, its words are not. Networks of before learn it when they read
-- their files again.
ALTER TABLE interaction ADD COLUMN letters INTEGER;
