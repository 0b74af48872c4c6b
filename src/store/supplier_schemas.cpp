#include "store/supplier_schemas.hpp"

#include "store/codec.hpp"
#include "store/connection.hpp"

namespace shoporder::store {

void put_schema(Write& write, const SchemaSet& set) {
    // Packing takes a while, many suppliers share one, and its files are written all or none.
    if (Query known(write.connection(), "SELECT 1 FROM supplier_schemas WHERE digest = ?",
                    set.digest);
        known.step())
        return;
    for (const auto& [name, bytes] : set.schema.files) {
        const Packed packed = pack(bytes);
        Query q(write.connection(),
                "INSERT INTO supplier_schemas (digest, name, main, codec, size, bytes)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                set.digest, name, name == set.schema.main, packed.codec,
                static_cast<std::int64_t>(bytes.size()), BlobView{packed.bytes});
        q.run();
    }
}

void drop_unused_schemas(Write& write) {
    Query(write.connection(), "DELETE FROM supplier_schemas WHERE digest NOT IN"
                              " (SELECT value FROM supplier_options"
                              " WHERE name = 'document.schema_digest')")
        .run();
}

xml::SchemaFiles find_schema(Database& database, const std::string& digest) {
    xml::SchemaFiles out;
    Query q(database.connection(),
            "SELECT name, main, codec, size, bytes FROM supplier_schemas WHERE digest = ?", digest);
    while (q.step()) {
        if (q.integer(1) != 0)
            out.main = q.text(0);
        out.files[q.text(0)] = unpack(q.text(2), q.text(4), static_cast<std::size_t>(q.integer(3)));
    }
    if (out.main.empty())
        throw base::Error(base::Exit::not_found,
                          "no schema with the digest " + digest + " is kept");
    return out;
}

} // namespace shoporder::store
