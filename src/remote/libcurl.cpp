#include "remote/libcurl.hpp"

#include "base/shared_library.hpp"

namespace shoporder::remote {

namespace {

Libcurl load() {
    // The number of its interface, the same since 2006.
    const base::SharedLibrary library{"libcurl.so.4", "libcurl4"};
    Libcurl all;
#define SHOPORDER_FIND(name) library.find(all.name, "curl_" #name);
    SHOPORDER_LIBCURL(SHOPORDER_FIND)
#undef SHOPORDER_FIND
    return all;
}

} // namespace

const Libcurl& libcurl() {
    static const Libcurl all = load();
    return all;
}

} // namespace shoporder::remote
