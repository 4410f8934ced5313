# congress: completion for bash
_congress() {
    local command=${1/#\~/$HOME} current=${COMP_WORDS[COMP_CWORD]} kind= line value
    local -a lines=() values=()
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ -z $kind ]]; then
            kind=$line
        else
            lines+=("$line")
            values+=("${line%%$'\t'*}")
        fi
    done < <("$command" __complete bash "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    if [[ $kind == files ]]; then
        [[ $current == '=' ]] && current=
        compopt -o filenames 2>/dev/null
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
        return
    fi
    # Several are shown with their meaning; what is put into the line is what all of them begin with.
    if [[ ${#values[@]} -lt 2 || $COMP_TYPE == 37 || $COMP_TYPE == 42 ]]; then
        COMPREPLY=("${values[@]}")
        return
    fi
    local widest=0 room=$((${COLUMNS:-80} - 2))
    for value in "${values[@]}"; do ((${#value} > widest)) && widest=${#value}; done
    for line in "${lines[@]}"; do
        value=${line%%$'\t'*}
        if [[ $line == *$'\t'* ]]; then
            printf -v line '%-*s  %s' "$widest" "$value" "${line#*$'\t'}"
            value=${line:0:room}
        fi
        COMPREPLY+=("$value")
    done
}
complete -o nosort -F _congress congress 2>/dev/null || complete -F _congress congress
