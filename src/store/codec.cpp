#include "store/codec.hpp"

#include "base/error.hpp"

#include <memory>
#include <zstd.h>

namespace shoporder::store {

namespace {
constexpr std::size_t k_worth_it = 512; // smaller bodies gain less than a frame costs
constexpr int k_level = 1;              // measured on order bodies: a quarter of the size already

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
};
} // namespace

Packed pack(std::string_view bytes) {
    if (bytes.size() >= k_worth_it) {
        thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context{ZSTD_createCCtx()};
        std::string out(ZSTD_compressBound(bytes.size()), '\0');
        const std::size_t n = ZSTD_compressCCtx(context.get(), out.data(), out.size(), bytes.data(),
                                                bytes.size(), k_level);
        if (ZSTD_isError(n) == 0 && n < bytes.size()) {
            out.resize(n);
            return {"zstd", std::move(out)};
        }
    }
    return {"raw", std::string{bytes}};
}

std::string unpack(std::string_view codec, std::string_view bytes, std::size_t size) {
    if (codec == "gone")
        return {};
    if (codec == "raw")
        return std::string{bytes};
    // Kept: a new one is 160 KB to be found, cleared and given back for every body.
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context{ZSTD_createDCtx()};
    std::string out(size, '\0');
    const std::size_t n =
        ZSTD_decompressDCtx(context.get(), out.data(), out.size(), bytes.data(), bytes.size());
    if (codec != "zstd" || ZSTD_isError(n) != 0 || n != size)
        throw base::Error(base::Exit::io,
                          "a stored body cannot be unpacked; the database is damaged");
    return out;
}

} // namespace shoporder::store
