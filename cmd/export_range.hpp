#pragma once
// Purpose: `export-xml --since --until`: the documents of a time, as files of a folder.
// State: the database, read; the folder.
// Fails: Error(usage) without a folder, Error(io) for it. Threads: main's.
#include "cmd/filter.hpp"

#include <string>

namespace shoporder::cmd {

struct RangeArguments {
    Filter filter; ///< of it since, until and supplier
    std::string output;
};

[[nodiscard]] base::Exit export_time_range(Context& context, const RangeArguments& arguments);

} // namespace shoporder::cmd
