#include "xml/libxml.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "xml/work_limit.hpp"

#include <algorithm>
#include <libxml/parserInternals.h>
#include <libxml/uri.h>
#include <mutex>
#include <new>

namespace shoporder::xml {

namespace {

constexpr int k_parse_options = XML_PARSE_NONET | XML_PARSE_BIG_LINES;
constexpr std::size_t k_most_faults = 50;
constexpr std::size_t k_longest_message = 300;

thread_local const FolderScope* t_folder = nullptr;
thread_local const Files* t_files = nullptr;

bool is_below(const std::filesystem::path& folder, const std::filesystem::path& file) {
    return std::mismatch(folder.begin(), folder.end(), file.begin(), file.end()).first ==
           folder.end();
}

/// The path in a URL of libxml2; empty where it names no file.
std::string path_in(const char* url) {
    std::string_view text = url == nullptr ? "" : url;
    if (text.substr(0, 8) == "file:///")
        text.remove_prefix(7);
    if (text.find("://") != std::string_view::npos)
        return {};
    const std::unique_ptr<char, void (*)(void*)> plain{
        xmlURIUnescapeString(text.data(), static_cast<int>(text.size()), nullptr), xmlFree};
    return plain ? plain.get() : std::string{};
}

/// The file, when it is a regular one of the folder or below. Links are resolved first.
std::filesystem::path file_below(const std::filesystem::path& folder, const std::string& path) {
    std::error_code error;
    std::filesystem::path file = std::filesystem::canonical(path, error);
    if (error || !is_below(folder, file) || !std::filesystem::is_regular_file(file, error))
        return {};
    return file;
}

xmlParserInputPtr load(const char* url, const char*, xmlParserCtxtPtr context) {
    try {
        const std::optional<std::string> bytes = read_allowed(url);
        if (!bytes)
            return nullptr;
        xmlParserInputBufferPtr buffer = xmlParserInputBufferCreateMem(
            bytes->data(), static_cast<int>(bytes->size()), XML_CHAR_ENCODING_NONE);
        if (buffer == nullptr)
            return nullptr;
        xmlParserInputPtr input = xmlNewIOInputStream(context, buffer, XML_CHAR_ENCODING_NONE);
        if (input == nullptr)
            xmlFreeParserInputBuffer(buffer);
        else // its own includes are relative to it
            input->filename = reinterpret_cast<char*>(xmlCharStrdup(url));
        return input;
    } catch (const std::exception&) {
        return nullptr; // an exception must not cross C; libxml2 then says "failed to load"
    }
}

void refuse_entity(void* context, const xmlChar*, int, const xmlChar*, const xmlChar*, xmlChar*) {
    auto* parser = static_cast<xmlParserCtxt*>(context);
    const int line = parser->input != nullptr ? parser->input->line : 0;
    static_cast<FaultScope*>(parser->_private)
        ->add(line, "the document declares an entity, which is not accepted");
    xmlStopParser(parser);
}

struct FreeParser {
    void operator()(xmlParserCtxt* p) const noexcept { xmlFreeParserCtxt(p); }
};
using Parser = std::unique_ptr<xmlParserCtxt, FreeParser>;

Parser new_parser() {
    Parser parser{xmlNewParserCtxt()};
    if (!parser)
        throw std::bad_alloc();
    return parser;
}

} // namespace

void start_libxml() {
    static std::once_flag once;
    std::call_once(once, [] {
        count_allocations();
        xmlInitParser();
        xmlSetExternalEntityLoader(load);
    });
}

std::optional<std::string> read_allowed(const char* url) {
    const std::string path = path_in(url);
    if (path.empty())
        return std::nullopt;
    if (t_files != nullptr)
        if (const auto found = t_files->find(path); found != t_files->end())
            return found->second;
    if (t_folder == nullptr)
        return std::nullopt;
    const std::filesystem::path& folder = t_folder->m_folder;
    const std::filesystem::path file = file_below(folder, path);
    if (file.empty())
        return std::nullopt;
    std::string bytes = base::read_file(file, k_largest_document);
    if (t_folder->m_read != nullptr)
        t_folder->m_read->insert_or_assign(
            std::filesystem::path{path}.lexically_normal().lexically_relative(folder).string(),
            bytes);
    return bytes;
}

FaultScope::FaultScope()
    : m_previous(xmlStructuredError), m_previous_context(xmlStructuredErrorContext) {
    xmlSetStructuredErrorFunc(this, collect);
}

FaultScope::~FaultScope() {
    xmlSetStructuredErrorFunc(m_previous_context, m_previous);
}

void FaultScope::add(int line, std::string_view message) {
    if (m_faults.size() < k_most_faults)
        m_faults.push_back({line, base::printable(base::trim(message), k_longest_message)});
}

namespace {

using Text = std::unique_ptr<xmlChar, decltype(xmlFree)>;

/// libxml2 gives an attribute's element, and names the attribute in its words alone.
Text attribute_of(xmlNode& element, std::string_view message) {
    constexpr std::string_view k_before = "attribute '";
    const auto at = message.find(k_before);
    if (at == std::string_view::npos)
        return {nullptr, xmlFree};
    message.remove_prefix(at + k_before.size());
    const std::string name{message.substr(0, message.find('\''))};
    return {xmlGetNoNsProp(&element, reinterpret_cast<const xmlChar*>(name.c_str())), xmlFree};
}

std::string text_of(const xmlError& error) {
    auto* const node = static_cast<xmlNode*>(error.node);
    if (node == nullptr || node->type != XML_ELEMENT_NODE || error.message == nullptr ||
        (error.domain != XML_FROM_SCHEMASV && error.domain != XML_FROM_VALID))
        return {};
    Text text = attribute_of(*node, error.message);
    if (!text && xmlFirstElementChild(node) == nullptr)
        text.reset(xmlNodeGetContent(node));
    if (!text)
        return {};
    return std::string{std::string_view{reinterpret_cast<const char*>(text.get())}.substr(
        0, k_longest_fault_text)};
}

} // namespace

void FaultScope::collect(void* self, xmlErrorPtr error) {
    // XML_ERR_USER_STOP is our own refuse_entity(), which has said why.
    if (error == nullptr || error->level < XML_ERR_ERROR || error->code == XML_ERR_USER_STOP)
        return;
    try {
        auto& scope = *static_cast<FaultScope*>(self);
        const std::size_t before = scope.m_faults.size();
        scope.add(error->line, error->message != nullptr ? error->message : "");
        if (scope.m_faults.size() == before)
            return;
        scope.m_faults.back().text = text_of(*error);
        if (error->file != nullptr)
            scope.m_faults.back().file = error->file;
    } catch (const std::bad_alloc&) {
        return; // the caller still sees that the parse or the check failed
    }
}

FolderScope::FolderScope(std::filesystem::path folder, Files* read)
    : m_folder(std::move(folder)), m_read(read), m_previous(t_folder) {
    t_folder = this;
}

FolderScope::~FolderScope() {
    t_folder = m_previous;
}

FilesScope::FilesScope(const Files& files) noexcept : m_previous(t_files) {
    t_files = &files;
}

FilesScope::~FilesScope() {
    t_files = m_previous;
}

namespace {

/// Reads the whole document into whatever the parser's callbacks make of it.
bool read(xmlParserCtxt& parser, std::string_view bytes, const std::string& url, FaultScope& faults,
          int options, Tree& tree) {
    if (bytes.size() > k_largest_document) {
        faults.add(0, "the document is larger than 64 MiB");
        return false;
    }
    parser._private = &faults;
    parser.sax->entityDecl = refuse_entity;
    tree.reset(xmlCtxtReadMemory(&parser, bytes.data(), static_cast<int>(bytes.size()),
                                 url.empty() ? nullptr : url.c_str(), nullptr, options));
    // libxml2 2.9 takes a NUL after the root for the end and never looks at what follows.
    if (parser.input != nullptr && parser.input->cur < parser.input->end)
        faults.add(parser.input->line, "bytes after the end of the document");
    else if ((!parser.wellFormed || !parser.nsWellFormed) && faults.faults().empty())
        faults.add(0, "not a well-formed document");
    return faults.faults().empty();
}

} // namespace

bool parse(std::string_view bytes, FaultScope& faults) {
    const Parser parser = new_parser();
    *parser->sax = {}; // no tree is built: the parser reads on and tells nobody
    parser->sax->initialized = XML_SAX2_MAGIC;
    Tree none;
    return read(*parser, bytes, {}, faults, k_parse_options, none);
}

Tree parse_tree(std::string_view bytes, const std::string& url, FaultScope& faults,
                TreeOptions options) {
    const Parser parser = new_parser();
    if (options.names != nullptr) {
        xmlDictFree(parser->dict);
        parser->dict = options.names;
        xmlDictReference(parser->dict);
    }
    Tree tree;
    if (!read(*parser, bytes, url, faults,
              k_parse_options | (options.plain_cdata ? XML_PARSE_NOCDATA : 0), tree))
        tree.reset(); // libxml2 hands it out even where a namespace is undeclared
    return tree;
}

} // namespace shoporder::xml
