// What to mail to a supplier who says that an order never came.
#include "base/text.hpp"
#include "report/order_view.hpp"

#include <algorithm>

namespace shoporder::report {

namespace {

/// The try that delivered it; nullptr where looking found it delivered.
const AttemptRow* good_attempt(const StoryDocument& document) {
    const auto found = std::find_if(document.attempts.rbegin(), document.attempts.rend(),
                                    [](const AttemptRow& a) { return a.outcome == "done"; });
    return found == document.attempts.rend() ? nullptr : &*found;
}

std::string second(base::Time t) {
    return base::format_time(std::chrono::floor<std::chrono::seconds>(t));
}

std::string answer_of(const StoryDelivery& delivery) {
    const AttemptRow* good = good_attempt(*delivery.document);
    if (good == nullptr)
        return "none came; " +
               (delivery.row.reason.empty() || delivery.row.state != order::DeliveryState::uploaded
                    ? std::string{"found there by looking afterwards"}
                    : delivery.row.reason);
    return good->reason.empty() ? "the transfer succeeded" : good->reason;
}

template <class Use>
void each_delivered(const OrderStory& story, Use use) {
    for (const StoryDelivery& delivery : story.deliveries)
        if (delivery.document && delivery.document->uploaded_at)
            use(delivery, *delivery.document);
}

} // namespace

OrderStory only_named(OrderStory story, const std::string& name) {
    const auto is_it = [&name](const StoryDelivery& d) {
        return base::fold(d.row.po_number) == base::fold(name) ||
               (d.document && d.document->file_name == name);
    };
    if (std::any_of(story.deliveries.begin(), story.deliveries.end(), is_it))
        std::erase_if(story.deliveries, [&is_it](const auto& d) { return !is_it(d); });
    return story;
}

std::string proof_text(const OrderStory& story, base::Time now) {
    std::string out;
    bool renamed = false;
    bool in_place = false;
    each_delivered(story, [&](const StoryDelivery& delivery, const StoryDocument& d) {
        out += "\n  purchase order  " + delivery.row.po_number + ", for " + delivery.row.supplier +
               "\n  server          " + base::printable(d.target, 300) + "\n  file            " +
               d.file_name + "\n  size            " + std::to_string(d.size) + " bytes" +
               "\n  SHA-256         " + d.sha256 + "\n  delivered       " + second(*d.uploaded_at) +
               "\n  server answered " + base::printable(answer_of(delivery), 300) +
               "\n  tries           " + std::to_string(d.attempts.size()) + "\n";
        if (d.carries > 1)
            out += "  carries         " + std::to_string(d.carries) + " orders in one file\n";
        for (const AnswerPartRow& answer : delivery.answers)
            out += "  you answered    " + second(answer.received_at) + ", " +
                   base::printable(answer.file_name, 100) + ", SHA-256 " + answer.sha256 + "\n";
        renamed |= !d.in_place;
        in_place |= d.in_place;
    });
    if (out.empty())
        return {};
    return "Delivery of order " + base::printable(story.order.name, 80) + " (" +
           std::to_string(story.order.id) + ") of " + story.order.shop + ", as recorded; " +
           second(now) + "\n" + out +
           (renamed ? "\nThe size was checked on the server under a temporary name, then the file "
                      "was renamed.\n"
                    : "") +
           (in_place ? "\nWritten under its final name; the server's answer was taken, and its "
                       "size looked at where it could be.\n"
                     : "");
}

Value proof_json(const OrderStory& story) {
    Value list = Value::array();
    each_delivered(story, [&](const StoryDelivery& delivery, const StoryDocument& d) {
        Value v = Value::object();
        v.set("po_number", delivery.row.po_number)
            .set("supplier", delivery.row.supplier)
            .set("target", d.target)
            .set("file_name", d.file_name)
            .set("size", d.size)
            .set("sha256", d.sha256)
            .set("uploaded_at", d.uploaded_at)
            .set("answers", json_array(delivery.answers, [](const auto& a) { return to_json(a); }))
            .set("server_reply", json_text(answer_of(delivery)))
            .set("tries", d.attempts.size())
            .set("carries", d.carries);
        list.push(std::move(v));
    });
    Value out = Value::object();
    out.set("order", json_id(story.order.id)).set("order_name", json_text(story.order.name));
    out.set("shop", story.order.shop).set("documents", std::move(list));
    return out;
}

} // namespace shoporder::report
