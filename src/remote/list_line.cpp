#include "remote/list_line.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace shoporder::remote {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The shape of a word: `9` stands for a digit, all else for itself.
bool is_like(std::string_view word, std::string_view shape) {
    return word.size() == shape.size() &&
           std::equal(
               word.begin(), word.end(), shape.begin(),
               [](char c, char s) { return s == '9' ? is_digit(c) : c == s; });
}

std::optional<std::uint64_t> number(std::string_view digits) {
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit))
        return std::nullopt;
    std::uint64_t out = 0;
    for (const char c : digits) {
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (out > (UINT64_MAX - digit) / 10)
            return std::nullopt;
        out = out * 10 + digit;
    }
    return out;
}

// ---- ls -l: "-rw-r--r--   1 acme     domain users   1234 Nov 25 13:09 a b.xml"

bool is_month(std::string_view word) {
    static constexpr std::array k_months{"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    const std::string low = base::lower(word);
    return std::find(k_months.begin(), k_months.end(), low) != k_months.end();
}

bool is_day(std::string_view word) {
    const auto n = number(word);
    return word.size() <= 2 && n && *n >= 1 && *n <= 31;
}

bool is_clock_or_year(std::string_view word) {
    return is_like(word, "99:99") || is_like(word, "9:99") || is_like(word, "9999");
}

struct Word {
    std::string_view text;
    std::size_t end = 0; ///< of it, in the line
};

/// The first words; a date that stands behind more has a name for an owner.
std::vector<Word> first_words(std::string_view line) {
    std::vector<Word> out;
    std::size_t at = 0;
    while (out.size() < 24) {
        const std::size_t from = line.find_first_not_of(' ', at);
        if (from == std::string_view::npos)
            break;
        at = std::min(line.find(' ', from), line.size());
        out.push_back({line.substr(from, at - from), at});
    }
    return out;
}

/// How many words a date has that begins there: "Nov 25 13:09", "25 Nov 2026",
/// "2026-11-25 13:09"; 0 for none.
std::size_t date_words(const std::vector<Word>& words, std::size_t i) {
    const auto word = [&](std::size_t k) {
        return i + k < words.size() ? words[i + k].text : std::string_view{};
    };
    if (is_like(word(0), "9999-99-99") && is_like(word(1), "99:99"))
        return 2;
    const bool month_and_day =
        (is_month(word(0)) && is_day(word(1))) || (is_day(word(0)) && is_month(word(1)));
    return month_and_day && is_clock_or_year(word(2)) ? 3 : 0;
}

bool is_mode(std::string_view word) {
    if (word.size() < 10 || word.size() > 11 ||
        std::string_view{"-dlbcpsDP"}.find(word.front()) == std::string_view::npos)
        return false;
    return std::all_of(word.begin() + 1, word.begin() + 10, [](char c) {
        return std::string_view{"-rwxsStTlL"}.find(c) != std::string_view::npos;
    });
}

std::optional<Entry> unix_line(std::string_view line) {
    const std::vector<Word> words = first_words(line);
    if (words.empty() || line.front() == ' ' || !is_mode(words[0].text))
        return std::nullopt;
    // Owner and group may hold blanks, so the date is the anchor: the first one behind a number.
    for (std::size_t i = 2; i < words.size(); ++i) {
        const std::size_t count = date_words(words, i);
        const auto bytes = number(words[i - 1].text);
        if (count == 0 || !bytes)
            continue;
        const std::size_t end = words[i + count - 1].end; // exactly one blank, then the name
        if (end + 1 >= line.size())
            return std::nullopt;
        Entry out{std::string{line.substr(end + 1)}, std::nullopt, line.front() == 'd'};
        if (line.front() == '-')
            out.bytes = bytes;
        if (line.front() == 'l') { // the number is the link's own length
            const auto arrow = out.name.find(" -> ");
            if (arrow == std::string::npos || out.name.find(" -> ", arrow + 1) != std::string::npos)
                return std::nullopt;
            out.name.resize(arrow);
        }
        return out;
    }
    return std::nullopt;
}

// ---- DOS and IIS: "11-25-26  01:09PM                 1234 a b.xml", "<DIR>" for a folder

std::optional<Entry> dos_line(std::string_view line) {
    const std::vector<Word> words = first_words(line);
    if (words.size() < 4 || line.front() == ' ')
        return std::nullopt;
    std::string day{words[0].text};
    std::replace(day.begin(), day.end(), '/', '-');
    if (!is_like(day, "99-99-99") && !is_like(day, "99-99-9999") && !is_like(day, "9999-99-99"))
        return std::nullopt;
    const std::string_view clock = words[1].text;
    if (!is_like(clock, "99:99") && !is_like(clock, "99:99AM") && !is_like(clock, "99:99PM"))
        return std::nullopt;
    if (words[2].text == "<DIR>") // padded to the width of a size
        return Entry{std::string{line.substr(words[3].end - words[3].text.size())}, std::nullopt,
                     true};
    const auto bytes = number(words[2].text);
    if (!bytes || words[2].end + 1 >= line.size())
        return std::nullopt;
    return Entry{std::string{line.substr(words[2].end + 1)}, bytes, false};
}

// ---- MLSD: "type=file;size=1234;modify=20261125130900; a b.xml"

std::optional<Entry> fact_line(std::string_view line) {
    const auto blank = line.find("; ");
    if (blank == std::string_view::npos || blank + 2 >= line.size())
        return std::nullopt;
    Entry out{std::string{line.substr(blank + 2)}, std::nullopt, false};
    std::string type;
    std::string_view facts = line.substr(0, blank + 1);
    while (!facts.empty()) {
        const std::string_view fact = facts.substr(0, facts.find(';'));
        facts.remove_prefix(fact.size() + 1);
        const auto equals = fact.find('=');
        if (equals == std::string_view::npos || equals == 0 ||
            fact.find(' ') < equals) // no fact has a blank in its name
            return std::nullopt;
        const std::string name = base::lower(fact.substr(0, equals));
        if (name == "type")
            type = base::lower(fact.substr(equals + 1));
        else if (name == "size" && !(out.bytes = number(fact.substr(equals + 1))))
            return std::nullopt;
    }
    if (type.empty())
        return std::nullopt;
    if (type == "cdir" || type == "pdir")
        out.name = type == "cdir" ? "." : ".."; // some give the whole path
    out.folder = type == "dir" || type == "cdir" || type == "pdir";
    if (type != "file") // a link's, a folder's
        out.bytes.reset();
    return out;
}

} // namespace

std::optional<Entry> parse_list_line(std::string_view line) {
    if (line.empty())
        return std::nullopt;
    if (auto entry = unix_line(line))
        return entry;
    if (auto entry = dos_line(line))
        return entry;
    return fact_line(line);
}

} // namespace shoporder::remote
