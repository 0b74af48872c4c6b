#include "flow/plan/schemas.hpp"

#include "base/digest.hpp"
#include "base/error.hpp"

#include <fmt/format.h>

namespace shoporder::flow {

namespace {

using base::Error;
using order::Supplier;

/// Of all files with their names; a length before each part keeps them apart.
std::string digest_of(const xml::SchemaFiles& schema) {
    std::string all;
    const auto add = [&](const std::string& part) {
        all += std::to_string(part.size()) + ":" + part;
    };
    add(schema.main);
    for (const auto& [name, bytes] : schema.files) {
        add(name);
        add(bytes);
    }
    return base::hex(base::sha256(all));
}

template <typename Work>
auto naming(const std::string& supplier, const Work& work) {
    try {
        return work();
    } catch (const Error& error) {
        throw Error(base::Exit::config,
                    fmt::format("supplier {}, document.schema: {}", supplier, error.what()));
    }
}

} // namespace

std::optional<store::SchemaSet> take_schema(Supplier& supplier) {
    std::string& digest = supplier.document.schema_digest;
    digest.clear();
    if (supplier.document.schema.empty())
        return std::nullopt;
    return naming(supplier.name, [&]() -> std::optional<store::SchemaSet> {
        xml::SchemaFiles read = xml::read_schema(supplier.document.schema);
        digest = digest_of(read);
        return store::SchemaSet{digest, std::move(read)};
    });
}

xml::SchemaFiles schema_files_of(const config::Settings& settings, const std::string& supplier,
                                 const order::DocumentForm& form) {
    return naming(
        supplier,
        [&] {
            if (form.schema_digest.empty())
                return xml::read_schema(form.schema);
            store::Database database(settings.database, store::Access::read);
            return store::find_schema(database, form.schema_digest);
        });
}

xml::Schema schema_of(const config::Settings& settings, const std::string& supplier,
                      const order::DocumentForm& form) {
    const xml::SchemaFiles files = schema_files_of(settings, supplier, form);
    return naming(supplier, [&] { return xml::Schema::from_files(files, form.schema); });
}

bool is_schema_current(const Supplier& supplier) {
    try {
        return supplier.document.schema.empty() ||
               digest_of(xml::read_schema(supplier.document.schema)) ==
                   supplier.document.schema_digest;
    } catch (const Error&) {
        return false;
    }
}

} // namespace shoporder::flow
