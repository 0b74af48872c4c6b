#include "cmd/share_files.hpp"

#include "base/error.hpp"

#include <unistd.h>

namespace shoporder::cmd {

std::string share_file(const std::string& name) {
    for (const char* folder : {SHOPORDER_SHARE_INSTALLED, SHOPORDER_SHARE_SOURCE}) {
        std::string path = std::string{folder} + "/" + name;
        if (::access(path.c_str(), R_OK) == 0)
            return path;
    }
    throw base::Error(base::Exit::io,
                      "the schema is not there: " + std::string{SHOPORDER_SHARE_INSTALLED} + "/" +
                          name + "; install the package again");
}

} // namespace shoporder::cmd
