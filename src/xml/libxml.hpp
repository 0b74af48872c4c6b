#pragma once
// Purpose: libxml2 made safe for this folder: started once, silent, deaf to the outside.
// State: libxml2's process-wide entity loader, replaced once by ours; per-thread error and folder
// scopes. Fails: by value. Threads: any; a scope belongs to the thread that made it.
//
// libxml2 asks its entity loader for everything that is not the document itself: DTDs, entities,
// included schemas, hinted schemas. Ours says no, unless a FolderScope on this thread allows
// files of one folder, or a FilesScope has them. XML_PARSE_NONET alone would still read local
// files.
#include "xml/reader.hpp"

#include <filesystem>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace shoporder::xml {

struct FreeTree {
    void operator()(xmlDoc* p) const noexcept { xmlFreeDoc(p); }
};
using Tree = std::unique_ptr<xmlDoc, FreeTree>;

/// Before any other call of libxml2; cheap when repeated.
void start_libxml();

/// Collects what libxml2 has to say on this thread, instead of stderr.
class FaultScope {
public:
    FaultScope();
    ~FaultScope();
    FaultScope(const FaultScope&) = delete;
    FaultScope& operator=(const FaultScope&) = delete;

    void add(int line, std::string_view message);
    [[nodiscard]] const std::vector<Fault>& faults() const noexcept { return m_faults; }

private:
    static void collect(void* self, xmlErrorPtr error);
    std::vector<Fault> m_faults;
    xmlStructuredErrorFunc m_previous;
    void* m_previous_context;
};

/// Files that are not on the disk: name → bytes.
using Files = std::map<std::string, std::string, std::less<>>;

/// The file a URL of libxml2 or libxslt names, when a scope of this thread allows it.
[[nodiscard]] std::optional<std::string> read_allowed(const char* url);

/// While it lives, this thread's parsers may read regular files of `folder` and below.
class FolderScope {
public:
    /// What is read is added to `read`, unless null, by its path within the folder.
    explicit FolderScope(std::filesystem::path folder, Files* read = nullptr);
    ~FolderScope();
    FolderScope(const FolderScope&) = delete;
    FolderScope& operator=(const FolderScope&) = delete;

private:
    friend std::optional<std::string> read_allowed(const char* url);
    std::filesystem::path m_folder;
    Files* m_read;
    const FolderScope* m_previous;
};

/// While it lives, this thread's parsers may read these, too, whatever folder a URL names.
class FilesScope {
public:
    explicit FilesScope(const Files& files) noexcept;
    ~FilesScope();
    FilesScope(const FilesScope&) = delete;
    FilesScope& operator=(const FilesScope&) = delete;

private:
    const Files* m_previous;
};

/// Is it well-formed? Says why not in `faults`, which must be empty before. Declarations of
/// entities are refused, so there is nothing to expand.
[[nodiscard]] bool parse(std::string_view bytes, FaultScope& faults);

struct TreeOptions {
    xmlDict* names = nullptr; ///< shared with other trees, as libxslt wants it; null: its own
    bool plain_cdata = false; ///< CDATA becomes text
};
/// The same, as a tree; null with the reason in `faults`. `url` is what its includes are
/// relative to.
[[nodiscard]] Tree parse_tree(std::string_view bytes, const std::string& url, FaultScope& faults,
                              TreeOptions options = {});

} // namespace shoporder::xml
