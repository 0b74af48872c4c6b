#include "flow/operate/export_range.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/new_file.hpp"
#include "flow/operate/preview.hpp"
#include "store/webhooks.hpp"

#include <algorithm>
#include <set>

namespace shoporder::flow {

namespace {

/// Ids of a million orders are eight megabytes; the whole is known before the first file.
std::vector<std::int64_t> orders_of(store::Database& database, store::OrderFilter filter) {
    constexpr std::size_t k_page = 1000;
    filter.limit = k_page;
    std::vector<std::int64_t> ids;
    while (true) {
        const auto page = store::list_orders(database, filter);
        ids.insert(ids.end(), page.begin(), page.end());
        if (page.size() < k_page)
            break;
        filter.before_id = page.back();
    }
    std::reverse(ids.begin(), ids.end());
    return ids;
}

std::string name_of(store::Database& database, std::int64_t order) {
    const auto head = store::find_order(database, order);
    return "order " + (head && !head->name.empty() ? head->name : std::to_string(order));
}

class Exporter {
public:
    Exporter(store::Database& database, const config::Settings& settings, const ExportWish& wish,
             base::Time now)
        : m_database(database),
          m_settings(settings),
          m_wish(wish),
          m_now(now),
          m_formats(settings) {}

    void take(std::int64_t order) {
        ++m_result.orders;
        try {
            PreviewOptions options{m_wish.supplier, "", m_now};
            options.tell_gone = true;
            for (const Preview& p :
                 preview_order(m_database, m_settings, m_formats, order, options))
                take(p);
        } catch (const base::Error& error) {
            if (error.code() != base::Exit::data)
                throw;
            // Never planned, and its body is gone: there is nothing that a supplier would get.
            if (store::gone_body(m_database, order))
                ++m_result.gone;
            else
                m_result.unfit.push_back({name_of(m_database, order), error.what()});
        }
    }
    [[nodiscard]] Exported finish() {
        for (const std::filesystem::path& folder : m_folders)
            base::sync_folder(folder);
        return std::move(m_result);
    }
    void stop() { m_result.stopped = true; }

private:
    void take(const Preview& p) {
        if (p.supplier == order::k_unrouted) {
            ++m_result.unrouted;
            return;
        }
        if (p.state == order::name(order::DeliveryState::cancelled))
            return; // it never left, and never will
        if (p.gone) {
            ++m_result.gone;
            return;
        }
        const std::string whose = p.order_name + " for " + p.supplier;
        if (!p.unfit.empty()) {
            m_result.unfit.push_back({whose, p.unfit});
            return;
        }
        std::filesystem::path folder = m_wish.folder / p.supplier;
        if (!p.sent_bytes)
            folder /= "preview";
        make(folder);
        const std::filesystem::path path = folder / p.file_name;
        switch (base::write_new_file(path, p.bytes, 0600)) { // it holds a person's address
        case base::NewFile::written:
            ++m_result.written;
            m_result.previews += p.sent_bytes ? 0 : 1;
            return;
        case base::NewFile::same:
            ++m_result.same;
            return;
        case base::NewFile::other:
            m_result.taken.push_back(path.string());
            return;
        }
    }
    void make(const std::filesystem::path& folder) {
        if (!m_folders.insert(folder).second)
            return;
        std::error_code error;
        std::filesystem::create_directories(folder, error);
        if (error)
            throw base::system_error("cannot make the folder " + folder.string(), error.value());
    }

    store::Database& m_database;
    const config::Settings& m_settings;
    const ExportWish& m_wish;
    base::Time m_now;
    Formats m_formats;
    Exported m_result;
    std::set<std::filesystem::path> m_folders;
};

} // namespace

Exported export_range(store::Database& database, const config::Settings& settings,
                      const ExportWish& wish, base::Time now,
                      const std::function<bool(std::size_t, std::size_t)>& go_on) {
    const auto orders = orders_of(database, wish.orders);
    Exporter exporter(database, settings, wish, now);
    for (std::size_t i = 0; i < orders.size(); ++i) {
        if (!go_on(i, orders.size())) {
            exporter.stop();
            break;
        }
        exporter.take(orders[i]);
    }
    return exporter.finish();
}

} // namespace shoporder::flow
