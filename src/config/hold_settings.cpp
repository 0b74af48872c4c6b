#include "config/hold_settings.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::config {

namespace {

bool is_capitals(std::string_view text, std::size_t length) {
    return text.size() == length &&
           std::all_of(
               text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::vector<std::string> country_codes(const Texts& texts) {
    std::vector<std::string> out;
    for (const std::string& text : texts) {
        if (text.empty())
            continue;
        if (!is_capitals(text, 2))
            throw Unusable(fmt::format("`{}` is no country's code; write two capital letters, "
                                       "such as DE",
                                       base::printable(text, 40)));
        out.push_back(text);
    }
    return out;
}

} // namespace

void set_hold_tags(order::HoldRules& hold, const Texts& texts) {
    hold.tags.clear();
    for (const std::string& text : texts) {
        const std::string tag = plain_text(text, 255); // Shopify's longest
        if (base::trim(tag).empty())
            continue;
        if (tag.find(',') != std::string::npos)
            throw Unusable("takes one tag at a time: Shopify's tags hold no comma");
        hold.tags.emplace_back(base::trim(tag));
    }
}

void set_hold_value(order::HoldRules& hold, const Texts& texts) {
    hold.value.reset();
    if (!single(texts).empty())
        hold.value = money_value(single(texts), true);
}

void set_hold_countries(order::HoldRules& hold, const Texts& texts) {
    hold.countries = country_codes(texts);
}

void set_hold_elsewhere(order::HoldRules& hold, const Texts& texts) {
    hold.elsewhere = country_codes(texts);
}

void set_hold_address(order::HoldRules& hold, const Texts& texts) {
    const std::string& text = single(texts);
    if (text != "normal" && text != "strict")
        throw Unusable("must be normal or strict");
    hold.strict_address = text == "strict";
}

order::Money money_value(const std::string& text, bool may_lack_currency) {
    const auto words = base::split(text, ' ');
    const auto amount =
        words.empty() || words.size() > 2 ? std::nullopt : order::Decimal::parse(words[0]);
    const bool bare = words.size() == 1 && may_lack_currency;
    if (!amount || amount->units() <= 0 || (!bare && !is_capitals(words.back(), 3)))
        throw Unusable(may_lack_currency ? "takes an amount, perhaps with its currency: \"500\", "
                                           "\"500.00 EUR\""
                                         : "takes an amount and its currency: \"50.00 EUR\"");
    return {*amount, bare ? std::string{} : words[1]};
}

std::string money_text(const order::Money& money) {
    return money.amount.text() + (money.currency.empty() ? "" : " " + money.currency);
}

} // namespace shoporder::config
