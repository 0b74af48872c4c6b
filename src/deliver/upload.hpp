#pragma once
// Purpose: the upload protocol, in windows: every temporary name is written and its SIZE checked,
// one commit says "rename next", then the renames, then one commit of outcomes by the caller.
// And looking: what became of a document whose sender was lost.
// State: the supplier's server, through a remote::Session. Fails: by Outcome for each document;
// what the journal throws passes through, and nothing is renamed after it. Threads: one session,
// one thread.
#include "base/outcome.hpp"
#include "remote/session.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::deliver {

struct Upload {
    std::int64_t document = 0; ///< the caller's number for it
    std::string_view bytes;    ///< owned by the caller for the whole call
    std::string final_name;
    std::string temporary_name; ///< made by temporary_name(); stored before the call
};

/// "tmp-<final>.<attempt>" for the prefix "tmp-", "<final>.<attempt>.part" for the suffix ".part";
/// at most 80 characters; unique for each attempt so that a foreign leftover never blocks a
/// document.
[[nodiscard]] std::string temporary_name(std::string_view prefix, std::string_view final_name,
                                         std::int64_t attempt, std::string_view suffix = {});

struct Result {
    std::int64_t document = 0;
    base::Outcome outcome;
    bool size_verified = false; ///< the temporary file was seen with our size
    bool by_inference = false;  ///< look(): judged gone because the supplier takes files
};

/// Commits "rename next" for these documents (fsynced) before the first RNTO leaves.
using RenameNext = std::function<void(std::span<const std::int64_t>)>;

/// Sends one window (the caller bounds it: at most 32 files and 10 s). A document's fault stays its
/// own; a fault of the connection, login or folder ends the window and gives every later document
/// the same outcome (temporary or operator, nothing sent for it, phase connect, login or folder);
/// those that lie there under their temporary names are `uncertain`: look() renames them. A final
/// name that already exists with any size is `permanent` ("a file of that name is there already"):
/// only look() may call it ours.
[[nodiscard]] std::vector<Result> upload(remote::Session& session, std::span<const Upload> window,
                                         const RenameNext& rename_next);

/// What is known of a document whose last attempt ended without an answer.
struct Evidence {
    std::int64_t document = 0;
    std::uint64_t size = 0;
    std::string final_name;
    std::string temporary_name; ///< of the last attempt; empty when none was stored
    bool rename_next = false;   ///< "rename next" was committed
    bool size_verified = false;
    bool consumes = false; ///< the supplier is known to take files away at once
};

enum class Found {
    delivered,   ///< the final name is there with our size and "rename next" was committed
    renamed,     ///< the temporary file was whole; it has now been renamed
    inferred,    ///< both gone, rename next committed, size verified, supplier consumes
    send_again,  ///< surely nothing arrived: it may be uploaded again
    undecided,   ///< a person must look (both gone, or a foreign file); see the outcome's reason
    unreachable, ///< could not look; the outcome says why
};
struct Look {
    Found found = Found::undecided;
    base::Outcome outcome;
};

/// What look() has committed (fsynced) before it touches the server.
struct Commits {
    RenameNext rename_next; ///< before a whole temporary file is renamed
    RenameNext take_back;   ///< before one is removed: it is not about to be renamed any more
};

/// rules.md 4 "after a crash", on a fresh connection. A wrong-sized temporary file is removed.
[[nodiscard]] Look look(remote::Session& session, const Evidence& evidence, const Commits& commits);

} // namespace shoporder::deliver
