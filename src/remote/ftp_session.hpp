#pragma once
// Purpose: ftp, ftpes and ftps by libcurl. Private to remote; see session.hpp. Commands are sent in
// the endpoint's folder, names below it as they are ("SIZE tmp/a"). Only a put goes into the
// subfolder itself (libcurl then sends two CWD, and two more on the way back): a window that puts,
// then asks, then renames moves once each way. sizes() is in ftp_sizes.cpp.
// State: one connection, and whether SIZE and LIST are of use here. Fails: as Session; Error(bug)
// when libcurl cannot start. Threads: as Session.
#include "remote/curl_call.hpp"
#include "remote/listing.hpp"
#include "remote/session.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::remote {

class FtpSession final : public Session {
public:
    explicit FtpSession(const Settings& settings) : m_call(settings) {}

    Reply open() override;
    Reply put(std::string_view name, std::string_view bytes) override;
    SizeReply size(std::string_view name) override;
    std::vector<SizeReply> sizes(std::span<const std::string> names) override;
    Reply rename(std::string_view from, std::string_view to) override;
    Reply remove(std::string_view name) override;
    ListReply list() override;
    ListReply list_with_sizes() override;
    GetReply get(std::string_view name, std::uint64_t most) override;
    void cancel() noexcept override { m_call.cancel(); }

    /// Of a server's reply; 0 when it has none.
    [[nodiscard]] static int code_of(std::string_view said);

private:
    struct Listed {
        Reply reply;
        Listing listing;
    };
    using Which = std::vector<std::size_t>; ///< places in the span of names

    /// As CurlCall's, and keeps count of the connection's mode.
    Reply command(const Commands& commands);
    /// The same; done only by the server's own word to the last of them, this verb's.
    Reply command(const Commands& commands, std::string_view verb);
    /// NLST or LIST, of the folder or the one below; the bytes are in m_call.
    Reply read_folder(bool below, bool names_only, bool hidden, std::size_t most);
    Listed read_listing(bool below, bool hidden, std::size_t most);

    [[nodiscard]] static bool any_hidden(std::span<const std::string> names, const Which& which);
    /// By one listing of each folder, where that saves round trips. Gives back the places of those
    /// that it does not answer for certain.
    Which read_sizes(std::span<const std::string> names, const Which& which,
                     std::vector<SizeReply>& out);
    /// The same in one of them; `which` shrinks to what is left.
    Reply read_sizes(bool below, std::span<const std::string> names, Which& which,
                     std::vector<SizeReply>& out);
    /// Gives back the places of those that SIZE will not answer.
    Which ask_sizes(std::span<const std::string> names, const Which& which,
                    std::vector<SizeReply>& out);
    [[nodiscard]] SizeReply judge_size(const std::string& said, const std::string& name) const;
    void look_up_sizes(std::span<const std::string> names, const Which& which,
                       std::vector<SizeReply>& out);
    [[nodiscard]] SizeReply judge_listed(const Listed& listed, std::string_view name) const;

    CurlCall m_call;
    bool m_binary = false;      ///< this connection is surely in TYPE I
    std::string m_size_refusal; ///< the server's words against SIZE, while nothing better is known
    bool m_size_useless = false;
    bool m_unlisted = false; ///< a listing of the folder is no bargain; of the one below:
    bool m_unlisted_below = false;
    int m_slow_listings = 0; ///< that took longer than the SIZEs they saved would have
};

[[nodiscard]] std::unique_ptr<Session> make_ftp_session(const Settings& settings);

} // namespace shoporder::remote
