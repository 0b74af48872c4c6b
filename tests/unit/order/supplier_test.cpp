#include "order/supplier.hpp"

#include "base/error.hpp"

#include <gtest/gtest.h>

using namespace shoporder::order;
using shoporder::base::Error;
using shoporder::base::Exit;

namespace {

std::string refusal(const std::string& url) {
    try {
        (void)Endpoint::parse(url);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Exit::data);
        return error.what();
    }
    return "accepted";
}

} // namespace

TEST(Endpoint, ReadsEveryPart) {
    const Endpoint e = Endpoint::parse("ftpes://orders@ftp.acme.example:2121/in/new/");
    EXPECT_EQ(e.scheme, Scheme::ftpes);
    EXPECT_EQ(e.user, "orders");
    EXPECT_EQ(e.host, "ftp.acme.example");
    EXPECT_EQ(e.port, 2121);
    EXPECT_EQ(e.folder, "in/new");
}

TEST(Endpoint, TheFolderIsRelativeUnlessItHasTwoSlashes) {
    EXPECT_EQ(Endpoint::parse("ftp://h").folder, "");
    EXPECT_EQ(Endpoint::parse("ftp://h/").folder, "");
    EXPECT_EQ(Endpoint::parse("ftp://h/in").folder, "in");
    EXPECT_EQ(Endpoint::parse("ftp://h//in").folder, "/in");
    EXPECT_EQ(Endpoint::parse("ftp://h//").folder, "/");
    EXPECT_EQ(Endpoint::parse("file:///srv/in/").folder, "/srv/in");
}

TEST(Endpoint, UrlsReadBackAsTheSame) {
    for (const char* url :
         {"ftp://h", "ftp://h/in", "ftp://h//in", "ftp://h//", "sftp://u@[2001:db8::1]:22/x y",
          "ftps://a%40b.example@h:990/in%23%3F%25", "file:///srv/in", "file:///", "ftp://a%3Ab@h",
          "FTP://h/Ä"}) {
        const Endpoint e = Endpoint::parse(url);
        EXPECT_EQ(Endpoint::parse(e.url()), e) << url << " became " << e.url();
    }
    EXPECT_EQ(Endpoint::parse("ftps://a%40b.example@h").user, "a@b.example");
    EXPECT_EQ(Endpoint::parse("sftp://u@[2001:db8::1]:22/x").url(), "sftp://u@[2001:db8::1]:22/x");
}

TEST(Endpoint, RefusesWhatCouldBecomeSomethingElse) {
    for (const char* url : {"",
                            "ftp",
                            "h/in",
                            "http://h/in",
                            "ftp://",
                            "ftp:///in",
                            "ftp://h/../x",
                            "ftp://h/a/..",
                            "ftp://h/%2e%2e/x",
                            "ftp://h/a?b",
                            "ftp://h/a#b",
                            "ftp://h/%0d%0aDELE",
                            "ftp://h/%zz",
                            "ftp://h/%4",
                            "ftp://h:0/",
                            "ftp://h:65536/",
                            "ftp://h:/x",
                            "ftp://h:21x/",
                            "ftp://@h/",
                            "ftp://h h/",
                            "ftp://u%0a@h/",
                            "ftp://[::1",
                            "ftp://[xyz]/",
                            "ftp://[]/",
                            "ftp://[::1]x/",
                            "file://host/x",
                            "file://u@/x",
                            "file://",
                            "ftp://h/%ff"})
        EXPECT_NE(refusal(url), "accepted") << url;
    EXPECT_NE(refusal("ftp://h/a\r\nDELE b"), "accepted");
    EXPECT_NE(refusal(std::string{"ftp://h/a\0b", 11}), "accepted");
}

TEST(Endpoint, RefusesAPasswordWithoutShowingIt) {
    const std::string said = refusal("ftp://u:hunter2@h/in");
    EXPECT_NE(said.find("shoporder credential set"), std::string::npos) << said;
    EXPECT_EQ(said.find("hunter2"), std::string::npos) << said;
    EXPECT_NE(refusal("ftp://u:a@b@h/in"), "accepted");
}

TEST(SupplierMode, NamesReadBack) {
    for (const auto mode : {SupplierMode::test, SupplierMode::observe, SupplierMode::live,
                            SupplierMode::paused, SupplierMode::parked})
        EXPECT_EQ(supplier_mode(name(mode)), mode);
    EXPECT_FALSE(supplier_mode("Live"));
}

TEST(SupplierName, IsShortAndPlain) {
    for (const char* good : {"a", "acme", "acme-2", "0", "a2345678901234567890123456789012"})
        EXPECT_NO_THROW(check_supplier_name(good)) << good;
    for (const char* bad : {"", "-", "-a", "Acme", "a b", "a.b", "a/b", "ä", "a\n",
                            "a23456789012345678901234567890123"})
        EXPECT_THROW(check_supplier_name(bad), Error) << bad;
}
