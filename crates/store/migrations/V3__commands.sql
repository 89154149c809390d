-- What one command said is taken back together.

-- The first entry of the command that said this one; NULL where a command said nothing else.
ALTER TABLE statement ADD COLUMN command INTEGER;
