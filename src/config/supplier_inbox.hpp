#pragma once
// Purpose: reading the settings of a supplier's inboxes, which answers and shipments share. Inside
// `config` only: the two tables name them.
// State: none. Fails: Unusable.
// Threads: any.
#include "base/text.hpp"
#include "config/supplier_table.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace shoporder::config {

inline order::Inbox& answers_of(order::Supplier& s) {
    return s.answering;
}
inline order::Inbox& shipments_of(order::Supplier& s) {
    return s.shipping;
}

/// What stands behind a name, or a folder below another: nothing that leads elsewhere.
[[nodiscard]] std::string name_word(std::string_view text);
/// A character between fields or around them.
[[nodiscard]] std::string one_character(const std::string& text, bool may_be_empty);
/// "FIELD=HEADER", "FIELD=NUMBER".
[[nodiscard]] std::vector<std::string> column_list(const Texts& texts);

template <auto Of, std::string order::Inbox::*Field>
void set_inbox_text(order::Supplier& s, const Texts& t) {
    Of(s).*Field = plain_text(single(t));
}

template <auto Of>
void set_folder(order::Supplier& s, const Texts& t) {
    const std::string folder = plain_text(single(t));
    // The url's own rules are the folder's.
    static_cast<void>(endpoint_value("ftp://host/" + folder));
    Of(s).folder = folder;
}

template <auto Of>
void set_url(order::Supplier& s, const Texts& t) {
    Of(s).endpoint = endpoint_value(single(t));
}

template <auto Of>
void set_inbox_credential(order::Supplier& s, const Texts& t) {
    if (!single(t).empty())
        check_credential_name(single(t));
    Of(s).credential = single(t);
}

template <auto Of>
void set_whole(order::Supplier& s, const Texts& t) {
    const auto how = order::wholeness(single(t));
    if (!how)
        throw Unusable("must be steady, done-file or rename");
    Of(s).whole = *how;
}

template <auto Of>
void set_done(order::Supplier& s, const Texts& t) {
    if (single(t).empty())
        throw Unusable("is empty: a done-file needs a name of its own");
    Of(s).done_suffix = name_word(single(t));
}

template <auto Of>
void set_after(order::Supplier& s, const Texts& t) {
    const auto what = order::afterwards(single(t));
    if (!what)
        throw Unusable("must be keep, move, rename or remove");
    Of(s).after = *what;
}

template <auto Of>
void set_to(order::Supplier& s, const Texts& t) {
    Of(s).after_to = name_word(single(t));
}

template <auto Of>
void set_inbox_format(order::Supplier& s, const Texts& t) {
    const std::string& text = single(t);
    if (text.ends_with(".xsl"))
        Of(s).format = path_text(text);
    else {
        check_word(text, {"auto", "native", "ubl", "opentrans", "cxml", "csv"}, {});
        Of(s).format = text;
    }
}

template <auto Of>
void set_columns(order::Supplier& s, const Texts& t) {
    Of(s).columns = column_list(t);
}

template <auto Of>
void set_separator(order::Supplier& s, const Texts& t) {
    Of(s).separator = one_character(single(t), false);
}

template <auto Of>
void set_quote(order::Supplier& s, const Texts& t) {
    Of(s).quote = one_character(single(t), true);
}

template <auto Of>
void set_decimal(order::Supplier& s, const Texts& t) {
    check_word(single(t), {".", ","}, {});
    Of(s).decimal = single(t);
}

} // namespace shoporder::config
