-- What agents asked and were answered. No name and no address stands here: whom it was about is a number.
CREATE TABLE agent_call (
    member   INTEGER NOT NULL DEFAULT 1,
    id       INTEGER NOT NULL,
    at       INTEGER NOT NULL,                      -- seconds since 1970
    agent    TEXT    NOT NULL,
    tool     TEXT    NOT NULL,
    person   INTEGER,
    platform TEXT,
    purpose  TEXT,
    answer   TEXT    NOT NULL,                      -- a verdict, or in a word what came of it
    decision TEXT,
    PRIMARY KEY (member, id)
) STRICT, WITHOUT ROWID;

-- Leave to record one approach: bound to who asked, whom, the door, the purpose and the draft.
CREATE TABLE agent_decision (
    member   INTEGER NOT NULL DEFAULT 1,
    id       TEXT    NOT NULL,
    agent    TEXT    NOT NULL,
    person   INTEGER NOT NULL,
    via      TEXT    NOT NULL,
    purpose  TEXT    NOT NULL,
    draft    INTEGER NOT NULL,                      -- hash of the text, 0 for none
    standing INTEGER NOT NULL,                      -- hash of what was known of the person
    at       INTEGER NOT NULL,
    state    TEXT    NOT NULL,                      -- welcome, asks, allowed, sent, told
    PRIMARY KEY (member, id)
) STRICT, WITHOUT ROWID;
