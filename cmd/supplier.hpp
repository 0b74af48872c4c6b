#pragma once
// Purpose: what the files of `shoporder supplier` share.
// State: none.
// Fails: as their callers. Threads: main's.
#include "cmd/command_line.hpp"
#include "cmd/context.hpp"
#include "order/supplier.hpp"

#include <string>
#include <vector>

namespace shoporder::cmd {

/// add, set, remove, import.
void add_supplier_changes(CLI::App& parent, Context& context);
/// skus.
void add_supplier_skus(CLI::App& parent, Context& context);
/// handout.
void add_supplier_handout(CLI::App& parent, Context& context);
/// test, live, observe, pause, resume.
void add_supplier_modes(CLI::App& parent, Context& context);
/// Writes them as `supplier import` does; `command` stands in the history.
void import_suppliers(Context& context, store::Database& database,
                      const std::vector<order::Supplier>& suppliers, const char* command);
/// Prints one supplier, as `supplier show` does.
void show_supplier(const Context& context, store::Database& database, const std::string& name);

} // namespace shoporder::cmd
