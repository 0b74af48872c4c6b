#pragma once
// Purpose: libcurl's functions, loaded when the first of them is needed. It brings thirty libraries
// along (Kerberos, LDAP, GnuTLS …), whose loading took 12 of the 29 ms of a `--help`; most commands
// and the receiver never connect to anybody. Rejected: lazy binding (the libraries are mapped all
// the same), a program of its own for the senders (one binary is promised).
// State: the library, for the life of the process. Fails: Error(io) where it cannot be loaded.
// Private to remote, the home of libcurl. Threads: any.
#include <curl/curl.h>

// libcurl's convenience macros of these names.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#define SHOPORDER_LIBCURL(X)                                                                       \
    X(easy_cleanup)                                                                                \
    X(easy_escape)                                                                                 \
    X(easy_getinfo)                                                                                \
    X(easy_init)                                                                                   \
    X(easy_reset)                                                                                  \
    X(easy_setopt)                                                                                 \
    X(easy_strerror)                                                                               \
    X(free)                                                                                        \
    X(global_init)                                                                                 \
    X(multi_add_handle)                                                                            \
    X(multi_cleanup)                                                                               \
    X(multi_fdset)                                                                                 \
    X(multi_info_read)                                                                             \
    X(multi_init)                                                                                  \
    X(multi_perform)                                                                               \
    X(multi_poll)                                                                                  \
    X(multi_remove_handle)                                                                         \
    X(multi_setopt)                                                                                \
    X(multi_wakeup)                                                                                \
    X(slist_append)                                                                                \
    X(slist_free_all)

namespace shoporder::remote {

/// `easy_init` is curl_easy_init(), and so on.
struct Libcurl {
// A name that is declared cannot stand in parentheses. NOLINTNEXTLINE(bugprone-macro-parentheses)
#define SHOPORDER_MEMBER(name) decltype(&::curl_##name) name = nullptr;
    SHOPORDER_LIBCURL(SHOPORDER_MEMBER)
#undef SHOPORDER_MEMBER
};

[[nodiscard]] const Libcurl& libcurl();

} // namespace shoporder::remote
