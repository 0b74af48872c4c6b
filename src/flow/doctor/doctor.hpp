#pragma once
// Purpose: what goes wrong in the first weeks, each with its remedy. Safe while orders are taken
// and sent: it reads, and talks to suppliers' servers as `supplier test` does.
// State: files, the kernel, systemctl, the database (read), suppliers' servers; nothing is written
// but, where asked for, a test file to each server, which is removed again. Fails: what cannot be
// looked at is a line in the view; Error(bug) alone. Threads: one call; opens some for the servers.
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "flow/operate/supplier_test.hpp"
#include "order/supplier.hpp"
#include "report/doctor_view.hpp"
#include "store/database.hpp"

#include <filesystem>
#include <set>
#include <string>

namespace shoporder::flow {

struct Examination {
    std::set<report::Area> areas{report::k_areas.begin(), report::k_areas.end()};
    bool network = true; ///< talk to suppliers' servers
    bool write = false;  ///< upload a test file to each
    std::filesystem::path nginx = "/etc/nginx";
};

/// Of what only root may see, so before it becomes the owner of the database: configuration,
/// credentials, disk, units, nginx.
void examine_machine(const config::Settings& settings, const config::Environment& environment,
                     base::Time now, const Examination& what, report::DoctorView& view);

/// Of the database and what it knows: database, clock, shops, suppliers.
void examine_database(store::Database& database, const config::Settings& settings, base::Time now,
                      const Examination& what, report::DoctorView& view);

/// There is none, or it cannot be opened.
void examine_no_database(const base::Error& why, const Examination& what, report::DoctorView& view);

/// What to do about a test of its server that failed; "" where it worked.
[[nodiscard]] std::string remedy_of(const order::Supplier& supplier,
                                    const SupplierTestResult& tested);

} // namespace shoporder::flow
