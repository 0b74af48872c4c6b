// A line that takes its time: two network namespaces joined by a wire on which every packet travels
// for so many milliseconds, in either direction. The handshake of TCP waits, too, as with a server
// far away; `tc netem` would do the same where the kernel has it.
//   slow_line MILLISECONDS
// Prints the namespaces, "server ADDRESS PATH" and "client ADDRESS PATH", to be entered with
// `nsenter --net=PATH`, and carries packets until standard input ends. The namespaces have no name:
// they end with the processes in them, however those end, so that there is nothing to clean up.
// Needs root.
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <string>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

constexpr int k_queue = 10'000; // packets: the line delays, and loses none

[[noreturn]] void fail(const char* what) {
    std::fprintf(stderr, "slow_line: %s: %s\n", what, std::strerror(errno));
    std::exit(errno == EPERM || errno == EACCES ? 77 : 69);
}

void must(int result, const char* what) {
    if (result < 0)
        fail(what);
}

void set_address(int control, ifreq& request, unsigned long what, const char* address) {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    inet_pton(AF_INET, address, &in.sin_addr);
    std::memcpy(&request.ifr_addr, &in, sizeof in);
    must(ioctl(control, what, &request), "setting an address");
}

void up(int control, ifreq& request) {
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    must(ioctl(control, SIOCSIFFLAGS, &request), "switching an interface on");
}

struct Packet {
    Clock::time_point due;
    std::string bytes;
};

/// One end of the line, in a namespace of its own.
struct End {
    int device = -1;
    std::deque<Packet> arriving; ///< what the other end sent
};

/// Leaves this process in a new namespace, whose only way out is the device.
End make_end(const char* name, const char* address) {
    must(unshare(CLONE_NEWNET), "making a network namespace");
    End end;
    end.device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    must(end.device, "/dev/net/tun");
    ifreq request{};
    std::strcpy(request.ifr_name, "line");
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    must(ioctl(end.device, TUNSETIFF, &request), "making the device");
    const int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    request.ifr_qlen = k_queue;
    must(ioctl(control, SIOCSIFTXQLEN, &request), "the device's queue");
    set_address(control, request, SIOCSIFADDR, address);
    set_address(control, request, SIOCSIFNETMASK, "255.255.255.0");
    up(control, request);
    std::strcpy(request.ifr_name, "lo");
    up(control, request);
    close(control);
    const int itself = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    must(itself, "/proc/self/ns/net");
    std::printf("%s %s /proc/%d/fd/%d\n", name, address, getpid(), itself);
    return end;
}

void take(const End& from, End& to, std::chrono::microseconds delay) {
    char bytes[65536];
    for (ssize_t n = 0; (n = read(from.device, bytes, sizeof bytes)) > 0;)
        to.arriving.push_back({Clock::now() + delay, {bytes, static_cast<std::size_t>(n)}});
}

/// Hands over what has travelled long enough; returns how late the latest was.
Clock::duration give(End& end, long& carried) {
    Clock::duration late{};
    for (; !end.arriving.empty(); end.arriving.pop_front(), ++carried) {
        const Packet& packet = end.arriving.front();
        const auto now = Clock::now();
        if (packet.due > now)
            break;
        late = std::max(late, now - packet.due);
        if (write(end.device, packet.bytes.data(), packet.bytes.size()) < 0 && errno == EAGAIN)
            break;
    }
    return late;
}

} // namespace

int main(int argc, char** argv) {
    const double milliseconds = argc == 2 ? std::atof(argv[1]) : 0;
    if (milliseconds <= 0) {
        std::fputs("Usage: slow_line MILLISECONDS (one way)\n", stderr);
        return 64;
    }
    const std::chrono::microseconds delay{static_cast<long>(milliseconds * 1000)};
    End server = make_end("server", "10.77.0.1");
    End client = make_end("client", "10.77.0.2");
    std::fflush(stdout);
    // Punctual: before the programs that are measured, and woken when it is time. Both are
    // kindnesses of the kernel; how late packets were is told at the end.
    sched_param first{};
    first.sched_priority = 1;
    sched_setscheduler(0, SCHED_FIFO, &first);
    prctl(PR_SET_TIMERSLACK, 1UL);
    long carried = 0;
    long late_ones = 0;
    Clock::duration latest{};
    pollfd waiting[] = {{server.device, POLLIN, 0}, {client.device, POLLIN, 0}, {0, POLLIN, 0}};
    while (true) {
        auto next = Clock::time_point::max();
        for (const End* end : {&server, &client})
            if (!end->arriving.empty())
                next = std::min(next, end->arriving.front().due);
        const auto left = std::max(Clock::duration{}, next - Clock::now());
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
        const timespec nap{seconds.count(), (left - seconds).count()};
        ppoll(waiting, 3, next == Clock::time_point::max() ? nullptr : &nap, nullptr);
        char ignored[64];
        if (waiting[2].revents != 0 && read(0, ignored, sizeof ignored) <= 0)
            break;
        take(server, client, delay);
        take(client, server, delay);
        for (End* end : {&server, &client}) {
            const auto late = give(*end, carried);
            latest = std::max(latest, late);
            late_ones += late > std::chrono::milliseconds{1} ? 1 : 0;
        }
    }
    std::printf("%ld packets, %ld times over 1 ms late, at most %.2f ms\n", carried, late_ones,
                std::chrono::duration<double, std::milli>(latest).count());
    return 0;
}
