#pragma once
// Purpose: a supplier's whole way of writing documents, made once and used for all of a run: the
// native document, a stylesheet over it, or a flat file's columns; the rules for its fields, the
// form of its bytes, the schema it must obey. State: compiled stylesheet and schema, never changed.
// Fails: Unfit from the writing functions: that document cannot be made, with the reason in words.
// Threads: any number at once.
#include "order/flat_form.hpp"
#include "render/document.hpp"
#include "render/fields.hpp"
#include "render/file_bytes.hpp"
#include "xml/schema.hpp"
#include "xml/stylesheet.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace shoporder::render {

struct FormatParts {
    /// Null: the native document itself.
    std::shared_ptr<const xml::Stylesheet> stylesheet;
    std::vector<xml::Stylesheet::Parameter> parameters;
    std::vector<xml::Stylesheet::Function> functions; ///< that the stylesheet may call
    order::FlatForm flat; ///< of a kind, it stands in the stylesheet's place
    std::string zone;     ///< of a flat file's times; an IANA name, empty: UTC
    FieldRules fields;
    FileForm file;
    bool indent = true; ///< of the native document; a stylesheet was told when it was compiled
    std::shared_ptr<const xml::Schema> schema; ///< null: nobody looks
    bool strict = true;                        ///< what breaks it is Unfit; else it is said
};

class Format {
public:
    explicit Format(FormatParts parts);

    [[nodiscard]] Document order(const Sheet& sheet) const;
    /// order() takes so long that its document should be made where nobody waits.
    [[nodiscard]] bool is_slow() const noexcept {
        return m_parts.stylesheet != nullptr || m_parts.schema != nullptr;
    }
    /// `number` counts the supplier's batches from 1.
    [[nodiscard]] Document batch(std::int64_t number, std::span<const Sheet> sheets) const;
    /// A batch of this order alone: can it be in one? What was altered is told without the batch's
    /// own part of its place.
    [[nodiscard]] Document part(const Sheet& sheet) const;

private:
    [[nodiscard]] bool is_flat() const noexcept {
        return m_parts.flat.kind != order::FlatKind::none;
    }
    [[nodiscard]] Document flat(std::int64_t batch_number, std::span<const Sheet> sheets) const;
    /// By the stylesheet; says if it is XML.
    [[nodiscard]] bool transform(Document& document, const std::string& native) const;
    [[nodiscard]] Document finish(Document document) const;
    void check(Document& document, const std::string& native) const;

    FormatParts m_parts;
};

/// The stylesheets that come with the program, by their files' names: "ubl.xsl" and what they
/// include. The same stand in share/formats.
[[nodiscard]] const std::map<std::string, std::string, std::less<>>& built_in_stylesheets();

} // namespace shoporder::render
