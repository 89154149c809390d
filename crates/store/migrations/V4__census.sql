-- What one person adds to the census: derived, kept by what is asked, so that one person's portrait reads a
-- few rows and not everybody.

-- How many persons are people; counted when they are derived.
ALTER TABLE network ADD COLUMN derived_people INTEGER;

-- The registered domains of addresses that are surely a person's.
CREATE TABLE person_domain (
    member  INTEGER NOT NULL DEFAULT 1,
    domain  TEXT    NOT NULL,
    person  INTEGER NOT NULL,
    spelled INTEGER NOT NULL,                       -- the name of their organisation spells it
    PRIMARY KEY (member, domain, person),
    FOREIGN KEY (member, person) REFERENCES person (member, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX person_domains ON person_domain (member, person);

-- The names under which people go. Many go by one name, and then stand side by side.
CREATE TABLE person_name (
    member  INTEGER NOT NULL DEFAULT 1,
    surname TEXT    NOT NULL,                       -- the last word of it, folded; empty: it has none
    name    TEXT    NOT NULL,
    person  INTEGER NOT NULL,
    PRIMARY KEY (member, surname, name, person),
    FOREIGN KEY (member, person) REFERENCES person (member, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX person_names ON person_name (member, person);

-- What sources tell of the user themself.
CREATE INDEX record_of_me ON record (member, id) WHERE kind = 'me';

-- How many rows share the first columns of each index, roughly as in a large network. `member` is the same
-- in all of them; SQLite, left to guess, takes it for telling and walks whole tables.
ANALYZE network;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('handle', 'handle', '150000 150000 1'),
    ('handle', 'handle_address', '150000 150000 1 1'),
    ('record', 'record', '200000 200000 1'),
    ('record', 'record_key', '200000 200000 40000 1'),
    ('record', 'record_of_me', '5 5 1'),
    ('record_handle', 'record_handle', '250000 250000 1 1'),
    ('record_handle', 'record_of', '250000 250000 2'),
    ('person_handle', 'person_handle', '150000 150000 1 1'),
    ('person_handle', 'person_of', '150000 150000 1 1'),
    ('person_record', 'person_record', '200000 200000 2 1'),
    ('person_record', 'person_of_record', '200000 200000 1'),
    ('person_word', 'person_word', '700000 700000 20 1'),
    ('person_word', 'person_words', '700000 700000 6'),
    ('person_fact', 'person_fact', '250000 250000 2 1'),
    ('person_fact', 'person_by_fact', '250000 250000 125000 1 1'),
    ('person_domain', 'person_domain', '100000 100000 20 1'),
    ('person_domain', 'person_domains', '100000 100000 1'),
    ('person_name', 'person_name', '130000 130000 100 3 1'),
    ('person_name', 'person_names', '130000 130000 1');
-- Taken up at once, and not only by the next process.
ANALYZE sqlite_schema;
