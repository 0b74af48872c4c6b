#include "remote/sftp_session.hpp"

#include "remote/curl_call.hpp"
#include "remote/curl_options.hpp"
#include "remote/listing.hpp"
#include "remote/ssh_words.hpp"

namespace shoporder::remote {

namespace {

class SftpSession final : public Session {
public:
    explicit SftpSession(const Settings& settings) : m_call(settings) {}

    Reply open() override {
        // There is no current folder to change: only reading it shows that it is there.
        Reply reply = list().reply;
        if (reply.phase == Phase::list)
            reply.phase = Phase::folder;
        if (reply.ok)
            reply.text = folder().empty() ? "~" : folder();
        return reply;
    }

    Reply put(std::string_view name, std::string_view bytes) override {
        return m_call.put(name, bytes);
    }

    SizeReply size(std::string_view name) override {
        SizeReply out;
        if (!m_call.accepts(out.reply, Phase::size, name) || !m_call.begin(out.reply, Phase::size))
            return out;
        m_call.set_url(name);
        set(m_call.handle(), CURLOPT_NOBODY, 1L);
        out.reply = m_call.perform();
        curl_off_t bytes = -1;
        if (out.reply.ok &&
            libcurl().easy_getinfo(m_call.handle(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &bytes) ==
                CURLE_OK &&
            bytes >= 0)
            out.bytes = static_cast<std::uint64_t>(bytes);
        else if (out.reply.curl == CURLE_REMOTE_FILE_NOT_FOUND)
            out.reply.ok = true;
        else if (out.reply.ok)
            out = size_by_reading(name);
        return out;
    }

    Reply rename(std::string_view from, std::string_view to) override {
        Reply reply;
        if (!m_call.accepts(reply, Phase::rename, from) ||
            !m_call.accepts(reply, Phase::rename, to) || !m_call.begin(reply, Phase::rename))
            return reply;
        Commands commands;
        append(commands, "rename " + argument(from) + ' ' + argument(to));
        reply = m_call.command(commands);
        // There is no telling whether it had left when the connection broke.
        reply.rename_sent = reply.ok || (reply.phase == Phase::rename && reply.code == 0);
        return reply;
    }

    Reply remove(std::string_view name) override {
        Reply reply;
        if (!m_call.accepts(reply, Phase::remove, name) || !m_call.begin(reply, Phase::remove))
            return reply;
        Commands commands;
        append(commands, "rm " + argument(name));
        return m_call.command(commands);
    }

    ListReply list() override {
        ListReply out;
        out.reply = read_folder(true);
        if (out.reply.ok)
            out.entries = parse_names(m_call.taken());
        return out;
    }

    /// The long form is for people, says the protocol, and every server writes it as `ls -l` does.
    ListReply list_with_sizes() override {
        ListReply out;
        out.reply = read_folder(false);
        if (!out.reply.ok)
            return out;
        Listing listing = parse_list(m_call.taken());
        if (!listing.whole) // better a name without a size than no name
            return list();
        out.entries = std::move(listing.entries);
        return out;
    }

    GetReply get(std::string_view name, std::uint64_t most) override {
        return m_call.get(name, most);
    }

    void cancel() noexcept override { m_call.cancel(); }

private:
    /// The folder's listing, names alone or in the long form; it is in m_call.
    Reply read_folder(bool names_only) {
        Reply reply;
        if (!m_call.begin(reply, Phase::list))
            return reply;
        m_call.set_url("");
        set(m_call.handle(), CURLOPT_DIRLISTONLY, names_only ? 1L : 0L);
        m_call.take(k_most_listing);
        reply = m_call.perform();
        if (m_call.was_too_long()) {
            reply.ok = false;
            reply.curl = CURLE_FILESIZE_EXCEEDED;
            reply.text = too_long_a_listing();
        }
        return reply;
    }

    /// To libcurl an empty file's size is unknown, as is one the server does not tell.
    SizeReply size_by_reading(std::string_view name) {
        SizeReply out;
        if (!m_call.begin(out.reply, Phase::size))
            return out;
        m_call.set_url(name);
        m_call.take(0);
        out.reply = m_call.perform();
        if (out.reply.ok) {
            out.bytes = 0;
        } else if (m_call.was_too_long()) {
            out.reply.curl = CURLE_QUOTE_ERROR;
            out.reply.code = 550; // as an FTP server that does not answer SIZE
            out.reply.text = "the server does not tell the file's size";
        } else if (out.reply.curl == CURLE_REMOTE_FILE_NOT_FOUND) {
            out.reply.ok = true; // taken away meanwhile
        }
        return out;
    }

    [[nodiscard]] const std::string& folder() const { return m_call.settings().endpoint.folder; }
    /// Of libcurl's own SFTP commands, which know no current folder.
    [[nodiscard]] std::string argument(std::string_view name) const {
        std::string path = folder();
        if (!path.empty() && !path.ends_with('/'))
            path += '/';
        return ssh_argument(path.append(name));
    }

    CurlCall m_call;
};

} // namespace

std::unique_ptr<Session> make_sftp_session(const Settings& settings) {
    start_libcurl();
    return std::make_unique<SftpSession>(settings);
}

} // namespace shoporder::remote
