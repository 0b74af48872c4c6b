#pragma once
// Purpose: one converter of iconv(3), owned. Inside `base` only.
// State: the converter. Fails: by value, known().
// Threads: one at a time.
#include <cstdint>
#include <iconv.h>
#include <string>

namespace shoporder::base {

class IconvHandle {
public:
    IconvHandle(const std::string& to, const std::string& from)
        : m_handle(::iconv_open(to.c_str(), from.c_str())) {}
    ~IconvHandle() {
        if (known())
            ::iconv_close(m_handle);
    }
    IconvHandle(const IconvHandle&) = delete;
    IconvHandle& operator=(const IconvHandle&) = delete;

    [[nodiscard]] bool known() const noexcept {
        // What iconv_open(3) returns for an unknown name.
        return reinterpret_cast<std::uintptr_t>(m_handle) != static_cast<std::uintptr_t>(-1);
    }
    [[nodiscard]] iconv_t get() const noexcept { return m_handle; }

private:
    iconv_t m_handle;
};

} // namespace shoporder::base
