#pragma once
// Purpose: answers that come from an option or, at a terminal, from a person: asked again until
// they can be used.
// State: the terminal. Fails: Error(usage) naming the option where nobody can be asked, the check's
// own Error for an option that cannot be used. Threads: main's.
#include <functional>
#include <string>

namespace shoporder::cmd {

struct Question {
    std::string words;   ///< what is asked, without a colon
    std::string option;  ///< "--shop", which answers it
    std::string preset;  ///< what an empty line means
    bool needed = false; ///< an empty answer will not do
    /// Throws Error for an answer that cannot be used; not called for an empty one.
    std::function<void(const std::string&)> check;
};

/// `given`: the option's value; empty: it was not given.
[[nodiscard]] std::string answer_to(const Question& question, const std::string& given);

} // namespace shoporder::cmd
