#include "xml/schema.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "xml/libxml.hpp"

#include <libxml/xmlschemas.h>
#include <new>

namespace shoporder::xml {

namespace {

struct FreeSchema {
    void operator()(xmlSchema* p) const noexcept { xmlSchemaFree(p); }
    void operator()(xmlSchemaParserCtxt* p) const noexcept { xmlSchemaFreeParserCtxt(p); }
    void operator()(xmlSchemaValidCtxt* p) const noexcept { xmlSchemaFreeValidCtxt(p); }
};

[[noreturn]] void refuse(const std::string& name, const FaultScope& faults) {
    std::string why = "it is no usable XML Schema";
    if (!faults.faults().empty())
        why = "line " + std::to_string(faults.faults().front().line) + ": " +
              faults.faults().front().message;
    throw base::Error(base::Exit::data, "schema " + name + ": " + why);
}

} // namespace

struct Schema::Compiled {
    Tree source; // the schema's components point into it
    std::unique_ptr<xmlSchema, FreeSchema> schema;

    Compiled(std::string_view bytes, const std::string& name) {
        FaultScope faults;
        source = parse_tree(bytes, name, faults);
        if (!source)
            refuse(name, faults);
        const std::unique_ptr<xmlSchemaParserCtxt, FreeSchema> parser{
            xmlSchemaNewDocParserCtxt(source.get())};
        if (!parser)
            throw std::bad_alloc();
        schema.reset(xmlSchemaParse(parser.get()));
        // An import that cannot be read is an error here, though libxml2 may go on without it.
        if (!schema || !faults.faults().empty())
            refuse(name, faults);
    }
};

Schema::Schema(std::unique_ptr<Compiled> compiled) noexcept : m_compiled(std::move(compiled)) {}
Schema::Schema(Schema&&) noexcept = default;
Schema& Schema::operator=(Schema&&) noexcept = default;
Schema::~Schema() = default;

Schema Schema::from_file(const std::filesystem::path& path) {
    start_libxml();
    const std::string bytes = base::read_file(path, k_largest_document);
    const std::filesystem::path real = std::filesystem::canonical(path);
    const FolderScope folder{real.parent_path()};
    return Schema{std::make_unique<Compiled>(bytes, real.string())};
}

Schema Schema::from_text(std::string_view bytes, const std::string& name) {
    start_libxml();
    return Schema{std::make_unique<Compiled>(bytes, name)};
}

std::vector<Fault> Schema::check(std::string_view bytes) const {
    FaultScope faults;
    const Tree document = parse_tree(bytes, {}, faults);
    if (!document)
        return faults.faults();
    // A validator made with a schema follows no xsi:schemaLocation (libxml2 2.9.14 does so only
    // without one), and the entity loader would refuse it.
    const std::unique_ptr<xmlSchemaValidCtxt, FreeSchema> validator{
        xmlSchemaNewValidCtxt(m_compiled->schema.get())};
    if (!validator)
        throw std::bad_alloc();
    const int verdict = xmlSchemaValidateDoc(validator.get(), document.get());
    if (verdict != 0 && faults.faults().empty())
        faults.add(0, "the document does not obey the schema");
    return faults.faults();
}

} // namespace shoporder::xml
