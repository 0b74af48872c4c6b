#include "order/answer.hpp"

namespace shoporder::order {

std::string_view name(Verdict verdict) noexcept {
    switch (verdict) {
    case Verdict::accepted:
        return "accepted";
    case Verdict::changed:
        return "changed";
    case Verdict::backordered:
        return "backordered";
    case Verdict::refused:
        return "refused";
    }
    return "refused";
}

std::optional<Verdict> verdict(std::string_view text) noexcept {
    for (const Verdict each :
         {Verdict::accepted, Verdict::changed, Verdict::backordered, Verdict::refused})
        if (name(each) == text)
            return each;
    return std::nullopt;
}

} // namespace shoporder::order
