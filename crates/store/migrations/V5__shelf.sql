-- Who is who step by step: how far it was worked out, and what went since.

-- What the resolver has worked out, as bytes: sorted runs, and what changed since they were made. Removing
-- anything drops all of it, for it has hashes of names and addresses.
CREATE TABLE shelf (
    member  INTEGER NOT NULL DEFAULT 1,
    changes INTEGER NOT NULL,                       -- 0 the runs, 1 what changed
    part    INTEGER NOT NULL,
    bytes   BLOB    NOT NULL,
    PRIMARY KEY (member, changes, part)
) STRICT, WITHOUT ROWID;

-- Records as they were told when persons were last derived, and are told otherwise since.
CREATE TABLE former_record (
    member       INTEGER NOT NULL DEFAULT 1,
    id           INTEGER NOT NULL,
    source       INTEGER NOT NULL,
    key          TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    organisation TEXT,
    title        TEXT,
    since        TEXT,
    file         INTEGER NOT NULL,
    place        INTEGER NOT NULL,
    revision     INTEGER NOT NULL,                  -- of the network when it was told otherwise
    PRIMARY KEY (member, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE former_record_name (
    member INTEGER NOT NULL DEFAULT 1,
    record INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    whole  TEXT    NOT NULL,
    given  TEXT,
    family TEXT,
    PRIMARY KEY (member, record, n),
    FOREIGN KEY (member, record) REFERENCES former_record (member, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE former_record_handle (
    member INTEGER NOT NULL DEFAULT 1,
    record INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    handle INTEGER NOT NULL,
    label  TEXT    NOT NULL,
    raw    TEXT,
    PRIMARY KEY (member, record, n),
    FOREIGN KEY (member, record) REFERENCES former_record (member, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE former_record_word (
    member INTEGER NOT NULL DEFAULT 1,
    record INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    kind   TEXT    NOT NULL,
    word   TEXT    NOT NULL,
    PRIMARY KEY (member, record, n),
    FOREIGN KEY (member, record) REFERENCES former_record (member, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Handles of interactions that gave way to a fuller telling since persons were last derived.
CREATE TABLE former_touch (
    member   INTEGER NOT NULL DEFAULT 1,
    handle   INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (member, handle, revision)
) STRICT, WITHOUT ROWID;
