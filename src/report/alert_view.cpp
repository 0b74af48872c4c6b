#include "report/alert_view.hpp"

#include "base/text.hpp"
#include "report/attention_view.hpp"

namespace shoporder::report {

namespace {

constexpr std::size_t k_most_told = 20; // of a section: a letter is read on a telephone

/// A name that bears a number is the shop's; any other may be somebody's words, and a letter leaves
/// the machine.
std::string order_of(const DeliveryRow& row) {
    const bool numbered = row.order_name.find_first_of("0123456789") != std::string::npos;
    return numbered ? base::printable(row.order_name, 24) : std::to_string(row.order_id);
}

/// Without the reason's words: they may quote a shopper.
Problem problem_of(const AttentionGroup& group) {
    const DeliveryRow& row = group.example;
    const std::string whose = row.supplier == "-" ? "without a supplier" : "at " + row.supplier;
    const std::string code = row.reason_code.empty() ? "" : " (" + row.reason_code + ")";
    return {key_of(group),
            count_text(group) + " " + whose + code + ", the oldest since " +
                base::format_time(std::chrono::floor<std::chrono::minutes>(group.oldest)) + ": " +
                order_of(row),
            bulk_command(group, "")};
}

void add_section(std::string& body, const char* heading, const std::vector<Problem>& problems) {
    if (problems.empty())
        return;
    body += (body.empty() ? "" : "\n") + std::string{heading} + "\n";
    std::size_t count = 0;
    for (const Problem& problem : problems) {
        if (++count > k_most_told) {
            body += "- and " + std::to_string(problems.size() - k_most_told) +
                    " more; shoporder status --all\n";
            return;
        }
        body += "- " + problem.text + " [" + base::printable(problem.key, 100) + "]\n";
        if (!problem.next.empty())
            body += "  " + problem.next + "\n";
    }
}

std::string subject_of(const News& news) {
    std::string out;
    const auto add = [&out](std::size_t n, const std::string& words) {
        if (n > 0)
            out += (out.empty() ? "" : ", ") + words;
    };
    add(news.fresh.size(), count_of(news.fresh.size(), "new problem"));
    add(news.lasting.size(), count_of(news.lasting.size(), "problem") + " not solved yet");
    add(news.over.size(), std::to_string(news.over.size()) + " solved");
    return out;
}

Value problems_json(const std::vector<Problem>& problems) {
    return json_array(
        problems,
        [](const Problem& problem) {
            Value out = Value::object();
            out.set("key", problem.key)
                .set("text", problem.text)
                .set("next_command", problem.next.empty() ? Value{} : Value{problem.next});
            return out;
        });
}

} // namespace

std::vector<Problem> problems_of(const StatusView& view) {
    std::vector<Problem> out;
    for (const AttentionGroup& group : view.groups)
        out.push_back(problem_of(group));
    for (const Complaint& complaint : find_complaints(view))
        if (!complaint.in_groups)
            out.push_back({complaint.key, complaint.text, complaint.next});
    return out;
}

Letter letter_of(const News& news, const std::string& where) {
    Letter out;
    out.subject = "shoporder on " + where + ": " + subject_of(news);
    add_section(out.body, "New:", news.fresh);
    add_section(out.body, "Not solved yet:", news.lasting);
    add_section(out.body, "Solved:", news.over);
    out.news = news;
    return out;
}

Value to_json(const News& news) {
    Value out = Value::object();
    out.set("new", problems_json(news.fresh))
        .set("lasting", problems_json(news.lasting))
        .set("solved", problems_json(news.over));
    return out;
}

Letter letter_of(const Digest& digest, const std::string& where, const Style& style) {
    Letter out;
    out.subject =
        "shoporder on " + where + ": " + count_of(digest.orders, "order") + " received, " +
        (digest.problems.empty() ? std::string{"nothing needs you"}
                                 : count_of(digest.problems.size(), "problem") + " to solve");
    out.body = "Since " + stamp(digest.since, style) + ": " + count_of(digest.orders, "order") +
               " received.\n\n";
    out.body +=
        digest.sent.empty() ? "Nothing was sent.\n" : "Sent:\n" + digest.sent.text(Style{}) + "\n";
    std::string open;
    for (const auto& [state, count] : digest.open)
        if (count > 0)
            open += (open.empty() ? "" : ", ") + std::to_string(count) + " " +
                    std::string{order::name(state)};
    out.body += open.empty() ? "Nothing waits.\n" : "Not sent yet: " + open + ".\n";
    if (digest.problems.empty())
        out.body += "Nothing needs you.\n";
    add_section(out.body, "What needs you:", digest.problems);
    out.news.lasting = digest.problems;
    return out;
}

std::string formed(const Letter& letter, const std::string& form, const std::string& to) {
    if (form == "json")
        return to_json(letter.news)
            .set("text", letter.subject + "\n" + letter.body)
            .set("subject", letter.subject)
            .set("body", letter.body)
            .text();
    if (form == "text")
        return letter.subject + "\n\n" + letter.body;
    // RFC 5322; Auto-Submitted keeps holiday notices from answering (RFC 3834).
    return (to.empty() ? "" : "To: " + to + "\n") + "Subject: " + letter.subject +
           "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
           "Content-Transfer-Encoding: 8bit\nAuto-Submitted: auto-generated\n\n" +
           letter.body;
}

} // namespace shoporder::report
