#include "order/supplier.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace shoporder::order {

namespace {

using base::Error;
using base::Exit;

struct ModeName {
    SupplierMode mode;
    std::string_view text;
};
constexpr std::array k_modes = {
    ModeName{SupplierMode::test, "test"},     ModeName{SupplierMode::observe, "observe"},
    ModeName{SupplierMode::live, "live"},     ModeName{SupplierMode::paused, "paused"},
    ModeName{SupplierMode::parked, "parked"},
};

struct UploadModeName {
    UploadMode mode;
    std::string_view text;
};
constexpr std::array k_upload_modes = {
    UploadModeName{UploadMode::rename, "rename"},
    UploadModeName{UploadMode::done_file, "done-file"},
    UploadModeName{UploadMode::direct, "direct"},
};

struct TemporaryWhere {
    TemporaryName where;
    std::string_view text;
};
constexpr std::array k_temporary_names = {
    TemporaryWhere{TemporaryName::prefix, "prefix"},
    TemporaryWhere{TemporaryName::suffix, "suffix"},
    TemporaryWhere{TemporaryName::folder, "folder"},
};

struct BatchingName {
    Batching batching;
    std::string_view text;
};
constexpr std::array k_batchings = {
    BatchingName{Batching::order, "order"},
    BatchingName{Batching::run, "run"},
    BatchingName{Batching::cutoff, "cutoff"},
};

} // namespace

std::string_view name(SupplierMode mode) noexcept {
    for (const ModeName& known : k_modes)
        if (known.mode == mode)
            return known.text;
    return "test";
}

std::optional<SupplierMode> supplier_mode(std::string_view text) noexcept {
    for (const ModeName& known : k_modes)
        if (known.text == text)
            return known.mode;
    return std::nullopt;
}

std::string_view name(UploadMode mode) noexcept {
    for (const UploadModeName& known : k_upload_modes)
        if (known.mode == mode)
            return known.text;
    return "rename";
}

std::optional<UploadMode> upload_mode(std::string_view text) noexcept {
    for (const UploadModeName& known : k_upload_modes)
        if (known.text == text)
            return known.mode;
    return std::nullopt;
}

std::string_view name(TemporaryName where) noexcept {
    for (const TemporaryWhere& known : k_temporary_names)
        if (known.where == where)
            return known.text;
    return "prefix";
}

std::optional<TemporaryName> temporary_name(std::string_view text) noexcept {
    for (const TemporaryWhere& known : k_temporary_names)
        if (known.text == text)
            return known.where;
    return std::nullopt;
}

std::string_view name(Batching batching) noexcept {
    for (const BatchingName& known : k_batchings)
        if (known.batching == batching)
            return known.text;
    return "order";
}

std::optional<Batching> batching(std::string_view text) noexcept {
    for (const BatchingName& known : k_batchings)
        if (known.text == text)
            return known.batching;
    return std::nullopt;
}

void check_supplier_name(std::string_view text) {
    const auto is_alnum = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    const bool good =
        !text.empty() && text.size() <= 32 && is_alnum(text[0]) &&
        std::all_of(text.begin(), text.end(), [&](char c) { return is_alnum(c) || c == '-'; });
    if (!good)
        throw Error(Exit::data,
                    fmt::format("supplier name `{}`: use 1 to 32 of a-z, 0-9 and `-`, the first "
                                "no `-`",
                                base::printable(text, 40)));
}

} // namespace shoporder::order
