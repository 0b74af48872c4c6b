// Bodies from the field that something wrapped or damaged: ../shared/cases, where it is there.
#include "verify/diagnosis.hpp"

#include "base/file.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace shoporder::verify {
namespace {

struct SavedBodies : testing::Test {
    std::filesystem::path folder = test::shared_folder() / "cases/saved-bodies";
    void SetUp() override {
        if (test::shared_folder().empty())
            GTEST_SKIP() << "SKIPPED: no ../shared/cases beside this checkout";
    }
    /// "body_base64 secret": the findings, and the secret that then matches.
    std::string findings(const char* file) {
        const std::vector<Secret> secrets{{"it", base::read_file(folder / "secret")}};
        std::string out;
        for (const Finding& f :
             diagnose(secrets, base::read_file(folder / file), base::read_file(folder / "sig")))
            out += (out.empty() ? "" : " ") + f.code + (f.label.empty() ? "" : "/" + f.label);
        return out;
    }
};

TEST_F(SavedBodies, AreUnwrappedWhereNothingIsLostAndNamed) {
    EXPECT_EQ(findings("body.b64"), "body_base64/it");
    EXPECT_EQ(findings("utf16.json"), "body_utf16/it");
    EXPECT_EQ(findings("mojibake.json"), "body_utf8_twice/it");
    EXPECT_EQ(findings("event.json"), "body_enveloped/it body_base64/it");
    EXPECT_EQ(findings("truncated.json"), "body_truncated");
}

} // namespace
} // namespace shoporder::verify
