#include "store/supplier_options.hpp"

#include "store/connection.hpp"

#include <array>

namespace shoporder::store {

namespace {

using order::Supplier;
using order::Transport;

struct Text {
    const char* name;
    std::string Transport::*field;
};
struct Flag {
    const char* name;
    bool Transport::*field;
};
constexpr std::array k_texts{
    Text{"transport.ca_file", &Transport::ca_file},
    Text{"transport.pin", &Transport::pin},
    Text{"transport.host_key", &Transport::host_key},
    Text{"transport.known_hosts", &Transport::known_hosts},
    Text{"transport.key_file", &Transport::key_file},
};
constexpr std::array k_flags{
    Flag{"transport.active", &Transport::active},
    Flag{"transport.tls13", &Transport::tls13},
};
constexpr const char* k_temporary_at = "temporary.at";

} // namespace

void put_options(Write& write, std::int64_t id, const Supplier& supplier) {
    Query(write.connection(), "DELETE FROM supplier_options WHERE supplier_id = ?", id).run();
    const auto put = [&](const char* name, const std::string& value) {
        Query(write.connection(), "INSERT INTO supplier_options VALUES (?, ?, ?)", id, name, value)
            .run();
    };
    for (const Text& text : k_texts)
        if (const std::string& value = supplier.transport.*text.field; !value.empty())
            put(text.name, value);
    for (const Flag& flag : k_flags)
        if (supplier.transport.*flag.field)
            put(flag.name, "true");
    if (supplier.temporary_at == order::TemporaryName::suffix)
        put(k_temporary_at, "suffix");
}

void read_options(Database& database, Supplier& supplier) {
    Query q(database.connection(), "SELECT name, value FROM supplier_options WHERE supplier_id = ?",
            supplier.id);
    while (q.step()) {
        const std::string name = q.text(0);
        for (const Text& text : k_texts)
            if (name == text.name)
                supplier.transport.*text.field = q.text(1);
        for (const Flag& flag : k_flags)
            if (name == flag.name)
                supplier.transport.*flag.field = q.text(1) == "true";
        if (name == k_temporary_at && q.text(1) == "suffix")
            supplier.temporary_at = order::TemporaryName::suffix;
    }
}

} // namespace shoporder::store
