#include "flow/supplier_test.hpp"

#include "base/error.hpp"
#include "deliver/classify.hpp"
#include "deliver/upload.hpp"
#include "flow/connect.hpp"

namespace shoporder::flow {

namespace {

using base::Outcome;
using base::OutcomeClass;

/// The first step that fails, or done. The file is removed in any case.
Outcome probe(remote::Session& session, const order::Supplier& supplier, std::int64_t number) {
    const std::string bytes = "<!-- shoporder looks whether files can be written here -->\n";
    const auto name = [&](std::int64_t n) {
        return deliver::temporary_name(supplier.temporary_at, supplier.temporary,
                                       "shoporder-probe.xml", n);
    };
    const std::string first = name(number);
    const std::string second = name(number + 1);
    Outcome outcome = deliver::classify(session.put(first, bytes));
    if (!outcome.done()) {
        static_cast<void>(session.remove(first)); // a part of it may be there
        if (supplier.temporary_at == order::TemporaryName::folder)
            outcome.reason += "; files that are not whole go to the folder `" + supplier.temporary +
                              "` in it: is it there?";
        return outcome;
    }
    std::string lies_at = first;
    const remote::SizeReply seen = session.size(first);
    outcome = deliver::classify(seen.reply);
    if (outcome.done() && seen.bytes != bytes.size())
        outcome = {OutcomeClass::permanent, seen.reply.code,
                   seen.bytes ? "of " + std::to_string(bytes.size()) + " bytes it has " +
                                    std::to_string(*seen.bytes)
                              : "a file that was written is not there: the server hides such names",
                   "size"};
    if (outcome.done()) {
        const remote::Reply renamed = session.rename(first, second);
        outcome = deliver::classify(renamed);
        if (renamed.ok)
            lies_at = second;
        else if (renamed.code >= 500)
            outcome.reason += "; where renaming is not allowed, `shoporder supplier set " +
                              supplier.name + " upload.mode=done-file` or `direct`";
    }
    const Outcome removed = deliver::classify(session.remove(lies_at));
    return outcome.done() ? removed : outcome;
}

} // namespace

Outcome test_supplier(const config::Settings& settings, const order::Supplier& supplier,
                      const SupplierTest& test, const SessionFactory& sessions) {
    const auto& endpoint = test.test_endpoint ? supplier.test_endpoint : supplier.endpoint;
    if (!endpoint)
        throw base::Error(base::Exit::data, "supplier " + supplier.name + " has no " +
                                                (test.test_endpoint ? "test_url" : "url") +
                                                "; `shoporder supplier set " + supplier.name + " " +
                                                (test.test_endpoint ? "test_url" : "url") + "=…`");
    const auto session = sessions(remote_settings(settings, supplier, *endpoint));
    const remote::Reply opened = session->open();
    Outcome outcome = deliver::classify(opened);
    if (!outcome.done())
        return outcome;
    const remote::ListReply listed = session->list();
    outcome = deliver::classify(listed.reply);
    if (!outcome.done())
        return outcome;
    std::string found = (opened.text.empty() ? endpoint->url() : opened.text) + ": " +
                        std::to_string(listed.entries.size()) + " files in it";
    if (test.probe && supplier.upload == order::UploadMode::rename) {
        outcome = probe(*session, supplier, *test.probe);
        if (!outcome.done())
            return outcome;
        found += "; a file was written, renamed and removed";
    }
    outcome.reason = found;
    return outcome;
}

} // namespace shoporder::flow
