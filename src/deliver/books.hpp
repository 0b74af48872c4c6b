#pragma once
// Purpose: the books of one window: what became of each document, and whether the connection still
// carries. What the two upload protocols share. Private to deliver.
// State: one window's results. Fails: not at all. Threads: one.
#include "deliver/upload.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace shoporder::deliver {

/// Did the server speak about this file, so that the next one may fare better? All else is a
/// fault of the connection, of the login or of the folder.
[[nodiscard]] bool is_own_fault(const remote::Reply& reply);

class Books {
public:
    explicit Books(std::span<const Upload> window);

    /// Something is about to be sent for it.
    void begin(std::size_t i) { m_begun[i] = true; }
    void settle(std::size_t i, base::Outcome outcome);
    /// The server has acknowledged the whole file.
    void acknowledge(std::size_t i) { m_results[i].acknowledged = true; }
    /// The step after its STOR was refused in a way that passes: in doubt, until a later try.
    void refused(std::size_t i, const remote::Reply& reply);
    /// Acknowledged, and under no name of ours.
    void gone(std::size_t i, const remote::Reply& reply, const std::string& where);
    /// The call itself says what became of the document.
    void fail(std::size_t i, const remote::Reply& reply);
    /// It lies on the server, not published, and what came after failed.
    void fail_landed(std::size_t i, const remote::Reply& reply);
    void verified(std::size_t i) { m_results[i].size_verified = true; }
    void publishing(std::size_t i) { m_results[i].publish_begun = true; }
    [[nodiscard]] bool has_published(std::size_t i) const { return m_results[i].publish_begun; }
    /// No more calls: the connection, the login or the folder failed.
    void end(const base::Outcome& why);
    [[nodiscard]] bool ended() const noexcept { return m_ended; }

    /// Removes what is of no more use. A refusal leaves a stray file under a name that is never
    /// used again: the cleaner's work.
    void remove(remote::Session& session, std::string_view name);

    /// The results; what was never begun gets the outcome that ended the window.
    [[nodiscard]] std::vector<Result> close();

private:
    std::vector<Result> m_results;
    std::vector<bool> m_begun;
    bool m_ended = false;
    base::Outcome m_why;
};

/// Takes the steps after the STORs, `step(those left)`, which gives back those that it is worth
/// taking once more; with waits of 1, 3 and 10 s in between.
void take_steps(std::vector<std::size_t> left, const Wait& wait,
                const std::function<std::vector<std::size_t>(std::span<const std::size_t>)>& step);

/// The two protocols. Each leaves in `books` what became of every document that it began.
void upload_and_rename(remote::Session& session, std::span<const Upload> window,
                       const Commit& commit, const std::function<bool()>& enough, const Wait& wait,
                       Books& books);
void upload_in_place(remote::Session& session, const Manner& manner, std::span<const Upload> window,
                     const Commit& commit, const std::function<bool()>& enough, const Wait& wait,
                     Books& books);

/// The window's numbers of documents, for a commit.
[[nodiscard]] std::vector<std::int64_t> documents(std::span<const Upload> window,
                                                  std::span<const std::size_t> chosen);

} // namespace shoporder::deliver
