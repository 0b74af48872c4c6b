#include "base/shared_library.hpp"

#include "base/error.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

namespace shoporder::base {

SharedLibrary::SharedLibrary(const char* name, const char* package)
    : m_name(name), m_package(package), m_handle(::dlopen(name, RTLD_NOW | RTLD_LOCAL)) {
    if (m_handle == nullptr)
        refuse();
}

void* SharedLibrary::address(const char* name) const {
    void* const found = ::dlsym(m_handle, name);
    if (found == nullptr)
        refuse();
    return found;
}

void SharedLibrary::refuse() const {
    const char* const why = ::dlerror();
    throw Error(Exit::io, fmt::format("{} cannot be loaded ({}); on Debian: apt install {}", m_name,
                                      why != nullptr ? why : "no reason told", m_package));
}

} // namespace shoporder::base
