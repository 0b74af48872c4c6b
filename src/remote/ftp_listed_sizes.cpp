// Sizes over FTP by a listing: of many names because it is cheaper, of any where the server will
// not answer SIZE.
#include "remote/ftp_session.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>

namespace shoporder::remote {

namespace {

using Clock = std::chrono::steady_clock;

// EPSV, TYPE, the data connection, LIST and its two answers, TYPE again: so many SIZEs, and more
// work for the server.
constexpr std::size_t k_worth_a_listing = 8;
// What is longer is neither believed nor asked for again. It is taken all the same: libcurl closes
// the connection of a transfer that is cut, and a server may not let a second one in so soon.
constexpr std::size_t k_short_listing = std::size_t{256} << 10U;
constexpr std::size_t k_most_in_vain = std::size_t{1} << 20U;

std::string_view last_part(std::string_view name) {
    return name.substr(name.rfind('/') + 1); // npos + 1 is 0
}

bool is_below(std::string_view name) {
    return name.find('/') != std::string_view::npos;
}

} // namespace

bool FtpSession::any_hidden(std::span<const std::string> names, const Which& which) {
    return std::any_of(
        which.begin(), which.end(),
        [names](std::size_t i) { return last_part(names[i]).starts_with('.'); });
}

FtpSession::Which FtpSession::read_sizes(std::span<const std::string> names, const Which& which,
                                         std::vector<SizeReply>& out) {
    Which left = which;
    for (const bool below : {true, false}) { // the puts have left the connection below
        const auto is_there = [&](std::size_t i) { return is_below(names[i]) == below; };
        Which there;
        std::copy_if(left.begin(), left.end(), std::back_inserter(there), is_there);
        if (there.size() < k_worth_a_listing || (below ? m_unlisted_below : m_unlisted))
            continue;
        std::erase_if(left, is_there);
        const Reply reply = read_sizes(below, names, there, out);
        left.insert(left.end(), there.begin(), there.end());
        if (!reply.ok && reply.phase <= Phase::login) { // one login is enough
            for (const std::size_t i : left)
                out[i] = {reply, std::nullopt};
            return {};
        }
    }
    std::sort(left.begin(), left.end());
    return left;
}

Reply FtpSession::read_sizes(bool below, std::span<const std::string> names, Which& which,
                             std::vector<SizeReply>& out) {
    const auto began = Clock::now();
    const Listed listed = read_listing(below, any_hidden(names, which), k_most_in_vain);
    const auto took = Clock::now() - began;
    bool& unlisted = below ? m_unlisted_below : m_unlisted;
    unlisted = true;
    if (!listed.reply.ok && listed.reply.phase == Phase::list && listed.reply.code >= 500)
        m_unlisted = m_unlisted_below = true;
    if (!listed.reply.ok || m_call.taken().size() > k_short_listing)
        return listed.reply;
    Which absent;
    Which left;
    for (const std::size_t i : which) {
        SizeReply answer = judge_listed(listed, last_part(names[i]));
        if (answer.bytes)
            out[i] = std::move(answer);
        else
            (answer.reply.ok ? absent : left).push_back(i);
    }
    // A server that hides files of ours, or stops early without a word, would have us believe that
    // they are not there. Of a window's names half are: those just put.
    if (absent.size() > which.size() - absent.size() - left.size())
        left.insert(left.end(), absent.begin(), absent.end());
    else
        for (const std::size_t i : absent)
            out[i] = judge_listed(listed, last_part(names[i]));
    const std::size_t saved = which.size() - left.size();
    // To a server nearby SIZE costs next to nothing, and a folder that fills grows dearer.
    m_slow_listings += took > m_call.round_trip() * static_cast<int>(saved) ? 1 : 0;
    unlisted = saved < k_worth_a_listing || m_slow_listings > 1; // once may be a hiccup
    which = std::move(left);
    return listed.reply;
}

void FtpSession::look_up_sizes(std::span<const std::string> names, const Which& which,
                               std::vector<SizeReply>& out) {
    const bool hidden = any_hidden(names, which);
    std::optional<Listed> here;
    std::optional<Listed> below;
    for (const std::size_t i : which) {
        const std::string_view name = last_part(names[i]);
        std::optional<Listed>& listed = is_below(names[i]) ? below : here;
        if (!listed) {
            const std::optional<Listed>& other = is_below(names[i]) ? here : below;
            if (other && !other->reply.ok) // one word is enough
                listed = other;
            else
                listed = read_listing(is_below(names[i]), hidden, k_most_listing);
        }
        out[i] = judge_listed(*listed, name);
        // With neither to be had, SIZE is asked once more the next time.
        m_size_useless = m_size_useless && listed->reply.ok;
    }
}

SizeReply FtpSession::judge_listed(const Listed& listed, std::string_view name) const {
    SizeReply out{listed.reply, std::nullopt};
    if (out.reply.phase == Phase::list)
        out.reply.phase = Phase::size;
    const Entry* const entry = listed.listing.find(name);
    if (listed.reply.ok && entry != nullptr && entry->bytes) {
        out.bytes = entry->bytes;
        return out;
    }
    if (listed.reply.ok && listed.listing.proves_absence(name))
        return out;
    const std::string why = !listed.reply.ok   ? listed.reply.text
                            : entry != nullptr ? "listed without a size"
                                               : "the listing cannot be read for certain";
    out.reply.ok = false;
    out.reply.text = "SIZE: " + m_size_refusal + "; LIST: " + why;
    // A listing that failed for now, or on the way, is the cause; one that was refused, or says
    // nothing, leaves the refusal of SIZE as it was.
    const bool for_now = !listed.reply.ok && listed.reply.code < 500 && !m_call.was_too_long();
    if (!for_now && out.reply.phase == Phase::size) {
        out.reply.curl = CURLE_QUOTE_ERROR;
        out.reply.code = code_of(m_size_refusal);
    }
    return out;
}

} // namespace shoporder::remote
