#pragma once
// Purpose: a supplier's server in memory, with faults on request: for what flow does with outcomes.
// What real servers and a real wire do is tested in tests/net.
// State: files by name. Threads: one mutex; any number of sessions.
#include "remote/session.hpp"

#include <curl/curl.h>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace shoporder::test {

class MemoryServer {
public:
    /// Called before a verb acts ("open", "put NAME", "size NAME", "rename FROM TO", …); a reply
    /// that it returns is the answer, and the verb does not act.
    std::function<std::optional<remote::Reply>(const std::string&)> before;
    /// Called after the verb acted; a reply that it returns replaces the answer.
    std::function<std::optional<remote::Reply>(const std::string&)> after;
    std::map<std::string, std::string> files;
    std::vector<std::string> log;
    bool consumes = false; ///< final names vanish as soon as they appear, into `taken`
    std::vector<std::string> taken;

    std::unique_ptr<remote::Session> session() { return std::make_unique<MemorySession>(*this); }
    [[nodiscard]] std::size_t count(const std::string& verb) const {
        std::size_t n = 0;
        for (const std::string& line : log)
            n += line.starts_with(verb) ? 1 : 0;
        return n;
    }

    static remote::Reply ok(remote::Phase phase) {
        remote::Reply r;
        r.ok = true;
        r.phase = phase;
        return r;
    }
    static remote::Reply fault(remote::Phase phase, int code, int curl = CURLE_QUOTE_ERROR) {
        remote::Reply r;
        r.phase = phase;
        r.code = code;
        r.curl = curl;
        r.text = "scripted " + std::to_string(code);
        return r;
    }

private:
    struct MemorySession final : remote::Session {
        explicit MemorySession(MemoryServer& server) : m_server(server) {}
        remote::Reply open() override {
            return call(
                "open", remote::Phase::login, [] {});
        }
        remote::Reply put(std::string_view name, std::string_view bytes) override {
            return call(
                "put " + std::string{name}, remote::Phase::put,
                [&] { m_server.files[std::string{name}] = bytes; });
        }
        remote::SizeReply size(std::string_view name) override {
            remote::SizeReply out;
            out.reply = call("size " + std::string{name}, remote::Phase::size, [&] {
                if (const auto f = m_server.files.find(std::string{name});
                    f != m_server.files.end())
                    out.bytes = f->second.size();
            });
            return out;
        }
        remote::Reply rename(std::string_view from, std::string_view to) override {
            return call(
                "rename " + std::string{from} + " " + std::string{to}, remote::Phase::rename,
                [&] {
                    auto node = m_server.files.extract(std::string{from});
                    node.key() = to;
                    if (m_server.consumes)
                        m_server.taken.emplace_back(to);
                    else
                        m_server.files.insert(std::move(node));
                });
        }
        remote::Reply remove(std::string_view name) override {
            return call(
                "remove " + std::string{name}, remote::Phase::remove,
                [&] { m_server.files.erase(std::string{name}); });
        }
        remote::ListReply list() override {
            remote::ListReply out;
            out.reply = call("list", remote::Phase::list, [&] {
                for (const auto& [name, bytes] : m_server.files)
                    out.entries.push_back({name, bytes.size(), false});
            });
            return out;
        }
        remote::GetReply get(std::string_view name, std::uint64_t) override {
            remote::GetReply out;
            out.reply = call("get " + std::string{name}, remote::Phase::get,
                             [&] { out.bytes = m_server.files.at(std::string{name}); });
            return out;
        }
        void cancel() noexcept override {}

    private:
        template <class Act>
        remote::Reply call(const std::string& line, remote::Phase phase, Act act) {
            const std::scoped_lock guard(m_server.m_mutex);
            m_server.log.push_back(line);
            if (m_server.before)
                if (auto reply = m_server.before(line))
                    return *reply;
            act();
            if (m_server.after)
                if (auto reply = m_server.after(line))
                    return *reply;
            return ok(phase);
        }
        MemoryServer& m_server;
    };
    std::mutex m_mutex;
};

} // namespace shoporder::test
