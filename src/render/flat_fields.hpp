#pragma once
// Purpose: one field of a flat file: from what the order says to the characters in the file.
// State: what was altered so far. Fails: Unfit, naming the place and the remedy, where a text does
// not fit or obey; Error(data) for a path or a zone that nobody knows.
// Threads: one file's.
#include "base/time_zone.hpp"
#include "order/flat_form.hpp"
#include "order/flat_paths.hpp"
#include "render/flat.hpp"
#include "render/flat_values.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::render {

class FlatFields {
public:
    /// All outlive it.
    FlatFields(const order::FlatForm& form, const std::string& zone, const FieldRules& rules);

    [[nodiscard]] bool of_line(std::size_t index) const noexcept {
        return m_columns[index].path && m_columns[index].path->path().of_line();
    }
    /// A column whose value begins so ("method."), and that the supplier may see.
    [[nodiscard]] bool tells_any(std::string_view beginning) const;
    /// Without its limit, quotes and padding. `prefix` is "order[3]/" in a batch, else empty.
    [[nodiscard]] std::string told(std::size_t index, FlatPlace place, const std::string& prefix);
    /// What is written of a line's column where there is no line.
    [[nodiscard]] std::string untold(std::size_t index);
    /// As it stands in the file.
    [[nodiscard]] std::string written(std::size_t index, std::string text,
                                      const std::string& place);
    [[nodiscard]] std::string header(std::size_t index);
    /// "order[3]/line[2].title"
    [[nodiscard]] std::string place_of(std::size_t index, std::int64_t position,
                                       const std::string& prefix) const;

    [[nodiscard]] std::vector<Replacement> take();

private:
    struct Column {
        const order::FlatColumn* form = nullptr;
        std::optional<order::FoundPath> path; ///< nullopt: a constant
    };
    /// Where a value stands: by its path, and its line; 0: it is none of a line.
    struct Where {
        std::string place;
        std::int64_t line = 0;
    };
    [[nodiscard]] std::string form_of(const Column& column, const FlatValue& value,
                                      const Where& where);
    [[nodiscard]] std::string date_of(const Column& column, base::Time time) const;
    [[nodiscard]] std::string text_of(const Column& column, const std::string& text,
                                      const Where& where);
    [[nodiscard]] std::string parts_of(const Column& column, const std::vector<FlatPart>& parts,
                                       const Where& where);
    [[nodiscard]] std::string plain(const std::string& text, const Where& where);
    [[nodiscard]] std::string obeying(const Column& column, const std::string& text,
                                      const Where& where);
    [[nodiscard]] std::string guarded(std::string text) const;
    [[nodiscard]] bool is_hidden(const Column& column) const;
    [[nodiscard]] std::string within(const Column& column, std::string text,
                                     const std::string& place);
    [[nodiscard]] std::string csv(std::string text, const std::string& place);
    void alter(const std::string& place, std::size_t count, Altered how);

    const order::FlatForm& m_form;
    Fields m_rules;
    std::vector<Column> m_columns;
    base::TimeZone m_zone;
    std::vector<Replacement> m_altered;
};

} // namespace shoporder::render
