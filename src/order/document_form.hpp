#pragma once
// Purpose: how a supplier's documents are written, beside their format: encoding, form of the
// bytes, which fields are told and how long they may be, what a file is called. State: none. Fails:
// by value. Threads: values.
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::order {

struct DocumentForm {
    std::string encoding = "UTF-8"; ///< as iconv(1) names it
    /// A character that the encoding lacks: "reference", "refuse", "replace", "transliterate".
    std::string missing = "reference";
    bool bom = false;                    ///< a byte-order mark begins the file
    bool declaration = true;             ///< XML: `<?xml version="1.0" encoding="…"?>`
    bool indent = true;                  ///< XML: a line for each element
    std::string line_ends = "lf";        ///< "lf" or "crlf"
    std::vector<std::string> limits;     ///< "FIELD=CHARACTERS" or "FIELD=CHARACTERS cut"
    std::vector<std::string> hidden;     ///< fields or their groups that the supplier is not told
    std::vector<std::string> parameters; ///< of a stylesheet: "NAME=VALUE"
    std::string decimal = ".";           ///< "." or ",", of a stylesheet's f:decimal
    std::string date;                    ///< a pattern of f:date; empty: as the order tells it
    std::string secret;              ///< the credential whose value is its parameter shared-secret
    std::string schema;              ///< the path of an XML Schema, *.xsd, or a DTD, *.dtd
    std::string schema_digest;       ///< SHA-256 of what was read there, hexadecimal; set by us
    std::string validate = "strict"; ///< against it: "strict", "warn" or "off"
    std::string name;                ///< the pattern of a file's name; empty: as it always was
    std::string batch_name;          ///< likewise of a batch
    bool upper_case = false;         ///< names in capitals
    friend bool operator==(const DocumentForm&, const DocumentForm&) = default;
};

/// Its settings by the names of shoporder.toml(5), by their kind.
template <typename Value>
struct DocumentSetting {
    std::string_view name;
    Value DocumentForm::*field;
};
inline constexpr std::array k_document_texts = {
    DocumentSetting<std::string>{"document.encoding", &DocumentForm::encoding},
    DocumentSetting<std::string>{"document.missing", &DocumentForm::missing},
    DocumentSetting<std::string>{"document.line_ends", &DocumentForm::line_ends},
    DocumentSetting<std::string>{"document.decimal", &DocumentForm::decimal},
    DocumentSetting<std::string>{"document.date", &DocumentForm::date},
    DocumentSetting<std::string>{"document.secret", &DocumentForm::secret},
    DocumentSetting<std::string>{"document.schema", &DocumentForm::schema},
    DocumentSetting<std::string>{"document.validate", &DocumentForm::validate},
    DocumentSetting<std::string>{"document.name", &DocumentForm::name},
    DocumentSetting<std::string>{"document.batch_name", &DocumentForm::batch_name},
};
inline constexpr std::array k_document_flags = {
    DocumentSetting<bool>{"document.bom", &DocumentForm::bom},
    DocumentSetting<bool>{"document.declaration", &DocumentForm::declaration},
    DocumentSetting<bool>{"document.indent", &DocumentForm::indent},
    DocumentSetting<bool>{"document.upper_case", &DocumentForm::upper_case},
};
inline constexpr std::array k_document_lists = {
    DocumentSetting<std::vector<std::string>>{"document.limits", &DocumentForm::limits},
    DocumentSetting<std::vector<std::string>>{"document.hide", &DocumentForm::hidden},
    DocumentSetting<std::vector<std::string>>{"document.parameters", &DocumentForm::parameters},
};

/// One of DocumentForm::limits.
struct FieldLimit {
    std::string field;
    int most = 0;     ///< characters, 1 to 1,000,000
    bool cut = false; ///< else what is longer holds the delivery
};
/// nullopt: it has another form, or no field of that name.
[[nodiscard]] std::optional<FieldLimit> field_limit(std::string_view text);

/// The texts of the native document (share/order.xsd) that can be limited, by their places without
/// numbers: "ship-to/name", "line/title". A service's count as a line's.
[[nodiscard]] bool is_document_field(std::string_view name) noexcept;
/// What need not be told: one of them that may be missing, or a group such as "bill-to".
[[nodiscard]] bool is_optional_field(std::string_view name) noexcept;
[[nodiscard]] const std::vector<std::string_view>& document_fields();

} // namespace shoporder::order
