#include "store/schema.hpp"

#include "store/schema_steps.hpp"

#include "order/delivery.hpp"

namespace shoporder::store {

namespace {

// Times are microseconds UTC since 1970. Shopify ids are 64-bit integers. Amounts are text.
// Enumerations are stored by name: a database is read by people with sqlite3, too.
//
// Rejected: one JSON column for each noun (no CHECK, no index, slow status); a table for each state
// (a transition would be a delete and an insert); WITHOUT ROWID for big rows (bodies).
constexpr const char* k_schema_1 = R"sql(
-- One accepted HTTP delivery, as it came. Immutable but for redaction and retention.
CREATE TABLE webhooks (
    id           INTEGER PRIMARY KEY,
    shop         TEXT NOT NULL,
    webhook_id   TEXT,              -- X-Shopify-Webhook-Id; NULL when absent
    topic        TEXT NOT NULL,     -- as claimed; not signed
    kind         TEXT NOT NULL,     -- what the body is by its shape
    order_id     INTEGER NOT NULL,  -- 0: speaks of no order
    triggered_at INTEGER,
    received_at  INTEGER NOT NULL,
    secret       TEXT NOT NULL,     -- label of the secret that matched; '' for an import
    headers      TEXT NOT NULL,
    codec        TEXT NOT NULL CHECK (codec IN ('raw', 'zstd', 'gone')),
    size         INTEGER NOT NULL,  -- of the raw body
    sha256       BLOB NOT NULL,     -- of the raw body
    body         BLOB NOT NULL,
    replaced     INTEGER NOT NULL,  -- bytes repaired to read it
    state        TEXT NOT NULL CHECK (state IN ('received', 'applied', 'ignored', 'corrupt')),
    reason       TEXT NOT NULL
) STRICT;
-- A replayer can change every header, so an order's body is known by itself, too.
CREATE UNIQUE INDEX webhooks_by_body ON webhooks (order_id, sha256) WHERE kind = 'order';
-- The others that speak of an order: edits, refunds, fulfilments. Orders are in the index above.
CREATE INDEX webhooks_by_order ON webhooks (order_id) WHERE kind <> 'order' AND order_id <> 0;
-- By what id a webhook sent again is known. By week, so that the random ids of this week stay close
-- together and a past week is deleted without touching a webhook's row.
CREATE TABLE webhook_ids (
    week         INTEGER NOT NULL,   -- since 1970
    shop         TEXT NOT NULL,
    webhook_id   TEXT NOT NULL,
    PRIMARY KEY (week, shop, webhook_id)
) STRICT, WITHOUT ROWID;
-- What was refused, kept for a person who looks for the reason (keep_rejected): few, and not long.
CREATE TABLE rejected (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    at           INTEGER NOT NULL,
    status       INTEGER NOT NULL,   -- the HTTP answer
    reason       TEXT NOT NULL,
    path         TEXT NOT NULL,
    headers      TEXT NOT NULL,
    codec        TEXT NOT NULL CHECK (codec IN ('raw', 'zstd', 'gone')), -- 'gone': too long to keep
    size         INTEGER NOT NULL,
    body         BLOB NOT NULL
) STRICT;
-- How many came in each hour: the rhythm of a shop. shop '' stands for all that name none of ours.
CREATE TABLE arrivals (
    shop         TEXT NOT NULL,
    hour         INTEGER NOT NULL,   -- since 1970
    accepted     INTEGER NOT NULL,   -- well signed
    refused      INTEGER NOT NULL,   -- 401
    PRIMARY KEY (shop, hour)
) STRICT, WITHOUT ROWID;
-- A shop numbers its orders without gaps. Looked at now and then, not at each webhook: at a peak
-- orders overtake each other by the dozen.
CREATE TABLE order_numbers (
    shop         TEXT PRIMARY KEY,
    seen_to      INTEGER NOT NULL    -- up to here the gaps are in missing_numbers
) STRICT, WITHOUT ROWID;
CREATE TABLE missing_numbers (
    shop         TEXT NOT NULL,
    number       INTEGER NOT NULL,
    since        INTEGER NOT NULL,   -- when a higher one came
    PRIMARY KEY (shop, number)
) STRICT, WITHOUT ROWID;

-- The newest known state of a Shopify order; its body is the webhook's.
CREATE TABLE orders (
    id           INTEGER PRIMARY KEY,  -- Shopify's
    shop         TEXT NOT NULL,
    name         TEXT NOT NULL,        -- "#1001": any text
    number       INTEGER NOT NULL,     -- order_number, 0 when absent
    created_at   INTEGER,
    updated_at   INTEGER,
    triggered_at INTEGER,
    cancelled    INTEGER NOT NULL CHECK (cancelled IN (0, 1)),
    deleted      INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    financial    TEXT NOT NULL,
    quantity     INTEGER NOT NULL,     -- sum of current quantities, for ties
    test         INTEGER NOT NULL CHECK (test IN (0, 1)),
    currency     TEXT NOT NULL,
    total        TEXT NOT NULL,
    replaced     INTEGER NOT NULL,     -- as the webhook's
    webhook      INTEGER NOT NULL REFERENCES webhooks (id),
    first_seen   INTEGER NOT NULL,
    changed      INTEGER NOT NULL CHECK (changed IN (0, 1)) -- 1: to be planned
) STRICT;
CREATE INDEX orders_changed ON orders (id) WHERE changed = 1;
CREATE INDEX orders_by_name ON orders (name);
CREATE INDEX orders_by_number ON orders (shop, number);

CREATE TABLE suppliers (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    mode          TEXT NOT NULL CHECK (mode IN ('test', 'observe', 'live', 'paused', 'parked')),
    mode_reason   TEXT NOT NULL,
    mode_until    INTEGER,
    mode_before   TEXT NOT NULL DEFAULT '', -- what `resume` returns to
    priority      INTEGER NOT NULL,
    takes_unmatched INTEGER NOT NULL CHECK (takes_unmatched IN (0, 1)),
    account       TEXT NOT NULL,
    format        TEXT NOT NULL,
    show_prices   INTEGER NOT NULL CHECK (show_prices IN (0, 1)),
    url           TEXT NOT NULL,       -- '' when not set yet
    test_url      TEXT NOT NULL,
    credential    TEXT NOT NULL,       -- a name, never a value
    temporary     TEXT NOT NULL,
    consumes      INTEGER NOT NULL CHECK (consumes IN (0, 1)),
    schedule      TEXT NOT NULL,       -- seconds, blank separated; '' for the general one
    failures      INTEGER NOT NULL DEFAULT 0, -- connections failed in a row
    failing_since INTEGER,             -- first of them
    last_success  INTEGER,             -- last upload
    removed       INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;
CREATE TABLE supplier_rules (
    supplier_id   INTEGER NOT NULL REFERENCES suppliers (id),
    position      INTEGER NOT NULL,
    vendor        TEXT NOT NULL,
    sku           TEXT NOT NULL,
    type          TEXT NOT NULL,
    tag           TEXT NOT NULL,
    PRIMARY KEY (supplier_id, position)
) STRICT, WITHOUT ROWID;
-- Settings that few suppliers have, by the names of shoporder.toml(5): what is not here is empty.
CREATE TABLE supplier_options (
    supplier_id   INTEGER NOT NULL REFERENCES suppliers (id),
    name          TEXT NOT NULL,
    value         TEXT NOT NULL,
    PRIMARY KEY (supplier_id, name)
) STRICT, WITHOUT ROWID;
-- The reserved supplier of lines that no rule takes, so that uniqueness holds for them, too.
INSERT INTO suppliers (id, name, mode, mode_reason, priority, takes_unmatched, account, format,
    show_prices, url, test_url, credential, temporary, consumes, schedule)
VALUES (1, '-', 'parked', 'stands for lines without a route', 0, 0, '', 'native',
    0, '', '', '', '', 0, '');

-- A person's word on who ships a line; it beats the rules.
CREATE TABLE assignments (
    order_id    INTEGER NOT NULL,
    line_id     INTEGER NOT NULL,
    supplier_id INTEGER NOT NULL REFERENCES suppliers (id),
    at          INTEGER NOT NULL,
    actor       TEXT NOT NULL,
    PRIMARY KEY (order_id, line_id)
) STRICT, WITHOUT ROWID;

-- The bytes that go over the wire, and the name. Never changed once attempted.
CREATE TABLE documents (
    id             INTEGER PRIMARY KEY,
    supplier_id    INTEGER NOT NULL REFERENCES suppliers (id),
    file_name      TEXT NOT NULL,
    format         TEXT NOT NULL,
    codec          TEXT NOT NULL CHECK (codec IN ('raw', 'zstd', 'gone')),
    size           INTEGER NOT NULL,
    sha256         BLOB NOT NULL,
    bytes          BLOB NOT NULL,
    replaced       INTEGER NOT NULL,   -- characters XML cannot carry
    rendered_at    INTEGER NOT NULL,
    target         TEXT NOT NULL,      -- the url it was made for
    temporary_name TEXT NOT NULL,      -- of the last attempt
    size_verified  INTEGER NOT NULL DEFAULT 0 CHECK (size_verified IN (0, 1)),
    rename_next    INTEGER NOT NULL DEFAULT 0 CHECK (rename_next IN (0, 1)),
    uploaded_at    INTEGER,
    UNIQUE (supplier_id, file_name)
) STRICT;

-- What one supplier must receive for one revision of one order.
CREATE TABLE deliveries (
    id           INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES orders (id),
    supplier_id  INTEGER NOT NULL REFERENCES suppliers (id),
    revision     INTEGER NOT NULL CHECK (revision >= 1),
    kind         TEXT NOT NULL CHECK (kind IN ('new', 'change', 'cancel')),
    po_number    TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'ready', 'sending', 'uncertain',
        'deferred', 'uploaded', 'confirmed', 'partial', 'rejected', 'failed', 'cancelled', 'settled')),
    reason_code  TEXT NOT NULL,        -- stable word, '' when the state needs none
    reason       TEXT NOT NULL,        -- one line for a person
    released     TEXT NOT NULL DEFAULT '', -- hold reasons a person has waived, blank separated
    due_at       INTEGER,              -- when waiting or deferred ends
    fingerprint  TEXT NOT NULL,        -- digest of ship-to, method and notes the supplier sees
    document_id  INTEGER REFERENCES documents (id),
    claim        INTEGER NOT NULL DEFAULT 0, -- fencing token: rises with every claim
    faults       INTEGER NOT NULL DEFAULT 0, -- of the document itself, counted by the schedule
    created_at   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    UNIQUE (order_id, supplier_id, revision),
    UNIQUE (supplier_id, po_number, revision)
) STRICT;
CREATE INDEX deliveries_by_state ON deliveries (state, supplier_id, due_at);
CREATE INDEX deliveries_by_document ON deliveries (document_id) WHERE document_id IS NOT NULL;
CREATE TABLE delivery_lines (
    delivery_id  INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
    line_id      INTEGER NOT NULL,
    quantity     INTEGER NOT NULL,     -- to ship
    current      INTEGER NOT NULL,     -- ordered and not taken back, for later comparison
    PRIMARY KEY (delivery_id, line_id)
) STRICT, WITHOUT ROWID;

-- One try at a document; written before the network is touched.
CREATE TABLE attempts (
    id           INTEGER PRIMARY KEY,
    document_id  INTEGER NOT NULL REFERENCES documents (id),
    started_at   INTEGER NOT NULL,
    ended_at     INTEGER,
    outcome      TEXT NOT NULL,        -- '' while under way
    phase        TEXT NOT NULL,
    code         INTEGER NOT NULL,
    reason       TEXT NOT NULL
) STRICT;
CREATE INDEX attempts_by_document ON attempts (document_id);

-- History, append-only.
CREATE TABLE events (
    id           INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    order_id     INTEGER,
    delivery_id  INTEGER,
    supplier_id  INTEGER,
    webhook      INTEGER,
    actor        TEXT NOT NULL,        -- the command, and the person at a shell
    text         TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_at ON events (at);
CREATE INDEX events_by_order ON events (order_id) WHERE order_id IS NOT NULL;

-- How many deliveries are in which state: `status` never counts rows.
CREATE TABLE counters (
    supplier_id  INTEGER NOT NULL,
    state        TEXT NOT NULL,
    count        INTEGER NOT NULL,
    PRIMARY KEY (supplier_id, state)
) STRICT, WITHOUT ROWID;
-- Other counts and last times, by name: duplicates, secret last used, last runs.
CREATE TABLE tallies (
    name         TEXT PRIMARY KEY,
    count        INTEGER NOT NULL,
    at           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// Each step takes the same moment for a full database as for an empty one.
constexpr const char* k_schema_2 = R"sql(
-- "What lies under its final name may be ours": not every supplier's server renames.
ALTER TABLE documents RENAME COLUMN rename_next TO final_next;
-- Of the last attempt, like temporary_name; both are empty where the final name alone was written.
ALTER TABLE documents ADD COLUMN done_name TEXT NOT NULL DEFAULT '';

-- Temporary files of tries that failed, and may lie on the supplier's server still: the cleaner's
-- list. By exact name, so that nothing else is ever removed there.
CREATE TABLE leftovers (
    supplier_id  INTEGER NOT NULL REFERENCES suppliers (id),
    name         TEXT NOT NULL,
    document_id  INTEGER NOT NULL REFERENCES documents (id),
    target       TEXT NOT NULL,        -- the url it was sent to
    since        INTEGER NOT NULL,
    PRIMARY KEY (supplier_id, name)
) STRICT, WITHOUT ROWID;
)sql";

} // namespace

void migrate(Connection& connection, int from) {
    if (from < 1)
        connection.db.exec(k_schema_1);
    if (from < 2)
        connection.db.exec(k_schema_2);
    if (from < 3)
        connection.db.exec(k_schema_3);
    connection.db.exec("PRAGMA user_version = " + std::to_string(k_schema_version));
}

} // namespace shoporder::store
