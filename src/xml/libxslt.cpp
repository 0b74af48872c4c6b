#include "xml/libxslt.hpp"

#include "base/text.hpp"
#include "xml/libxml.hpp"

#include <array>
#include <cstdarg>
#include <cstdio>
#include <libxslt/documents.h>
#include <libxslt/extensions.h>
#include <libxslt/extra.h>
#include <libxslt/security.h>
#include <libxslt/xslt.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>
#include <mutex>
#include <new>

namespace shoporder::xml {

namespace {

constexpr std::size_t k_longest_message = 300;

thread_local WordScope* t_words = nullptr;

/// The signature is libxslt's.
__attribute__((format(printf, 2, 3))) void hear(void*, const char* format, ...) {
    if (t_words == nullptr)
        return;
    std::array<char, 1024> text{};
    std::va_list arguments;
    va_start(arguments, format);
    const int length = std::vsnprintf(text.data(), text.size(), format, arguments);
    va_end(arguments);
    if (length <= 0)
        return;
    try {
        t_words->add(text.data());
    } catch (const std::bad_alloc&) {
        return; // the transformation's own state says that it failed
    }
}

/// What libxml2's XPath says without a fault of its own, such as the name of an unknown function.
__attribute__((format(printf, 2, 3))) void hear_xpath(void*, const char* format, ...) {
    if (t_words == nullptr)
        return;
    std::array<char, 1024> text{};
    std::va_list arguments;
    va_start(arguments, format);
    const int length = std::vsnprintf(text.data(), text.size(), format, arguments);
    va_end(arguments);
    try {
        if (length > 0)
            t_words->add_aside(text.data());
    } catch (const std::bad_alloc&) {
        return;
    }
}

/// For xsl:import, xsl:include and document(). libxslt's own would expand entities.
xmlDoc* load(const xmlChar* url, xmlDict* names, int, void* context, xsltLoadType type) {
    std::string why = "it is no file of the stylesheet's folder";
    try {
        if (const auto bytes = read_allowed(reinterpret_cast<const char*>(url))) {
            FaultScope faults;
            Tree tree = parse_tree(*bytes, reinterpret_cast<const char*>(url), faults,
                                   {.names = names, .plain_cdata = true});
            if (tree)
                return tree.release();
            why = words_of(faults.faults().front());
        }
    } catch (const std::exception& error) {
        why = error.what(); // an exception must not cross C
    }
    auto* work = type == XSLT_LOAD_DOCUMENT ? static_cast<xsltTransformContext*>(context) : nullptr;
    auto* sheet = type == XSLT_LOAD_STYLESHEET ? static_cast<xsltStylesheet*>(context) : nullptr;
    xsltTransformError(work, sheet, work != nullptr ? work->inst : nullptr,
                       "%s cannot be read: %s\n", reinterpret_cast<const char*>(url), why.c_str());
    return nullptr;
}

void forbid(xsltSecurityPrefs* preferences, xsltSecurityOption option) {
    if (xsltSetSecurityPrefs(preferences, option, xsltSecurityForbid) != 0)
        throw std::bad_alloc();
}

const xmlChar* x(const char* text) {
    return reinterpret_cast<const xmlChar*>(text);
}

} // namespace

void start_libxslt() {
    start_libxml();
    static std::once_flag once;
    std::call_once(once, [] {
        xsltInit();
        xsltSetLoaderFunc(load);
        xsltSetGenericErrorFunc(nullptr, hear);
        xsltSetGenericDebugFunc(nullptr, hear);
        xsltDebugSetDefaultTrace(
            XSLT_TRACE_NONE); // else its way through the templates is heard, too
        xsltSecurityPrefs* preferences = xsltNewSecurityPrefs(); // libxslt keeps it
        if (preferences == nullptr)
            throw std::bad_alloc();
        for (const auto option : {XSLT_SECPREF_WRITE_FILE, XSLT_SECPREF_CREATE_DIRECTORY,
                                  XSLT_SECPREF_READ_NETWORK, XSLT_SECPREF_WRITE_NETWORK})
            forbid(preferences, option);
        xsltSetDefaultSecurityPrefs(preferences);
        // Forbidden to write already; this way a stylesheet that asks for it is told so.
        xsltUnregisterExtModuleElement(x("output"), XSLT_SAXON_NAMESPACE);
        xsltUnregisterExtModuleElement(x("write"), XSLT_XALAN_NAMESPACE);
        xsltUnregisterExtModuleElement(x("document"), XSLT_XT_NAMESPACE);
        xsltUnregisterExtModuleElement(x("debug"), XSLT_LIBXSLT_NAMESPACE);
    });
}

WordScope::WordScope()
    : m_previous(t_words), m_generic(xmlGenericError), m_generic_context(xmlGenericErrorContext) {
    t_words = this;
    xmlSetGenericErrorFunc(nullptr, hear_xpath); // of this thread
}

WordScope::~WordScope() {
    xmlSetGenericErrorFunc(m_generic_context, m_generic);
    t_words = m_previous;
}

void WordScope::add_aside(std::string_view words) {
    // "xmlXPathCompOpEval: function x not found": the first word is a function of libxml2's.
    const auto colon = words.find(": ");
    m_aside = base::printable(
        base::trim(colon == std::string_view::npos ? words : words.substr(colon + 2)),
        k_longest_message);
}

void WordScope::add(std::string_view words) {
    const bool place = words.starts_with("runtime error") ||
                       words.starts_with("compilation error") || words.starts_with("error: ");
    if (place) {
        m_placed = true;
        const auto at = words.rfind(" line ");
        const auto number =
            at == std::string_view::npos ? words.substr(words.size()) : words.substr(at + 6);
        m_line = static_cast<int>(
            base::parse_int(number.substr(0, number.find_first_not_of("0123456789"))).value_or(0));
        return;
    }
    const std::string_view text = base::trim(words);
    if (text.empty())
        return; // the line end of an xsl:message
    std::string said = base::printable(text, k_longest_message);
    if (!m_placed)
        m_message = std::move(said);
    else if (!m_fault)
        m_fault = Fault{m_line, m_aside.empty() ? std::move(said) : m_aside + ": " + said};
    m_placed = false;
}

} // namespace shoporder::xml
