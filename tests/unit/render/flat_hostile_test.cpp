// Whatever an order holds, its flat file has the rows and fields that it must have: read back here
// as a supplier's program reads it.
#include "base/error.hpp"
#include "base/text.hpp"
#include "order/flat_paths.hpp"
#include "render/flat.hpp"
#include "unit/render/hostile_order.hpp"

#include <gtest/gtest.h>
#include <random>

using namespace shoporder;
using namespace std::string_literals;
using order::FlatForm;
using order::FlatKind;

namespace {

class PieceSource final : public test::Source {
public:
    explicit PieceSource(std::uint64_t seed) : m_random(seed) {}
    std::uint64_t number(std::uint64_t below) override { return m_random() % below; }
    std::string text() override {
        static const std::string k_pieces[] = {",",
                                               ";",
                                               "\"",
                                               "\"\"",
                                               "'",
                                               "|",
                                               "\t",
                                               "\r\n",
                                               "\n",
                                               "\r",
                                               " ",
                                               "=1+1",
                                               "-1",
                                               "\0"s,
                                               "\x1B[2J",
                                               "\x7F",
                                               "\xC2\x85",
                                               "\xC2\x9B",
                                               "\xE2\x80\xA8",
                                               "\xFF",
                                               "\xED\xA0\x80",
                                               "\xEF\xBF\xBE",
                                               "Müller",
                                               "東京",
                                               "🧵",
                                               "e\u0301",
                                               "\u202Etxt",
                                               "plain",
                                               "\\",
                                               "%s"};
        std::string out;
        for (std::uint64_t pieces = number(5); pieces > 0; --pieces)
            out += k_pieces[number(std::size(k_pieces))];
        return out;
    }

private:
    std::mt19937_64 m_random;
};

/// RFC 4180 with any separator and quote.
std::vector<std::vector<std::string>> read_back(std::string_view bytes, const FlatForm& form) {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> fields{""};
    bool quoted = false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (quoted && c == form.quote && i + 1 < bytes.size() && bytes[i + 1] == form.quote) {
            fields.back() += bytes[++i];
        } else if (form.quoting != order::Quoting::never && c == form.quote &&
                   (quoted || fields.back().empty())) {
            quoted = !quoted;
        } else if (!quoted && c == form.separator) {
            fields.emplace_back();
        } else if (!quoted && c == '\n') {
            rows.push_back(std::move(fields));
            fields = {""};
        } else {
            fields.back() += c;
        }
    }
    EXPECT_FALSE(quoted);
    EXPECT_EQ(fields, std::vector<std::string>{""}) << "the last row has its end";
    return rows;
}

FlatForm everything(FlatKind kind) {
    FlatForm form = FlatForm::preset(kind);
    for (const order::FlatPath& path : order::k_flat_paths) {
        order::FlatColumn& column = form.columns.emplace_back();
        column.value = std::string{path.name} + (path.name.ends_with('.') ? "Text" : "");
        column.width = kind == FlatKind::fixed ? 80 : 0;
        column.cut = kind == FlatKind::fixed && path.type == order::FlatType::text;
    }
    return form;
}

void expect_clean(const std::string& bytes) {
    EXPECT_EQ(base::repair_utf8(bytes).replaced, 0U);
    for (const char c : bytes)
        EXPECT_TRUE((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) || c == '\n');
    for (const char* bad : {"\xC2\x85", "\xC2\x9B", "\xE2\x80\xA8", "\xEF\xBF\xBE"})
        EXPECT_EQ(bytes.find(bad), std::string::npos);
}

std::size_t lines_of(const render::Sheet& sheet) {
    return std::max<std::size_t>(sheet.lines.size(), 1);
}

} // namespace

TEST(HostileFlat, CsvReadsBackAsRowsOfAllColumns) {
    for (std::uint64_t seed = 0; seed < test::hostile_orders(1500); ++seed) {
        PieceSource source{seed};
        FlatForm form = everything(FlatKind::csv);
        form.separator = ",;|"[seed % 3];
        form.quoting = static_cast<order::Quoting>(seed / 3 % 3);
        form.keep_breaks = form.quoting != order::Quoting::never && seed % 2 == 0;
        form.quote_formulas = seed % 5 == 0;
        order::check_form(form);
        const auto sample = test::HostileMaker{source}.make();
        const auto document = render::render_flat(std::span{&sample->sheet, 1}, 0, form, "");
        expect_clean(document.bytes);
        const auto rows = read_back(document.bytes, form);
        ASSERT_EQ(rows.size(), 1 + lines_of(sample->sheet)) << seed;
        for (const auto& row : rows)
            ASSERT_EQ(row.size(), form.columns.size()) << seed;
        EXPECT_EQ(rows.at(1).at(2), render::name(sample->sheet.kind));
        EXPECT_EQ(render::render_flat(std::span{&sample->sheet, 1}, 0, form, "").bytes,
                  document.bytes);
    }
}

TEST(HostileFlat, FixedWidthStaysInItsColumns) {
    std::size_t rendered = 0;
    for (std::uint64_t seed = 0; seed < test::hostile_orders(500); ++seed) {
        PieceSource source{seed};
        const FlatForm form = everything(FlatKind::fixed);
        const auto sample = test::HostileMaker{source}.make();
        try {
            const auto document = render::render_flat(std::span{&sample->sheet, 1}, 0, form, "");
            expect_clean(document.bytes);
            std::vector<std::size_t> widths{0};
            for (const char c : document.bytes)
                if (c == '\n')
                    widths.push_back(0);
                else if ((static_cast<unsigned char>(c) >> 6) != 2)
                    ++widths.back();
            ASSERT_EQ(widths.size(), lines_of(sample->sheet) + 1) << seed;
            widths.pop_back();
            for (const std::size_t width : widths)
                ASSERT_EQ(width, form.columns.size() * 80) << seed;
            ++rendered;
        } catch (const base::Error& error) {
            ASSERT_EQ(error.code(), base::Exit::data) << seed << ": " << error.what();
        }
    }
    EXPECT_GT(rendered, 250U);
}

TEST(HostileFlat, FormulasHaveTheirApostrophe) {
    for (std::uint64_t seed = 0; seed < test::hostile_orders(300); ++seed) {
        PieceSource source{seed};
        FlatForm form = everything(FlatKind::csv);
        form.quote_formulas = true;
        form.header = false;
        const auto sample = test::HostileMaker{source}.make();
        const auto document = render::render_flat(std::span{&sample->sheet, 1}, 0, form, "");
        for (const auto& row : read_back(document.bytes, form))
            for (std::size_t i = 0; i < row.size(); ++i) {
                const auto type = order::k_flat_paths[i].type;
                if (type == order::FlatType::text && !row[i].empty())
                    EXPECT_EQ(std::string_view{"=+-@"}.find(row[i][0]), std::string_view::npos)
                        << row[i];
            }
    }
}
