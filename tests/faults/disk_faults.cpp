// A disk that misbehaves, for a whole process: LD_PRELOAD this library and say in DISK_FAULTS what
// goes wrong, several with a comma between.
//   delay=MS     each fsync and fdatasync takes so much longer
//   fail=N       the Nth of them, from 1, fails with EIO, as all after it
//   once=N       only the Nth fails: the one after it succeeds though the data is lost, as Linux
//   does it ignore       they succeed and do nothing: the control run that must lose orders in a
//   power cut full=FILE    while FILE exists, nothing can be written or reserved: ENOSPC count=FILE
//   at the process's end, the number of calls is written there
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <string>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

namespace {

struct Faults {
    long delay_ms = 0;
    long fail_from = 0;
    long fail_once = 0;
    bool ignore = false;
    std::string full, count;
    std::atomic<long> calls{0};

    Faults() {
        const char* const text = std::getenv("DISK_FAULTS");
        std::string rest = text == nullptr ? "" : text;
        while (!rest.empty()) {
            const auto end = rest.find(',');
            read(rest.substr(0, end));
            rest = end == std::string::npos ? "" : rest.substr(end + 1);
        }
    }
    ~Faults() {
        if (count.empty())
            return;
        if (std::FILE* const file = std::fopen(count.c_str(), "w"); file != nullptr) {
            std::fprintf(file, "%ld\n", calls.load());
            std::fclose(file);
        }
    }
    void read(const std::string& word) {
        const std::string value = word.substr(word.find('=') + 1);
        if (word.starts_with("delay="))
            delay_ms = std::stol(value);
        else if (word.starts_with("fail="))
            fail_from = std::stol(value);
        else if (word.starts_with("once="))
            fail_once = std::stol(value);
        else if (word.starts_with("full="))
            full = value;
        else if (word.starts_with("count="))
            count = value;
        else if (word == "ignore")
            ignore = true;
        else {
            std::fprintf(stderr, "disk_faults: what is %s?\n", word.c_str());
            std::abort();
        }
    }
    [[nodiscard]] bool is_full() const {
        struct stat info {};
        return !full.empty() && ::stat(full.c_str(), &info) == 0;
    }
};

Faults& faults() {
    static Faults* const instance = [] {
        static Faults made;
        return &made;
    }();
    return *instance;
}

template <class Function>
Function real(const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

int sync(int fd, const char* name) {
    Faults& f = faults();
    const long call = ++f.calls;
    if (f.delay_ms > 0) {
        const timespec pause{f.delay_ms / 1000, f.delay_ms % 1000 * 1'000'000};
        ::nanosleep(&pause, nullptr);
    }
    if ((f.fail_from > 0 && call >= f.fail_from) || call == f.fail_once) {
        errno = EIO;
        return -1;
    }
    return f.ignore ? 0 : real<int (*)(int)>(name)(fd);
}

} // namespace

extern "C" {

int fsync(int fd) {
    return sync(fd, "fsync");
}
int fdatasync(int fd) {
    return sync(fd, "fdatasync");
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t at) {
    if (faults().is_full()) {
        errno = ENOSPC;
        return -1;
    }
    return real<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64")(fd, bytes, size, at);
}
ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) {
    if (faults().is_full()) {
        errno = ENOSPC;
        return -1;
    }
    return real<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite")(fd, bytes, size, at);
}
int fallocate(int fd, int mode, off_t from, off_t size) {
    if (faults().is_full()) {
        errno = ENOSPC;
        return -1;
    }
    return real<int (*)(int, int, off_t, off_t)>("fallocate")(fd, mode, from, size);
}

} // extern "C"
