#include "route/told.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "order/contact.hpp"

namespace shoporder::route {

namespace {

constexpr std::string_view k_version = "2 ";
constexpr std::string_view k_collect = " collect ";

/// Of fields, each with its length first, so that no two sets of them give one text.
class Digest {
public:
    void add(std::string_view text) {
        m_all += std::to_string(text.size());
        m_all += ':';
        m_all += text;
    }
    [[nodiscard]] std::string hex() const { return base::hex(base::sha256(m_all)); }

private:
    std::string m_all;
};

Digest first_fields(const order::Order& o) {
    Digest digest;
    const order::Address a = o.shipping_address.value_or(order::Address{});
    for (const std::string* field : {&a.name, &a.company, &a.address1, &a.address2, &a.zip, &a.city,
                                     &a.province, &a.province_code, &a.country, &a.country_code,
                                     &a.phone, &o.shipping_title, &o.shipping_code, &o.note})
        digest.add(*field);
    for (const order::Property& p : o.note_attributes) {
        digest.add(p.name);
        digest.add(p.value);
    }
    return digest;
}

std::string digest_of(const order::Order& o) {
    Digest digest = first_fields(o);
    digest.add(order::contact_phone(o));
    digest.add(order::contact_email(o));
    return digest.hex();
}

} // namespace

std::string told(const order::Order& order, const std::optional<order::Money>& collect) {
    std::string text = std::string{k_version} + digest_of(order);
    if (collect && collect->amount.units() > 0)
        text += std::string{k_collect} + collect->amount.text() + " " + collect->currency;
    return text;
}

std::optional<order::Money> told_collect(std::string_view text) {
    const auto at = text.find(k_collect);
    if (at == std::string_view::npos)
        return std::nullopt;
    const auto words = base::split(text.substr(at + k_collect.size()), ' ');
    const auto amount = words.size() == 2 ? order::Decimal::parse(words[0]) : std::nullopt;
    if (!amount)
        return std::nullopt;
    return order::Money{*amount, words[1]};
}

bool is_told(std::string_view text, const order::Order& order) {
    if (!text.starts_with(k_version))
        return text == first_fields(order).hex();
    text.remove_prefix(k_version.size());
    return text.substr(0, text.find(' ')) == digest_of(order);
}

} // namespace shoporder::route
