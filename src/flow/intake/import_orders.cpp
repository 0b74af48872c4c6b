#include "flow/intake/import_orders.hpp"

#include "order/body.hpp"
#include "store/redaction.hpp"

#include <algorithm>

namespace shoporder::flow {

namespace {

constexpr std::size_t k_chunk = 32; // keeps the write lock short: `serve` waits for it

ImportedOrder look_at(const order::OrderFile::Piece& piece, const order::Body& body) {
    ImportedOrder out;
    out.line = piece.line;
    out.id = body.order_id;
    if (body.kind != order::BodyKind::order) {
        out.reason = !body.reason.empty() ? body.reason
                                          : "it is of kind " + std::string{order::name(body.kind)};
        return out;
    }
    out.name = body.summary->name;
    out.fate = Fate::taken;
    return out;
}

void take(store::Write& write, const order::OrderFile::Piece& piece, order::Body body,
          const std::string& shop, base::Time now, const std::string& actor, ImportedOrder& out) {
    TakenOrder taken = take_order(write,
                                  {piece.bytes, std::move(body), shop, "import", std::nullopt,
                                   actor, "brought in from a file, unsigned"},
                                  now);
    out.fate = taken.fate;
    out.reason = std::move(taken.reason);
}

} // namespace

std::vector<ImportedOrder> preview_import(std::span<const order::OrderFile::Piece> in,
                                          store::Database* database) {
    std::vector<ImportedOrder> out;
    for (const order::OrderFile::Piece& piece : in) {
        out.push_back(look_at(piece, order::read_body(piece.bytes, order::Detail::summary)));
        ImportedOrder& each = out.back();
        if (database != nullptr && each.fate == Fate::taken &&
            store::redacted_at(*database, each.id)) {
            each.fate = Fate::redacted;
            each.reason = k_redacted_order;
        }
    }
    return out;
}

std::vector<ImportedOrder> import_orders(store::Database& database,
                                         std::span<const order::OrderFile::Piece> in,
                                         const std::string& shop, base::Time now,
                                         const std::string& actor) {
    std::vector<ImportedOrder> out;
    while (!in.empty()) {
        const auto chunk = in.first(std::min(in.size(), k_chunk));
        store::Write write(database);
        for (const order::OrderFile::Piece& piece : chunk) {
            order::Body body = order::read_body(piece.bytes, order::Detail::summary);
            ImportedOrder each = look_at(piece, body);
            if (each.fate == Fate::taken)
                take(write, piece, std::move(body), shop, now, actor, each);
            out.push_back(std::move(each));
        }
        write.commit();
        in = in.subspan(chunk.size());
    }
    return out;
}

} // namespace shoporder::flow
