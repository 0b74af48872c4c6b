// Gives every file of the named folders to a fuzz target, once: the seed corpora as a plain test,
// for builds without libFuzzer. Fails when a folder is empty or cannot be read: a replay of nothing
// proves nothing.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace {

std::size_t replay(const std::filesystem::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        if (!file) {
            throw std::filesystem::filesystem_error("cannot read a seed", entry.path(),
                                                    std::make_error_code(std::errc::io_error));
        }
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        // Printed first: after a crash the last line names the seed.
        std::printf("%s\n", entry.path().filename().c_str());
        std::fflush(stdout);
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
        ++count;
    }
    return count;
}

} // namespace

int main(int argc, char** argv) {
    try {
        for (int i = 1; i < argc; ++i) {
            if (replay(argv[i]) == 0) {
                std::fprintf(stderr, "no seeds in %s\n", argv[i]);
                return 1;
            }
        }
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return 1;
    }
    return argc > 1 ? 0 : 1;
}
