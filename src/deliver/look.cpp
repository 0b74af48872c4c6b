#include "deliver/classify.hpp"
#include "deliver/upload.hpp"

#include <array>

namespace shoporder::deliver {

namespace {

using base::OutcomeClass;
using remote::Reply;

Look found(Found what) {
    Look look;
    look.found = what;
    look.outcome.phase = "look";
    return look;
}

Look undecided(std::string reason, int code = 0) {
    return {Found::undecided, {OutcomeClass::permanent, code, std::move(reason), "look"}};
}

/// Could not look. Nothing is more doubtful than before, so "uncertain" would say too much.
Look unreachable(const Reply& reply) {
    Look look{Found::unreachable, classify(reply)};
    if (look.outcome.cls != OutcomeClass::operator_)
        look.outcome.cls = OutcomeClass::temporary;
    return look;
}

bool is_definite_refusal(const Reply& reply) {
    return !reply.ok && reply.code >= 400 && reply.code != 421 && reply.code != 530;
}

std::string bytes(std::uint64_t n) {
    return std::to_string(n) + " bytes";
}

Look judge_final(const Evidence& e, std::uint64_t size) {
    if (e.rename_next && size == e.size)
        return found(Found::delivered);
    if (size != e.size)
        return undecided("a file of that name is there with " + bytes(size) + ", ours has " +
                         bytes(e.size));
    return undecided("a file of that name and size is there, but ours had not come to its rename");
}

Look judge_absence(const Evidence& e) {
    if (!e.rename_next)
        return found(Found::send_again);
    if (e.size_verified && e.consumes)
        return found(Found::inferred);
    return undecided(e.consumes ? "it was about to be renamed and is gone; its size was never seen"
                                : "it was about to be renamed and is gone; whether the supplier "
                                  "took it is not known (consumes = false)");
}

/// Removes the temporary file, so that the document can start over. "Rename next" is taken back
/// first: a removal whose answer is lost must not look like a supplier who took the file.
Look start_over(remote::Session& session, const Evidence& e, const Commits& commits,
                const std::string& why, int code) {
    const std::array documents{e.document};
    commits.take_back(documents);
    const Reply removed = session.remove(e.temporary_name);
    if (removed.ok)
        return found(Found::send_again);
    return is_definite_refusal(removed) ? undecided(why + ": " + removed.text, code)
                                        : unreachable(removed);
}

Look finish_rename(remote::Session& session, const Evidence& e, const Commits& commits) {
    const std::array documents{e.document};
    commits.rename_next(documents); // before RNTO leaves, as in upload()
    const Reply renamed = session.rename(e.temporary_name, e.final_name);
    if (renamed.ok)
        return found(Found::renamed);
    if (renamed.refused_here)
        return undecided(classify(renamed).reason);
    if (!is_definite_refusal(renamed)) {
        // It may have happened: uncertain for longer, and nothing worse.
        Look look = unreachable(renamed);
        look.outcome.cls = OutcomeClass::uncertain;
        return look;
    }
    if (renamed.code >= 500)
        return undecided("the server refuses the rename: " + renamed.text, renamed.code);
    // Refused for now: surely not renamed. Start over, and count it as the document's fault.
    return start_over(session, e, commits, "neither renamed nor removed: " + renamed.text,
                      renamed.code);
}

} // namespace

Look look(remote::Session& session, const Evidence& e, const Commits& commits) {
    const remote::SizeReply final_file = session.size(e.final_name);
    if (!final_file.reply.ok)
        return unreachable(final_file.reply);
    if (final_file.bytes)
        return judge_final(e, *final_file.bytes);
    if (e.temporary_name.empty())
        return judge_absence(e);

    const remote::SizeReply temporary = session.size(e.temporary_name);
    if (!temporary.reply.ok)
        return unreachable(temporary.reply);
    if (!temporary.bytes)
        return judge_absence(e);
    if (*temporary.bytes == e.size)
        return finish_rename(session, e, commits);
    return start_over(session, e, commits,
                      "a part of it (" + bytes(*temporary.bytes) +
                          ") lies under its temporary name and cannot be removed",
                      0);
}

} // namespace shoporder::deliver
