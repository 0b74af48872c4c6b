#include "flow/operate/redaction_list.hpp"

#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shoporder::flow {

namespace {

using base::Error;
using base::Exit;

constexpr std::size_t k_most_bytes = 256U << 20U; ///< of the list: ten million orders

std::string joined(const std::vector<std::int64_t>& ids) {
    std::string out;
    for (const std::int64_t id : ids)
        out += (out.empty() ? "" : ",") + std::to_string(id);
    return out;
}

std::string line_of(const Redaction& r) {
    std::string line = base::format_time(r.at) + " " + r.kind;
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty())
            line += std::string{" "} + name + "=" + value;
    };
    add("shop", r.shop);
    add("orders", joined(r.orders));
    add("customers", joined(r.customers));
    add("email", r.email_digest);
    return line + "\n";
}

bool read_ids(const std::string& text, std::vector<std::int64_t>& ids) {
    for (const std::string& word : base::split(text, ',')) {
        const auto id = base::parse_int(word);
        if (!id)
            return false;
        ids.push_back(*id);
    }
    return true;
}

bool read_member(const std::string& word, Redaction& r) {
    const auto equals = word.find('=');
    if (equals == std::string::npos)
        return false;
    const std::string name = word.substr(0, equals);
    const std::string value = word.substr(equals + 1);
    if (name == "orders")
        return read_ids(value, r.orders);
    if (name == "customers")
        return read_ids(value, r.customers);
    if (name == "shop")
        r.shop = value;
    else if (name == "email")
        r.email_digest = value;
    else
        return false;
    return true;
}

bool read_line(std::string_view line, Redaction& r) {
    const auto words = base::split(line, ' ');
    if (words.size() < 2)
        return false;
    const auto at = base::parse_time(words[0]);
    r.kind = words[1];
    if (!at || (r.kind != "customer" && r.kind != "orders" && r.kind != "shop"))
        return false;
    r.at = *at;
    for (std::size_t i = 2; i < words.size(); ++i)
        if (!read_member(words[i], r))
            return false;
    return true;
}

void write_all(int fd, std::string_view text, const std::string& path) {
    while (!text.empty()) {
        const ssize_t n = ::write(fd, text.data(), text.size());
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            throw base::system_error("cannot write " + path, errno);
        text.remove_prefix(static_cast<std::size_t>(n));
    }
}

} // namespace

std::filesystem::path redaction_list(const std::filesystem::path& database) {
    return database.string() + ".redactions";
}

void append_redaction(const std::filesystem::path& database, const Redaction& redaction) {
    const std::string path = redaction_list(database).string();
    const base::UniqueFd fd{
        ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!fd || ::flock(fd.get(), LOCK_EX) != 0)
        throw base::system_error("cannot open the redaction list " + path, errno);
    struct stat info {};
    char last = '\n';
    if (::fstat(fd.get(), &info) != 0 ||
        (info.st_size > 0 && ::pread(fd.get(), &last, 1, info.st_size - 1) != 1))
        throw base::system_error("cannot read the redaction list " + path, errno);
    // What a crash left of a line was never acted on; it must not spoil this one.
    write_all(fd.get(), (last == '\n' ? "" : " torn\n") + line_of(redaction), path);
    if (::fsync(fd.get()) != 0)
        throw base::system_error("cannot write " + path, errno);
    base::sync_folder(database.has_parent_path() ? database.parent_path() : ".");
}

std::vector<Redaction> read_redactions(const std::filesystem::path& database) {
    const auto path = redaction_list(database);
    if (!std::filesystem::exists(path))
        return {};
    const std::string text = base::read_file(path, k_most_bytes);
    std::vector<Redaction> out;
    std::size_t number = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find('\n', at);
        if (end == std::string::npos)
            break; // a crash ended it; what it ordered was not begun
        const std::string_view line = std::string_view{text}.substr(at, end - at);
        at = end + 1;
        ++number;
        Redaction redaction;
        if (line.empty() || line.ends_with(" torn"))
            continue;
        if (!read_line(line, redaction))
            throw Error(Exit::data, "line " + std::to_string(number) + " of " + path.string() +
                                        " is no redaction; compare it with a copy: what it "
                                        "ordered must be known before a backup is used");
        out.push_back(std::move(redaction));
    }
    return out;
}

std::string digest_email(const std::string& email) {
    std::array<char, 8> salt{};
    if (::getrandom(salt.data(), salt.size(), 0) != static_cast<ssize_t>(salt.size()))
        throw base::system_error("cannot get random bytes", errno);
    const std::string text = base::hex(std::string_view{salt.data(), salt.size()});
    return text + ":" + base::hex(base::sha256(text + email));
}

bool is_email_of(const std::string& digest, const std::string& email) {
    const auto colon = digest.find(':');
    return colon != std::string::npos &&
           base::hex(base::sha256(digest.substr(0, colon) + email)) == digest.substr(colon + 1);
}

} // namespace shoporder::flow
