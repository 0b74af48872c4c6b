#include "xml/schema.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "xml/libxml.hpp"

#include <libxml/valid.h>
#include <libxml/xmlschemas.h>
#include <new>

namespace shoporder::xml {

namespace {

struct FreeSchema {
    void operator()(xmlSchema* p) const noexcept { xmlSchemaFree(p); }
    void operator()(xmlSchemaParserCtxt* p) const noexcept { xmlSchemaFreeParserCtxt(p); }
    void operator()(xmlSchemaValidCtxt* p) const noexcept { xmlSchemaFreeValidCtxt(p); }
    void operator()(xmlDtd* p) const noexcept { xmlFreeDtd(p); }
    void operator()(xmlValidCtxt* p) const noexcept { xmlFreeValidCtxt(p); }
};

[[noreturn]] void refuse(const std::string& name, const FaultScope& faults) {
    std::string why = "it is no usable XML Schema or DTD";
    if (!faults.faults().empty()) {
        const Fault& first = faults.faults().front();
        why = words_of(first);
        if (!first.file.empty() && first.file != name) // in what it includes
            why = base::printable(first.file, 300) + ", " + why;
    }
    throw base::Error(base::Exit::data, "schema " + name + ": " + why);
}

/// UBL is published as maindoc/ and common/: there the folder above both is the schema's own.
std::filesystem::path folder_of(const std::filesystem::path& file) {
    const std::filesystem::path own = file.parent_path();
    const std::filesystem::path above = own.parent_path();
    return own.filename() == "maindoc" && std::filesystem::is_directory(above / "common") ? above
                                                                                          : own;
}

bool is_dtd(const std::filesystem::path& file) {
    return file.extension() == ".dtd";
}

void check_dtd(xmlDoc& document, xmlDtd& dtd, FaultScope& faults) {
    const std::unique_ptr<xmlValidCtxt, FreeSchema> validator{xmlNewValidCtxt()};
    if (!validator)
        throw std::bad_alloc();
    if (xmlValidateDtd(validator.get(), &document, &dtd) != 1 && faults.faults().empty())
        faults.add(0, "the document does not obey the DTD");
}

} // namespace

struct Schema::Compiled {
    Tree source; // the schema's components point into it
    std::unique_ptr<xmlSchema, FreeSchema> schema;
    std::unique_ptr<xmlDtd, FreeSchema> dtd; ///< in the place of a schema

    /// A DTD at a URL, whose entities may name files of its folder.
    Compiled(const std::string& url, const std::string& name) {
        FaultScope faults;
        dtd.reset(xmlParseDTD(nullptr, reinterpret_cast<const xmlChar*>(url.c_str())));
        if (!dtd || !faults.faults().empty())
            refuse(name, faults);
    }

    /// `url`: what its includes are relative to.
    Compiled(std::string_view bytes, const std::string& url, const std::string& name) {
        FaultScope faults;
        source = parse_tree(bytes, url, faults);
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
    return compile_file(path, nullptr);
}

Schema Schema::compile_file(const std::filesystem::path& path, SchemaFiles* read) {
    start_libxml();
    const std::string bytes = base::read_file(path, k_largest_document); // says why it cannot
    const std::filesystem::path real = std::filesystem::canonical(path);
    const std::filesystem::path own = folder_of(real);
    const FolderScope folder{own, read == nullptr ? nullptr : &read->files};
    if (read != nullptr) {
        read->main = real.lexically_relative(own).string();
        read->files[read->main] = bytes;
    }
    if (is_dtd(real))
        return Schema{std::make_unique<Compiled>(real.string(), real.string())};
    return Schema{std::make_unique<Compiled>(bytes, real.string(), real.string())};
}

Schema Schema::from_files(const SchemaFiles& files, const std::string& name) {
    start_libxml();
    const FilesScope scope{files.files};
    if (is_dtd(files.main))
        return Schema{std::make_unique<Compiled>(files.main, name)};
    return Schema{std::make_unique<Compiled>(files.files.at(files.main), files.main, name)};
}

Schema Schema::from_text(std::string_view bytes, const std::string& name) {
    start_libxml();
    return Schema{std::make_unique<Compiled>(bytes, name, name)};
}

SchemaFiles read_schema(const std::filesystem::path& path) {
    SchemaFiles read;
    static_cast<void>(Schema::compile_file(path, &read));
    static_cast<void>(Schema::from_files(read, path.string()));
    return read;
}

std::vector<Fault> Schema::check(std::string_view bytes) const {
    FaultScope faults;
    const Tree document = parse_tree(bytes, {}, faults);
    if (!document)
        return faults.faults();
    if (m_compiled->dtd) {
        check_dtd(*document, *m_compiled->dtd, faults);
        return faults.faults();
    }
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
