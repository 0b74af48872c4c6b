#pragma once
// Purpose: one function for each route: the views that the commands print with `--json`, byte for
// byte, and a document as it was sent. What follows a page is told in the `Link` header, so that
// the body stays the command's.
// State: the database, read. Fails: as routes.hpp says. Threads: as the Database.
#include "flow/admin/routes.hpp"

namespace shoporder::flow {

[[nodiscard]] receive::Response answer_status(const Sources& sources, const Question& question);
[[nodiscard]] receive::Response answer_orders(const Sources& sources, const Question& question);
[[nodiscard]] receive::Response answer_order(const Sources& sources, const Question& question);
[[nodiscard]] receive::Response answer_document(const Sources& sources, const Question& question);
[[nodiscard]] receive::Response answer_deliveries(const Sources& sources, const Question& question);
[[nodiscard]] receive::Response answer_suppliers(const Sources& sources, const Question& question);
[[nodiscard]] receive::Response answer_answers(const Sources& sources, const Question& question);
[[nodiscard]] receive::Response answer_events(const Sources& sources, const Question& question);
[[nodiscard]] receive::Response answer_metrics(const Sources& sources, const Question& question);

} // namespace shoporder::flow
