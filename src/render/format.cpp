#include "render/format.hpp"

#include "render/flat.hpp"
#include "render/native.hpp"
#include "render/origin.hpp"

#include <utility>

namespace shoporder::render {

Format::Format(FormatParts parts) : m_parts(std::move(parts)) {
    m_parts.fields.plain = m_parts.stylesheet != nullptr && m_parts.stylesheet->makes_text();
}

Document Format::order(const Sheet& sheet) const {
    return finish(is_flat() ? flat(0, {&sheet, 1})
                            : write_native(sheet, m_parts.fields, m_parts.indent));
}

Document Format::batch(std::int64_t number, std::span<const Sheet> sheets) const {
    return finish(is_flat() ? flat(number, sheets)
                            : write_native_batch(number, sheets, m_parts.fields, m_parts.indent));
}

Document Format::flat(std::int64_t batch_number, std::span<const Sheet> sheets) const {
    return render_flat(sheets, batch_number, m_parts.flat, m_parts.zone, m_parts.fields);
}

Document Format::part(const Sheet& sheet) const {
    constexpr std::string_view k_own = "order[1]/";
    Document document = batch(1, {&sheet, 1});
    for (Replacement& each : document.replaced)
        if (each.field.starts_with(k_own))
            each.field.erase(0, k_own.size());
    return document;
}

Document Format::finish(Document document) const {
    const std::string native =
        m_parts.stylesheet == nullptr ? std::string{} : std::move(document.bytes);
    const bool is_xml = !is_flat() && transform(document, native);
    document.bytes = file_bytes(std::move(document.bytes), is_xml, m_parts.file);
    if (is_xml && m_parts.schema != nullptr)
        check(document, native);
    return document;
}

bool Format::transform(Document& document, const std::string& native) const {
    if (m_parts.stylesheet == nullptr)
        return true;
    auto made = m_parts.stylesheet->apply(native, m_parts.parameters, m_parts.functions);
    if (made.fault)
        throw Unfit("stylesheet", "its stylesheet: " + xml::words_of(*made.fault));
    const bool is_xml = !m_parts.stylesheet->makes_text();
    document.bytes = std::move(made.bytes);
    if (document.bytes.empty())
        throw Unfit("stylesheet", "its stylesheet writes nothing for it");
    if (const auto fault = is_xml ? xml::well_formed(document.bytes) : std::nullopt)
        throw Unfit("stylesheet",
                    "its stylesheet makes no well-formed XML: " + xml::words_of(*fault));
    return is_xml;
}

void Format::check(Document& document, const std::string& native) const {
    const auto faults = m_parts.schema->check(document.bytes);
    if (faults.empty())
        return;
    const std::string origin =
        origin_of(faults.front().text, native.empty() ? document.bytes : native);
    std::string words = xml::words_of(faults.front());
    if (!origin.empty()) {
        if (words.ends_with('.'))
            words.pop_back();
        words += " (from the order's " + origin + ")";
    }
    if (faults.size() > 1)
        words += ", and " + std::to_string(faults.size() - 1) + " more";
    if (m_parts.strict)
        throw Unfit("schema", "it breaks the supplier's schema: " + words);
    document.broken = words;
}

} // namespace shoporder::render
