#include "flow/operate/views.hpp"

#include "base/digest.hpp"

namespace shoporder::flow {

namespace {

report::LedgerRow ledger_row(const store::SentRow& sent) {
    report::LedgerRow row{.delivery_id = sent.delivery_id,
                          .order_id = sent.order_id,
                          .order_name = sent.order_name,
                          .shop = sent.shop,
                          .supplier = sent.supplier,
                          .po_number = sent.po_number,
                          .part = sent.part,
                          .revision = sent.revision,
                          .kind = sent.kind,
                          .state = sent.state,
                          .document_id = sent.document_id,
                          .file_name = sent.file_name,
                          .size = sent.size,
                          .sha256 = base::hex(sent.sha256),
                          .sent_at = sent.sent_at,
                          .units = {},
                          .goods = {},
                          .cost = {},
                          .supplier_number = sent.supplier_number};
    if (sent.worth) {
        row.units = sent.worth->units;
        row.goods = sent.worth->goods;
        row.cost = sent.worth->cost;
    }
    return row;
}

} // namespace

void each_sent(store::Database& database, store::SentFilter filter,
               const std::function<bool(const report::LedgerRow&)>& take) {
    while (true) {
        const std::vector<store::SentRow> page = store::list_sent(database, filter);
        for (const store::SentRow& sent : page)
            if (!take(ledger_row(sent)))
                return;
        if (page.size() < filter.limit)
            return;
        filter.after_time = page.back().sent_at;
        filter.after_document = page.back().document_id;
        filter.after_delivery = page.back().delivery_id;
    }
}

} // namespace shoporder::flow
