// What suppliers sent back.
#include "flow/operate/views.hpp"
#include "store/answers.hpp"

namespace shoporder::flow {

report::AnswerRow answer_row(Names& names, const store::AnswerHead& head) {
    report::AnswerRow row;
    row.id = head.id;
    row.supplier = names.supplier(head.supplier_id);
    row.place = head.place;
    row.file_name = head.file_name;
    row.form = head.form;
    row.sha256 = head.sha256;
    row.state = head.state;
    row.reason = head.reason;
    row.received_at = head.received_at;
    row.size = head.size;
    row.times = head.times;
    return row;
}

report::AnswerList answer_list(store::Database& database, const store::AnswerFilter& filter) {
    const store::Snapshot snapshot(database);
    store::AnswerFilter one_more = filter;
    ++one_more.limit;
    auto heads = store::list_answers(database, one_more);
    report::AnswerList list;
    list.more = heads.size() > filter.limit;
    if (list.more)
        heads.resize(filter.limit);
    Names names(database);
    for (const store::AnswerHead& head : heads)
        list.answers.push_back(answer_row(names, head));
    return list;
}

report::AnswerPartRow answer_part_row(store::Database& database, const store::AnswerPart& part) {
    report::AnswerPartRow row;
    row.position = part.position;
    row.answer_id = part.answer_id;
    row.delivery_id = part.delivery_id;
    row.po_number = part.said.po_number;
    if (const auto d = store::find_delivery(database, part.delivery_id))
        row.po_number = d->po_number;
    row.said = part.said;
    row.state = part.state;
    row.reason = part.reason;
    row.received_at = part.received_at;
    if (const auto head = store::find_answer(database, part.answer_id)) {
        row.file_name = head->file_name;
        row.sha256 = head->sha256;
    }
    return row;
}

report::ShipmentRow shipment_row(store::Database& database, const store::Shipment& shipment) {
    report::ShipmentRow row;
    row.id = shipment.id;
    row.answer_id = shipment.answer_id;
    row.delivery_id = shipment.delivery_id;
    row.po_number = shipment.said.po_number;
    if (const auto d = store::find_delivery(database, shipment.delivery_id))
        row.po_number = d->po_number;
    row.said = shipment.said;
    row.lines.assign(shipment.pieces.begin(), shipment.pieces.end());
    row.state = store::name(shipment.state);
    row.reason = shipment.reason;
    row.received_at = shipment.received_at;
    row.told_at = shipment.told_at;
    for (const store::Fulfillment& f : store::shipment_fulfillments(database, shipment.id))
        if (f.fulfillment_id != 0)
            row.fulfillments.push_back(f.fulfillment_id);
    return row;
}

} // namespace shoporder::flow
