// A bare loop: libcurl alone sends, for each file, what `dispatch` sends: STOR under the temporary
// name, SIZE of that name, SIZE of the final one, RNFR, RNTO; one connection, no database, no
// judgement beyond success. It is the upper bound of what a sender made of libcurl can do.
//   bare_ftp FTP_URL FOLDER      the password is in FTP_PASSWORD; every file of FOLDER is sent
#include <curl/curl.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <sys/select.h>
#include <vector>

namespace {

struct File {
    std::string name;
    std::string bytes;
};

std::vector<File> files_of(const std::filesystem::path& folder) {
    std::vector<File> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        files.push_back({entry.path().filename().string(),
                         {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}});
    }
    std::sort(files.begin(), files.end(),
              [](const File& a, const File& b) { return a.name < b.name; });
    return files;
}

std::size_t read_body(char* to, std::size_t size, std::size_t count, void* source) {
    auto& left = *static_cast<std::string_view*>(source);
    const std::size_t n = std::min(size * count, left.size());
    std::memcpy(to, left.data(), n);
    left.remove_prefix(n);
    return n;
}

/// With no socket to wait for, libcurl 7.88 would sleep for a second although it has work to do:
/// with curl_easy_perform, too, whenever a server answers EPSV at once.
int nap(CURLM* multi) {
    fd_set read;
    fd_set write;
    fd_set error;
    FD_ZERO(&read);
    FD_ZERO(&write);
    FD_ZERO(&error);
    int highest = -1;
    curl_multi_fdset(multi, &read, &write, &error, &highest);
    return highest >= 0 ? 1000 : 0;
}

CURLcode perform(CURLM* multi, CURL* easy) {
    curl_multi_add_handle(multi, easy);
    int running = 1;
    while (curl_multi_perform(multi, &running) == CURLM_OK && running > 0)
        curl_multi_poll(multi, nullptr, 0, nap(multi), nullptr);
    CURLcode code = CURLE_FAILED_INIT;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left))
        if (message->msg == CURLMSG_DONE)
            code = message->data.result;
    curl_multi_remove_handle(multi, easy);
    return code;
}

using Commands = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

Commands commands(std::initializer_list<std::string> lines) {
    curl_slist* list = nullptr;
    for (const std::string& line : lines)
        list = curl_slist_append(list, line.c_str());
    return {list, &curl_slist_free_all};
}

bool send(CURLM* multi, CURL* easy, const std::string& url, const File& file) {
    const std::string temporary = "tmp-" + file.name + ".1";
    std::string_view left = file.bytes;
    // After the file, in the same call. `*`: a refusal, the expected answer about the final name,
    // is none.
    const Commands after = commands(
        {"SIZE " + temporary, "*SIZE " + file.name, "RNFR " + temporary, "RNTO " + file.name});
    curl_easy_setopt(easy, CURLOPT_URL, (url + '/' + temporary).c_str());
    curl_easy_setopt(easy, CURLOPT_READDATA, &left);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(file.bytes.size()));
    curl_easy_setopt(easy, CURLOPT_POSTQUOTE, after.get());
    const CURLcode code = perform(multi, easy);
    if (code != CURLE_OK)
        std::fprintf(stderr, "bare_ftp: %s: %s\n", file.name.c_str(), curl_easy_strerror(code));
    return code == CURLE_OK;
}

} // namespace

int main(int argc, char** argv) {
    const char* const password = std::getenv("FTP_PASSWORD");
    if (argc != 3 || password == nullptr) {
        std::fputs("Usage: FTP_PASSWORD=... bare_ftp ftp://USER@HOST:PORT/FOLDER FOLDER\n", stderr);
        return 64;
    }
    const std::vector<File> files = files_of(argv[2]);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    const std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> multi{curl_multi_init(),
                                                                      &curl_multi_cleanup};
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy{curl_easy_init(),
                                                                   &curl_easy_cleanup};
    curl_easy_setopt(easy.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
    // Else libcurl keeps an address for the port of every file, and looks through all of them each
    // time.
    curl_easy_setopt(easy.get(), CURLOPT_DNS_CACHE_TIMEOUT, 0L);
    curl_easy_setopt(easy.get(), CURLOPT_PASSWORD, password);
    curl_easy_setopt(easy.get(), CURLOPT_FTP_FILEMETHOD,
                     static_cast<long>(CURLFTPMETHOD_SINGLECWD));
    curl_easy_setopt(easy.get(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_READFUNCTION, &read_body);
    const bool all = std::all_of(files.begin(), files.end(), [&](const File& file) {
        return send(multi.get(), easy.get(), argv[1], file);
    });
    return all && !files.empty() ? 0 : 1;
}
