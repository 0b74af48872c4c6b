// A bare loop: the rows of `serve`, already verified, read and packed, in batches of 64 with
// synchronous=FULL. What SQLite and the disk alone can do.
//   bare_sqlite DATABASE BODY_FILE SECONDS    or, until so many are stored, … 0 ROWS
#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/file.hpp"
#include "store/codec.hpp"
#include "store/database.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <sqlite3.h>
#include <string>

using namespace shoporder;

namespace {

void must(int code, sqlite3* db) {
    if (code != SQLITE_OK && code != SQLITE_DONE) {
        std::fprintf(stderr, "bare_sqlite: %s\n", sqlite3_errmsg(db));
        std::exit(74);
    }
}

sqlite3_stmt* prepare(sqlite3* db, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    must(sqlite3_prepare_v2(db, sql, -1, &statement, nullptr), db);
    return statement;
}

void run(sqlite3_stmt* statement) {
    must(sqlite3_step(statement), sqlite3_db_handle(statement));
    sqlite3_reset(statement);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4 && argc != 5)
        return 64;
    static_cast<void>(store::Database(argv[1], store::Access::migrate)); // the same tables
    const std::string body = base::read_file(argv[2]);
    const store::Packed packed = store::pack(body);
    sqlite3* db = nullptr;
    must(sqlite3_open(argv[1], &db), db);
    must(sqlite3_exec(db, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON", nullptr, nullptr,
                      nullptr),
         db);
    sqlite3_stmt* const begin = prepare(db, "BEGIN IMMEDIATE");
    sqlite3_stmt* const commit = prepare(db, "COMMIT");
    sqlite3_stmt* const webhook = prepare(
        db, "INSERT INTO webhooks (shop, webhook_id, topic, kind, order_id, received_at, secret,"
            " headers, codec, size, sha256, body, replaced, state, reason) VALUES"
            " ('demo.myshopify.com', ?1, 'orders/create', 'order', ?2, ?3, 'shopify-secret', ?4,"
            " 'zstd', ?5, ?6, ?7, 0, 'applied', '')");
    sqlite3_stmt* const id =
        prepare(db, "INSERT INTO webhook_ids VALUES (2950, 'demo.myshopify.com', ?1)");
    sqlite3_stmt* const order = prepare(
        db, "INSERT INTO orders VALUES (?1, 'demo.myshopify.com', ?2, ?1, ?3, ?3, NULL, 0, 0,"
            " 'paid', 4, 0, 'GBP', '117.89', 0, last_insert_rowid(), ?3, 1)");
    const std::string headers(420, 'h');
    std::int64_t next = 5'500'000'000'000;
    const auto begun = std::chrono::steady_clock::now();
    const std::chrono::duration<double> wanted{std::atof(argv[3])};
    const std::int64_t end = argc == 5 ? next + std::atoll(argv[4]) : 0;
    while (next < end || std::chrono::steady_clock::now() - begun < wanted) {
        run(begin);
        for (int i = 0; i < 64; ++i) {
            const std::string name = "load-" + std::to_string(++next);
            const std::int64_t now = base::to_micros(base::SystemClock{}.now());
            base::Sha256 digest = base::sha256(name);
            sqlite3_bind_text(webhook, 1, name.c_str(), -1, SQLITE_STATIC);
            sqlite3_bind_int64(webhook, 2, next);
            sqlite3_bind_int64(webhook, 3, now);
            sqlite3_bind_text(webhook, 4, headers.c_str(), -1, SQLITE_STATIC);
            sqlite3_bind_int64(webhook, 5, static_cast<std::int64_t>(body.size()));
            sqlite3_bind_blob(webhook, 6, digest.data(), 32, SQLITE_STATIC);
            sqlite3_bind_blob(webhook, 7, packed.bytes.data(),
                              static_cast<int>(packed.bytes.size()), SQLITE_STATIC);
            run(webhook);
            sqlite3_bind_int64(order, 1, next);
            sqlite3_bind_text(order, 2, name.c_str(), -1, SQLITE_STATIC);
            sqlite3_bind_int64(order, 3, now);
            run(order);
            sqlite3_bind_text(id, 1, name.c_str(), -1, SQLITE_STATIC);
            run(id);
        }
        run(commit);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    const auto rows = static_cast<double>(next - 5'500'000'000'000);
    std::printf("{\"per_second\":%.1f,\"good\":%.0f,\"seconds\":%.3f}\n", rows / took.count(), rows,
                took.count());
    for (sqlite3_stmt* statement : {begin, commit, webhook, id, order})
        sqlite3_finalize(statement);
    sqlite3_close(db);
    return 0;
}
