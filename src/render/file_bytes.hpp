#pragma once
// Purpose: from a document's text to a file's bytes: XML declaration, line ends, byte-order mark,
// encoding.
// State: none. Fails: Unfit("encoding") where a text that is no XML has a character the encoding
// lacks. Threads: pure.
#include "base/encoding.hpp"

#include <string>

namespace shoporder::render {

struct FileForm {
    std::string encoding = "UTF-8";
    bool bom = false;
    bool declaration = true;
    bool crlf = false;
};

/// `text` is UTF-8; an XML document may have a declaration, which gives way to the form's.
[[nodiscard]] std::string file_bytes(std::string text, bool is_xml, const FileForm& form);

} // namespace shoporder::render
