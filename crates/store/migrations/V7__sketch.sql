-- What lists are sorted by and the plan is drawn by: derived by folding a person's timeline, one row for each person
-- that was folded since anything about them changed.
CREATE TABLE person_sketch (
    member       INTEGER NOT NULL DEFAULT 1,
    person       INTEGER NOT NULL,
    last         INTEGER,                           -- seconds since 1970
    two_way      INTEGER,
    warmth       REAL    NOT NULL,                  -- days of writing both ways, as of the period
    period       INTEGER NOT NULL,
    first_day    INTEGER,                           -- of contact, since 1970; the pulse is known or not as a whole
    last_day     INTEGER,
    days         INTEGER,
    lately       REAL,
    rounds       INTEGER,
    usual        INTEGER,                           -- days
    cadence      INTEGER,                           -- days, as stated; 0 for no reminder
    professional INTEGER NOT NULL,                  -- thousandths
    personal     INTEGER NOT NULL,
    known        INTEGER NOT NULL,                  -- bits: professional, personal
    layer        INTEGER,
    open         INTEGER NOT NULL,
    PRIMARY KEY (member, person),
    FOREIGN KEY (member, person) REFERENCES person (member, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

ALTER TABLE network ADD COLUMN sketched_revision INTEGER;   -- the sketches are those of this revision
ALTER TABLE network ADD COLUMN sketched_statement INTEGER;
