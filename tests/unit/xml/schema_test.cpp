#include "base/error.hpp"
#include "base/file.hpp"
#include "support/temporary_folder.hpp"
#include "xml/schema.hpp"

#include <atomic>
#include <fstream>
#include <gtest/gtest.h>
#include <thread>

using namespace shoporder;
using namespace std::string_literals;

namespace {

std::string schema(const std::string& body) {
    return "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">" + body + "</xs:schema>";
}

const std::string k_list = schema(R"(<xs:element name="list"><xs:complexType><xs:sequence>
    <xs:element name="n" type="xs:int" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence></xs:complexType></xs:element>)");

void write(const std::filesystem::path& path, const std::string& bytes) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << bytes;
}

std::string refusal(const std::filesystem::path& path) {
    try {
        (void)xml::Schema::from_file(path);
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::data);
        return error.what();
    }
    return "accepted";
}

} // namespace

namespace {

std::string refusal_of(const std::filesystem::path& path) {
    try {
        static_cast<void>(xml::read_schema(path));
        return "accepted";
    } catch (const base::Error& error) {
        return error.what();
    }
}

} // namespace

TEST(SchemaFiles, AreAllThatItReads) {
    const test::TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "my parts");
    const std::string open = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">";
    base::write_file(folder.path() / "a.xsd",
                     open + "<xs:include schemaLocation=\"my%20parts/b.xsd\"/>"
                            "<xs:element name=\"a\" type=\"B\"/></xs:schema>",
                     0600);
    const auto part = folder.path() / "my parts/b.xsd";
    base::write_file(part,
                     open + "<xs:simpleType name=\"B\"><xs:restriction base=\"xs:integer\"/>"
                            "</xs:simpleType></xs:schema>",
                     0600);
    const xml::SchemaFiles files = xml::read_schema(folder.path() / "a.xsd");
    EXPECT_EQ(files.main, "a.xsd");
    ASSERT_EQ(files.files.size(), 2U);
    EXPECT_EQ(files.files.count("my parts/b.xsd"), 1U);
    // Without the files it is the same schema.
    std::filesystem::remove_all(folder.path() / "my parts");
    const xml::Schema schema = xml::Schema::from_files(files, "a.xsd");
    EXPECT_TRUE(schema.check("<a>7</a>").empty());
    const auto faults = schema.check("<a>seven</a>");
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].text, "seven");
    // What is broken is named, though another file asks for it.
    std::filesystem::create_directory(folder.path() / "my parts");
    base::write_file(part, "\nno schema", 0600);
    EXPECT_NE(refusal_of(folder.path() / "a.xsd").find("b.xsd, line 2: "), std::string::npos)
        << refusal_of(folder.path() / "a.xsd");
}

TEST(SchemaFiles, MayBeADtdWithItsModules) {
    const test::TemporaryFolder folder;
    base::write_file(folder.path() / "a.dtd", "<!ENTITY % m SYSTEM \"m.mod\">%m;<!ELEMENT a (b)>",
                     0600);
    base::write_file(folder.path() / "m.mod", "<!ELEMENT b EMPTY>", 0600);
    const xml::SchemaFiles files = xml::read_schema(folder.path() / "a.dtd");
    EXPECT_EQ(files.files.size(), 2U);
    std::filesystem::remove(folder.path() / "m.mod");
    const xml::Schema schema = xml::Schema::from_files(files, "a.dtd");
    EXPECT_TRUE(schema.check("<a><b/></a>").empty());
    EXPECT_FALSE(schema.check("<a><b>x</b></a>").empty());
}

TEST(Schema, SaysWhichLineBreaksIt) {
    const auto list = xml::Schema::from_text(k_list, "list");
    EXPECT_TRUE(list.check("<list><n>1</n>\n<n>2</n></list>").empty());
    const auto faults = list.check("<list>\n<n>1</n>\n<n>two</n>\n<m/>\n</list>");
    ASSERT_EQ(faults.size(), 2U);
    EXPECT_EQ(faults[0].line, 3);
    EXPECT_NE(faults[0].message.find("two"), std::string::npos);
    EXPECT_EQ(faults[1].line, 4);
    EXPECT_EQ(list.check("<other/>").size(), 1U);
}

TEST(Schema, CountsLinesBeyond65535) {
    const auto list = xml::Schema::from_text(k_list, "list");
    const auto faults = list.check("<list>" + std::string(70'000, '\n') + "<m/></list>");
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].line, 70'001);
}

TEST(Schema, ReportsWhatIsNoXmlAtAll) {
    const auto list = xml::Schema::from_text(k_list, "list");
    for (const std::string& bytes : {""s, "<list>"s, "<list>\x01</list>"s, "<p:list/>"s,
                                     "<!DOCTYPE list [<!ENTITY x \"1\">]><list><n>&x;</n></list>"s})
        EXPECT_FALSE(list.check(bytes).empty()) << bytes;
}

TEST(Schema, BoundsItsFaults) {
    const auto list = xml::Schema::from_text(k_list, "list");
    std::string bytes = "<list>";
    for (int i = 0; i < 1000; ++i)
        bytes += "<n>x</n>";
    EXPECT_EQ(list.check(bytes + "</list>").size(), 50U);
}

TEST(Schema, FollowsNoHintInADocument) {
    const test::TemporaryFolder folder;
    write(folder / "hint.xsd", schema("<xs:element name=\"extra\" type=\"xs:string\"/>"));
    const auto list = xml::Schema::from_text(
        schema("<xs:element name=\"list\"><xs:complexType><xs:sequence><xs:any/></xs:sequence>"
               "</xs:complexType></xs:element>"),
        "any");
    const std::string bytes = "<list xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                              "xsi:noNamespaceSchemaLocation=\"" +
                              (folder / "hint.xsd").string() + "\"><extra/></list>";
    EXPECT_FALSE(list.check(bytes).empty());
    EXPECT_FALSE(list.check(bytes).empty()) << "the schema learned from a document";
}

TEST(Schema, TakesAValidDocumentWhateverItHints) {
    const auto list = xml::Schema::from_text(k_list, "list");
    const std::string hints = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                              "xsi:schemaLocation=\"urn:x http://127.0.0.1:1/x.xsd\" "
                              "xsi:noNamespaceSchemaLocation=\"/nowhere/list.xsd\"";
    const auto faults = list.check("<list" + hints + "><n>1</n><n" + hints + ">2</n></list>");
    EXPECT_TRUE(faults.empty()) << faults.front().message;
}

TEST(Schema, IncludesFilesOfItsOwnFolderOnly) {
    const test::TemporaryFolder folder;
    const auto including = [](const std::string& location) {
        return schema("<xs:include schemaLocation=\"" + location +
                      "\"/><xs:element name=\"a\" type=\"t\"/>");
    };
    const std::string type = schema("<xs:simpleType name=\"t\"><xs:restriction base=\"xs:int\"/>"
                                    "</xs:simpleType>");
    write(folder / "in/common/t.xsd", type);
    write(folder / "outside.xsd", type);
    write(folder / "in/a b/t.xsd", type);

    write(folder / "in/good.xsd", including("common/t.xsd"));
    const auto good = xml::Schema::from_file(folder / "in/good.xsd");
    EXPECT_TRUE(good.check("<a>1</a>").empty());
    EXPECT_FALSE(good.check("<a>x</a>").empty());
    write(folder / "in/blank.xsd", including("a%20b/t.xsd"));
    EXPECT_TRUE(xml::Schema::from_file(folder / "in/blank.xsd").check("<a>1</a>").empty());

    std::filesystem::create_symlink(folder / "outside.xsd", folder / "in/link.xsd");
    for (const std::string& location :
         {"../outside.xsd"s, "%2E%2E/outside.xsd"s, (folder / "outside.xsd").string(),
          "file://" + (folder / "outside.xsd").string(), "link.xsd"s, "missing.xsd"s,
          "http://127.0.0.1:1/t.xsd"s, "ftp://127.0.0.1:1/t.xsd"s}) {
        write(folder / "in/bad.xsd", including(location));
        EXPECT_NE(refusal(folder / "in/bad.xsd").find("bad.xsd: "), std::string::npos) << location;
    }
    // A text has no folder at all.
    EXPECT_THROW((void)xml::Schema::from_text(including("common/t.xsd"), "text"), base::Error);
}

TEST(Schema, RefusesASchemaThatIsWrongItself) {
    const test::TemporaryFolder folder;
    write(folder / "root.xsd", schema("\n<xs:element name=\"a\" minOccurs=\"1\"/>"));
    const std::string why = refusal(folder / "root.xsd");
    EXPECT_NE(why.find("line 2"), std::string::npos) << why;
    EXPECT_NE(why.find("minOccurs"), std::string::npos) << why;
    write(folder / "none.xsd", "<xs:schema");
    EXPECT_NE(refusal(folder / "none.xsd"), "accepted");
    write(folder / "other.xsd", "<html/>");
    EXPECT_NE(refusal(folder / "other.xsd"), "accepted");
}

TEST(Schema, IsSilent) {
    testing::internal::CaptureStderr();
    const auto list = xml::Schema::from_text(k_list, "list");
    (void)list.check("<list><m/></list>");
    (void)list.check("<list>");
    EXPECT_THROW((void)xml::Schema::from_text(schema("<xs:nonsense/>"), "n"), base::Error);
    EXPECT_THROW((void)xml::Schema::from_text("<", "n"), base::Error);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Schema, ServesManyThreadsAtOnce) {
    const auto list = xml::Schema::from_text(k_list, "list");
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 50; ++i) {
                wrong += list.check("<list><n>1</n></list>").empty() ? 0 : 1;
                wrong += list.check("<list><n>x</n></list>").size() == 1 ? 0 : 1;
                wrong += xml::well_formed("<a>&b;</a>") ? 0 : 1;
            }
        });
    threads.clear();
    EXPECT_EQ(wrong, 0);
}
