#pragma once
// Purpose: CLI11, for cmd/ alone; precompiled, because it takes 7 s.
// State: none.
// Fails: CLI::Error, which main turns into exit 64. Threads: none.
#include <CLI/CLI.hpp>
