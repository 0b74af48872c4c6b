#pragma once
// Purpose: libxslt made safe for this folder: started once, silent, without extensions that write,
// and deaf to the outside (libxml.hpp).
// State: libxslt's process-wide hooks, set once: its document loader, its security preferences, its
// error function. Fails: by value. Threads: any; a WordScope belongs to the thread that made it.
#include "xml/reader.hpp"

#include <libxml/xmlerror.h>
#include <optional>
#include <string>
#include <string_view>

namespace shoporder::xml {

/// Before any other call of libxslt; cheap when repeated. Starts libxml2, too.
void start_libxslt();

/// Collects what libxslt has to say on this thread. It says one thing in several calls: first the
/// place, in one of a few forms ("runtime error: file F line 3 element copy"), then the words. What
/// comes without a place is an xsl:message.
class WordScope {
public:
    WordScope();
    ~WordScope();
    WordScope(const WordScope&) = delete;
    WordScope& operator=(const WordScope&) = delete;

    /// The first thing it said with a place.
    [[nodiscard]] const std::optional<Fault>& fault() const noexcept { return m_fault; }
    /// The last xsl:message, one printable line.
    [[nodiscard]] const std::string& message() const noexcept { return m_message; }

    /// One call of libxslt's error function, formatted.
    void add(std::string_view words);

    /// What XPath says beside a fault that follows.
    void add_aside(std::string_view words);

private:
    std::optional<Fault> m_fault;
    std::string m_message;
    std::string m_aside;
    int m_line = 0;
    bool m_placed = false; ///< the place is told, the words are not
    WordScope* m_previous;
    xmlGenericErrorFunc m_generic;
    void* m_generic_context;
};

} // namespace shoporder::xml
