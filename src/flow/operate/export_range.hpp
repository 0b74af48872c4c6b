#pragma once
// Purpose: the documents of every order of a time, as files: each exactly as its supplier got it,
// or as the supplier would get it now.
// State: the database, read; a folder. Fails: Error(io|permission) for the folder; what cannot be
// exported of an order is told in the result. Threads: one.
//
// FOLDER/SUPPLIER/NAME is what was sent or is fixed, FOLDER/SUPPLIER/preview/NAME what would be:
// the first never changes, the second may, and nobody must take one for the other. File names are
// unique for a supplier alone.
#include "config/settings.hpp"
#include "store/database.hpp"
#include "store/order_views.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace shoporder::flow {

struct ExportWish {
    store::OrderFilter orders; ///< its paging is not looked at
    std::string supplier;      ///< only this one's; empty: all
    std::filesystem::path folder;
};

struct Exported {
    struct Problem {
        std::string what; ///< a path, or an order
        std::string why;
    };
    std::size_t orders = 0;
    std::size_t written = 0;
    std::size_t previews = 0;       ///< of those written
    std::size_t same = 0;           ///< were there already, byte by byte
    std::size_t gone = 0;           ///< bytes that were redacted or purged
    std::size_t unrouted = 0;       ///< deliveries that no supplier takes: nobody gets a document
    std::vector<std::string> taken; ///< paths that hold other bytes; they were left as they are
    std::vector<Problem> unfit;     ///< documents that cannot be made
    bool stopped = false;
};

/// Oldest order first. `go_on(done, all)`, asked before each order, ends it early with false.
/// Safe to repeat: a file that is there is not written again.
[[nodiscard]] Exported export_range(store::Database& database, const config::Settings& settings,
                                    const ExportWish& wish, base::Time now,
                                    const std::function<bool(std::size_t, std::size_t)>& go_on);

} // namespace shoporder::flow
