#include "cmd/interview.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "cmd/context.hpp"

#include <iostream>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

void check(const Question& question, const std::string& answer) {
    if (question.check && !answer.empty())
        question.check(answer);
}

std::string ask_once(const Question& question) {
    std::cerr << question.words << (question.preset.empty() ? "" : " [" + question.preset + "]")
              << ": " << std::flush;
    std::string line;
    if (!std::getline(std::cin, line))
        throw Error(Exit::usage, "nothing was written");
    const std::string answer{base::trim(line)};
    return answer.empty() ? question.preset : answer;
}

} // namespace

std::string answer_to(const Question& question, const std::string& given) {
    if (!given.empty()) {
        try {
            check(question, given);
        } catch (const Error& error) {
            throw Error(Exit::usage, question.option + ": " + error.what());
        }
        return given;
    }
    if (!Context::is_interactive()) {
        if (question.needed && question.preset.empty())
            throw Error(Exit::usage,
                        question.option + " is needed where nobody can be asked at a terminal");
        return question.preset;
    }
    while (true) {
        std::string answer = ask_once(question);
        try {
            if (answer.empty() && question.needed)
                throw Error(Exit::usage,
                            "an answer is needed; Ctrl-C stops, and nothing is written");
            check(question, answer);
            return answer;
        } catch (const Error& error) {
            std::cerr << "  " << error.what() << "\n";
        }
    }
}

} // namespace shoporder::cmd
