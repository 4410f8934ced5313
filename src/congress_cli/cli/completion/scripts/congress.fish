# congress: completion for fish
function __congress_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (command congress __complete fish $before[2..-1] "$current" 2>/dev/null)
    if test "$lines[1]" = files
        __fish_complete_path "$current"
    else if test (count $lines) -gt 1
        printf '%s\n' $lines[2..-1]
    end
end
complete -c congress -f -a '(__congress_complete)'
