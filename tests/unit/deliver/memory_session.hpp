#pragma once
// Purpose: a server in memory for the protocols of deliver; `faults` gives another reply for
// "put NAME", "size NAME", … State: files and calls. Threads: one test.
#include "deliver/upload.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shoporder::deliver {

using base::OutcomeClass;
using remote::Phase;
using remote::Reply;

class MemorySession : public remote::Session {
public:
    std::map<std::string, std::string> files;
    std::vector<std::string> calls;
    std::map<std::string, Reply> faults;

    Reply open() override { return say("open", Phase::folder); }
    Reply put(std::string_view name, std::string_view bytes) override {
        const Reply reply = say("put " + std::string{name}, Phase::put);
        if (reply.ok || reply.data_sent)
            files[std::string{name}] = bytes;
        return reply;
    }
    remote::SizeReply size(std::string_view name) override {
        remote::SizeReply out{say("size " + std::string{name}, Phase::size), std::nullopt};
        if (const auto file = files.find(std::string{name}); out.reply.ok && file != files.end())
            out.bytes = file->second.size();
        return out;
    }
    Reply rename(std::string_view from, std::string_view to) override {
        const Reply reply = say("rename " + std::string{from}, Phase::rename);
        if (reply.ok) {
            files[std::string{to}] = files[std::string{from}];
            files.erase(std::string{from});
        }
        return reply;
    }
    Reply remove(std::string_view name) override {
        const Reply reply = say("remove " + std::string{name}, Phase::remove);
        if (reply.ok)
            files.erase(std::string{name});
        return reply;
    }
    remote::ListReply list() override { return {say("list", Phase::list), {}}; }
    remote::GetReply get(std::string_view, std::uint64_t) override {
        return {say("get", Phase::get), {}};
    }
    void cancel() noexcept override {}

protected:
    virtual std::optional<Reply> before(const std::string&) { return std::nullopt; }

private:
    Reply say(const std::string& call, Phase phase) {
        calls.push_back(call);
        if (const auto other = before(call))
            return *other;
        if (const auto fault = faults.find(call); fault != faults.end())
            return fault->second;
        Reply reply;
        reply.ok = true;
        reply.phase = phase;
        return reply;
    }
};

inline Reply refusal(Phase phase, int curl, int code) {
    Reply reply;
    reply.phase = phase;
    reply.curl = curl;
    reply.code = code;
    reply.text = std::to_string(code) + " no";
    return reply;
}

/// Refuses calls so often with 550, as a server does while it scans a file.
class Passing : public MemorySession {
public:
    std::map<std::string, int> pass;
    std::size_t pass_from = 0; ///< counted in calls
    std::vector<int> waited;   ///< seconds, asked for by upload()
    int patience = 9;          ///< so many waits are granted

    Wait waiter() {
        return [this](std::chrono::seconds time) {
            waited.push_back(static_cast<int>(time.count()));
            return static_cast<int>(waited.size()) <= patience;
        };
    }

protected:
    std::optional<Reply> before(const std::string& call) override {
        const auto left = pass.find(call);
        if (calls.size() <= pass_from || left == pass.end() || left->second == 0)
            return std::nullopt;
        --left->second;
        return refusal(call.starts_with("size")     ? Phase::size
                       : call.starts_with("rename") ? Phase::rename
                       : call.starts_with("remove") ? Phase::remove
                                                    : Phase::put,
                       21, 550);
    }
};

inline Reply lost(Phase phase, bool rename_sent = false) {
    Reply reply;
    reply.phase = phase;
    reply.curl = 56;
    reply.rename_sent = rename_sent;
    return reply;
}

inline std::string classes(const std::vector<Result>& results) {
    std::string out;
    for (const Result& r : results)
        out += (out.empty() ? "" : " ") + std::string{base::name(r.outcome.cls)};
    return out;
}

/// What was committed, in order: "publishing 1 2 3".
struct Commits {
    std::vector<std::string> made;
    MemorySession* session = nullptr; ///< its calls get the commit, too

    Commit taker() {
        return [this](std::span<const std::int64_t> documents, Mark mark) {
            std::string line = mark == Mark::writing      ? "writing"
                               : mark == Mark::publishing ? "publishing"
                                                          : "taken_back";
            for (const std::int64_t document : documents)
                line += ' ' + std::to_string(document);
            made.push_back(line);
            if (session != nullptr)
                session->calls.push_back(line);
        };
    }
};

inline const Commit k_fine = [](std::span<const std::int64_t>, Mark) {};
inline const auto k_never = [] { return false; };

} // namespace shoporder::deliver
