// `shoporder verify-hmac`: is this body signed with a secret of ours, and if not, what went wrong.
// Needs neither a configuration file nor a database.
#include "base/file.hpp"
#include "base/text.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "cmd/signature.hpp"
#include "verify/headers.hpp"
#include "verify/signature.hpp"

#include <filesystem>
#include <memory>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

struct Arguments {
    std::string file, hmac, headers, secret_file;
    bool sign = false;
    bool has_hmac = false; ///< given, be it empty: that is an answer of its own
};

std::vector<verify::Secret> secrets_of(Context& context, const Arguments& arguments) {
    std::vector<verify::Secret> out;
    if (!arguments.secret_file.empty()) {
        std::string value = base::read_file(arguments.secret_file, 64U << 10U);
        if (value.ends_with('\n'))
            value.pop_back();
        if (value.empty())
            throw Error(Exit::data, "the secret file " + arguments.secret_file + " is empty");
        out.push_back(
            {std::filesystem::path(arguments.secret_file).filename().string(), std::move(value)});
        return out;
    }
    return signing_secrets(context, context.globals.shop);
}

struct Input {
    std::string body;
    std::string presented;
};

Input read_input(const Arguments& arguments) {
    Input in;
    in.presented = arguments.hmac;
    std::optional<std::string> body_of_request;
    if (!arguments.headers.empty()) {
        const std::string text = base::read_file(arguments.headers);
        const verify::SavedRequest request = verify::parse_saved_request(text);
        const verify::DeliveryHeaders headers = verify::read_headers(request.headers);
        if (!headers.defect.empty())
            throw Error(Exit::data, arguments.headers + ": " + base::printable(headers.defect));
        if (headers.hmac.empty())
            throw Error(Exit::data, arguments.headers + " holds no X-Shopify-Hmac-SHA256 header");
        in.presented = headers.hmac;
        if (request.body_at < text.size())
            body_of_request = text.substr(request.body_at);
    }
    if (arguments.file.empty() && body_of_request)
        in.body = *std::move(body_of_request);
    else
        in.body = base::read_file(arguments.file.empty() ? "-" : arguments.file);
    return in;
}

Exit sign(Context& context, const Arguments& arguments) {
    const auto secrets = secrets_of(context, arguments);
    const std::string body = base::read_file(arguments.file.empty() ? "-" : arguments.file);
    const std::string signature = verify::sign(secrets.front().value, body);
    report::Value out = report::Value::object();
    out.set("signature", signature).set("secret", secrets.front().label).set("size", body.size());
    context.answer(out, signature + "\n");
    context.say("signed " + std::to_string(body.size()) + " bytes with " + secrets.front().label);
    return Exit::ok;
}

Exit run(Context& context, const Arguments& arguments) {
    if (arguments.sign && (arguments.has_hmac || !arguments.headers.empty()))
        throw Error(Exit::usage, "--sign makes a signature; --hmac and --headers check one");
    if (arguments.sign)
        return sign(context, arguments);
    if (arguments.has_hmac == !arguments.headers.empty())
        throw Error(Exit::usage, !arguments.has_hmac
                                     ? "what signature? give --hmac VALUE or --headers FILE"
                                     : "give --hmac or --headers, not both");
    const auto secrets = secrets_of(context, arguments);
    const Input in = read_input(arguments);
    return judge_signature(context, secrets, in.body, in.presented);
}

} // namespace

void add_verify_hmac(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    app.add_option("FILE", arguments->file,
                   "the raw body; without it or with `-` standard input, or the body that follows "
                   "in --headers FILE");
    const CLI::Option* hmac =
        app.add_option("--hmac", arguments->hmac, "the value of X-Shopify-Hmac-SHA256")
            ->type_name("VALUE")
            ->expected(0, 1); // an empty value is a finding, not a slip of the tongue
    app.add_option("--headers", arguments->headers, "a saved request or its headers")
        ->type_name("FILE");
    app.add_option("--secret-file", arguments->secret_file,
                   "a file that holds the secret, instead of the configured ones and "
                   "$SHOPIFY_API_SECRET")
        ->type_name("FILE");
    app.add_flag("--sign", arguments->sign, "print the signature instead, by the first secret");
    set_examples(app, {"shoporder verify-hmac body.json --hmac hMTq0K2x7oyOjo...",
                       "shoporder verify-hmac --headers request.txt",
                       "shoporder verify-hmac --sign body.json"});
    app.callback([&context, arguments, hmac] {
        arguments->has_hmac = hmac->count() > 0;
        context.run = [&context, arguments] { return run(context, *arguments); };
    });
}

} // namespace shoporder::cmd
