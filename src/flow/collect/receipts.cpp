// Suppliers who confirm by taking the upload, or by taking the file away.
#include "confirm/pickup.hpp"
#include "flow/collect/asking.hpp"
#include "remote/listing.hpp"
#include "store/deliveries.hpp"
#include "store/documents.hpp"

namespace shoporder::flow {

namespace {

using order::DeliveryState;

constexpr std::size_t k_chunk = 100; // deliveries of one transaction

/// Calls `decide` for each uploaded delivery with its document, in transactions of some.
template <typename Decide>
void each_uploaded(Asking& asking, const Decide& decide) {
    store::DeliveryFilter filter;
    filter.states = {DeliveryState::uploaded};
    filter.supplier_id = asking.how.supplier.id;
    filter.limit = k_chunk;
    for (bool more = true; more && !asking.over();) {
        const auto page = store::list_deliveries(asking.how.database, filter);
        more = page.size() == filter.limit;
        store::Write write(asking.how.database);
        for (const store::Delivery& d : page) {
            filter.after_id = d.id;
            if (d.kind != "new")
                continue;
            if (const auto document = store::find_document(asking.how.database, d.document_id))
                decide(write, d, *document);
        }
        write.commit();
    }
}

void move(store::Write& write, Asking& asking, const store::Delivery& d, DeliveryState to,
          const std::string& code, const std::string& reason) {
    store::Step step{d.state, to, code, reason};
    step.actor = asking.how.actor;
    if (store::transition(write, d.id, step, asking.how.clock.now()))
        ++(to == DeliveryState::confirmed ? asking.result.answers.confirmed
                                          : asking.result.answers.rejected);
}

/// All of it, so that `order assign` can give it to another supplier.
void refuse_lines(store::Write& write, store::Database& database, std::int64_t delivery_id) {
    store::Answered answered;
    if (const auto whole = store::find_delivery(database, delivery_id))
        for (const store::DeliveryLine& line : whole->lines)
            answered.refused.emplace(line.line_id, line.quantity);
    store::set_answered(write, delivery_id, answered);
}

} // namespace

void ask_receipts(Asking& asking) {
    each_uploaded(
        asking,
        [&](store::Write& write, const store::Delivery& d, const store::DocumentHead& document) {
            // What was found delivered by inference alone was never seen whole: it waits for a
            // person.
            if (document.uploaded_at && (document.size_verified || document.acknowledged))
                move(write, asking, d, DeliveryState::confirmed, "",
                     "its receipt: the server has the whole file");
        });
}

void ask_pickups(Asking& asking) {
    const order::Supplier& supplier = asking.how.supplier;
    confirm::Folders folders;
    // One session after the other: never two.
    for (const std::string& folder : confirm::pickup_folders(supplier.answering)) {
        order::Endpoint where = *supplier.endpoint;
        if (!folder.empty())
            where.folder +=
                (where.folder.empty() || where.folder.ends_with('/') ? "" : "/") + folder;
        const auto session = asking.open(where, "");
        const remote::ListReply listed = session->list();
        expect(listed.reply, "listing " + where.url());
        // What a cut listing does not name is not gone.
        if (listed.entries.size() >= remote::k_most_entries)
            throw Trouble("listing " + where.url() + ": more files than can be listed; have it " +
                              "tidied up",
                          true);
        std::set<std::string>& names = folders[folder];
        for (const remote::Entry& entry : listed.entries)
            names.insert(entry.name);
    }
    each_uploaded(asking, [&](store::Write& write, const store::Delivery& d,
                              const store::DocumentHead& document) {
        switch (confirm::fate_of(document.file_name, supplier.answering, folders)) {
        case confirm::Fate::taken:
            return move(write, asking, d, DeliveryState::confirmed, "",
                        "picked up: " + document.file_name + " was taken");
        case confirm::Fate::refused:
            refuse_lines(write, asking.how.database, d.id);
            return move(write, asking, d, DeliveryState::rejected, "refused",
                        "refused: its file was put aside by the supplier");
        case confirm::Fate::waiting:
        case confirm::Fate::unclear:
            return;
        }
    });
}

} // namespace shoporder::flow
