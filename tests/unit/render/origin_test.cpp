// Where in the order a text comes from.
#include "render/origin.hpp"

#include <gtest/gtest.h>

using shoporder::render::origin_of;

TEST(Origin, IsThePlaceOfTheText) {
    const char* const native = "<order kind=\"new\"><ship-to><name> Ann Example </name>"
                               "<city>Bonn</city></ship-to><line id=\"7\"><sku>A-1</sku></line>"
                               "<line id=\"8\"><sku>B-2</sku></line><note>B-2</note></order>";
    EXPECT_EQ(origin_of("Ann Example", native), "ship-to/name");
    EXPECT_EQ(origin_of("\n8\n", native), "line[2]/@id");
    EXPECT_EQ(origin_of("B-2", native), "line[2]/sku, note");
    EXPECT_EQ(origin_of("new", native), "@kind");
    EXPECT_EQ(origin_of("Name: Ann Example; 53111 Bonn", native), "ship-to/name, ship-to/city");
    EXPECT_EQ(origin_of("A-1 and more", native), ""); // too short to be told within others
    EXPECT_EQ(origin_of("nowhere", native), "");
    EXPECT_EQ(origin_of("  ", native), "");
}

TEST(Origin, NamesThreePlacesAtMost) {
    std::string native = "<order>";
    for (int i = 0; i < 5; ++i)
        native += "<line><title>same</title></line>";
    EXPECT_EQ(origin_of("same", native + "</order>"),
              "line[1]/title, line[2]/title, line[3]/title and more");
}
