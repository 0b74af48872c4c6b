#include "cmd/signature.hpp"

#include "base/text.hpp"
#include "verify/diagnosis.hpp"

namespace shoporder::cmd {

using base::Error;
using base::Exit;

std::vector<verify::Secret> signing_secrets(Context& context, const std::string& shop) {
    const config::Settings& settings = context.settings();
    std::vector<config::SigningSecret> found;
    if (shop.empty()) {
        found = settings.signing_secrets();
    } else {
        const config::Shop* known = settings.find_shop(shop);
        if (known == nullptr)
            throw Error(Exit::not_found,
                        "no shop `" + base::printable(shop, 80) + "` is configured");
        found = settings.signing_secrets(*known);
    }
    if (found.empty())
        throw Error(Exit::config, "no signing secret: configure one, set SHOPIFY_API_SECRET, or "
                                  "use --secret-file FILE");
    std::vector<verify::Secret> out;
    out.reserve(found.size());
    for (config::SigningSecret& secret : found)
        out.push_back({std::move(secret.label), std::move(secret.value)});
    return out;
}

Exit judge_signature(const Context& context, const std::vector<verify::Secret>& secrets,
                     std::string_view body, std::string_view presented) {
    report::Value out = report::Value::object();
    if (const auto match = verify::find_match(secrets, body, presented)) {
        out.set("match", true).set("secret", secrets[*match].label).set("size", body.size());
        context.answer(out, "match: signed with " + secrets[*match].label + "\n");
        return Exit::ok;
    }
    const auto findings = verify::diagnose(secrets, body, presented);
    std::string text = "no match: " + report::count_of(body.size(), "byte") + ", tried " +
                       report::count_of(secrets.size(), "secret") + "\n";
    for (const verify::Finding& f : findings)
        text += "  " + base::printable(f.text, 500) +
                (f.label.empty() ? "" : " (then " + f.label + " matches)") + "\n    " +
                base::printable(f.remedy, 500) + "\n";
    if (findings.empty())
        text +=
            "  no usual mistake explains it: the secret is another one, or the body was changed\n"
            "    compare the secret's first and last characters with Shopify's page; "
            "`shoporder credential set NAME` stores the right one\n";
    out.set("match", false).set("secret", report::Value{}).set("size", body.size());
    out.set("findings", report::json_array(findings, [](const verify::Finding& f) {
                report::Value row = report::Value::object();
                row.set("code", f.code).set("text", f.text).set("remedy", f.remedy);
                row.set("secret", f.label.empty() ? report::Value{} : report::Value{f.label});
                return row;
            }));
    context.answer(out, text);
    return Exit::no;
}

} // namespace shoporder::cmd
