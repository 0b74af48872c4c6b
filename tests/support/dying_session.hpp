#pragma once
// Purpose: a real session whose process dies at a chosen step.
// State: the session, and the caller's count of steps left. Threads: one.
#include "remote/session.hpp"

#include <exception>
#include <gtest/gtest.h>
#include <memory>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace shoporder::test {

/// A real session whose process dies at a chosen step: before the call, or right after it.
class DyingSession final : public remote::Session {
    std::unique_ptr<remote::Session> m_real;
    int& m_left;
    const bool m_reading;

public:
    /// `reading`: listings and downloads are steps, too.
    DyingSession(std::unique_ptr<remote::Session> real, int& steps_left, bool reading = false)
        : m_real(std::move(real)), m_left(steps_left), m_reading(reading) {}

    template <class Call>
    auto step(Call call) {
        if (m_left-- == 0)
            ::_exit(9);
        auto reply = call();
        if (m_left-- == 0)
            ::_exit(9);
        return reply;
    }
    remote::Reply open() override {
        return step([&] { return m_real->open(); });
    }
    remote::Reply put(std::string_view name, std::string_view bytes) override {
        if (m_left == 0) { // half a file, as a killed sender leaves it
            [[maybe_unused]] const auto half = m_real->put(name, bytes.substr(0, bytes.size() / 2));
            ::_exit(9);
        }
        return step([&] { return m_real->put(name, bytes); });
    }
    remote::SizeReply size(std::string_view name) override {
        return step([&] { return m_real->size(name); });
    }
    remote::Reply rename(std::string_view from, std::string_view to) override {
        return step([&] { return m_real->rename(from, to); });
    }
    remote::Reply remove(std::string_view name) override {
        return step([&] { return m_real->remove(name); });
    }
    remote::ListReply list() override {
        return m_reading ? step([&] { return m_real->list(); }) : m_real->list();
    }
    remote::ListReply list_with_sizes() override {
        return m_reading ? step([&] { return m_real->list_with_sizes(); })
                         : m_real->list_with_sizes();
    }
    remote::GetReply get(std::string_view name, std::uint64_t most) override {
        return m_reading ? step([&] { return m_real->get(name, most); }) : m_real->get(name, most);
    }
    void cancel() noexcept override { m_real->cancel(); }
};

/// Does `work` in a child process, with the count of steps left until a DyingSession ends it. True
/// when it died at that step, false when there was no such step.
template <class Work>
bool dies_at(int step, Work work) {
    const pid_t child = ::fork();
    if (child == 0) {
        try {
            work(step);
        } catch (const std::exception&) {
            ::_exit(70);
        }
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && (WEXITSTATUS(status) == 9 || WEXITSTATUS(status) == 0))
        << "step " << step << " ended with " << status;
    return WEXITSTATUS(status) == 9;
}

} // namespace shoporder::test
