#include "flow/doctor/connections.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "flow/doctor/partners.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <unistd.h>

namespace shoporder::flow {

namespace {

using base::Error;
using report::Area;

constexpr std::size_t k_at_once = 8;

struct Tried {
    std::optional<SupplierTestResult> result;
    std::string fault;   ///< what is missing here
    std::string skipped; ///< why it was not tried
};

/// The supplier's lock keeps us from being one session too many while a run talks to it, and a run
/// from meeting ours.
Tried try_one(const config::Settings& settings, const order::Supplier& s, bool write,
              std::int64_t number, const SessionFactory& sessions) {
    Tried out;
    try {
        std::optional<base::FileLock> lock;
        // Who may not write here only reads there; then one session more is no harm.
        const bool may_lock = ::access(settings.state_folder().c_str(), W_OK) == 0;
        if (may_lock)
            lock = base::FileLock::attempt(settings.state_folder() /
                                           ("supplier-" + std::to_string(s.id) + ".lock"));
        if (!lock && may_lock)
            out.skipped = s.name + ": a run is talking to its server at this moment";
        else if (!lock && write)
            out.skipped = s.name + ": --write is for the database's owner; run this with sudo";
        if (!out.skipped.empty())
            return out;
        SupplierTest how;
        if (write)
            how.probe = number;
        out.result = test_supplier(settings, s, how, sessions);
    } catch (const Error& error) {
        if (error.code() == base::Exit::permission)
            out.skipped = s.name + ": " + error.what();
        else
            out.fault = error.what();
    }
    return out;
}

} // namespace

void test_connections(const config::Settings& settings, std::span<const order::Supplier> suppliers,
                      bool write, base::Time now, Findings& out,
                      std::vector<report::Unchecked>& unchecked, const SessionFactory& sessions) {
    std::vector<Tried> tried(suppliers.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < suppliers.size(); i = next++)
            if (suppliers[i].endpoint)
                tried[i] = try_one(settings, suppliers[i], write,
                                   base::to_micros(now) + static_cast<std::int64_t>(i), sessions);
    };
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < std::min(k_at_once, suppliers.size()); ++i)
            threads.emplace_back(work);
    }
    bool unwritten = false;
    for (std::size_t i = 0; i < suppliers.size(); ++i) {
        const order::Supplier& s = suppliers[i];
        if (!tried[i].skipped.empty())
            unchecked.push_back({Area::suppliers, tried[i].skipped});
        if (!tried[i].fault.empty())
            out.fault("supplier-unusable", s.name, "supplier " + s.name + ": " + tried[i].fault,
                      s.credential.empty() ? "`shoporder config check`"
                                           : "`shoporder credential set " + s.credential + "`");
        if (!tried[i].result)
            continue;
        judge_connection(s, *tried[i].result, out);
        if (!tried[i].result->outcome.done())
            continue;
        unwritten |= !write;
        if (write)
            for (const std::string& each : tried[i].result->unproven)
                out.hint("supplier-unproven", s.name, "supplier " + s.name + ": not proven " + each,
                         "");
    }
    if (unwritten)
        unchecked.push_back({Area::suppliers, "whether files can be written and renamed: "
                                              "`shoporder doctor --write` tries it"});
}

} // namespace shoporder::flow
