#compdef congress
# congress: completion for zsh
_congress() {
    local kind line
    local -a lines values told
    lines=("${(@f)$("${words[1]/#\~/$HOME}" __complete zsh "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    kind=${lines[1]}
    shift lines
    if [[ $kind == files ]]; then
        _files
        return
    fi
    local widest=0
    for line in "${lines[@]}"; do ((${#${line%%$'\t'*}} > widest)) && widest=${#${line%%$'\t'*}}; done
    for line in "${lines[@]}"; do
        values+=("${line%%$'\t'*}")
        if [[ $line == *$'\t'* ]]; then
            told+=("${(r:widest:)${line%%$'\t'*}}  ${line#*$'\t'}")
        else
            told+=("$line")
        fi
    done
    ((${#values})) && compadd -U -l -d told -a values
}
if [[ ${funcstack[1]} == _congress ]]; then
    _congress "$@"
else
    compdef _congress congress
fi
