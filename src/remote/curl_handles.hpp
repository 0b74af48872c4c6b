#pragma once
// Purpose: libcurl's handles that clean up after themselves, its start, and the loop that drives a
// call. State: libcurl's own, once for the process. Fails: std::bad_alloc; Error(bug) when libcurl
// cannot start. Private to remote, the home of libcurl. Threads: start_libcurl() from any, a handle
// from one at a time.
#include "remote/libcurl.hpp"

#include <functional>
#include <memory>
#include <string>

namespace shoporder::remote {

struct EasyDeleter {
    void operator()(CURL* handle) const noexcept { libcurl().easy_cleanup(handle); }
};
struct MultiDeleter {
    void operator()(CURLM* handle) const noexcept { libcurl().multi_cleanup(handle); }
};
struct ListDeleter {
    void operator()(curl_slist* list) const noexcept { libcurl().slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, EasyDeleter>;
using Multi = std::unique_ptr<CURLM, MultiDeleter>;
using Commands = std::unique_ptr<curl_slist, ListDeleter>;

void append(Commands& list, const std::string& line);

void start_libcurl();

/// curl_easy_perform, but that curl_multi_wakeup(m) from another thread is heard at once, that it
/// does not sleep for a second where libcurl has the next step to do (see the .cpp), and that
/// `give_up`, asked once a second at least, ends it with its answer when that is not CURLE_OK.
[[nodiscard]] CURLcode drive(CURLM* m, CURL* easy, const std::function<CURLcode()>& give_up);

} // namespace shoporder::remote
