#pragma once
// Purpose: what frameworks, editors and shells do to a body, a signature or a secret on its
// way, undone one at a time, for diagnosis.cpp. Textual on purpose: a JSON parser would lose
// the very differences that are looked for.
// State: none. Fails: by returning nothing where a rewriting does not apply. Threads: pure.
#include "order/wrapping.hpp"

#include <span>

namespace shoporder::verify {

/// One thing that goes wrong in practice. `undo` gives what it must have been before, or
/// nothing where the text shows no trace of it.
using Rewriting = order::Wrapping;

/// Of a body by editors and transports: newline, CRLF, BOM, white space around.
[[nodiscard]] std::span<const Rewriting> transport_rewritings();
/// Of a body by a JSON library; several of these may have happened together.
[[nodiscard]] std::span<const Rewriting> json_rewritings();
/// Of the presented signature.
[[nodiscard]] std::span<const Rewriting> signature_rewritings();
/// Of the secret.
[[nodiscard]] std::span<const Rewriting> secret_rewritings();

} // namespace shoporder::verify
