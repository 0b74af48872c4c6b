#pragma once
// Purpose: a library that is loaded when it is needed, since loading costs every start: libcurl
// brings thirty others along, libsystemd five.
// State: the library, for the life of the process. Fails: Error(io), which names the package.
// Threads: any.

namespace shoporder::base {

class SharedLibrary {
public:
    /// `name` with the number of its interface, as in libcurl.so.4; `package`: Debian's name of
    /// what brings it. Both live as long as this.
    SharedLibrary(const char* name, const char* package);

    template <class Function>
    void find(Function*& function, const char* name) const {
        function = reinterpret_cast<Function*>(address(name));
    }

private:
    [[nodiscard]] void* address(const char* name) const;
    [[noreturn]] void refuse() const;

    const char* m_name;
    const char* m_package;
    void* m_handle; ///< never closed
};

} // namespace shoporder::base
