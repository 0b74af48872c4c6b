#include "store/write_lock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>

namespace shoporder::store {

namespace {

bool gate(Connection& c, int command, short type) noexcept {
    struct flock range {};
    range.l_type = type;
    range.l_whence = SEEK_SET;
    range.l_len = 1;
    while (::fcntl(c.lock.get(), command, &range) != 0)
        if (errno != EINTR)
            return false;
    return true;
}

} // namespace

// flock(2) is not fair: who gives it back and asks again at once gets it before those who wait, and
// `dispatch` planning a backlog kept `serve` waiting for a second. So everybody goes through a
// gate, a lock on a byte of the same file, and holds it while waiting: who comes back finds the
// gate shut.
void lock_exclusive(Connection& c) {
    const bool in_the_gate = gate(c, F_OFD_SETLKW, F_WRLCK);
    int reason = 0;
    while (reason == 0 && ::flock(c.lock.get(), LOCK_EX) != 0)
        reason = errno == EINTR ? 0 : errno;
    if (in_the_gate)
        gate(c, F_OFD_SETLK, F_UNLCK);
    if (reason != 0)
        throw base::system_error("cannot lock " + c.path.string() + ".lock", reason);
}

void unlock(Connection& c) noexcept {
    ::flock(c.lock.get(), LOCK_UN);
}

} // namespace shoporder::store
