#include "deliver/upload.hpp"

#include "base/digest.hpp"
#include "deliver/books.hpp"

namespace shoporder::deliver {

namespace {
constexpr std::size_t k_longest_temporary = 80;
}

std::string temporary_name(order::TemporaryName place, std::string_view mark,
                           std::string_view final_name, std::int64_t attempt) {
    using order::TemporaryName;
    std::string number = '.' + std::to_string(attempt);
    if (place == TemporaryName::suffix)
        number += mark;
    std::string name{place == TemporaryName::prefix ? mark : std::string_view{}};
    name += final_name;
    if (name.size() + number.size() > k_longest_temporary) {
        // Cut, and kept apart from others with the same beginning.
        const std::string digest = '.' + base::hex(base::sha256(name)).substr(0, 16);
        name.resize(k_longest_temporary - number.size() - digest.size());
        name += digest;
    }
    name += number;
    return place == TemporaryName::folder ? std::string{mark} + '/' + name : name;
}

std::vector<Result> upload(remote::Session& session, const Manner& manner,
                           std::span<const Upload> window, const Commit& commit,
                           const std::function<bool()>& enough, const Wait& wait) {
    Books books{window};
    if (manner.mode == order::UploadMode::rename)
        upload_and_rename(session, window, commit, enough, wait, books);
    else
        upload_in_place(session, manner, window, commit, enough, wait, books);
    return books.close();
}

} // namespace shoporder::deliver
