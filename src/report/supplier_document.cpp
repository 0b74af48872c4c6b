#include "report/supplier_document.hpp"

#include "base/text.hpp"

namespace shoporder::report {

namespace {

std::string short_name(std::string_view name) {
    return std::string{name.substr(name.find('.') + 1)};
}

} // namespace

Value document_json(const order::DocumentForm& form) {
    Value out = Value::object();
    for (const auto& setting : order::k_document_texts)
        out.set(short_name(setting.name),
                (form.*setting.field).empty() ? Value{} : Value{form.*setting.field});
    for (const auto& setting : order::k_document_flags)
        out.set(short_name(setting.name), form.*setting.field);
    for (const auto& setting : order::k_document_lists)
        out.set(
            short_name(setting.name),
            json_array(form.*setting.field, [](const std::string& text) { return Value{text}; }));
    return out;
}

std::string document_text(const order::DocumentForm& form) {
    const order::DocumentForm preset;
    std::string out;
    const auto add = [&](std::string_view name, const std::string& value) {
        out += (out.empty() ? "" : ", ") + short_name(name) + " " + base::printable(value, 200);
    };
    for (const auto& setting : order::k_document_texts)
        if (form.*setting.field != preset.*setting.field)
            add(setting.name, form.*setting.field);
    for (const auto& setting : order::k_document_flags)
        if (form.*setting.field != preset.*setting.field)
            add(setting.name, form.*setting.field ? "yes" : "no");
    for (const auto& setting : order::k_document_lists)
        for (const std::string& entry : form.*setting.field)
            add(setting.name, entry);
    return out;
}

} // namespace shoporder::report
