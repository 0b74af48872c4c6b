#include "report/handout_text.hpp"

#include "base/clock.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace shoporder::report {

namespace {

using order::Supplier;

constexpr std::size_t k_width = 78;

/// Wrapped at words.
std::string paragraph(const std::string& text) {
    std::string out;
    std::string line;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, end - at);
        at = end + 1;
        if (!line.empty() && line.size() + 1 + word.size() > k_width) {
            out += line + "\n";
            line.clear();
        }
        line += (line.empty() ? "" : " ") + word;
    }
    return out + line + "\n";
}

std::string chapter(const std::string& title, const std::vector<std::string>& paragraphs) {
    std::string out = "\n" + title + "\n" + std::string(title.size(), '-') + "\n";
    for (std::size_t i = 0; i < paragraphs.size(); ++i)
        out += (i == 0 ? "" : "\n") + paragraph(paragraphs[i]);
    return out;
}

std::string comma_list(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, ", "));
}

std::string place(const order::Endpoint& e) {
    if (e.scheme == order::Scheme::file)
        return "the folder " + e.folder + " on our own machine";
    std::string out = e.url();
    if (!e.user.empty())
        out += ", login " + e.user;
    return out +
           (e.folder.empty() ? ", in the folder of the login" : ", in the folder " + e.folder);
}

std::string wholeness(const Supplier& s) {
    switch (s.upload) {
    case order::UploadMode::done_file:
        return "A file is written under its own name. It is whole once an empty file of the same "
               "name and " +
               s.done_suffix + " is there: take it then, not before.";
    case order::UploadMode::direct:
        return "A file is written under its own name, at once. Take it when its size does not "
               "change any more.";
    case order::UploadMode::rename:
        break;
    }
    const char* const rest = " Do not take or delete files of such names. A file that has its own "
                             "name is whole.";
    switch (s.temporary_at) {
    case order::TemporaryName::suffix:
        return "While a file is written its name ends in " + s.temporary + "." + rest;
    case order::TemporaryName::folder:
        return "While a file is written it lies in the folder " + s.temporary + "." + rest;
    case order::TemporaryName::prefix:
        break;
    }
    return "While a file is written its name begins with " + s.temporary + "." + rest;
}

/// What a program that reads a flat file needs, with its columns in their order.
std::string columns_words(const order::FlatForm& flat) {
    const bool csv = flat.kind == order::FlatKind::csv;
    std::string out =
        csv ? "csv, fields divided by " +
                  (flat.separator == '\t' ? std::string{"a tab"} : std::string(1, flat.separator))
            : std::string{"fixed width"};
    out += flat.per_line ? ", one row for each line of an order" : ", one row for each order";
    out += flat.header ? ", the first row names the columns: " : ", no header row; the columns: ";
    std::size_t at = 1;
    std::vector<std::string> names;
    for (const order::FlatColumn& column : flat.columns) {
        std::string name = !column.header.empty()  ? column.header
                           : !column.value.empty() ? column.value
                                                   : "\"" + column.text + "\"";
        if (!csv)
            name += " " + std::to_string(at) + "-" + std::to_string(at + column.width - 1);
        at += column.width;
        names.push_back(std::move(name));
    }
    return out + comma_list(names);
}

std::string format_words(const Supplier& s) {
    if (s.flat.kind != order::FlatKind::none)
        return columns_words(s.flat);
    if (s.format == "native")
        return "shoporder's own XML; order.xsd says what each element means";
    if (s.format == "ubl")
        return "UBL 2.1: Order, OrderChange and OrderCancellation, with the identifiers of Peppol "
               "BIS Ordering 3";
    if (s.format == "opentrans")
        return "openTRANS 2.1: ORDER and ORDERCHANGE";
    if (s.format == "cxml")
        return "cXML 1.2: OrderRequest of type new, update or delete";
    if (s.format == "csv")
        return "csv, one row for each line of an order";
    return "as agreed with you; see the samples";
}

std::string bytes_words(const Supplier& s) {
    const order::DocumentForm& form = s.document;
    return "Encoding " + form.encoding + (form.bom ? " with a byte-order mark" : "") +
           ", lines end in " + (form.line_ends == "crlf" ? "CR LF" : "LF") + ".";
}

std::string time_words(const Supplier& s) {
    const std::string zone = s.send.zone.empty() ? "UTC" : s.send.zone;
    if (s.batching == order::Batching::cutoff)
        return "One file at " + comma_list(order::words_of(s.send.cutoffs)) + " (" + zone +
               ") holds all orders since the one before.";
    std::string out = s.batching == order::Batching::run
                          ? "One file holds all orders that are ready at that moment. "
                          : "Each order is a file of its own. ";
    if (s.send.always())
        return out + "Files come at any time of any day.";
    std::vector<std::string> words = order::words_of_days(s.send.days);
    for (const std::string& hours : order::words_of(s.send.hours))
        words.push_back(hours);
    return out + "Files come " + comma_list(words) + " (" + zone + ").";
}

void add_wholeness(std::vector<std::string>& out, const order::Inbox& inbox) {
    if (inbox.whole == order::Wholeness::done_file)
        out.push_back("Write an empty file of the same name and " + inbox.done_suffix +
                      " when a file is whole.");
    else if (inbox.whole == order::Wholeness::rename)
        out.push_back("Call it " + inbox.unfinished + " until it is whole, then rename it.");
}

std::vector<std::string> shipment_words(const Supplier& s) {
    const order::Shipping& inbox = s.shipping;
    const auto where = inbox.where(s.endpoint);
    std::vector<std::string> out;
    out.push_back("Write what has left" + (where ? ": " + place(*where) : std::string{}) +
                  (inbox.names == "*" ? "." : ", names like " + inbox.names + "."));
    out.push_back(
        inbox.format == "auto" || inbox.format == "native"
            ? "The format is shipment.xsd's." +
                  std::string{inbox.format == "auto"
                                  ? " UBL DespatchAdvice, openTRANS DISPATCHNOTIFICATION "
                                    "and cXML ShipNoticeRequest are read as well."
                                  : ""}
            : "The format is " +
                  (inbox.format == "csv" ? "csv: " + comma_list(inbox.columns) : inbox.format) +
                  ".");
    out.emplace_back("Tell the number of each shipment and the numbers of its parcels: the same "
                     "number again corrects, another one is another shipment.");
    add_wholeness(out, inbox);
    return out;
}

std::vector<std::string> answer_words(const Supplier& s) {
    const order::Answering& a = s.answering;
    std::vector<std::string> out;
    switch (a.how) {
    case order::Confirming::none:
    case order::Confirming::receipt:
        return {"We expect no answer. Tell us by mail or telephone what you cannot ship."};
    case order::Confirming::pickup:
        out.push_back(a.taken.empty()
                          ? "Delete or move each file once you have taken it: that is your yes."
                          : "Move each file once you have taken it to " + a.taken +
                                ": that is your yes.");
        if (!a.refused.empty())
            out.push_back("One that you refuse: to " + a.refused + ".");
        break;
    case order::Confirming::answer: {
        const auto where = a.where(s.endpoint);
        out.push_back("Write one answer for each order" +
                      (where ? ": " + place(*where) : std::string{}) +
                      (a.names == "*" ? "." : ", names like " + a.names + "."));
        out.push_back(
            a.format == "auto" || a.format == "native"
                ? "The format is answer.xsd's; it says in words what can be answered, with the "
                  "shortest useful answer." +
                      std::string{a.format == "auto"
                                      ? " UBL OrderResponse, openTRANS ORDERRESPONSE and cXML "
                                        "ConfirmationRequest are read as well."
                                      : ""}
                : "The format is " +
                      (a.format == "csv" ? "csv: " + comma_list(a.columns) : a.format) + ".");
        add_wholeness(out, a);
        break;
    }
    }
    if (a.within.count() > 0)
        out.push_back("After " + base::format_span(a.within) +
                      " of your working time we ask what became of it.");
    return out;
}

} // namespace

std::string handout_text(const HandoutFacts& facts) {
    const Supplier& s = *facts.supplier;
    const std::string title =
        "Orders" + (facts.shop.empty() ? "" : " of " + facts.shop) + " for " + s.name;
    std::string out = title + "\n" + std::string(title.size(), '=') + "\n\n" +
                      paragraph("What comes, where, and how to answer. The samples are made by the "
                                "same program in the same way as the files you will get; nobody's "
                                "data is in them.");
    std::vector<std::string> where;
    where.push_back(s.endpoint ? "Files are written to " + place(*s.endpoint) + "."
                               : "Where files are written is not agreed yet.");
    if (s.endpoint && s.endpoint->scheme == order::Scheme::ftp)
        where.emplace_back("This is FTP without encryption: passwords and addresses can be read on "
                           "the way. Offer FTPS or SFTP if you can.");
    where.push_back(wholeness(s));
    out += chapter("Where", where);

    std::vector<std::string> names{
        "Each file has a name of its own that is never used for another content. A file that comes "
        "twice under one name is the same file; take it once."};
    for (const std::string& sample : facts.samples)
        names.push_back("* " + sample);
    out += chapter("Names, as of the samples", names);

    std::vector<std::string> what{"The format is " + format_words(s) + ".", bytes_words(s),
                                  time_words(s)};
    what.emplace_back(
        "The purchase-order number is ours and unique. An order may come in parts: each part has "
        "a number of its own.");
    what.emplace_back(
        s.takes_changes ? "A change comes under the same number with a higher revision and says "
                          "all that counts from then on. A cancellation comes in the same way."
                        : "Changes and cancellations come by mail or telephone, never as a file.");
    what.emplace_back("A sample marked as a test is no order: ship nothing for it.");
    if (!s.account.empty())
        what.push_back("Our account with you: " + s.account + ".");
    for (const std::string& schema : facts.schemas)
        what.push_back("* " + schema);
    out += chapter("What", what);
    out += chapter("Your answer", answer_words(s));
    return s.shipping.expected ? out + chapter("What you have shipped", shipment_words(s)) : out;
}

} // namespace shoporder::report
