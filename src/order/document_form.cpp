#include "order/document_form.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace shoporder::order {

namespace {

constexpr std::array<std::string_view, 8> k_of_address = {"name", "company",  "street",  "zip",
                                                          "city", "province", "country", "phone"};
constexpr std::array<std::string_view, 35> k_others = {
    "purchase-order",
    "shop-order/name",
    "shop-order/cancel-reason",
    "shop-order/customer-reference",
    "shop-order/company",
    "shop",
    "buyer/name",
    "buyer/vat",
    "buyer/email",
    "buyer/phone",
    "buyer/gln",
    "buyer/street",
    "buyer/zip",
    "buyer/city",
    "buyer/country",
    "supplier/name",
    "supplier/account",
    "contact/email",
    "contact/phone",
    "shipping-method/title",
    "shipping-method/code",
    "delivery/requested-date",
    "delivery/requested-time",
    "delivery/instructions",
    "note",
    "note-attribute",
    "bundle/sku",
    "bundle/title",
    "line/sku",
    "line/supplier-sku",
    "line/title",
    "line/supplier-title",
    "line/variant",
    "line/vendor",
    "line/property",
};
constexpr std::array<std::string_view, 5> k_groups = {"bill-to", "contact", "shipping-method",
                                                      "delivery", "bundle"};

std::vector<std::string> all_addresses() {
    std::vector<std::string> out;
    for (const std::string_view where : {"ship-to/", "bill-to/"})
        for (const std::string_view part : k_of_address)
            out.push_back(std::string{where} + std::string{part});
    return out;
}

} // namespace

const std::vector<std::string_view>& document_fields() {
    static const std::vector<std::string> k_addresses = all_addresses();
    static const std::vector<std::string_view> k_all = [] {
        std::vector<std::string_view> all{k_others.begin(), k_others.end()};
        all.insert(all.end(), k_addresses.begin(), k_addresses.end());
        return all;
    }();
    return k_all;
}

bool is_document_field(std::string_view name) noexcept {
    const auto& all = document_fields();
    return std::find(all.begin(), all.end(), name) != all.end();
}

bool is_optional_field(std::string_view name) noexcept {
    if (std::find(k_groups.begin(), k_groups.end(), name) != k_groups.end())
        return true;
    return name != "purchase-order" && is_document_field(name);
}

std::optional<FieldLimit> field_limit(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos)
        return std::nullopt;
    FieldLimit limit;
    limit.field = base::trim(text.substr(0, equals));
    std::string_view rest = base::trim(text.substr(equals + 1));
    if (constexpr std::string_view k_cut = " cut"; rest.ends_with(k_cut)) {
        limit.cut = true;
        rest = base::trim(rest.substr(0, rest.size() - k_cut.size()));
    }
    const auto most = base::parse_int(rest);
    if (!is_document_field(limit.field) || !most || *most < 1 || *most > 1'000'000)
        return std::nullopt;
    limit.most = static_cast<int>(*most);
    return limit;
}

} // namespace shoporder::order
