// Any bytes as a suppliers' file, as a configuration, as an endpoint and as KEY=VALUE. Whatever is
// accepted can be written and reads back as the same; whatever is not is one base::Error.
#include "base/error.hpp"
#include "base/file.hpp"
#include "config/suppliers_file.hpp"
#include "require.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

using namespace shoporder;

namespace {

using test::require;

void suppliers(const std::string& text) {
    try {
        const auto read = config::read_suppliers(text, "FILE");
        const std::string written = config::write_suppliers(read);
        const auto back = config::read_suppliers(written, "WRITTEN");
        require(config::write_suppliers(back) == written, "a written file reads back the same");
        require(back.size() == read.size(), "no supplier is lost");
        for (std::size_t i = 0; i < read.size(); ++i)
            require(back[i].endpoint == read[i].endpoint && back[i].match == read[i].match &&
                        back[i].exclude == read[i].exclude &&
                        back[i].schedule == read[i].schedule && back[i].mode == read[i].mode &&
                        back[i].send == read[i].send && back[i].upload == read[i].upload &&
                        back[i].done_suffix == read[i].done_suffix &&
                        back[i].format == read[i].format && back[i].flat == read[i].flat &&
                        back[i].temporary == read[i].temporary &&
                        back[i].temporary_at == read[i].temporary_at &&
                        back[i].batching == read[i].batching &&
                        back[i].sessions == read[i].sessions &&
                        back[i].files_per_run == read[i].files_per_run,
                    "a supplier reads back the same");
        for (const order::Supplier& s : read)
            for (const auto* rules : {&s.match, &s.exclude})
                for (const order::MatchRule& rule : *rules)
                    require(order::parse_rule(order::rule_text(rule)) == rule,
                            "a stored rule reads back the same");
        // Quadratic in the rules, and no parser: small inputs are enough.
        if (text.size() < 4096)
            (void)config::overlaps(read);
        (void)config::unanswerable_rules(read);
    } catch (const base::Error& error) {
        require(error.code() == base::Exit::config, "a bad file is a configuration error");
    }
}

/// The bytes as a file without a disk.
void settings(const std::string& text) {
    const base::UniqueFd fd{::memfd_create("config", MFD_CLOEXEC)};
    if (!fd || ::write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        return;
    try {
        const auto read = config::load({{"config", fmt::format("/proc/self/fd/{}", fd.get())}}, {});
        for (const config::Shop& shop : read.shops)
            require(read.find_shop(shop.domain) == &shop, "a shop is found by its domain");
    } catch (const base::Error& error) {
        require(error.code() == base::Exit::config || error.code() == base::Exit::data,
                "a bad file is a configuration error");
    }
}

void endpoint(const std::string& text) {
    try {
        const auto read = order::Endpoint::parse(text);
        require(order::Endpoint::parse(read.url()) == read, "a url reads back as the same");
        for (const char c : read.url())
            require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f, "no control bytes");
    } catch (const base::Error&) {
        return;
    }
}

void setting(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos)
        return;
    order::Supplier supplier;
    supplier.name = std::string(1, 'x'); // a literal here makes g++ 12 warn of nothing
    try {
        config::apply_setting(supplier, text.substr(0, equals), text.substr(equals + 1));
        config::check_supplier(supplier);
        suppliers(config::write_suppliers(std::array{supplier}));
    } catch (const base::Error& error) {
        require(error.code() == base::Exit::data, "a bad setting is unusable input");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text{reinterpret_cast<const char*>(data), size};
    suppliers(text);
    settings(text);
    endpoint(text);
    setting(text);
    return 0;
}
