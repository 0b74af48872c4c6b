#include "xml/spare_blocks.hpp"

#include <array>
#include <cstdlib>
#include <malloc.h>
#include <utility>

namespace shoporder::xml {

namespace {

// A sanitizer wants to see each block come and go.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool k_on = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool k_on = false;
#else
constexpr bool k_on = true;
#endif
#else
constexpr bool k_on = true;
#endif

// The sizes that glibc's blocks have: 24, 40, 56 … bytes of use.
constexpr std::size_t k_smallest = 24;
constexpr std::size_t k_step = 16;
constexpr std::size_t k_sizes = (k_largest_spare - k_smallest) / k_step + 1;

struct Block {
    Block* next;
};

struct Spare {
    std::array<Block*, k_sizes> free{};
    std::size_t bytes = 0;

    ~Spare();
};

thread_local bool t_over = false; // the thread ends: libxml2's own state goes after ours
thread_local Spare t_spare;

Spare::~Spare() {
    t_over = true;
    for (Block* block : free)
        while (block != nullptr)
            std::free(std::exchange(block, block->next));
}

} // namespace

void* spare_malloc(std::size_t bytes) noexcept {
    if (k_on && bytes <= k_largest_spare && !t_over) {
        const std::size_t at = bytes <= k_smallest ? 0 : (bytes - k_smallest + k_step - 1) / k_step;
        if (Block* const block = t_spare.free[at]; block != nullptr) {
            t_spare.free[at] = block->next;
            t_spare.bytes -= k_smallest + at * k_step;
            return block;
        }
    }
    return std::malloc(bytes);
}

void spare_free(void* block) noexcept {
    if (block == nullptr)
        return;
    const std::size_t size = k_on ? malloc_usable_size(block) : 0;
    const std::size_t at = (size - k_smallest) / k_step;
    if (size < k_smallest || at >= k_sizes || t_over || t_spare.bytes > k_most_spare)
        return std::free(block);
    auto* const spare = static_cast<Block*>(block);
    spare->next = t_spare.free[at];
    t_spare.free[at] = spare;
    t_spare.bytes += k_smallest + at * k_step;
}

} // namespace shoporder::xml
