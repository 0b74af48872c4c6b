#include "remote/folder_session.hpp"

#include "base/text.hpp"
#include "remote/libcurl.hpp"
#include "remote/listing.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shoporder::remote {

namespace {

/// The CURLcode and the FTP reply a server would have given for an errno.
std::pair<CURLcode, int> equivalent(int errnum, Phase phase) {
    switch (errnum) {
    case ENOENT:
        return {phase == Phase::folder ? CURLE_REMOTE_ACCESS_DENIED : CURLE_REMOTE_FILE_NOT_FOUND,
                550};
    case EACCES:
    case EPERM:
    case EROFS:
    case ENOTDIR:
    case ELOOP:
    case EXDEV: // the subfolder is a mount of its own
        return {phase == Phase::put ? CURLE_UPLOAD_FAILED : CURLE_REMOTE_ACCESS_DENIED, 550};
    case EEXIST:
        return {CURLE_REMOTE_FILE_EXISTS, 553};
    case ENOSPC:
    case EDQUOT:
        return {CURLE_REMOTE_DISK_FULL, 452};
    default: // EIO, ESTALE, ETIMEDOUT of a mounted folder: it may pass
        return {phase == Phase::put ? CURLE_UPLOAD_FAILED : CURLE_QUOTE_ERROR, 450};
    }
}

class FolderSession final : public Session {
public:
    explicit FolderSession(const Settings& settings)
        : m_folder(settings.endpoint.folder), m_subfolder(settings.subfolder) {
        if (!m_folder.starts_with('/'))
            m_folder.insert(0, 1, '/');
    }

    Reply open() override {
        Reply reply;
        if (!ready(reply, Phase::folder))
            return reply;
        reply.text = base::printable(m_folder, 1000);
        return reply;
    }

    Reply put(std::string_view name, std::string_view bytes) override {
        Reply reply;
        Place at;
        if (!ready(reply, Phase::put, name) || !find(reply, name, at))
            return reply;
        base::UniqueFd fd{::openat(at.folder, at.name.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644)};
        if (!fd)
            return failed(Phase::put, errno);
        while (!bytes.empty()) {
            if (m_cancelled)
                return cancelled(Phase::put, true);
            // In pieces, so that cancel() is heard on a slow mounted folder.
            const auto written =
                ::write(fd.get(), bytes.data(), std::min<std::size_t>(bytes.size(), 1U << 20U));
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0)
                return failed(Phase::put, written < 0 ? errno : EIO, true);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        if (::fsync(fd.get()) != 0)
            return failed(Phase::put, errno, true);
        if (::close(fd.release()) != 0) // NFS reports a full disk here
            return failed(Phase::put, errno, true);
        reply.data_sent = true;
        return reply;
    }

    SizeReply size(std::string_view name) override {
        SizeReply out;
        Place at;
        if (!ready(out.reply, Phase::size, name) || !find(out.reply, name, at))
            return out;
        struct stat st {};
        if (::fstatat(at.folder, at.name.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0)
            out.bytes = static_cast<std::uint64_t>(st.st_size);
        else if (errno != ENOENT)
            out.reply = failed(Phase::size, errno);
        return out;
    }

    Reply rename(std::string_view from, std::string_view to) override {
        Reply reply;
        Place old_place;
        Place new_place;
        if (!ready(reply, Phase::rename, from) || !ready(reply, Phase::rename, to) ||
            !find(reply, from, old_place) || !find(reply, to, new_place))
            return reply;
        if (!rename_once(old_place, new_place)) {
            const int errnum = errno;
            reply = failed(Phase::rename, errnum);
            // A network file system may have done it and lost the answer.
            reply.rename_sent = errnum == ETIMEDOUT || errnum == EIO || errnum == ESTALE;
            if (reply.rename_sent)
                reply.code = 0;
            return reply;
        }
        reply.rename_sent = true;
        // The new name first. A failure: renamed, and perhaps not for long.
        if (!synced(new_place.folder) || !synced(old_place.folder)) {
            reply = failed(Phase::rename, errno);
            reply.rename_sent = true;
            reply.code = 0;
        }
        return reply;
    }

    Reply remove(std::string_view name) override {
        Reply reply;
        Place at;
        if (!ready(reply, Phase::remove, name) || !find(reply, name, at))
            return reply;
        if (::unlinkat(at.folder, at.name.c_str(), 0) != 0 || !synced(at.folder))
            return failed(Phase::remove, errno);
        return reply;
    }

    ListReply list() override {
        ListReply out;
        if (!ready(out.reply, Phase::list))
            return out;
        const int copy = ::openat(m_fd.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        DIR* dir = copy < 0 ? nullptr : ::fdopendir(copy);
        if (dir == nullptr) {
            out.reply = failed(Phase::list, errno);
            if (copy >= 0)
                ::close(copy);
            return out;
        }
        const std::unique_ptr<DIR, int (*)(DIR*)> closer{dir, ::closedir};
        errno = 0;
        while (const dirent* entry = ::readdir(dir)) {
            struct stat st {};
            if (is_plain_name(entry->d_name) &&
                ::fstatat(m_fd.get(), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
                out.entries.push_back(
                    {entry->d_name, static_cast<std::uint64_t>(st.st_size), S_ISDIR(st.st_mode)});
            if (out.entries.size() >= k_most_entries)
                break;
            errno = 0;
        }
        if (errno != 0)
            out.reply = failed(Phase::list, errno);
        return out;
    }

    GetReply get(std::string_view name, std::uint64_t most) override {
        GetReply out;
        if (!ready(out.reply, Phase::get, name))
            return out;
        const base::UniqueFd fd{::openat(m_fd.get(), std::string{name}.c_str(),
                                         O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)};
        struct stat st {};
        if (!fd || ::fstat(fd.get(), &st) != 0) {
            out.reply = failed(Phase::get, errno);
            return out;
        }
        if (!S_ISREG(st.st_mode)) {
            out.reply = failed(Phase::get, EACCES);
            return out;
        }
        char buffer[64 * 1024];
        for (;;) {
            const auto got = ::read(fd.get(), buffer, sizeof buffer);
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0) {
                out.reply = failed(Phase::get, errno);
                break;
            }
            if (got == 0)
                return out;
            if (out.bytes.size() + static_cast<std::size_t>(got) > most) {
                out.reply.ok = false;
                out.reply.curl = CURLE_FILESIZE_EXCEEDED;
                out.reply.text = "the file is longer than " + std::to_string(most) + " bytes";
                break;
            }
            out.bytes.append(buffer, static_cast<std::size_t>(got));
        }
        out.bytes.clear();
        return out;
    }

    void cancel() noexcept override { m_cancelled = true; }

private:
    struct Place {
        int folder = -1; ///< the session's
        std::string name;
    };

    /// False, with the reply saying why, when the call cannot be begun.
    bool ready(Reply& reply, Phase phase, std::string_view name = "x") {
        reply.phase = phase;
        if (!m_subfolder.empty() && !is_plain_name(m_subfolder)) {
            reply.phase = Phase::connect;
            reply.refused_here = true;
            reply.text = "the subfolder is no plain name";
            return false;
        }
        if (phase == Phase::get ? !is_plain_name(name) : !is_name_below(name, m_subfolder)) {
            reply.ok = false;
            reply.refused_here = true;
            reply.text = "unacceptable file name";
            return false;
        }
        if (m_cancelled) {
            reply = cancelled(phase, false);
            return false;
        }
        if (!m_fd) {
            m_fd = base::UniqueFd{::open(m_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
            if (!m_fd) {
                reply = failed(Phase::folder, errno);
                return false;
            }
        }
        reply.ok = true;
        return true;
    }

    /// Where the name lies; false, with the reply saying why, when that folder cannot be entered.
    bool find(Reply& reply, std::string_view name, Place& at) {
        const auto slash = name.find('/');
        at.name = name.substr(slash == std::string_view::npos ? 0 : slash + 1);
        at.folder = m_fd.get();
        if (slash == std::string_view::npos)
            return true;
        if (!m_below) // no link: it could lead the files out of the supplier's folder
            m_below = base::UniqueFd{::openat(m_fd.get(), m_subfolder.c_str(),
                                              O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
        at.folder = m_below.get();
        if (!m_below)
            reply = failed(Phase::folder, errno);
        return static_cast<bool>(m_below);
    }

    static Reply failed(Phase phase, int errnum, bool data_sent = false) {
        Reply reply;
        reply.phase = phase;
        const auto [curl, code] = equivalent(errnum, phase);
        reply.curl = curl;
        reply.code = code;
        reply.data_sent = data_sent;
        reply.text = base::printable(std::strerror(errnum));
        return reply;
    }

    static Reply cancelled(Phase phase, bool data_sent) {
        Reply reply;
        reply.phase = phase;
        reply.curl = CURLE_ABORTED_BY_CALLBACK;
        reply.cancelled = true;
        reply.data_sent = data_sent;
        reply.text = "cancelled";
        return reply;
    }

    /// EINVAL: this file system cannot sync folders (CIFS), and has no more to give.
    static bool synced(int folder) { return ::fsync(folder) == 0 || errno == EINVAL; }

    static bool rename_once(const Place& old_place, const Place& new_place) {
        const int there = old_place.folder;
        const int here = new_place.folder;
        const char* const from = old_place.name.c_str();
        const char* const to = new_place.name.c_str();
        if (::renameat2(there, from, here, to, RENAME_NOREPLACE) == 0)
            return true;
        if (errno != EINVAL && errno != ENOSYS)
            return false;
        // NFS, CIFS and FUSE know no RENAME_NOREPLACE. A hard link refuses an existing name, too;
        // where there are none either, looking first is all that is left.
        if (::linkat(there, from, here, to, 0) == 0)
            return ::unlinkat(there, from, 0) == 0;
        if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK)
            return false;
        struct stat st {};
        if (::fstatat(here, to, &st, AT_SYMLINK_NOFOLLOW) == 0) {
            errno = EEXIST;
            return false;
        }
        return ::renameat(there, from, here, to) == 0;
    }

    std::string m_folder;
    std::string m_subfolder;
    base::UniqueFd m_fd;
    base::UniqueFd m_below; ///< the subfolder, once it was needed
    std::atomic<bool> m_cancelled{false};
};

} // namespace

std::unique_ptr<Session> make_folder_session(const Settings& settings) {
    return std::make_unique<FolderSession>(settings);
}

} // namespace shoporder::remote
