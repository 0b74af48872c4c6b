#include "xml/stylesheet.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "xml/clean.hpp"
#include "xml/libxml.hpp"
#include "xml/libxslt.hpp"
#include "xml/work_limit.hpp"

#include <algorithm>
#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <libxslt/imports.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>
#include <new>
#include <optional>

namespace shoporder::xml {

namespace {

/// What a transformation may allocate: this, and so many bytes for each byte of its document.
constexpr std::size_t k_work_base = 256U << 20U;
constexpr std::size_t k_work_per_byte = 100;

struct FreeXslt {
    void operator()(xsltStylesheet* p) const noexcept { xsltFreeStylesheet(p); }
    void operator()(xsltTransformContext* p) const noexcept { xsltFreeTransformContext(p); }
};

const xmlChar* x(const std::string& text) {
    return reinterpret_cast<const xmlChar*>(text.c_str());
}

/// libxslt knows the place, libxml2 what is wrong with an expression.
Fault first_fault(const WordScope& words, const FaultScope& faults, std::string fallback) {
    const bool xml = !faults.faults().empty();
    if (!words.fault())
        return xml ? faults.faults().front() : Fault{0, std::move(fallback)};
    if (!xml)
        return *words.fault();
    return {words.fault()->line, faults.faults().front().message + ": " + words.fault()->message};
}

/// Takes the result's bytes, as far as it may.
struct Sink {
    std::string bytes;
    bool full = false;

    static int write(void* self, const char* data, int size) {
        auto& sink = *static_cast<Sink*>(self);
        const auto length = static_cast<std::size_t>(size);
        sink.full = sink.full || length > Stylesheet::k_largest_output - sink.bytes.size();
        if (sink.full)
            return -1;
        try {
            sink.bytes.append(data, length);
        } catch (const std::exception&) {
            sink.full = true; // an exception must not cross C
            return -1;
        }
        return size;
    }
};

using Functions = std::span<const Stylesheet::Function>;

/// The arguments, the last first; a text that is missing is empty.
std::vector<std::string> arguments(xmlXPathParserContext& call, int count) {
    std::vector<std::string> out(static_cast<std::size_t>(count));
    std::generate(out.rbegin(), out.rend(), [&] {
        const std::unique_ptr<xmlChar, decltype(xmlFree)> text{xmlXPathPopString(&call), xmlFree};
        return text ? std::string{reinterpret_cast<const char*>(text.get())} : std::string{};
    });
    return out;
}

/// What libxml2 calls in a function's place; an exception must not cross it.
void call_function(xmlXPathParserContext* call, int count) {
    xsltTransformContext* work = xsltXPathGetTransformContext(call);
    const std::string_view name{reinterpret_cast<const char*>(call->context->function)};
    std::string result;
    try {
        const auto& functions = *static_cast<const Functions*>(work->_private);
        const auto asked = std::find_if(functions.begin(), functions.end(),
                                        [&](const auto& each) { return each.name == name; });
        result = clean(asked->call(arguments(*call, count))).text;
    } catch (const std::exception& error) {
        xsltTransformError(work, nullptr, work->inst, "%s\n", error.what());
        work->state = XSLT_STATE_STOPPED;
    }
    xmlXPathObject* text = xmlXPathNewString(x(result));
    if (text == nullptr)
        xmlXPathErr(call, XPATH_MEMORY_ERROR);
    else
        valuePush(call, text);
}

Stylesheet::Result fault(Fault what) {
    return {{}, std::move(what)};
}

} // namespace

struct Stylesheet::Compiled {
    std::unique_ptr<xsltStylesheet, FreeXslt> sheet;
    std::optional<std::filesystem::path> folder; ///< whose files it may read
    std::string encoding;                        ///< of its output; empty: UTF-8

    Compiled(std::string_view bytes, const std::string& name, const Output& output) {
        FaultScope faults;
        WordScope words;
        const auto refuse = [&](const Fault& why) {
            throw base::Error(base::Exit::data, "stylesheet " + name + ": " + words_of(why));
        };
        Tree source = parse_tree(bytes, name, faults, {.plain_cdata = true});
        if (!source)
            refuse(faults.faults().front());
        sheet.reset(xsltParseStylesheetDoc(source.get()));
        if (sheet)
            (void)source.release(); // now the sheet's
        // A warning is a refusal, too: what libxslt leaves out now would be missing later.
        if (!sheet || sheet->errors != 0 || words.fault() || !faults.faults().empty())
            refuse(first_fault(words, faults, "it is no usable XSLT 1.0 stylesheet"));
        // What the importing stylesheet says counts before what it imports.
        if (output.indent)
            sheet->indent = *output.indent ? 1 : 0;
        if (output.utf8) {
            xmlFree(sheet->encoding);
            sheet->encoding = xmlCharStrdup("UTF-8");
            return;
        }
        const xmlChar* declared = nullptr;
        XSLT_GET_IMPORT_PTR(declared, sheet.get(), encoding);
        if (declared == nullptr)
            return;
        encoding = reinterpret_cast<const char*>(declared);
        xmlCharEncodingHandler* known = xmlFindCharEncodingHandler(encoding.c_str());
        if (known == nullptr)
            refuse({0, "the encoding " + encoding + " of its output is unknown"});
        xmlCharEncCloseFunc(known);
    }

    /// The bytes of a result tree; nullopt when they are too many.
    [[nodiscard]] std::optional<std::string> write(xmlDoc& result) const {
        Sink sink;
        // One for each call: closing the buffer closes it, too.
        xmlCharEncodingHandler* encoder =
            encoding.empty() ? nullptr : xmlFindCharEncodingHandler(encoding.c_str());
        xmlOutputBuffer* buffer = xmlOutputBufferCreateIO(Sink::write, nullptr, &sink, encoder);
        if (buffer == nullptr)
            throw std::bad_alloc();
        const int saved = xsltSaveResultTo(buffer, &result, sheet.get());
        const int closed = xmlOutputBufferClose(buffer);
        if (saved < 0 || closed < 0 || sink.full)
            return std::nullopt;
        return std::move(sink.bytes);
    }
};

Stylesheet::Stylesheet(std::unique_ptr<Compiled> compiled) noexcept
    : m_compiled(std::move(compiled)) {}
Stylesheet::Stylesheet(Stylesheet&&) noexcept = default;
Stylesheet& Stylesheet::operator=(Stylesheet&&) noexcept = default;
Stylesheet::~Stylesheet() = default;

Stylesheet Stylesheet::from_file(const std::filesystem::path& path) {
    return from_file(path, {});
}

Stylesheet Stylesheet::from_file(const std::filesystem::path& path, const Output& output) {
    start_libxslt();
    const std::string bytes = base::read_file(path, k_largest_document);
    const std::filesystem::path real = std::filesystem::canonical(path);
    const FolderScope folder{real.parent_path()};
    auto compiled = std::make_unique<Compiled>(bytes, real.string(), output);
    compiled->folder = real.parent_path();
    return Stylesheet{std::move(compiled)};
}

Stylesheet Stylesheet::from_text(std::string_view bytes, const std::string& name) {
    start_libxslt();
    return Stylesheet{std::make_unique<Compiled>(bytes, name, Output{})};
}

Stylesheet Stylesheet::from_files(const std::map<std::string, std::string, std::less<>>& files,
                                  const std::string& name, const Output& output) {
    start_libxslt();
    const FilesScope scope{files};
    return Stylesheet{std::make_unique<Compiled>(files.at(name), name, output)};
}

std::vector<std::string> Stylesheet::parameters() const {
    std::vector<std::string> out;
    for (const xsltStylesheet* each = m_compiled->sheet.get(); each != nullptr;
         each = xsltNextImport(const_cast<xsltStylesheet*>(each)))
        for (const xsltStackElem* variable = each->variables; variable != nullptr;
             variable = variable->next)
            if (variable->comp != nullptr && variable->comp->type == XSLT_FUNC_PARAM)
                out.emplace_back(reinterpret_cast<const char*>(variable->name));
    return out;
}

bool Stylesheet::makes_text() const {
    const xmlChar* method = nullptr;
    XSLT_GET_IMPORT_PTR(method, m_compiled->sheet.get(), method);
    return method != nullptr && xmlStrEqual(method, reinterpret_cast<const xmlChar*>("text")) != 0;
}

Stylesheet::Result Stylesheet::apply(std::string_view bytes, std::span<const Parameter> parameters,
                                     std::span<const Function> functions) const {
    if (bytes.size() > k_largest_input)
        return fault({0, "the document is larger than 16 MiB"});
    FaultScope faults;
    WordScope words;
    const Tree document = parse_tree(bytes, {}, faults, {.plain_cdata = true});
    if (!document)
        return fault(faults.faults().front());
    std::optional<FolderScope> folder;
    if (m_compiled->folder)
        folder.emplace(*m_compiled->folder);

    xsltStylesheet* sheet = m_compiled->sheet.get();
    const std::unique_ptr<xsltTransformContext, FreeXslt> work{
        xsltNewTransformContext(sheet, document.get())};
    if (!work)
        throw std::bad_alloc();
    work->maxTemplateDepth = k_deepest;
    for (const Parameter& each : parameters)
        if (xsltQuoteOneUserParam(work.get(), x(each.name), x(clean(each.value).text)) != 0)
            return fault({0, "the parameter " + each.name + " cannot be set"});
    work->_private = &functions;
    const std::string home{k_functions};
    for (const Function& each : functions)
        if (xsltRegisterExtFunction(work.get(), x(each.name), x(home), call_function) != 0)
            throw std::bad_alloc();
    Tree result;
    {
        WorkLimit limit{*work, k_work_base + k_work_per_byte * bytes.size(), k_longest};
        result.reset(
            xsltApplyStylesheetUser(sheet, document.get(), nullptr, nullptr, nullptr, work.get()));
        if (limit.exceeded())
            return fault({0, "the stylesheet takes too much memory or time"});
    }
    // A message that terminates stops the work and has no place.
    if (work->state != XSLT_STATE_OK || !result || words.fault() || !faults.faults().empty())
        return fault(first_fault(
            words, faults, words.message().empty() ? "the stylesheet failed" : words.message()));
    if (auto written = m_compiled->write(*result))
        return {std::move(*written), std::nullopt};
    return fault({0, "the result is larger than 64 MiB or cannot be written"});
}

} // namespace shoporder::xml
