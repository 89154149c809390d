-- What an approach was about is part of what was allowed.
ALTER TABLE agent_decision ADD COLUMN topic TEXT;
