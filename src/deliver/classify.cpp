#include "deliver/classify.hpp"

#include "base/text.hpp"
#include "remote/result_codes.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace shoporder::deliver {

namespace {

using base::OutcomeClass;
using remote::Phase;
using remote::Reply;
namespace result = remote::result;

constexpr auto k_temporary = OutcomeClass::temporary;
constexpr auto k_permanent = OutcomeClass::permanent;
constexpr auto k_operator = OutcomeClass::operator_;
constexpr auto k_uncertain = OutcomeClass::uncertain;
constexpr int k_tries_of_a_refusal = 3;

bool refused_with(const Reply& r, int lowest, int highest) {
    return r.code >= lowest && r.code <= highest;
}
bool refused_for_good(const Reply& r) {
    return refused_with(r, 500, 599);
}
bool is_login(const Reply& r) {
    return r.phase == Phase::login || r.curl == result::k_login_denied;
}

/// "530 Sorry, too many users" shares its code with a wrong password; it passes.
bool speaks_of_crowding(const Reply& r) {
    if (r.code != 530)
        return false;
    const std::string text = base::lower(r.text);
    return text.find("too many") != std::string::npos || text.find("maximum") != std::string::npos;
}

bool is_certificate(const Reply& r) {
    return result::is_of_trust(r.curl);
}

struct Row {
    bool (*when)(const Reply&);
    OutcomeClass cls;
    const char* says;            ///< put before the server's words; "" for nothing
    int tries = 1;               ///< see base::Outcome
    const char* phase = nullptr; ///< another one than the reply's
};

// The first row that holds decides. Order matters: what may have happened comes before what
// the code says, and 421 (libcurl: 28 at once) before every other code.
constexpr std::array k_rows{
    Row{[](const Reply& r) { return r.refused_here && r.phase == Phase::connect; }, k_operator,
        "a setting cannot be used"},
    Row{[](const Reply& r) { return r.refused_here; }, k_permanent, "not sent"},

    // A rename that failed, whatever was said: the whole file is there under one of two names,
    // and looking ends it with no more than a rename.
    Row{[](const Reply& r) { return r.rename_sent && r.code < 400; }, k_uncertain,
        "the rename's answer is lost"},
    Row{[](const Reply& r) { return r.phase == Phase::rename; }, k_uncertain,
        "the rename failed, the file lies under its temporary name"},

    // Before every code: the same words come with 421 and 530. 522 says that no data was taken.
    Row{[](const Reply& r) { return r.wants_tls && (!r.data_sent || r.code == 522); }, k_operator,
        "the server demands TLS"},

    // After the data: a definite word counts, silence does not.
    Row{[](const Reply& r) {
            return r.data_sent && (r.code == 552 || r.curl == result::k_disk_full);
        },
        k_permanent, "over the server's quota"},
    Row{[](const Reply& r) { return r.data_sent && (r.code == 425 || r.code == 522); }, k_temporary,
        "the data connection was refused"},
    Row{[](const Reply& r) { return r.data_sent && r.curl == result::k_send_error; }, k_temporary,
        "the data connection broke"},
    Row{[](const Reply& r) { return r.data_sent; }, k_uncertain, "it may have arrived"},

    // No document can go then, so it is no document's fault.
    Row{[](const Reply& r) {
            return r.phase == Phase::put && r.curl == result::k_could_not_connect;
        },
        k_temporary, "no data connection", 1, "connect"},

    Row{[](const Reply& r) { return r.cancelled; }, k_temporary, ""},
    Row{[](const Reply& r) { return r.code == 421; }, k_temporary, "the server is closing"},

    Row{speaks_of_crowding, k_temporary, "the server is crowded"},
    Row{is_certificate, k_operator, "no safe connection"},
    Row{[](const Reply& r) { return is_login(r) && refused_for_good(r); }, k_operator,
        "the login is refused"},
    // SSH has no reply codes.
    Row{[](const Reply& r) { return r.curl == result::k_login_denied && r.code == 0; }, k_operator,
        "the login is refused"},
    Row{[](const Reply& r) { return r.phase == Phase::folder && refused_for_good(r); }, k_operator,
        "the folder cannot be entered"},
    // 530 after a login that was accepted: "log in first", or an account without this right.
    Row{[](const Reply& r) { return r.code == 530; }, k_operator, ""},
    Row{[](const Reply& r) { return r.phase == Phase::size && refused_for_good(r); }, k_operator,
        "the server does not answer SIZE"},
    Row{[](const Reply& r) {
            return r.curl == result::k_url_malformed || r.curl == result::k_unsupported_protocol ||
                   r.curl == result::k_not_built_in;
        },
        k_operator, "the url cannot be used"},
    Row{[](const Reply& r) { return r.curl == result::k_file_too_long; }, k_permanent, ""},

    // A lost answer leaves a code below 400 behind, and is no refusal.
    Row{[](const Reply& r) { return refused_for_good(r) && r.phase == Phase::put; }, k_permanent,
        "the server refuses the file", k_tries_of_a_refusal},
    Row{[](const Reply& r) { return refused_for_good(r) && r.phase != Phase::connect; },
        k_permanent, ""},
    Row{[](const Reply&) { return true; }, k_temporary, ""},
};

} // namespace

bool may_pass(const Reply& r) {
    if (r.ok || r.refused_here || r.data_sent || r.cancelled || r.code == 421)
        return false;
    const bool after_store = r.phase == Phase::size || r.phase == Phase::rename ||
                             r.phase == Phase::put || r.phase == Phase::remove;
    return after_store && (refused_with(r, 400, 499) || refused_with(r, 550, 559));
}

base::Outcome classify(const Reply& reply) {
    base::Outcome out;
    out.code = reply.code;
    out.phase = std::string{remote::name(reply.phase)};
    if (reply.ok) {
        out.reason = reply.text; // the server's own word, for a proof
        return out;
    }
    const auto row =
        std::find_if(k_rows.begin(), k_rows.end(), [&](const Row& r) { return r.when(reply); });
    out.cls = row->cls;
    out.tries = row->tries;
    if (row->phase != nullptr)
        out.phase = row->phase;
    out.reason = row->says;
    if (!reply.text.empty())
        out.reason += (out.reason.empty() ? "" : ": ") + reply.text;
    if (out.reason.empty())
        out.reason = "no answer";
    return out;
}

bool is_suppliers_fault(const base::Outcome& o) {
    return o.phase == "connect" || o.phase == "login" || o.phase == "folder";
}

} // namespace shoporder::deliver
