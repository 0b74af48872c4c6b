#include "flow/operate/supplier_test.hpp"

#include "base/error.hpp"
#include "deliver/classify.hpp"
#include "flow/plan/formats.hpp"
#include "flow/plan/schemas.hpp"
#include "flow/relay/connect.hpp"
#include "route/route.hpp"

#include <thread>

namespace shoporder::flow {

namespace {

using base::Outcome;
using base::OutcomeClass;
using order::UploadMode;

/// Well-formed, and valid for nobody: a supplier's import that reads it finds no order in it.
constexpr std::string_view k_bytes =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- shoporder tests whether files can be written here. This is no order. -->\n"
    "<test xmlns=\"urn:shoporder:test\"/>\n";

/// As the supplier's documents are called, so that a server that looks at names takes it for one:
/// of the order number 0, which no shop has.
std::string probe_name(const config::Settings& settings, const order::Supplier& supplier,
                       std::int64_t number, base::Time now) {
    if (supplier.batching != order::Batching::order)
        return batch_name(supplier, number, now);
    const std::string prefix = settings.shops.empty() ? "" : settings.shops.front().prefix;
    store::Delivery nothing;
    nothing.po_number = (prefix.empty() ? "" : prefix + "-") + "0-A";
    nothing.order_id = number;
    return file_name(supplier, nothing, number, now);
}

/// One file, sent as an order's document is, and what lies on the server of it.
class Probe {
public:
    Probe(const order::Supplier& supplier, std::string name, std::int64_t number)
        : m_supplier(supplier), m_name(std::move(name)), m_number(number) {
        if (supplier.upload == UploadMode::rename)
            m_temporary =
                deliver::temporary_name(supplier.temporary_at, supplier.temporary, m_name, number);
    }

    void send(remote::Session& session, const deliver::Wait& wait) {
        const deliver::Upload upload{m_number, k_bytes, m_name, m_temporary};
        const deliver::Manner manner{m_supplier.upload, m_supplier.done_suffix,
                                     m_supplier.consumes};
        m_sent = deliver::upload(
                     session, manner, {&upload, 1},
                     [this](std::span<const std::int64_t>, deliver::Mark mark) {
                         m_at_final_name = true;
                         m_published |= mark == deliver::Mark::publishing;
                     },
                     [] { return false; }, wait)
                     .front();
    }

    [[nodiscard]] bool arrived() const { return m_sent.outcome.done(); }
    [[nodiscard]] bool has_vanished() const { return m_sent.gone; }
    /// Nothing was written where the connection, the login or the folder failed first.
    [[nodiscard]] bool may_lie_there() const {
        return m_at_final_name || !deliver::is_suppliers_fault(m_sent.outcome);
    }

    /// The done-file first: without it nobody takes the other one.
    void clean(remote::Session& session) {
        if (m_published && m_supplier.upload == UploadMode::done_file)
            static_cast<void>(remove(session, m_name + m_supplier.done_suffix));
        if (m_at_final_name)
            m_removed |= remove(session, m_name);
        if (!m_temporary.empty() && !arrived())
            m_removed |= remove(session, m_temporary);
    }

    /// It went as an order would; what that does not tell is in `unproven`.
    [[nodiscard]] std::string success(std::vector<std::string>& unproven) const {
        if (!m_sent.size_verified && m_removed)
            unproven.push_back("that " + m_name +
                               " arrived whole: the server shows no sizes, so each file rests on "
                               "its word");
        if (!m_left.empty())
            unproven.push_back("that files can be removed: " + m_left +
                               "; ask the supplier to delete it");
        else if (!m_removed)
            unproven.push_back("that files can be removed: " + m_name +
                               " was accepted and was gone before we could; tell the supplier that "
                               "it is no order");
        return m_name + " was written as an order would be (upload.mode " +
               std::string{order::name(m_supplier.upload)} + ")" +
               (m_removed && m_left.empty() ? " and removed" : "");
    }

    [[nodiscard]] Outcome failure() const {
        Outcome out = m_sent.outcome;
        const std::string set = "`shoporder supplier set " + m_supplier.name + " upload.mode=";
        if (m_sent.gone && m_removed) {
            out.cls = OutcomeClass::permanent;
            out.reason = "a file that was written cannot be seen: the server hides such names";
        } else if (m_sent.gone) {
            out.cls = OutcomeClass::permanent;
            out.reason = "the server has the whole file and shows it under no name of ours: it "
                         "takes files at once, and each order would be held `undecided`; " +
                         set + "direct` is for such servers";
        } else if (m_sent.refused) {
            out.cls = out.code >= 500 ? OutcomeClass::permanent : OutcomeClass::temporary;
            if (out.phase == "rename" && out.code >= 500)
                out.reason +=
                    "; where renaming is never allowed, " + set + "done-file` or `direct`";
        } else if (out.phase == "folder" &&
                   m_supplier.temporary_at == order::TemporaryName::folder) {
            out.reason += "; files that are not whole go to the folder `" + m_supplier.temporary +
                          "` in it: is it there?";
        }
        if (may_lie_there())
            out.reason += "; tried with " + tried();
        if (!m_left.empty())
            out.reason += "; " + m_left + ": ask the supplier to delete it";
        return out;
    }

    void could_not_clean(const std::string& why) {
        m_left = tried() + " may lie there (" + why + ")";
    }

private:
    [[nodiscard]] std::string tried() const {
        switch (m_supplier.upload) {
        case UploadMode::rename:
            return m_temporary + ", to become " + m_name;
        case UploadMode::done_file:
            return m_name + " and " + m_name + m_supplier.done_suffix;
        case UploadMode::direct:
            break;
        }
        return m_name;
    }

    [[nodiscard]] bool remove(remote::Session& session, const std::string& name) {
        const remote::Reply removed = session.remove(name);
        if (removed.ok)
            return true;
        const remote::SizeReply seen = session.size(name);
        if (seen.reply.ok && !seen.bytes)
            return false; // gone, or never there
        m_left += (m_left.empty() ? "" : ", ") + name + (seen.reply.ok ? " lies" : " may lie") +
                  " there (" + removed.text + ")";
        return false;
    }

    const order::Supplier& m_supplier;
    const std::string m_name;
    const std::int64_t m_number;
    std::string m_temporary;
    deliver::Result m_sent;
    bool m_at_final_name = false; ///< what is there under this name may be ours
    bool m_published = false;
    bool m_removed = false; ///< the file itself, not its done-file
    std::string m_left;
};

/// The protocol that a delivery follows, and the traces of it gone again.
void probe(SupplierTestResult& result, std::unique_ptr<remote::Session> session,
           const std::function<std::unique_ptr<remote::Session>()>& again,
           const config::Settings& settings, const order::Supplier& supplier,
           const SupplierTest& test) {
    // The number is an instant in microseconds that nobody has used (cmd).
    result.file = probe_name(settings, supplier, *test.probe, base::from_micros(*test.probe));
    Probe file(supplier, result.file, *test.probe);
    const deliver::Wait wait = test.wait ? test.wait : [](std::chrono::seconds time) {
        std::this_thread::sleep_for(time);
        return true;
    };
    file.send(*session, wait);
    if (!file.arrived() && file.may_lie_there()) { // a connection in doubt is not used again
        session.reset();
        session = again();
        if (const Outcome opened = deliver::classify(session->open()); !opened.done())
            file.could_not_clean(opened.reason);
        else
            file.clean(*session);
    } else if (file.arrived()) {
        file.clean(*session);
    }
    if (file.arrived())
        result.outcome.reason += "; " + file.success(result.unproven);
    else
        result.outcome = file.failure();
    result.vanished = file.has_vanished();
}

} // namespace

SupplierTestResult test_supplier(const config::Settings& settings, const order::Supplier& supplier,
                                 const SupplierTest& test, const SessionFactory& sessions) {
    const auto& endpoint = test.test_endpoint ? supplier.test_endpoint : supplier.endpoint;
    if (!endpoint)
        throw base::Error(base::Exit::data, "supplier " + supplier.name + " has no " +
                                                (test.test_endpoint ? "test_url" : "url") +
                                                "; `shoporder supplier set " + supplier.name + " " +
                                                (test.test_endpoint ? "test_url" : "url") + "=…`");
    static_cast<void>(Formats(settings).of(supplier)); // as `dispatch` would need it
    const auto connect = [&] { return sessions(remote_settings(settings, supplier, *endpoint)); };
    auto session = connect();
    SupplierTestResult result;
    result.test_endpoint = test.test_endpoint;
    const remote::Reply opened = session->open();
    result.outcome = deliver::classify(opened);
    if (!result.outcome.done()) {
        result.refusal = opened;
        return result;
    }
    const remote::ListReply listed = session->list();
    result.outcome = deliver::classify(listed.reply);
    if (!result.outcome.done()) {
        result.refusal = listed.reply;
        return result;
    }
    result.outcome.reason = (opened.text.empty() ? endpoint->url() : opened.text) + ": " +
                            std::to_string(listed.entries.size()) + " files in it";
    if (!supplier.document.schema_digest.empty() && !is_schema_current(supplier))
        result.unproven.push_back(
            "that its documents obey " + supplier.document.schema +
            ", which has changed: what was read when it was set is in force; `shoporder supplier "
            "set " +
            supplier.name + " document.schema=" + supplier.document.schema + "` reads it again");
    if (test.probe)
        probe(result, std::move(session), connect, settings, supplier, test);
    else
        result.unproven.push_back("that files can be written: `shoporder supplier test " +
                                  supplier.name + " --write` tries it");
    return result;
}

} // namespace shoporder::flow
