#pragma once
// Purpose: what a supplier's settings do to each text of a document before it is written: fields it
// is not told, lengths it cannot take, characters its encoding lacks.
// State: what was altered. Fails: Unfit, when the settings say rather hold than alter.
// Threads: one document's; the rules are shared.
#include "base/encoding.hpp"
#include "render/document.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::render {

/// A character that the encoding lacks.
enum class Missing {
    reference,     ///< is left to XML's own &#321; (in a text that is no XML: refuse)
    refuse,        ///< makes the document Unfit
    replace,       ///< is a question mark
    transliterate, ///< is a plainer one, else a question mark
};

struct FieldRules {
    struct Limit {
        std::string field; ///< as order::document_fields() names them
        std::size_t most = 0;
        bool cut = false;
    };
    std::vector<Limit> limits;
    std::vector<std::string> hidden; ///< fields, or groups with all that is in them
    std::string encoding = "UTF-8";
    Missing missing = Missing::reference;
    /// The document is no XML: its texts are plain lines (render/flat_text.hpp), their breaks kept.
    bool plain = false;
};

class Fields {
public:
    /// `rules` outlive it. Error(data): the encoding is unknown.
    explicit Fields(const FieldRules& rules);

    /// Nothing is ever altered: nobody needs to ask.
    [[nodiscard]] bool is_idle() const noexcept { return m_idle; }
    /// Is the supplier not told what stands at the place `path` under `name`?
    [[nodiscard]] bool hides(std::string_view path, std::string_view name) const;
    /// What is written of `text` at the place `path` ("line[2]") under `name` ("title"; empty: the
    /// place itself); empty when the supplier is not told.
    [[nodiscard]] std::string told(std::string_view path, std::string_view name,
                                   std::string_view text);
    /// The same of a text that is no field of its own, such as a property's name: characters only.
    [[nodiscard]] std::string carried(const std::string& where, std::string_view text);

    [[nodiscard]] std::vector<Replacement> take() { return std::move(m_altered); }

private:
    [[nodiscard]] bool is_hidden(std::string_view field) const;
    /// Of an XML document: as it is; its writer cleans it.
    [[nodiscard]] std::string without_controls(const std::string& where, std::string_view text);
    [[nodiscard]] std::string within(const FieldRules::Limit& limit, const std::string& where,
                                     std::string text);

    [[nodiscard]] const std::string& instead_of(std::string_view character);

    const FieldRules& m_rules;
    base::Encoder m_encoder;
    bool m_idle;
    std::map<std::string, std::string, std::less<>> m_instead;
    std::vector<Replacement> m_altered;
};

} // namespace shoporder::render
