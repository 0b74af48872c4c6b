#pragma once
// Purpose: does a document obey an XML Schema (XSD 1.0)? libxml2 decides.
// State: a compiled schema, never changed after it is made; files are read only while making it.
// Fails: Error(data) from the makers, with the schema's first fault and its line (a supplier's
// schema can be wrong itself); check() by value.
// Threads: check() from any number at once.
#include "xml/reader.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::xml {

/// A schema with all that it includes.
struct SchemaFiles {
    std::string main;                                      ///< the name of the schema itself
    std::map<std::string, std::string, std::less<>> files; ///< by their paths in its folder
};
/// What Schema::from_file reads. It is compiled once from the files and once from what was read, so
/// that the latter is known to be whole.
[[nodiscard]] SchemaFiles read_schema(const std::filesystem::path& path);

class Schema {
public:
    /// A *.dtd is a DTD. The schema may include and import files of its own folder and below, of
    /// UBL's maindoc/ also those of common/ beside it, and nothing else: no network, no catalog, no
    /// path that leads out.
    [[nodiscard]] static Schema from_file(const std::filesystem::path& path);
    /// The same without a disk. `name` stands for it in errors.
    [[nodiscard]] static Schema from_files(const SchemaFiles& files, const std::string& name);
    /// A schema that includes nothing. `name` stands for it in errors.
    [[nodiscard]] static Schema from_text(std::string_view bytes, const std::string& name);
    Schema(Schema&&) noexcept;
    Schema& operator=(Schema&&) noexcept;
    ~Schema();

    /// What is wrong with the document, in its order, at most 50 faults; empty when it is valid.
    /// Bytes that are no XML yield that fault. The document's own hints where a schema might be
    /// (xsi:schemaLocation) are not followed.
    [[nodiscard]] std::vector<Fault> check(std::string_view bytes) const;

private:
    friend SchemaFiles read_schema(const std::filesystem::path& path);
    static Schema compile_file(const std::filesystem::path& path, SchemaFiles* read);
    struct Compiled;
    explicit Schema(std::unique_ptr<Compiled> compiled) noexcept;
    std::unique_ptr<Compiled> m_compiled;
};

} // namespace shoporder::xml
