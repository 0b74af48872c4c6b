#include "base/shared_library.hpp"

#include "base/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace shoporder;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

template <class Work>
std::string refusal(const Work& work) {
    try {
        work();
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::io);
        return error.what();
    }
    return "no error";
}

} // namespace

TEST(SharedLibrary, GivesItsFunctions) {
    const base::SharedLibrary library{"libm.so.6", "libc6"};
    double (*power)(double, double) = nullptr;
    library.find(power, "pow");
    EXPECT_EQ(power(2, 10), 1024);
}

TEST(SharedLibrary, NamesWhatIsMissingAndThePackageThatBringsIt) {
    EXPECT_THAT(
        refusal([] { const base::SharedLibrary none("libnone.so.4", "libnone4"); }),
        AllOf(StartsWith("libnone.so.4 cannot be loaded ("), HasSubstr("apt install libnone4")));
    const base::SharedLibrary library{"libm.so.6", "libc6"};
    void (*nothing)() = nullptr;
    EXPECT_THAT(refusal([&] { library.find(nothing, "no_such_function"); }),
                AllOf(StartsWith("libm.so.6 cannot be loaded ("), HasSubstr("no_such_function")));
}
