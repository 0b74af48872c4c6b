#pragma once
// Purpose: memory for libxml2: what a document gave back is at hand for the next one. A
// transformation takes and gives some ten thousand small blocks; glibc keeps seven of a size in
// reach (tcache_count, which only the environment can raise) and looks for the others, for a tenth
// to four tenths of the whole time (tests/bench/render_bench.cpp, render_by). Rejected: an arena
// for each document (libxml2 keeps what it learns on the way, such as its last error, beyond the
// document). State: for each thread the blocks that are free, of malloc(), at most k_most_spare of
// them, until the thread ends. Fails: as malloc(). Threads: any; a block may be given back on
// another one.
#include <cstddef>

namespace shoporder::xml {

inline constexpr std::size_t k_largest_spare = 504;    ///< larger blocks go back at once
inline constexpr std::size_t k_most_spare = 4U << 20U; ///< of a thread's spare blocks

[[nodiscard]] void* spare_malloc(std::size_t bytes) noexcept;
/// A block of spare_malloc() or malloc(), or null.
void spare_free(void* block) noexcept;

} // namespace shoporder::xml
