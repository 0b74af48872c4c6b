// Version 3: parts, ages, suppliers' answers, SKU tables and privacy.
#include "store/schema_steps.hpp"

namespace shoporder::store {

extern const char* const k_schema_3 = R"sql(
-- An order may have several parts for one supplier, each with revisions of its own. One number
-- holds both, so that the table's old constraints keep them unique and no row is rewritten:
-- thousands count the parts, from 0; the rest counts the part's revisions, from 1.
ALTER TABLE deliveries RENAME COLUMN revision TO serial;
ALTER TABLE deliveries ADD COLUMN part INTEGER AS (1 + (serial - 1) / 1000) VIRTUAL;
ALTER TABLE deliveries ADD COLUMN revision INTEGER AS (1 + (serial - 1) % 1000) VIRTUAL;
-- Called off or refused, and given to another supplier since: it counts as sent no longer.
ALTER TABLE delivery_lines ADD COLUMN freed INTEGER NOT NULL DEFAULT 0;
-- Shipped by then though no document asked for it.
ALTER TABLE delivery_lines ADD COLUMN elsewhere INTEGER NOT NULL DEFAULT 0;
-- Since when it could have gone, or has been in the hands of whom it waits for; no attempt renews it.
-- Absent in older rows: changed_at.
ALTER TABLE deliveries ADD COLUMN since INTEGER;
-- Since when somebody here could have seen to it that it leaves; no hold that follows another, and no
-- attempt, renews it. Absent where nothing is to leave, or another must act first.
ALTER TABLE deliveries ADD COLUMN owed INTEGER;
CREATE INDEX deliveries_by_owed ON deliveries (owed) WHERE owed IS NOT NULL;
UPDATE deliveries SET owed = changed_at
    WHERE state IN ('waiting', 'held', 'ready', 'sending', 'uncertain', 'deferred', 'failed')
    AND reason_code NOT IN ('unpaid', 'grace', 'test_order', 'before_start');
-- An outage counts the time in which the supplier was tried, in microseconds, whatever the clock does:
-- all there ever was; as much when the outage began; and when the last try was. A delivery knows how
-- much it was when it was made.
ALTER TABLE suppliers ADD COLUMN tried INTEGER NOT NULL DEFAULT 0;
ALTER TABLE suppliers ADD COLUMN tried_before INTEGER NOT NULL DEFAULT 0;
ALTER TABLE suppliers ADD COLUMN last_try INTEGER;
ALTER TABLE deliveries ADD COLUMN tried INTEGER NOT NULL DEFAULT 0;
-- Of the last attempt: the server has said that it has the whole file. Gone without a rename of ours
-- it may have been handed on, and is never sent again by itself.
ALTER TABLE documents ADD COLUMN acknowledged INTEGER NOT NULL DEFAULT 0;
-- Of the last attempt: in how many runs the step after the upload was refused.
ALTER TABLE documents ADD COLUMN refused_runs INTEGER NOT NULL DEFAULT 0;
-- The database was restored after its last attempt: it may have been tried since, by another name of
-- a temporary file and to another end. Nothing but its final name proves anything.
ALTER TABLE documents ADD COLUMN stale INTEGER NOT NULL DEFAULT 0;

-- What a rule asks for beside the four columns, as an inline table of shoporder.toml(5); '' for
-- nothing. And does it say what the supplier must not get?
ALTER TABLE supplier_rules ADD COLUMN rest TEXT NOT NULL DEFAULT '';
ALTER TABLE supplier_rules ADD COLUMN excludes INTEGER NOT NULL DEFAULT 0;

-- What a supplier said of a delivery: its own number, and the day it promised.
ALTER TABLE deliveries ADD COLUMN supplier_number TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN promised TEXT NOT NULL DEFAULT '';
CREATE INDEX deliveries_by_supplier_number ON deliveries (supplier_id, supplier_number)
    WHERE supplier_number <> '';
ALTER TABLE delivery_lines ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
-- The folder of its answers: how often in a row it could not be read, since when and why, and when it
-- is looked into again and was last.
ALTER TABLE suppliers ADD COLUMN answers_failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE suppliers ADD COLUMN answers_failing_since INTEGER;
ALTER TABLE suppliers ADD COLUMN answers_problem TEXT NOT NULL DEFAULT '';
ALTER TABLE suppliers ADD COLUMN answers_next INTEGER;
ALTER TABLE suppliers ADD COLUMN answers_looked INTEGER;

-- What a supplier sent back, as it came. The same bytes again are the same answer.
CREATE TABLE answers (
    id           INTEGER PRIMARY KEY,
    supplier_id  INTEGER NOT NULL REFERENCES suppliers (id),
    inbox        TEXT NOT NULL CHECK (inbox IN ('answers', 'shipments')), -- whose rules read it
    place        TEXT NOT NULL,        -- the url of its folder, or how else it came
    file_name    TEXT NOT NULL,
    form         TEXT NOT NULL,        -- 'ubl', …; '' while unread
    codec        TEXT NOT NULL CHECK (codec IN ('raw', 'zstd', 'gone')),
    size         INTEGER NOT NULL,
    sha256       BLOB NOT NULL,
    bytes        BLOB NOT NULL,
    received_at  INTEGER NOT NULL,
    times        INTEGER NOT NULL DEFAULT 1, -- how often it came
    state        TEXT NOT NULL CHECK (state IN ('received', 'applied', 'attention', 'settled')),
    reason       TEXT NOT NULL,
    UNIQUE (supplier_id, sha256)
) STRICT;
CREATE INDEX answers_by_state ON answers (state, supplier_id) WHERE state IN ('received', 'attention');
-- What lies in the folders of answers and is known.
CREATE TABLE answer_files (
    supplier_id  INTEGER NOT NULL REFERENCES suppliers (id),
    place        TEXT NOT NULL,
    name         TEXT NOT NULL,
    size         INTEGER NOT NULL,     -- -1: not told
    answer_id    INTEGER REFERENCES answers (id), -- absent: not fetched yet
    acknowledged INTEGER NOT NULL DEFAULT 0, -- moved, renamed or removed there, or to be left
    PRIMARY KEY (supplier_id, place, name)
) STRICT, WITHOUT ROWID;
-- What an answer says of one purchase order.
CREATE TABLE answer_parts (
    id           INTEGER PRIMARY KEY,
    answer_id    INTEGER NOT NULL REFERENCES answers (id),
    position     INTEGER NOT NULL,     -- in the answer, from 1
    po_number    TEXT NOT NULL,
    revision     INTEGER NOT NULL,     -- 0: not told
    supplier_number TEXT NOT NULL,
    dated        INTEGER,              -- by the supplier
    promised     TEXT NOT NULL,
    verdict      TEXT NOT NULL,        -- of the whole; '' where its lines say it
    said         TEXT NOT NULL,        -- the supplier's words
    delivery_id  INTEGER REFERENCES deliveries (id),
    state        TEXT NOT NULL CHECK (state IN ('applied', 'attention', 'settled')),
    reason_code  TEXT NOT NULL,
    reason       TEXT NOT NULL,
    UNIQUE (answer_id, position)
) STRICT;
CREATE INDEX answer_parts_by_delivery ON answer_parts (delivery_id) WHERE delivery_id IS NOT NULL;
CREATE INDEX answer_parts_open ON answer_parts (id) WHERE state = 'attention';
CREATE TABLE answer_lines (
    part_id      INTEGER NOT NULL REFERENCES answer_parts (id),
    ordinal      INTEGER NOT NULL,
    line_id      INTEGER NOT NULL,     -- as the supplier tells it, like the next three; 0: not told
    position     INTEGER NOT NULL,
    sku          TEXT NOT NULL,
    article      TEXT NOT NULL,
    verdict      TEXT NOT NULL,
    quantity     INTEGER,              -- absent: all of the line
    promised     TEXT NOT NULL,
    price        TEXT NOT NULL,
    currency     TEXT NOT NULL,
    substitute   TEXT NOT NULL,
    said         TEXT NOT NULL,
    PRIMARY KEY (part_id, ordinal)
) STRICT, WITHOUT ROWID;

-- What a supplier says it has shipped, of one purchase order: a row for each time a file tells it.
CREATE TABLE shipments (
    id           INTEGER PRIMARY KEY,
    answer_id    INTEGER NOT NULL REFERENCES answers (id), -- the file
    position     INTEGER NOT NULL,     -- in it, from 1
    po_number    TEXT NOT NULL,
    revision     INTEGER NOT NULL,     -- 0: not told
    number       TEXT NOT NULL,        -- the supplier's own; '': not told
    shipped_at   INTEGER,              -- by the supplier
    carrier      TEXT NOT NULL,        -- as the supplier calls it
    parcels      TEXT NOT NULL,        -- 'NUMBER<tab>URL' a line; '' once nobody may follow them
    pieces       TEXT NOT NULL,        -- 'LINE:PIECES …', the order's lines; '' while not known
    delivery_id  INTEGER REFERENCES deliveries (id),
    same_as      INTEGER REFERENCES shipments (id), -- the one that it tells of again
    state        TEXT NOT NULL CHECK (state IN ('attention', 'known', 'due', 'told', 'refused',
                     'repeated', 'settled')),
    reason_code  TEXT NOT NULL,
    reason       TEXT NOT NULL,
    told_at      INTEGER,              -- when Shopify had it
    UNIQUE (answer_id, position)
) STRICT;
CREATE INDEX shipments_by_delivery ON shipments (delivery_id) WHERE delivery_id IS NOT NULL;
CREATE INDEX shipments_open ON shipments (state, id) WHERE state IN ('attention', 'due', 'refused');
CREATE TABLE shipment_lines (
    shipment_id  INTEGER NOT NULL REFERENCES shipments (id),
    ordinal      INTEGER NOT NULL,
    line_id      INTEGER NOT NULL,     -- as the supplier tells it, like the next three; 0: not told
    position     INTEGER NOT NULL,
    sku          TEXT NOT NULL,
    article      TEXT NOT NULL,
    quantity     INTEGER,              -- absent: all that had not shipped
    PRIMARY KEY (shipment_id, ordinal)
) STRICT, WITHOUT ROWID;
-- What Shopify was asked to create of a shipment: the intent, committed before.
CREATE TABLE fulfillments (
    id           INTEGER PRIMARY KEY,
    shipment_id  INTEGER NOT NULL REFERENCES shipments (id),
    begun_at     INTEGER NOT NULL,
    pieces       TEXT NOT NULL,        -- as in shipments
    known        TEXT NOT NULL,        -- ids of the fulfilments that the order had before
    parcels      TEXT NOT NULL,        -- a digest of the parcels' numbers that it was told
    fulfillment_id INTEGER NOT NULL    -- Shopify's; 0: nobody knows whether it was done
) STRICT;
CREATE INDEX fulfillments_by_shipment ON fulfillments (shipment_id);
-- What keeps Shopify from being told, by shop; a row while something does.
CREATE TABLE shipment_troubles (
    shop         TEXT PRIMARY KEY,
    problem      TEXT NOT NULL,        -- a word
    problem_text TEXT NOT NULL,        -- no personal data, no secret
    since        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a supplier calls our articles. An edition is written beside the one in force and takes its
-- place as a whole.
CREATE TABLE sku_tables (
    supplier_id  INTEGER PRIMARY KEY REFERENCES suppliers (id),
    edition      INTEGER NOT NULL,     -- in force; drawn from the tally 'skus/ID'
    rows         INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL
) STRICT;
CREATE TABLE supplier_skus (
    supplier_id  INTEGER NOT NULL REFERENCES suppliers (id),
    edition      INTEGER NOT NULL,
    key          TEXT NOT NULL,        -- our SKU, folded
    sku          TEXT NOT NULL,
    supplier_sku TEXT NOT NULL,        -- '': ours
    pack         INTEGER NOT NULL,     -- 0: not told
    cost         TEXT NOT NULL,        -- of one; '': not told
    currency     TEXT NOT NULL,
    title        TEXT NOT NULL,
    PRIMARY KEY (supplier_id, edition, key)
) STRICT, WITHOUT ROWID;

-- The files of the schemas that suppliers' documents must obey, as they were when they were set.
CREATE TABLE supplier_schemas (
    digest       TEXT NOT NULL,        -- of the whole set
    name         TEXT NOT NULL,        -- its path within the set
    main         INTEGER NOT NULL,     -- 1: the schema itself; 0: what it includes
    codec        TEXT NOT NULL,
    size         INTEGER NOT NULL,     -- of the bytes before they were compressed
    bytes        BLOB NOT NULL,
    PRIMARY KEY (digest, name)
) STRICT;

-- What a document added to what was ordered from its supplier; NULL: not recorded. Kept for ever.
ALTER TABLE deliveries ADD COLUMN units INTEGER;
ALTER TABLE deliveries ADD COLUMN goods TEXT NOT NULL DEFAULT '';  -- '12.50 EUR'; '': not known
ALTER TABLE deliveries ADD COLUMN cost TEXT NOT NULL DEFAULT '';   -- likewise
CREATE INDEX documents_sent ON documents (uploaded_at, id) WHERE uploaded_at IS NOT NULL;

-- What the shop asked for by a compliance webhook: due within 30 days, done by a person's command.
-- Whom it names is in the webhook's body alone, so that it goes with it.
CREATE TABLE privacy_tasks (
    id           INTEGER PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('data_request', 'customers_redact', 'shop_redact')),
    shop         TEXT NOT NULL,
    webhook      INTEGER NOT NULL REFERENCES webhooks (id),
    customer_id  INTEGER NOT NULL,     -- 0: not told
    orders       TEXT NOT NULL,        -- their ids, blank separated
    received_at  INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    done_at      INTEGER,
    done_by      TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX privacy_tasks_open ON privacy_tasks (due_at) WHERE done_at IS NULL;
-- Of these no personal data is stored again, whatever comes. An order need not be known.
CREATE TABLE redacted_orders (
    order_id     INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL
) STRICT;

-- How uploads ended, and how long those took that succeeded: counted as they end, so that metrics
-- count no rows. outcome: 'sent' (known to be with the supplier), or the class of an attempt.
CREATE TABLE uploads (
    supplier_id  INTEGER NOT NULL REFERENCES suppliers (id),
    outcome      TEXT NOT NULL,
    bound        INTEGER NOT NULL,     -- of a bucket of times, in milliseconds; 0: none
    count        INTEGER NOT NULL,
    micros       INTEGER NOT NULL,     -- that these took together
    PRIMARY KEY (supplier_id, outcome, bound)
) STRICT, WITHOUT ROWID;

-- Problems that a person was told of, by their keys; a row goes when its end was told.
CREATE TABLE alerts (
    key          TEXT PRIMARY KEY,
    text         TEXT NOT NULL,        -- as it was told last; no personal data
    first_at     INTEGER NOT NULL,
    told_at      INTEGER NOT NULL,
    times        INTEGER NOT NULL,
    gone_at      INTEGER               -- since when it is no more
) STRICT, WITHOUT ROWID;

-- By which marks (people, articles) an order is found; see order_marks.hpp. The webhook whose marks
-- are there; another than the order's own: it waits to be marked.
ALTER TABLE orders ADD COLUMN marked INTEGER NOT NULL DEFAULT 0;
CREATE INDEX orders_unmarked ON orders (id) WHERE marked <> webhook;
CREATE TABLE order_marks (
    number       INTEGER NOT NULL,     -- of a mark, under this database's key
    order_id     INTEGER NOT NULL,
    PRIMARY KEY (number, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_marks_by_order ON order_marks (order_id);
CREATE TABLE mark_key (
    key          BLOB NOT NULL         -- one row, random
) STRICT;
INSERT INTO mark_key (key) VALUES (randomblob(16));

-- How far each shop's orders were compared with what Shopify knows; a row once it was tried.
CREATE TABLE shop_syncs (
    shop         TEXT PRIMARY KEY,
    complete_to  INTEGER,              -- all that changed before it is known here; NULL: never
    begun_at     INTEGER,              -- of the pass under way; NULL: none
    since        INTEGER,              -- it asks for what changed since then
    cursor       TEXT NOT NULL DEFAULT '',  -- of the page to be asked for next
    tried_at     INTEGER NOT NULL,
    problem      TEXT NOT NULL DEFAULT '',  -- what ended the last try, a word; '': it went well
    problem_text TEXT NOT NULL DEFAULT '',  -- no personal data, no secret
    problem_since INTEGER,             -- since when no try has gone well
    version      TEXT NOT NULL DEFAULT '',  -- of the API that answered last
    withheld     TEXT NOT NULL DEFAULT '',  -- fields that the app may not see
    webhooks     TEXT NOT NULL DEFAULT '',  -- what is wrong with the subscriptions; '': nothing known
    heard        INTEGER NOT NULL           -- the last webhook that was looked at for a release
) STRICT, WITHOUT ROWID;

-- What is open, by its cause, oldest first; attention.cpp asks in the same words.
CREATE INDEX deliveries_open ON deliveries (state, supplier_id, reason_code,
    CASE WHEN state IN ('partial', 'rejected') THEN changed_at ELSE coalesce(since, changed_at) END)
    WHERE state IN ('waiting', 'held', 'ready', 'sending', 'uncertain', 'deferred', 'partial',
        'rejected', 'failed');
)sql";

} // namespace shoporder::store
