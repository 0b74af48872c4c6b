// Listings with sizes, in the words of real servers, and in none.
#include "remote/listing.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shoporder::remote {
namespace {

constexpr auto k_none = std::optional<std::uint64_t>{};

/// "name:bytes", a folder as "name/", no size as "name:?"; a line that is not understood as "!".
std::string read(std::string_view line) {
    const Listing listing = parse_list(std::string{line} + "\r\n");
    if (!listing.whole)
        return "!";
    if (listing.entries.empty())
        return "";
    const Entry& entry = listing.entries.front();
    return entry.name + (entry.folder  ? "/"
                         : entry.bytes ? ':' + std::to_string(*entry.bytes)
                                       : ":?");
}

TEST(ListLine, AsLsSaysIt) {
    // vsftpd 3.0.3, proftpd 1.3.8, pure-ftpd 1.0.50 in this order, then others.
    EXPECT_EQ(read("-rw-r--r--    1 0        0              12 Nov 25 13:09 a.xml"), "a.xml:12");
    EXPECT_EQ(read("-rw-r--r--   1 acme     acme           12 Nov 25 13:09 a b.xml"), "a b.xml:12");
    EXPECT_EQ(read("-rw-r--r--    1 1        1                  12 Nov 25  2026 a.xml"),
              "a.xml:12");
    EXPECT_EQ(read("drwxr-xr-x    2 ftp      ftp          4096 Nov  5 03:09 out"), "out/");
    EXPECT_EQ(read("drwxrwsr-t+   2 ftp      ftp          4096 Nov  5 03:09 out"), "out/");
    EXPECT_EQ(read("-rw-r--r--   1 Domain Admin domain users 12 Nov 25 13:09 a.xml"), "a.xml:12");
    EXPECT_EQ(read("-rw-r--r--   1 acme 12 25 Nov 13:09 a.xml"), "a.xml:12");
    EXPECT_EQ(read("-rw-r--r--   1 acme acme 12 2026-11-25 13:09 a.xml"), "a.xml:12");
    EXPECT_EQ(read("-rw-rw-rw-   1 user group 18446744073709551615 Nov 25 13:09 big"),
              "big:18446744073709551615");
    EXPECT_EQ(read("total 12"), "");
    EXPECT_EQ(read("total 0"), "");
}

TEST(ListLine, ANameIsAllThatIsLeft) {
    EXPECT_EQ(read("-rw-r--r-- 1 0 0 12 Nov 25 13:09 7 Jan 3 2020 b"), "7 Jan 3 2020 b:12");
    EXPECT_EQ(read("-rw-r--r-- 1 0 0 12 Nov 25 2026 2026"), "2026:12");
    EXPECT_EQ(read("-rw-r--r-- 1 0 0 12 Nov 25 13:09 a -> b"), "a -> b:12");
    // Two blanks: the second belongs to the name, which then is none of ours.
    EXPECT_EQ(read("-rw-r--r-- 1 0 0 12 Nov 25 13:09  a"), "");
    EXPECT_EQ(read("drwxr-xr-x 1 0 0 12 Nov 25 13:09 .."), "");
    EXPECT_EQ(read("-rw-r--r-- 1 0 0 12 Nov 25 13:09 ../../etc/passwd"), "");
    EXPECT_EQ(read("-rw-r--r-- 1 0 0 12 Nov 25 13:09 -rf"), "");
    EXPECT_EQ(read("-rw-r--r-- 1 0 0 12 Nov 25 13:09 a\x1b[2J"), "");
    EXPECT_EQ(read("-rw-r--r-- 1 0 0 12 Nov 25 13:09 " + std::string(300, 'n')), "");
}

TEST(ListLine, ALinksLengthIsNotTheFiles) {
    EXPECT_EQ(read("lrwxrwxrwx 1 0 0 9 Nov 25 13:09 a -> /etc/host"), "a:?");
    EXPECT_EQ(read("crw-rw-rw- 1 0 0 1, 3 Nov 25 13:09 null"), "null:?");
    EXPECT_EQ(read("lrwxrwxrwx 1 0 0 9 Nov 25 13:09 a"), "!");
    EXPECT_EQ(read("lrwxrwxrwx 1 0 0 9 Nov 25 13:09 a -> b -> c"), "!") << "which is the name?";
}

TEST(ListLine, AsDosAndIisSayIt) {
    EXPECT_EQ(read("11-25-26  01:09PM                 1234 a b.xml"), "a b.xml:1234");
    EXPECT_EQ(read("11-25-2026  01:09PM                 1234 a.xml"), "a.xml:1234");
    EXPECT_EQ(read("11/25/2026  13:09                   1234 a.xml"), "a.xml:1234");
    EXPECT_EQ(read("2026-11-25  13:09                   1234 a.xml"), "a.xml:1234");
    EXPECT_EQ(read("11-25-26  01:09PM       <DIR>          new orders"), "new orders/");
    EXPECT_EQ(read("11-25-26  01:09PM                 1234"), "!");
    EXPECT_EQ(read("11-25-26  01:09PM                 1,234 a.xml"), "!");
    EXPECT_EQ(read("11-25-26  01:09XM                 1234 a.xml"), "!");
}

TEST(ListLine, AsMlsdSaysIt) {
    EXPECT_EQ(read("type=file;size=12;modify=20261125130900; a b.xml"), "a b.xml:12");
    EXPECT_EQ(read("Size=12;Type=File;UNIX.mode=0644; a; b=c"), "a; b=c:12");
    EXPECT_EQ(read("type=dir;sizd=4096;modify=20261125130900; out"), "out/");
    EXPECT_EQ(read("type=cdir;modify=20261125130900; /srv/in"), "");
    EXPECT_EQ(read("type=pdir;modify=20261125130900; /srv"), "");
    EXPECT_EQ(read("type=OS.unix=slink:/x;size=3; link"), "link:?");
    EXPECT_EQ(read("type=file;modify=20261125130900; a"), "a:?");
    EXPECT_EQ(read("size=12; a"), "!") << "a file or a folder?";
    EXPECT_EQ(read("type=file;size=-1; a"), "!");
    EXPECT_EQ(read("type=file;size=12;a"), "!");
    EXPECT_EQ(read("type=file;size=12; "), "!");
}

TEST(ListLine, WhatIsNotUnderstoodIsNotGuessed) {
    for (const char* const line : {"a.xml",
                                   "ls: cannot access: No such file",
                                   "-rw-r--r--",
                                   "-rw-r--r-- 1 0 0 12",
                                   "-rw-r--r-- 1 0 0 12 Nov 25 13:09",
                                   "-rw-r--r-- 1 0 0 12 Nov 25 13:09 ",
                                   "-rw-r--r-- 1 0 0 many Nov 25 13:09 a",
                                   "-rw-r--r-- 1 0 0 12 Brumaire 25 13:09 a",
                                   "-rw-r--r-- 1 0 0 12 Nov 32 13:09 a",
                                   "-rw-r--r-- 1 0 0 12 Nov 25 noon a",
                                   "-rw-r--r-- 1 0 0 18446744073709551616 Nov 25 13:09 a",
                                   " -rw-r--r-- 1 0 0 12 Nov 25 13:09 a",
                                   "zrw-r--r-- 1 0 0 12 Nov 25 13:09 a",
                                   "total",
                                   "total many",
                                   ";",
                                   "; ",
                                   "=; a",
                                   " type=file; a",
                                   "\xff\xfe"})
        EXPECT_EQ(read(line), "!") << line;
}

TEST(LongListing, AbsenceIsProvenOrNot) {
    const std::string a = "-rw-r--r-- 1 0 0 12 Nov 25 13:09 a\r\n";
    const std::string dots = "drwxr-xr-x 1 0 0 12 Nov 25 13:09 .\r\n";
    EXPECT_TRUE(parse_list("").proves_absence("b"));
    EXPECT_TRUE(parse_list(a).proves_absence("b"));
    EXPECT_FALSE(parse_list(a).proves_absence("a"));
    EXPECT_FALSE(parse_list(a).proves_absence("A")) << "on a server that knows no case";
    EXPECT_FALSE(parse_list(a + "what?\r\n").proves_absence("b"));
    EXPECT_EQ(parse_list("what?\r\n" + a).find("a")->bytes, 12U) << "it is there all the same";
    EXPECT_FALSE(parse_list(a).proves_absence(".b"));
    EXPECT_TRUE(parse_list(dots + a).proves_absence(".b"));
    EXPECT_FALSE(parse_list(a).proves_absence("\xc3\xbc"));
    EXPECT_EQ(parse_list(a).find("A"), nullptr);
}

TEST(LongListing, IsCutAtItsLimits) {
    const std::string line = "-rw-r--r-- 1 0 0 12 Nov 25 13:09 abc\r\n";
    std::string endless;
    while (endless.size() <= k_most_listing)
        endless += line;
    const Listing cut = parse_list(endless);
    EXPECT_EQ(cut.entries.size(), k_most_entries);
    EXPECT_FALSE(cut.whole);
    // Cut within a line: what is left of it would be another name.
    const std::string filler(k_most_listing - line.size() + 3, '\n');
    const Listing short_one = parse_list(filler + line);
    EXPECT_TRUE(short_one.entries.empty());
    EXPECT_FALSE(short_one.whole);
    EXPECT_EQ(k_none, parse_names("a\n").front().bytes);
}

} // namespace
} // namespace shoporder::remote
