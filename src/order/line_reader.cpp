#include "order/line_reader.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <unordered_map>

namespace shoporder::order {

namespace {

constexpr std::size_t k_most_properties = 1000;

/// What is known of a line only until all lines, refunds and fulfillments are read. Bodies of API
/// versions before 2024-01 leave counts out; they are derived then.
struct LineNotes {
    /// Names a parent: a number or text that read_lines() looks up among the lines.
    std::string parent;
    bool has_current = false;
    bool has_fulfillable = false;
    std::int64_t refunded = 0; ///< all refunds
    std::int64_t returned = 0; ///< those with restock_type "return"
    std::int64_t unclear = 0;  ///< those that do not say what became of the goods
};

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;
using LineIndex = std::unordered_map<std::int64_t, std::size_t>;

void read_property(Element element, std::string path, Defects& defects,
                   std::vector<Property>& out) {
    Object object;
    if (element.get(object) != simdjson::SUCCESS) {
        defects.add(path + " is no name with a value");
        return;
    }
    const Fields fields{object, std::move(path), defects};
    const auto name = fields.value("name");
    const auto value = fields.value("value");
    Property property{name ? json_text(*name) : "", value ? json_text(*value) : ""};
    if (!property.name.empty() || !property.value.empty())
        out.push_back(std::move(property));
}

/// A Shopify id in any form: a number, its digits, or "gid://shopify/<anything>/<number>".
std::int64_t any_id(std::string_view text) noexcept {
    const std::size_t slash = text.rfind('/');
    const auto number =
        base::parse_int(slash == std::string_view::npos ? text : text.substr(slash + 1));
    return number && *number > 0 ? *number : 0;
}

/// Is this the name under which an app keeps an add-on's parent: "_parent", "Parent line id"?
bool is_parent_name(std::string_view name) {
    std::string word = base::lower(name);
    word.erase(0, std::min(word.find_first_not_of('_'), word.size()));
    std::replace_if(
        word.begin(), word.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
    static constexpr std::array<std::string_view, 10> k_names = {
        "parent",           "parent_id",           "parent_line",    "parent_line_id",
        "parent_line_item", "parent_line_item_id", "parent_variant", "parent_variant_id",
        "parent_sku",       "parent_item_id"};
    return std::find(k_names.begin(), k_names.end(), word) != k_names.end();
}

/// What a line says its parent is, "" where it says nothing. Shopify documents nested lines (since
/// 2025-10) for carts only and shows no order body with one, so each spelling its other APIs use
/// is taken, then what add-on apps write into properties.
std::string named_parent(Fields& fields, const std::vector<Property>& properties) {
    Defects unused; // an object where a number may stand is no fault of the order
    Fields quiet{fields.raw(), "", unused};
    for (const char* key : {"parent_line_item_id", "parent_id"})
        if (std::string text = quiet.text(key); !text.empty())
            return text;
    for (const char* key : {"parent_relationship", "parent_line_item", "parent"}) {
        const auto object = quiet.object(key);
        if (!object)
            continue;
        Fields relation{*object, "", unused};
        if (const auto inner = relation.object("parent"))
            return Fields{*inner, "", unused}.text("id");
        for (const char* id : {"parent_line_item_id", "parent_id", "id"})
            if (std::string text = relation.text(id); !text.empty())
                return text;
    }
    for (const Property& property : properties)
        if (is_parent_name(property.name) && !base::trim(property.value).empty())
            return std::string{base::trim(property.value)};
    return {};
}

LineItem read_line(Fields& fields, LineNotes& counts) {
    LineItem line;
    line.id = fields.own_id("LineItem");
    line.product_id = fields.optional_id("product_id");
    line.variant_id = fields.optional_id("variant_id");
    line.sku = fields.text("sku");
    line.title = fields.text("title");
    if (line.title.empty())
        line.title = fields.text("name");
    line.variant_title = fields.text("variant_title");
    line.vendor = fields.text("vendor");
    line.product_type = fields.text("product_type");
    line.tags = fields.text("tags");
    line.requires_shipping = fields.flag("requires_shipping", true);
    line.gift_card = fields.flag("gift_card", false);
    line.fulfillment_status = fields.text("fulfillment_status");
    line.price = fields.amount("price");
    line.properties = read_properties(fields, "properties");
    counts.parent = named_parent(fields, line.properties);
    line.names_parent = !counts.parent.empty();
    if (const auto group = fields.value("sales_line_item_group_id"))
        line.group_id = any_id(json_text(*group));
    if (const auto set = fields.value("price_set"))
        line.presentment_price = presentment_amount(*set);
    if (const auto grams = fields.value("grams"))
        if (const auto text = base::parse_int(json_text(*grams)); text && *text > 0)
            line.grams = *text;

    const auto quantity = fields.quantity("quantity");
    if (!quantity)
        fields.defect("quantity", "is missing");
    line.quantity = quantity.value_or(0);
    const auto within = [&](std::string_view key, bool& present) -> std::int64_t {
        const auto count = fields.quantity(key);
        present = count.has_value();
        if (count.value_or(0) > line.quantity)
            fields.defect(key, fmt::format("{} is more than quantity {}", *count, line.quantity));
        return std::min(count.value_or(0), line.quantity);
    };
    line.current_quantity = within("current_quantity", counts.has_current);
    line.fulfillable_quantity = within("fulfillable_quantity", counts.has_fulfillable);
    return line;
}

/// Adds the quantities of one refund's or fulfillment's lines. A line that is not in the order
/// any more counts for nothing; one quantity never exceeds the bound of Fields::quantity.
template <typename Add>
void count_lines(Fields& part, std::string_view key, std::string_view id_key,
                 const LineIndex& index, Add add) {
    std::size_t n = 0;
    for (const Element element : part.array(key, k_most_parts)) {
        Object object;
        const std::string path = fmt::format("{}[{}]", part.path_of(key), n++);
        if (element.get(object) != simdjson::SUCCESS)
            continue;
        Fields fields{object, path, part.defects()};
        const auto id = fields.value(id_key);
        const auto found = id ? index.find(id_value(*id)) : index.end();
        if (found != index.end())
            add(found->second, fields, fields.quantity("quantity").value_or(0));
    }
}

void count_refunds(Fields& root, const LineIndex& index, std::vector<LineNotes>& counts) {
    std::size_t n = 0;
    for (const Element element : root.array("refunds", k_most_parts)) {
        Object object;
        const std::string path = fmt::format("refunds[{}]", n++);
        if (element.get(object) != simdjson::SUCCESS)
            continue;
        Fields refund{object, path, root.defects()};
        count_lines(refund, "refund_line_items", "line_item_id", index,
                    [&](std::size_t line, Fields& fields, std::int64_t quantity) {
                        counts[line].refunded += quantity;
                        const std::string restock = fields.text("restock_type");
                        if (restock == "return")
                            counts[line].returned += quantity;
                        else if (restock != "cancel")
                            counts[line].unclear += quantity;
                    });
    }
}

void count_fulfillments(Fields& root, const LineIndex& index, std::vector<LineItem>& lines) {
    std::size_t n = 0;
    for (const Element element : root.array("fulfillments", k_most_parts)) {
        Object object;
        const std::string path = fmt::format("fulfillments[{}]", n++);
        if (element.get(object) != simdjson::SUCCESS)
            continue;
        Fields fulfillment{object, path, root.defects()};
        const std::string status = fulfillment.text("status");
        if (status != "cancelled" && status != "error" && status != "failure")
            count_lines(fulfillment, "line_items", "id", index,
                        [&](std::size_t line, Fields&, std::int64_t quantity) {
                            lines[line].fulfilled_quantity += quantity;
                        });
    }
}

/// What is derived from the counts once all are known.
void settle_quantities(LineItem& line, const LineNotes& count) {
    const auto not_below_zero = [](std::int64_t v) { return std::max<std::int64_t>(v, 0); };
    if (!count.has_current)
        line.current_quantity = not_below_zero(line.quantity - count.refunded);
    // What has shipped and is not current any more was refunded after it had shipped, whatever
    // its refund says; only refunds that do not say may be counted so.
    const std::int64_t shipped_and_gone =
        not_below_zero(line.fulfilled_quantity - line.current_quantity - count.returned);
    line.returned_quantity = std::min(count.returned + std::min(shipped_and_gone, count.unclear),
                                      line.quantity - line.current_quantity);
    if (!count.has_fulfillable) {
        // What was returned had been shipped before: it must not count twice.
        const std::int64_t not_shipped = count.refunded - line.returned_quantity;
        const std::int64_t open = line.quantity - not_shipped - line.fulfilled_quantity;
        line.fulfillable_quantity =
            line.fulfillment_status == "fulfilled" ? 0 : not_below_zero(open);
    }
    // Old bodies name refunded goods as still fulfillable: nobody ships what was refunded.
    line.fulfillable_quantity = std::min(line.fulfillable_quantity, line.current_quantity);
    // A line that calls itself fulfilled is, even where its fulfillments were left out of the body
    // (webhooks can be told to leave fields out): it must not look like goods on hold.
    if (line.fulfillment_status == "fulfilled")
        line.fulfilled_quantity =
            std::max(line.fulfilled_quantity,
                     line.current_quantity + line.returned_quantity - line.fulfillable_quantity);
}

/// The line that `parent` names by its id, variant id or SKU; of several the nearest before the
/// child (Shopify keeps nested lines behind their parent), else the first after. 0: none.
std::int64_t find_parent(const std::vector<LineItem>& lines, std::size_t child,
                         const std::string& parent) {
    const std::int64_t id = any_id(parent);
    const auto nearest = [&](auto names) -> std::int64_t {
        for (std::size_t i = child; i-- > 0;)
            if (names(lines[i]))
                return lines[i].id;
        for (std::size_t i = child + 1; i < lines.size(); ++i)
            if (names(lines[i]))
                return lines[i].id;
        return 0;
    };
    if (id > 0) {
        if (const auto found = nearest([&](const LineItem& l) { return l.id == id; }))
            return found;
        if (const auto found = nearest([&](const LineItem& l) { return l.variant_id == id; }))
            return found;
    }
    return nearest([&](const LineItem& l) { return l.sku == parent; });
}

void read_groups(Fields& root, Order& order) {
    Defects unused; // a bundle's name holds nothing; its components are lines like any other
    Fields quiet{root.raw(), "", unused};
    for (const Element element : quiet.array("line_item_groups", k_most_lines)) {
        Object object;
        if (element.get(object) != simdjson::SUCCESS)
            continue;
        Fields fields{object, "line_item_groups", unused};
        const auto id = fields.value("id");
        LineGroup group;
        group.id = id ? any_id(json_text(*id)) : 0;
        group.title = fields.text("title");
        group.sku = fields.text("variant_sku");
        if (group.sku.empty())
            group.sku = fields.text("sku");
        group.quantity = fields.quantity("quantity").value_or(0);
        if (group.id > 0)
            order.line_groups.push_back(std::move(group));
    }
}

} // namespace

std::vector<Property> read_properties(Fields& fields, std::string_view key) {
    std::vector<Property> out;
    const auto found = fields.value(key);
    if (!found)
        return out;
    Object object;
    if (found->is_array()) {
        std::size_t index = 0;
        for (const Element element : fields.array(key, k_most_properties))
            read_property(element, fmt::format("{}[{}]", fields.path_of(key), index++),
                          fields.defects(), out);
    } else if (found->get(object) == simdjson::SUCCESS) {
        Element ignored;
        if (object.at_key("name").get(ignored) == simdjson::SUCCESS &&
            object.at_key("value").get(ignored) == simdjson::SUCCESS) {
            read_property(*found, fields.path_of(key), fields.defects(), out);
            return out;
        }
        for (const auto& [name, value] : object) {
            if (out.size() == k_most_properties) {
                fields.defect(key, fmt::format("has more than {} entries; the rest was not read",
                                               k_most_properties));
                break;
            }
            out.push_back({std::string{name}, json_text(value)});
        }
    } else if (!json_text(*found).empty()) {
        fields.defect(key, "is no list of names and values");
    }
    return out;
}

void read_lines(Fields& root, Order& order) {
    std::vector<LineNotes> counts;
    LineIndex index;
    std::size_t n = 0;
    for (const Element element : root.array("line_items", k_most_lines)) {
        const std::string path = fmt::format("line_items[{}]", n++);
        Object object;
        if (element.get(object) != simdjson::SUCCESS) {
            root.defects().add(path + " is no line item");
            continue;
        }
        Fields fields{object, path, root.defects()};
        order.lines.push_back(read_line(fields, counts.emplace_back()));
        const std::int64_t id = order.lines.back().id;
        if (id != 0 && !index.emplace(id, order.lines.size() - 1).second)
            fields.defect("id", fmt::format("{} stands on two lines", id));
    }
    count_refunds(root, index, counts);
    count_fulfillments(root, index, order.lines);

    for (std::size_t i = 0; i < order.lines.size(); ++i) {
        settle_quantities(order.lines[i], counts[i]);
        if (!counts[i].parent.empty())
            order.lines[i].parent_id = find_parent(order.lines, i, counts[i].parent);
    }
    read_groups(root, order);
}

} // namespace shoporder::order
