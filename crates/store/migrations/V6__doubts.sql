-- Whether two halves are one person, where that is not sure: derived with the persons, for asking the user.
CREATE TABLE person_doubt (
    member     INTEGER NOT NULL DEFAULT 1,
    person     INTEGER NOT NULL,                    -- whose the first half is
    n          INTEGER NOT NULL,
    a          TEXT    NOT NULL,                    -- the anchors of the first half, a line each
    b          TEXT    NOT NULL,                    -- and of the second, which may be another's
    because    TEXT    NOT NULL,
    hundredths INTEGER NOT NULL,                    -- of a bit, for their being one
    joined     INTEGER NOT NULL,                    -- they are taken for one
    PRIMARY KEY (member, person, n),
    FOREIGN KEY (member, person) REFERENCES person (member, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
