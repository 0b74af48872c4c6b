#pragma once
// Purpose: the files that come with the program: where they are installed, else where they were
// built from.
// State: the file system. Fails: Error(io) where a file is in neither place.
// Threads: any.
#include <string>

namespace shoporder::cmd {

/// The path of "order.xsd", "answer.xsd" or "shipment.xsd".
[[nodiscard]] std::string share_file(const std::string& name);

} // namespace shoporder::cmd
