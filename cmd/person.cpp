#include "cmd/person.hpp"

#include "base/error.hpp"
#include "cmd/ask.hpp"

namespace shoporder::cmd {

order::Person ask_person() {
    const auto person =
        order::read_person(read_answer("customer: e-mail address, phone number or Shopify's id"));
    if (!person) // not quoted: it may be a name
        throw base::Error(base::Exit::usage,
                          "no customer was named: type one e-mail address, one phone number of 8 "
                          "digits or more, or Shopify's customer id, or give it on standard input");
    return *person;
}

} // namespace shoporder::cmd
