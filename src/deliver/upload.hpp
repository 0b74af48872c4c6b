#pragma once
// Purpose: the upload protocols, in windows, and looking: what became of a document whose sender
// was lost. `rename`: every temporary name is written and its size checked, one commit, the
// renames. `done-file`: the same with final names and, at the end, done-files. `direct`: final
// names alone, at most once. The caller commits the outcomes.
// State: the supplier's server, through a remote::Session. Fails: by Outcome for each document;
// what a commit throws passes through, and nothing is published after it. Threads: one session,
// one thread.
#include "base/outcome.hpp"
#include "order/supplier.hpp"
#include "remote/session.hpp"

#include <chrono>
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
    std::string temporary_name; ///< made by temporary_name(), stored before; "" but for `rename`
};

/// What is committed (fsynced) of documents before the server is touched.
enum class Mark {
    writing,    ///< done-file, direct: the final name was free and is about to be written
    publishing, ///< its size was verified: the rename or the done-file is about to leave
    taken_back, ///< what lies there of it is about to be removed: nothing may be there from now on
};
using Commit = std::function<void(std::span<const std::int64_t>, Mark)>;

/// Lets so much time pass, without any lock of the database; false: no more of it, the run ends.
/// Empty: there is no time.
using Wait = std::function<bool(std::chrono::seconds)>;

/// How a supplier takes files.
struct Manner {
    order::UploadMode mode = order::UploadMode::rename;
    std::string done_suffix = ".done"; ///< done-file: FILE + this
    bool consumes = false;             ///< the supplier is known to take files away at once
};

/// `place` is how the supplier marks what is not whole: "tmp-NAME.ATTEMPT" for the prefix "tmp-",
/// "NAME.ATTEMPT.part" for the suffix ".part", "in/NAME.ATTEMPT" for the folder "in". The last
/// part has at most 80 characters; unique for each attempt, so that a foreign leftover never blocks
/// a document.
[[nodiscard]] std::string temporary_name(order::TemporaryName place, std::string_view mark,
                                         std::string_view final_name, std::int64_t attempt);

struct Result {
    std::int64_t document = 0;
    base::Outcome outcome;
    bool size_verified = false; ///< it was seen with our size before it was published
    bool publish_begun = false; ///< its rename or done-file may have left
    bool acknowledged = false;  ///< the server has said that it has the whole file
    bool refused = false;       ///< uncertain: the next step may pass later, and was refused so far
    bool gone = false;          ///< uncertain: acknowledged, and under no name of ours
};

/// Sends one window (the caller bounds it: at most 32 files and 10 s; `enough`, asked before each
/// file and first when the session has proven ready, ends it early and lets what is there be
/// finished: temporary, phase unsent, for the rest). A refusal of what follows a STOR may pass:
/// that step is taken again after 1, 3 and 10 s of `wait`.
/// A document's fault stays its own; a fault of the connection, login or folder ends the window and
/// gives every later document the same outcome (temporary or operator, nothing sent for it, phase
/// connect, login or folder); those that lie there unpublished are `uncertain`: look() finishes
/// them. A final name that already exists with any size is `permanent` ("a file of that name is
/// there already"): only look() may call it ours.
[[nodiscard]] std::vector<Result> upload(remote::Session& session, const Manner& manner,
                                         std::span<const Upload> window, const Commit& commit,
                                         const std::function<bool()>& enough,
                                         const Wait& wait = {});

/// What is known of a document whose last attempt ended without an answer.
struct Evidence {
    std::int64_t document = 0;
    std::uint64_t size = 0;
    std::string final_name;
    std::string temporary_name; ///< of the last attempt; "" when it wrote the final name
    std::string done_name;      ///< the done-file it was to get; "" when none
    bool final_next = false;    ///< Mark::writing or Mark::publishing was the last one
    bool size_verified = false; ///< Mark::publishing was the last one
    bool acknowledged = false;  ///< the server had said that it has the whole file
    bool believe = false;       ///< refusals that may pass have been heard often enough
    bool stale = false; ///< there may have been later attempts: nothing that is missing proves that
                        ///< it did not arrive, and no temporary file is touched
};

enum class Found {
    delivered,   ///< it is there under its final name, published, and is ours
    finished,    ///< it was whole; it has now been renamed, or got its done-file
    inferred,    ///< gone, and it was published, its size verified, and the supplier consumes
    send_again,  ///< surely nothing arrived: it may be uploaded again
    undecided,   ///< a person must look (gone, or a foreign file); see the outcome's reason
    elsewhere,   ///< nobody of ours can look, ever: a person must ask; see the outcome's reason
    unreachable, ///< could not look, or not finish: the outcome says why; it stays uncertain
};
struct Look {
    Found found = Found::undecided;
    base::Outcome outcome;
    bool others_may_fare_better = false; ///< unreachable: the server spoke of this file alone
    bool refused = false; ///< unreachable: by a word that may pass; not yet to be believed
};

/// rules.md 4 "after a crash", never over the connection that left the doubt. How the attempt wrote
/// decides what its traces mean; `manner` is how the supplier takes files today. A wrong-sized part
/// of ours is removed, but never from under a final name that the supplier may have read.
[[nodiscard]] Look look(remote::Session& session, const Manner& manner, const Evidence& evidence,
                        const Commit& commit);

} // namespace shoporder::deliver
