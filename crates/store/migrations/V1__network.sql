-- The network of one member. `member` comes first in every key, so that the same tables can hold many.
-- Kept: source to statement. Derived: person and what follows; it can be dropped and made again.

CREATE TABLE network (
    member            INTEGER NOT NULL PRIMARY KEY,
    key               BLOB    NOT NULL,             -- of the keyed hashes, 16 random bytes
    release           TEXT    NOT NULL,             -- the newest release that changed the tables
    revision          INTEGER NOT NULL DEFAULT 0,   -- grows with every change of what is kept
    removals          INTEGER NOT NULL DEFAULT 0,   -- the revision of the last removal or forgetting
    unswept           INTEGER NOT NULL DEFAULT 0,   -- removed bytes may still stand in the file
    record_horizon    INTEGER NOT NULL DEFAULT 0,   -- records above are of an import under way
    horizon           INTEGER NOT NULL DEFAULT 0,   -- so are interactions above
    last_record       INTEGER NOT NULL DEFAULT 0,   -- ids are given once and never again
    last_interaction  INTEGER NOT NULL DEFAULT 0,
    last_run          INTEGER NOT NULL DEFAULT 0,
    last_handle       INTEGER NOT NULL DEFAULT 0,
    last_source       INTEGER NOT NULL DEFAULT 0,
    last_statement    INTEGER NOT NULL DEFAULT 0,
    last_person       INTEGER NOT NULL DEFAULT 0,
    derive_version    INTEGER,                      -- what the derived tables were made with and from
    derived_revision  INTEGER,
    derived_records   INTEGER,
    derived_horizon   INTEGER,
    derived_statement INTEGER
) STRICT;

CREATE TABLE handle (
    member   INTEGER NOT NULL DEFAULT 1,
    id       INTEGER NOT NULL,
    platform TEXT    NOT NULL,
    address  TEXT    NOT NULL,
    PRIMARY KEY (member, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX handle_address ON handle (member, address, platform);

CREATE TABLE source (
    member       INTEGER NOT NULL DEFAULT 1,
    id           INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    account      TEXT,                              -- NULL: the files do not show whose they are
    fingerprint  TEXT    NOT NULL,                  -- of the files, where there is no account
    what         TEXT    NOT NULL,
    imported     TEXT    NOT NULL,
    records      INTEGER NOT NULL,
    interactions INTEGER NOT NULL,
    first        INTEGER,
    last         INTEGER,
    PRIMARY KEY (member, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE file (
    member INTEGER NOT NULL DEFAULT 1,
    source INTEGER NOT NULL,
    id     INTEGER NOT NULL,
    name   TEXT    NOT NULL,
    bytes  INTEGER,                                 -- NULL: not named when the import began
    hash   TEXT,
    rows   INTEGER,
    PRIMARY KEY (member, source, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE skipped (
    member INTEGER NOT NULL DEFAULT 1,
    source INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    file   TEXT    NOT NULL,
    place  INTEGER NOT NULL,
    reason TEXT    NOT NULL,
    why    TEXT    NOT NULL,
    PRIMARY KEY (member, source, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE skipped_count (
    member INTEGER NOT NULL DEFAULT 1,
    source INTEGER NOT NULL,
    reason TEXT    NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (member, source, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE coverage (
    member   INTEGER NOT NULL DEFAULT 1,
    source   INTEGER NOT NULL,
    n        INTEGER NOT NULL,
    platform TEXT    NOT NULL,
    inbound  INTEGER NOT NULL,
    outbound INTEGER NOT NULL,
    first    TEXT    NOT NULL,
    last     TEXT    NOT NULL,
    PRIMARY KEY (member, source, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE hint (
    member  INTEGER NOT NULL DEFAULT 1,
    source  INTEGER NOT NULL,
    n       INTEGER NOT NULL,
    handle  TEXT,
    name    TEXT,
    because TEXT    NOT NULL,
    sure    INTEGER NOT NULL,
    PRIMARY KEY (member, source, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
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
    digest       INTEGER NOT NULL,                  -- keyed hash of all that it says, wherever it stands
    PRIMARY KEY (member, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_key ON record (member, source, key);

CREATE TABLE record_name (
    member INTEGER NOT NULL DEFAULT 1,
    record INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    whole  TEXT    NOT NULL,
    given  TEXT,
    family TEXT,
    PRIMARY KEY (member, record, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE record_handle (
    member INTEGER NOT NULL DEFAULT 1,
    record INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    handle INTEGER NOT NULL,
    label  TEXT    NOT NULL,
    raw    TEXT,
    PRIMARY KEY (member, record, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX record_of ON record_handle (member, handle);

CREATE TABLE record_word (
    member INTEGER NOT NULL DEFAULT 1,
    record INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    kind   TEXT    NOT NULL,                        -- nickname, tag
    word   TEXT    NOT NULL,
    PRIMARY KEY (member, record, n)
) STRICT, WITHOUT ROWID;

-- The words that many interactions share, kept once.
CREATE TABLE shape (
    member     INTEGER NOT NULL DEFAULT 1,
    id         INTEGER NOT NULL,
    act        TEXT    NOT NULL,
    platform   TEXT    NOT NULL,
    medium     TEXT    NOT NULL,
    automation TEXT    NOT NULL,
    mark       TEXT    NOT NULL,
    venue      TEXT    NOT NULL,
    note       INTEGER NOT NULL,
    sent       INTEGER NOT NULL,
    PRIMARY KEY (member, id)
) STRICT, WITHOUT ROWID;

-- One row is what one source tells of one thing. Where several tell of the same key, all but the fullest
-- telling stand in its shadow.
CREATE TABLE interaction (
    member    INTEGER NOT NULL DEFAULT 1,
    id        INTEGER NOT NULL,
    source    INTEGER NOT NULL,
    shadow    INTEGER NOT NULL,
    key       TEXT    NOT NULL,
    precision INTEGER NOT NULL,                     -- 0 instant, 1 local, 2 date
    at        INTEGER NOT NULL,
    zone      INTEGER,                              -- minutes, of an instant
    shape     INTEGER NOT NULL,
    sender    INTEGER,
    parties   BLOB    NOT NULL,                     -- for each: letter of the role, handle as a varint
    audience  INTEGER NOT NULL,
    thread    INTEGER,
    answers   TEXT,
    subject   INTEGER,
    text      INTEGER,
    minutes   INTEGER,
    file      INTEGER NOT NULL,
    place     INTEGER NOT NULL,
    PRIMARY KEY (member, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX interaction_shadow ON interaction (member, id) WHERE shadow = 1;

-- A table and not an index: an import fills it in sorted runs, which is several times as fast.
CREATE TABLE interaction_key (
    member      INTEGER NOT NULL DEFAULT 1,
    hash        INTEGER NOT NULL,                   -- keyed hash of the key
    interaction INTEGER NOT NULL,
    PRIMARY KEY (member, hash, interaction)
) STRICT, WITHOUT ROWID;

-- For each handle the interactions that it is in: one list for each run of an import, packed as varints of
-- the steps between ids. Ids of rows that are gone may stand in it; they are never given again.
CREATE TABLE touch (
    member       INTEGER NOT NULL DEFAULT 1,
    handle       INTEGER NOT NULL,
    run          INTEGER NOT NULL,
    count        INTEGER NOT NULL,
    interactions BLOB    NOT NULL,
    PRIMARY KEY (member, handle, run)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement (
    member    INTEGER NOT NULL DEFAULT 1,
    id        INTEGER NOT NULL,
    at        TEXT    NOT NULL,
    author    TEXT    NOT NULL,
    verb      TEXT    NOT NULL,
    undone_by INTEGER,
    PRIMARY KEY (member, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_about (
    member    INTEGER NOT NULL DEFAULT 1,
    statement INTEGER NOT NULL,
    n         INTEGER NOT NULL,
    anchor    TEXT    NOT NULL,
    PRIMARY KEY (member, statement, n),
    FOREIGN KEY (member, statement) REFERENCES statement (member, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_field (
    member    INTEGER NOT NULL DEFAULT 1,
    statement INTEGER NOT NULL,
    key       TEXT    NOT NULL,
    value     TEXT    NOT NULL,
    PRIMARY KEY (member, statement, key),
    FOREIGN KEY (member, statement) REFERENCES statement (member, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Whom the user wants forgotten: keyed hashes, so that an import does not bring them back.
CREATE TABLE forgotten (
    member INTEGER NOT NULL DEFAULT 1,
    hash   BLOB    NOT NULL,
    PRIMARY KEY (member, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    member       INTEGER NOT NULL DEFAULT 1,
    id           INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    organisation TEXT,
    title        TEXT,
    kind         TEXT    NOT NULL,
    PRIMARY KEY (member, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_handle (
    member INTEGER NOT NULL DEFAULT 1,
    person INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    handle INTEGER NOT NULL,
    sure   INTEGER NOT NULL,
    PRIMARY KEY (member, person, n),
    FOREIGN KEY (member, person) REFERENCES person (member, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX person_of ON person_handle (member, handle, sure);

CREATE TABLE person_record (
    member INTEGER NOT NULL DEFAULT 1,
    person INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    record TEXT    NOT NULL,
    PRIMARY KEY (member, person, n),
    FOREIGN KEY (member, person) REFERENCES person (member, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX person_of_record ON person_record (member, record);

CREATE TABLE person_tag (
    member INTEGER NOT NULL DEFAULT 1,
    person INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    tag    TEXT    NOT NULL,
    PRIMARY KEY (member, person, n),
    FOREIGN KEY (member, person) REFERENCES person (member, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- The folded words by which a person is found.
CREATE TABLE person_word (
    member INTEGER NOT NULL DEFAULT 1,
    word   TEXT    NOT NULL,
    person INTEGER NOT NULL,
    weight INTEGER NOT NULL,
    PRIMARY KEY (member, word, person),
    FOREIGN KEY (member, person) REFERENCES person (member, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX person_words ON person_word (member, person);

CREATE TABLE person_fact (
    member INTEGER NOT NULL DEFAULT 1,
    person INTEGER NOT NULL,
    fact   TEXT    NOT NULL,
    value  INTEGER NOT NULL,
    PRIMARY KEY (member, person, fact),
    FOREIGN KEY (member, person) REFERENCES person (member, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX person_by_fact ON person_fact (member, fact, value, person);

-- Former ids: where each leads now, and what it stood for, so that undoing a merge gives it back.
CREATE TABLE person_former (
    member INTEGER NOT NULL DEFAULT 1,
    id     INTEGER NOT NULL,
    now    INTEGER NOT NULL,
    PRIMARY KEY (member, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_former_part (
    member INTEGER NOT NULL DEFAULT 1,
    person INTEGER NOT NULL,
    anchor TEXT    NOT NULL,
    PRIMARY KEY (member, person, anchor),
    FOREIGN KEY (member, person) REFERENCES person_former (member, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
