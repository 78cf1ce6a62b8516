import type { Command } from '../shell/command.ts';
import { isFile, placesOf, quoted, valuesOf, type Place } from './places.ts';

export function bashScript(commands: readonly Command[]): string {
  return `# Completion of hearthgate for bash; made by "hearthgate completion bash".
_hearthgate() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=
  local command=\${COMP_WORDS[1]} action=\${COMP_WORDS[2]} prefix=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=${quoted([...commands.map(({ name }) => name), 'help', '--help', '--version'].join(' '))}
  else
    case "$command $before" in
${valuesOf(commands).map(valueCase).join('\n')}
    esac
  fi
  if [ -z "$words" ] && [ "$COMP_CWORD" -gt 1 ]; then
    case "$command $action" in
${placesOf(commands).map(placeCase).join('\n')}
    esac
    if [ "$COMP_CWORD" -eq 2 ]; then
      case "$command $current" in
${commands.map(secondCase).join('\n')}
      esac
    fi
  fi
  COMPREPLY=($(compgen -W "$words" -- "\${current##*,}"))
  case $current in *,*) prefix=\${current%,*}, ;; esac
  COMPREPLY=("\${COMPREPLY[@]/#/$prefix}")
}
_hearthgate_files() {
  compopt -o filenames
  COMPREPLY=($(compgen -f -- "$1"))
}
complete -F _hearthgate hearthgate`;
}

const FILES = '_hearthgate_files "$current"; return';

function valueCase({ command, name, option }: ReturnType<typeof valuesOf>[number]): string {
  const does = option.words
    ? `words=${quoted(option.words.join(' '))}`
    : isFile(option.value)
      ? FILES
      : 'return';
  return `      ${quoted(`${command} --${name}`)}) ${does} ;;`;
}

/** Behind a command or action: its options, or a file where it takes one. */
function placeCase({ command, action, options, takesFile }: Place): string {
  const pattern = action === undefined ? `${quoted(`${command} `)}*` : quoted(`${command} ${action}`);
  const names = options.map(([name]) => `--${name}`).join(' ');
  const file = takesFile ? `case $current in -*) ;; *) ${FILES} ;; esac; ` : '';
  return `      ${pattern}) ${file}words=${quoted(names)} ;;`;
}

/** The word behind a command: an action, or a word that it takes; an option where that is begun. */
function secondCase({ name, actions, words = [] }: Command): string {
  const choice = actions ? [...Object.keys(actions), '--help'] : words;
  if (choice.length === 0) return `      ${quoted(`${name} `)}*) ;;`;
  const instead = `words=${quoted(choice.join(' '))}`;
  if (actions) return `      ${quoted(`${name} `)}*) ${instead} ;;`;
  return `      ${quoted(`${name} -`)}*) ;; ${quoted(`${name} `)}*) ${instead} ;;`;
}
