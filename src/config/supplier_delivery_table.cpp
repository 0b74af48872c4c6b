// How a supplier's documents leave, and when.
#include "base/text.hpp"
#include "base/time_zone.hpp"
#include "config/supplier_table.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::config {

namespace {

using order::Supplier;
using order::TemporaryName;

bool is_plain(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
}

/// What may become a part of a file's name.
std::string name_part(std::string_view text) {
    const bool good = !text.empty() && text.size() <= 16 && text[0] != '-' &&
                      std::all_of(text.begin(), text.end(), is_plain);
    if (!good)
        throw Unusable("takes 1 to 16 of letters, digits, `.`, `_` and `-`, the first no `-`");
    return std::string{text};
}

/// What comes behind a file's name: the supplier must not take the whole for an order.
std::string name_end(std::string_view text) {
    if (base::lower(text).ends_with(".xml"))
        throw Unusable("must not make it look like a whole file");
    return name_part(text);
}

/// One folder below another, and no way out of it.
std::string folder_name(std::string_view text) {
    const bool good = !text.empty() && text.size() <= 64 && text[0] != '-' &&
                      text.find_first_not_of('.') != std::string_view::npos &&
                      std::all_of(text.begin(), text.end(), is_plain);
    if (!good)
        throw Unusable("takes the name of one folder below that of the url: 1 to 64 of letters, "
                       "digits, `.`, `_` and `-`, the first no `-`");
    return std::string{text};
}

void set_upload_mode(Supplier& s, const Texts& t) {
    const auto mode = order::upload_mode(single(t));
    if (!mode)
        throw Unusable("must be rename, done-file or direct");
    s.upload = *mode;
}

/// One of prefix, suffix and folder takes the place of the others. An empty one takes back only
/// what it had set itself.
void set_temporary(Supplier& s, TemporaryName where, const std::string& text,
                   std::string (*read)(std::string_view)) {
    if (!text.empty() || where == TemporaryName::prefix) {
        s.temporary = read(text);
        s.temporary_at = where;
    } else if (s.temporary_at == where) {
        const Supplier preset;
        s.temporary = preset.temporary;
        s.temporary_at = preset.temporary_at;
    }
}

std::string maybe_path(const std::string& text) {
    return text.empty() ? text : path_text(text);
}

/// A SHA-256 in base64 behind its mark; kept as it must stand for libcurl: the pin with the mark,
/// the host key without.
std::string digest_text(std::string_view text, std::string_view mark) {
    if (text.empty())
        return {};
    std::string_view digits = text;
    if (digits.starts_with(mark))
        digits.remove_prefix(mark.size());
    while (digits.ends_with('='))
        digits.remove_suffix(1);
    const bool good = digits.size() == 43 && std::all_of(digits.begin(), digits.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                 (c >= '0' && c <= '9') || c == '+' || c == '/';
                      });
    if (!good)
        throw Unusable(fmt::format("must be {} and 43 or 44 characters of base64", mark));
    return mark == "sha256//" ? fmt::format("{}{}=", mark, digits) : std::string{digits};
}

void set_batch_mode(Supplier& s, const Texts& t) {
    const auto batching = order::batching(single(t));
    if (!batching)
        throw Unusable("must be order, run or cutoff");
    s.batching = *batching;
}

void set_zone(Supplier& s, const Texts& t) {
    (void)base::TimeZone{single(t)}; // throws when nobody knows it
    s.send.zone = single(t);
}

void set_schedule(Supplier& s, const Texts& t) {
    const bool none = t.empty() || (t.size() == 1 && t[0].empty());
    s.schedule = none ? std::vector<std::chrono::seconds>{} : schedule_value(t);
}

constexpr std::array k_entries = {
    // A file on its way.
    supplier_entry("upload.mode", "rename", "mode", Form::text,
                   "rename: a temporary name until it is whole; done-file: an empty file beside it "
                   "says so; direct: written once, doubt is held",
                   set_upload_mode),
    supplier_entry("upload.done", ".done", "text", Form::text,
                   "what a done-file's name has behind the name of its file",
                   [](Supplier& s, const Texts& t) { s.done_suffix = name_end(single(t)); }),
    supplier_entry("temporary.prefix", "tmp-", "text", Form::text,
                   "stands before a file's name until it is whole",
                   [](Supplier& s, const Texts& t) {
                       set_temporary(s, TemporaryName::prefix, single(t), name_part);
                   }),
    supplier_entry("temporary.suffix", "", "text", Form::text,
                   "stands behind a file's name until it is whole, instead of a prefix",
                   [](Supplier& s, const Texts& t) {
                       set_temporary(s, TemporaryName::suffix, single(t), name_end);
                   }),
    supplier_entry("temporary.folder", "", "text", Form::text,
                   "where a file lies until it is whole, a folder below the url's, instead of a "
                   "prefix",
                   [](Supplier& s, const Texts& t) {
                       set_temporary(s, TemporaryName::folder, single(t), folder_name);
                   }),
    // The server.
    supplier_entry(
        "transport.ca_file", "", "path", Form::text,
        "certificates to trust for this server's FTPS; empty: as [remote] says",
        [](Supplier& s, const Texts& t) { s.transport.ca_file = maybe_path(single(t)); }),
    supplier_entry(
        "transport.pin", "", "text", Form::text,
        "sha256//BASE64: the only public key its FTPS certificate may have",
        [](Supplier& s, const Texts& t) { s.transport.pin = digest_text(single(t), "sha256//"); }),
    supplier_entry("transport.host_key", "", "text", Form::text,
                   "SHA256:BASE64: the only host key its SFTP server may have",
                   [](Supplier& s, const Texts& t) {
                       s.transport.host_key = digest_text(single(t), "SHA256:");
                   }),
    supplier_entry(
        "transport.known_hosts", "", "path", Form::text,
        "host keys to trust for its SFTP; empty: as [remote] says",
        [](Supplier& s, const Texts& t) { s.transport.known_hosts = maybe_path(single(t)); }),
    supplier_entry(
        "transport.key_file", "", "path", Form::text,
        "your private key for its SFTP, instead of a password",
        [](Supplier& s, const Texts& t) { s.transport.key_file = maybe_path(single(t)); }),
    supplier_entry("transport.active", "false", "true or false", Form::flag,
                   "its FTP server connects back for the data: only where it cannot do otherwise",
                   [](Supplier& s, const Texts& t) { s.transport.active = flag_value(single(t)); }),
    supplier_entry("transport.tls13", "false", "true or false", Form::flag,
                   "its FTPS speaks TLS 1.3, which costs a new connection for each file",
                   [](Supplier& s, const Texts& t) { s.transport.tls13 = flag_value(single(t)); }),
    // How much at once, and when.
    supplier_entry("consumes", "false", "true or false", Form::flag,
                   "it is known to take files away at once",
                   [](Supplier& s, const Texts& t) { s.consumes = flag_value(single(t)); }),
    supplier_entry("sessions", "1", "count", Form::count,
                   "connections to it at the same time, up to 16",
                   [](Supplier& s, const Texts& t) {
                       s.sessions = static_cast<int>(count_value(single(t), 1, 16));
                   }),
    supplier_entry("files_per_run", "0", "count", Form::count,
                   "at most so many files in one run; 0: as many as there are",
                   [](Supplier& s, const Texts& t) {
                       s.files_per_run = static_cast<int>(count_value(single(t), 0, 100'000));
                   }),
    supplier_entry("batch.mode", "order", "mode", Form::text,
                   "order: a file for each order; run: one with all that are ready; cutoff: one "
                   "with all that came before a time of day",
                   set_batch_mode),
    supplier_entry("batch.cutoff", "", "times of day", Form::list,
                   "when a batch is closed, local time, with the mode cutoff",
                   [](Supplier& s, const Texts& t) { s.send.cutoffs = order::parse_cutoffs(t); }),
    supplier_entry("send.zone", "", "time zone", Form::text,
                   "where its clock hangs, such as Europe/Berlin; empty: UTC", set_zone),
    supplier_entry("send.hours", "", "hours", Form::list,
                   "when files may be sent, such as 08:00-12:00; empty: at any time",
                   [](Supplier& s, const Texts& t) { s.send.hours = order::parse_hours(t); }),
    supplier_entry("send.days", "mon-sun", "days", Form::list,
                   "on which days files may be sent, such as mon-fri",
                   [](Supplier& s, const Texts& t) { s.send.days = order::parse_days(t); }),
    supplier_entry("send.closed", "", "dates", Form::list,
                   "days on which nothing is sent, 2026-12-24 or, every year, 12-25",
                   [](Supplier& s, const Texts& t) { s.send.closed = order::parse_closed(t); }),
    supplier_entry("schedule", "", "durations", Form::durations,
                   "waits after each fault of a document; empty: [retry] schedule", set_schedule),
};

} // namespace

std::span<const SupplierEntry> supplier_delivery_entries() noexcept {
    return k_entries;
}

} // namespace shoporder::config
