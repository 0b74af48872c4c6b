#include "cmd/candidates.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "order/delivery.hpp"
#include "store/attention.hpp"
#include "store/deliveries.hpp"
#include "store/order_views.hpp"
#include "store/suppliers.hpp"
#include "store/webhooks.hpp"

#include <algorithm>

namespace shoporder::cmd {

namespace {

using Names = std::vector<std::string>;

constexpr std::size_t k_most = 200; ///< of orders, and of candidates

/// Where the last word stands.
struct Place {
    const CLI::App* app = nullptr;
    const CLI::Option* value_of = nullptr; ///< it is this option's value
    std::size_t positional = 0;            ///< so many of the verb's arguments are there already
    bool only_arguments = false;           ///< `--` is behind us
};

const CLI::Option* find_option(const CLI::App& app, const std::string& word) {
    const std::string name = word.substr(0, word.find('='));
    for (const CLI::App* a = &app; a != nullptr; a = a->get_parent())
        if (const CLI::Option* option = a->get_option_no_throw(name))
            return option;
    return nullptr;
}

const CLI::App* find_command(const CLI::App& app, const std::string& word) {
    for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
        if (sub->get_name() == word)
            return sub;
    return nullptr;
}

void step(Place& at, const std::string& word) {
    if (at.value_of != nullptr) {
        at.value_of = nullptr;
    } else if (!at.only_arguments && word == "--") {
        at.only_arguments = true;
    } else if (!at.only_arguments && word.size() > 1 && word[0] == '-') {
        const CLI::Option* option = find_option(*at.app, word);
        if (option != nullptr && option->get_items_expected_max() > 0 &&
            word.find('=') == std::string::npos)
            at.value_of = option;
    } else if (const CLI::App* sub = at.only_arguments ? nullptr : find_command(*at.app, word)) {
        at.app = sub;
        at.positional = 0;
    } else {
        ++at.positional;
    }
}

/// The argument at that place; the last one may take several.
const CLI::Option* argument_at(const CLI::App& app, std::size_t index) {
    const CLI::Option* last = nullptr;
    for (const CLI::Option* option : app.get_options())
        if (option->get_positional()) {
            if (index == 0)
                return option;
            --index;
            last = option->get_items_expected_max() > 1 ? option : nullptr;
        }
    return last;
}

Names option_names(const CLI::App& app) {
    Names out;
    for (const CLI::App* a = &app; a != nullptr; a = a->get_parent())
        for (const CLI::Option* option : a->get_options())
            for (const std::string& name : option->get_lnames())
                out.push_back("--" + name);
    return out;
}

Names supplier_names(store::Database& database) {
    Names out;
    for (const order::Supplier& supplier : store::list_suppliers(database))
        out.push_back(supplier.name);
    return out;
}

/// No shell reads anything into it, and it is one word.
bool is_plain(const std::string& name) {
    return !name.empty() && std::all_of(
                                name.begin(), name.end(),
                                [](unsigned char c) {
                                    return c > ' ' && c < 0x7F &&
                                           std::string_view{"#*?[]{}()<>|&;$`'\"\\~!"}.find(
                                               static_cast<char>(c)) == std::string_view::npos;
                                });
}

/// Of the newest orders their names; for a delivery its purchase-order number. A person rarely asks
/// for an older one.
Names newest(Context& context, store::Database& database, bool deliveries) {
    store::OrderFilter filter;
    filter.shop = base::lower(context.globals.shop);
    filter.limit = k_most;
    Names out;
    for (const std::int64_t id : store::list_orders(database, filter)) {
        if (deliveries)
            for (const store::Delivery& d : store::order_deliveries(database, id))
                out.push_back(d.po_number);
        else if (const auto order = store::find_order(database, id))
            out.push_back(order->name.starts_with('#') ? order->name.substr(1) : order->name);
    }
    std::erase_if(out, [](const std::string& name) { return !is_plain(name); });
    return out;
}

Names state_names() {
    Names out{"all"};
    for (const order::DeliveryState state : order::k_delivery_states)
        out.emplace_back(order::name(state));
    return out;
}

Names codes(store::Database& database) {
    Names out;
    for (const store::AttentionGroup& group : store::attention_groups(database, {}))
        out.push_back(group.reason_code);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

bool is_of(const CLI::App& app, const char* command) {
    for (const CLI::App* a = &app; a != nullptr; a = a->get_parent())
        if (a->get_name() == command)
            return true;
    return false;
}

/// By what help calls the value.
Names values(Context& context, const CLI::App& app, const CLI::Option& option) {
    const std::string what = option.get_positional() ? option.get_name() : option.get_type_name();
    const bool supplier = option.check_lname("supplier") || option.check_lname("to") ||
                          (what == "NAME" && is_of(app, "supplier"));
    if (what == "STATE")
        return state_names();
    if (what == "DOMAIN") {
        Names out;
        for (const config::Shop& shop : context.settings().shops)
            out.push_back(shop.domain);
        return out;
    }
    if (what == "FORMAT")
        return {"native", "ubl", "opentrans", "cxml", "csv"};
    if (!supplier && what != "CODE" && what != "ORDER" && what != "ID" && what != "DELIVERY")
        return {};
    store::Database& database = context.database(store::Access::read);
    if (supplier)
        return supplier_names(database);
    if (what == "CODE")
        return codes(database);
    return newest(context, database, what != "ORDER");
}

} // namespace

std::vector<std::string> candidates(Context& context, const CLI::App& top, const Names& words) {
    Place at{&top, nullptr, 0, false};
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        step(at, words[i]);
    const std::string last = words.empty() ? std::string{} : words.back();
    Names all;
    try {
        if (at.value_of != nullptr) {
            all = values(context, *at.app, *at.value_of);
        } else if (!at.only_arguments && last.starts_with('-')) {
            all = option_names(*at.app);
        } else {
            if (at.positional == 0)
                for (const CLI::App* sub :
                     at.app->get_subcommands([](const CLI::App*) { return true; }))
                    all.push_back(sub->get_name());
            if (const CLI::Option* argument = argument_at(*at.app, at.positional))
                for (std::string& name : values(context, *at.app, *argument))
                    all.push_back(std::move(name));
        }
    } catch (const base::Error&) {
        all.clear(); // no configuration or no database: there are no names
    }
    Names out;
    for (std::string& name : all)
        if (name.starts_with(last) && out.size() < k_most)
            out.push_back(std::move(name));
    return out;
}

} // namespace shoporder::cmd
