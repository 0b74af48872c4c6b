#pragma once
// Purpose: makes another document from one, by an XSLT 1.0 stylesheet. libxslt does the work.
// State: a compiled stylesheet, never changed after it is made. Files are read while making it and,
// by document(), while applying it. Fails: Error(data) from the makers, with the stylesheet's first
// fault and its line; apply() by value.
// Threads: apply() from any number at once.
//
// What it may do is bounded: no network, no writing, no file but those of its own folder and below,
// no extension element, no extension function but node-set() and those that apply() is given, and
// limits on depth, work, time and size (k_… below). A stylesheet comes from the operator, but what
// it works on comes from anybody.
#include "xml/reader.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::xml {

class Stylesheet {
public:
    /// A document to transform, and what comes out, have at most these bytes.
    static constexpr std::size_t k_largest_input = 16U << 20U;
    static constexpr std::size_t k_largest_output = 64U << 20U;
    /// Templates within templates. Each level takes up to 2 kB of the thread's stack.
    static constexpr int k_deepest = 1000;
    static constexpr std::chrono::milliseconds k_longest{10'000};

    /// How its result is written where xsl:output is not to decide.
    struct Output {
        bool utf8 = false;          ///< in UTF-8 whatever encoding it names
        std::optional<bool> indent; ///< a line for each element, or none
    };
    /// It may import, include and read by document() what lies in its own folder and below.
    [[nodiscard]] static Stylesheet from_file(const std::filesystem::path& path,
                                              const Output& output);
    [[nodiscard]] static Stylesheet from_file(const std::filesystem::path& path);
    /// One that reads no file. `name` stands for it in errors.
    [[nodiscard]] static Stylesheet from_text(std::string_view bytes, const std::string& name);
    /// One of `files`, by its name; it may import and include the others.
    [[nodiscard]] static Stylesheet
    from_files(const std::map<std::string, std::string, std::less<>>& files,
               const std::string& name, const Output& output);
    Stylesheet(Stylesheet&&) noexcept;
    Stylesheet& operator=(Stylesheet&&) noexcept;
    ~Stylesheet();

    /// A global xsl:param. The value is a text whatever it holds; it is never evaluated.
    struct Parameter {
        std::string name;
        std::string value;
    };
    /// A function that its expressions can call in the namespace k_functions: texts in, a text out.
    /// It is called once for each place; what it throws is the transformation's fault.
    struct Function {
        std::string name;
        std::function<std::string(std::span<const std::string>)> call;
    };
    static constexpr std::string_view k_functions = "urn:shoporder:functions:1";
    struct Result {
        std::string bytes;          ///< by xsl:output: its method, its encoding; empty with a fault
        std::optional<Fault> fault; ///< of the document or of the work; nullopt when it is done
    };
    /// Its global xsl:params, those of what it includes, too.
    [[nodiscard]] std::vector<std::string> parameters() const;
    /// xsl:output's method is text: what it makes is no XML.
    [[nodiscard]] bool makes_text() const;
    /// An xsl:message that terminates is a fault with its text; any other message is lost.
    [[nodiscard]] Result apply(std::string_view bytes, std::span<const Parameter> parameters = {},
                               std::span<const Function> functions = {}) const;

private:
    struct Compiled;
    explicit Stylesheet(std::unique_ptr<Compiled> compiled) noexcept;
    std::unique_ptr<Compiled> m_compiled;
};

} // namespace shoporder::xml
