// `shoporder completion`: a shell's completion, and the candidates that it asks for.
//
// The script knows nothing: at each Tab it asks `shoporder completion candidates`, which walks the
// same commands and options that are parsed. So it cannot fall behind.
#include "cmd/candidates.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"

#include <memory>

namespace shoporder::cmd {

namespace {

using base::Exit;

// COMP_WORDS is what readline has split; the last word is the one to complete, and may be empty.
constexpr const char* k_bash = R"sh(# bash completion for shoporder: source it, or put it into
# /usr/share/bash-completion/completions/shoporder
_shoporder() {
    local IFS=$'\n'
    COMPREPLY=($(shoporder completion candidates -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
    # A name stays unquoted where the shell reads nothing into it.
    [ ${#COMPREPLY[@]} -eq 0 ] || COMPREPLY=($(printf '%q\n' "${COMPREPLY[@]}"))
}
complete -o default -F _shoporder shoporder
)sh";

constexpr const char* k_zsh = R"sh(#compdef shoporder
# zsh completion for shoporder: put it as _shoporder into a folder of $fpath
_shoporder() {
    local -a candidates
    candidates=("${(@f)$(shoporder completion candidates -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -n ${candidates[1]} ]]; then
        compadd -a candidates
    else
        _files
    fi
}
if [ "$funcstack[1]" = "_shoporder" ]; then
    _shoporder "$@"
else
    compdef _shoporder shoporder
fi
)sh";

constexpr const char* k_fish = R"sh(# fish completion for shoporder: put it into
# /usr/share/fish/vendor_completions.d/shoporder.fish
function __shoporder_candidates
    set -l words (commandline -opc) (commandline -ct)
    shoporder completion candidates -- $words[2..-1] 2>/dev/null
end
complete -c shoporder -a '(__shoporder_candidates)'
)sh";

void add_script(CLI::App& parent, Context& context, const char* shell, const char* script,
                const char* example) {
    CLI::App& app = add_verb(parent, shell, std::string{"print the completion script of "} + shell);
    set_examples(app, {example});
    app.callback([&context, script] {
        context.run = [&context, script] {
            context.print(script);
            return Exit::ok;
        };
    });
}

} // namespace

void add_completion(CLI::App& app, Context& context) {
    add_script(app, context, "bash", k_bash, "source <(shoporder completion bash)");
    add_script(app, context, "zsh", k_zsh, "shoporder completion zsh >~/.zfunc/_shoporder");
    add_script(app, context, "fish", k_fish,
               "shoporder completion fish >~/.config/fish/completions/shoporder.fish");
    const auto words = std::make_shared<std::vector<std::string>>();
    CLI::App& asked =
        add_verb(app, "candidates", "print what can stand where a word is typed; for the scripts");
    asked.add_option("WORD", *words, "the words so far, behind `--`; the last is to be completed");
    set_examples(asked, {"shoporder completion candidates -- order sh"});
    const CLI::App* const top = app.get_parent();
    asked.callback([&context, words, top] {
        context.run = [&context, words, top] {
            std::string text;
            for (const std::string& candidate : candidates(context, *top, *words))
                text += candidate + "\n";
            context.print(text);
            return Exit::ok;
        };
    });
    set_examples(app, {"source <(shoporder completion bash)",
                       "shoporder completion zsh >~/.zfunc/_shoporder",
                       "shoporder completion fish >~/.config/fish/completions/shoporder.fish"});
}

} // namespace shoporder::cmd
