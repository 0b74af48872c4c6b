#include "flow/operate/comparison.hpp"

#include "base/file.hpp"
#include "config/suppliers_file.hpp"
#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace shoporder::flow {

namespace {

namespace fs = std::filesystem;
using report::Compared;

constexpr std::size_t k_largest_file = 16U << 20U;
constexpr std::size_t k_most_candidates = 20;

void set_left(Compared& c, const Preview& p) {
    c.supplier = p.supplier;
    c.left = p.unfit.empty() ? p.file_name : "";
    c.left_unfit = p.unfit;
}

void set_right(Compared& c, const Preview& p) {
    c.supplier = p.supplier;
    c.right = p.unfit.empty() ? p.file_name : "";
    c.right_unfit = p.unfit;
}

/// The one of `previews` that belongs beside `p`, and not any more to any other; null: none.
const Preview* take_beside(const Preview& p, std::vector<const Preview*>& previews) {
    for (const bool by_number : {true, false}) {
        const auto found = std::find_if(previews.begin(), previews.end(), [&](const Preview* each) {
            return each->supplier == p.supplier && (!by_number || each->po_number == p.po_number);
        });
        if (found == previews.end())
            continue;
        const Preview* const out = *found;
        previews.erase(found);
        return out;
    }
    return nullptr;
}

bool is_word(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
}

/// Is it there, and no part of a longer word or number?
bool holds_word(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end])))
            return true;
    }
    return false;
}

struct OldFile {
    std::string name; ///< within the folder
    std::string bytes;
};

class OldFiles {
public:
    OldFiles(const fs::path& folder, report::FolderComparison& out) {
        std::error_code error;
        for (fs::recursive_directory_iterator each(folder, error), end; !error && each != end;
             each.increment(error)) {
            std::error_code ignored; // what cannot be asked is no regular file
            if (!each->is_regular_file(ignored))
                continue;
            const std::string name = each->path().lexically_relative(folder).string();
            if (each->file_size(ignored) > k_largest_file)
                out.skipped.push_back(name + ": more than 16 MiB");
            else
                m_files.push_back({name, base::read_file(each->path())});
        }
        if (error)
            throw base::system_error("cannot read the folder " + folder.string(), error.value());
        std::sort(m_files.begin(), m_files.end(),
                  [](const OldFile& a, const OldFile& b) { return a.name < b.name; });
    }

    /// By the first of `words` that any file has, in its name before its text.
    [[nodiscard]] std::vector<const OldFile*> with(const std::vector<std::string>& words) const {
        std::vector<const OldFile*> out;
        for (const std::string& word : words)
            for (const auto part : {&OldFile::name, &OldFile::bytes}) {
                for (const OldFile& file : m_files)
                    if (out.size() < k_most_candidates && holds_word(file.*part, word))
                        out.push_back(&file);
                if (!out.empty())
                    return out;
            }
        return out;
    }

    [[nodiscard]] const std::vector<OldFile>& all() const noexcept { return m_files; }

private:
    std::vector<OldFile> m_files;
};

/// What a file about this document may call it, the surest first.
std::vector<std::string> names_of(const Preview& p) {
    std::vector<std::string> out{p.po_number, std::to_string(p.order_id), p.order_name};
    if (p.order_name.starts_with('#')) // the usual name is the order's number
        out.push_back(p.order_name.substr(1));
    std::erase(out, std::string{});
    return out;
}

/// One order's documents, before and after.
void compare_previews(const std::vector<Preview>& before, const std::vector<Preview>& after,
                      std::vector<Compared>& out) {
    std::vector<const Preview*> left_over;
    left_over.reserve(after.size());
    for (const Preview& p : after)
        left_over.push_back(&p);
    for (const Preview& p : before) {
        Compared& c = out.emplace_back();
        c.order = p.order_name;
        set_left(c, p);
        if (const Preview* const q = take_beside(p, left_over)) {
            set_right(c, *q);
            if (p.file_name != q->file_name)
                c.differences.push_back({"the file's name", p.file_name, q->file_name});
            if (p.state + p.reason != q->state + q->reason)
                c.differences.push_back(
                    {"what becomes of it", p.state + " " + p.reason, q->state + " " + q->reason});
            for (xml::Difference& each :
                 xml::differences(p.bytes, q->bytes, report::k_most_differences))
                c.differences.push_back(std::move(each));
            if (c.differences.empty() && p.bytes != q->bytes)
                c.differences.push_back({"how the file is written", "one way", "another"});
        }
    }
    for (const Preview* const q : left_over) {
        Compared& c = out.emplace_back();
        c.order = q->order_name;
        set_right(c, *q);
    }
}

} // namespace

std::vector<Compared> compare_settings(store::Database& database, const config::Settings& settings,
                                       std::span<const std::int64_t> orders,
                                       std::span<const order::Supplier> suppliers, base::Time now) {
    const PreviewOptions options{{}, {}, now};
    const auto stored = store::list_suppliers(database);
    const auto changed = config::merged(stored, suppliers);
    // Two, for each keeps one form of a supplier: what is compiled is compiled once.
    Formats formats_before(settings);
    Formats formats_after(settings);
    std::vector<Compared> out;
    for (const std::int64_t order : orders)
        compare_previews(preview_afresh(database, settings, formats_before, order, stored, options),
                         preview_afresh(database, settings, formats_after, order, changed, options),
                         out);
    return out;
}

report::FolderComparison compare_folder(std::span<const Preview> previews, const fs::path& folder) {
    report::FolderComparison out;
    const OldFiles files(folder, out);
    std::set<const OldFile*> used;
    for (const Preview& p : previews) {
        Compared& c = out.documents.emplace_back();
        c.order = p.order_name;
        set_left(c, p);
        const OldFile* best = nullptr;
        for (const OldFile* const file : files.with(names_of(p))) {
            auto found = xml::differences(p.bytes, file->bytes, report::k_most_differences);
            if (best == nullptr || found.size() < c.differences.size()) {
                best = file;
                c.differences = std::move(found);
            }
        }
        if (best == nullptr)
            continue;
        c.right = best->name;
        used.insert(best);
    }
    for (const OldFile& file : files.all())
        if (!used.contains(&file))
            out.others.push_back(file.name);
    return out;
}

} // namespace shoporder::flow
