import type { Command, Option } from '../shell/command.ts';
import { isFile, placesOf, quoted, valuesOf, type Place } from './places.ts';

export function zshScript(commands: readonly Command[]): string {
  return `#compdef hearthgate
# Completion of hearthgate for zsh; made by "hearthgate completion zsh".
_hearthgate() {
  local -a items
  if (( CURRENT == 2 )); then
    items=(${described([...commands.map(({ name, summary }) => [name, summary] as const), ['help', 'the help of a command']])})
    _describe 'command' items
    return
  fi
  case "$words[2] $words[CURRENT-1]" in
${valuesOf(commands).map(valueCase).join('\n')}
  esac
  if (( CURRENT == 3 )) && [[ $PREFIX != -* ]]; then
    case $words[2] in
${commands.flatMap(secondCase).join('\n')}
    esac
  fi
  case "$words[2] $words[3]" in
${placesOf(commands).map(placeCase).join('\n')}
  esac
}
compdef _hearthgate hearthgate`;
}

function described(rows: readonly (readonly [string, string])[]): string {
  return rows.map(([name, text]) => quoted(`${name}:${text.replaceAll(':', '\\:')}`)).join(' ');
}

function valueCase({ command, name, option }: { command: string; name: string; option: Option }): string {
  const listed = `_values -s , ${quoted(name)} ${(option.words ?? []).join(' ')}`;
  const one = `compadd -- ${(option.words ?? []).join(' ')}`;
  const words = option.value?.endsWith('...') === true ? listed : one;
  const does = option.words ? words : isFile(option.value) ? '_files' : ':';
  return `    ${quoted(`${command} --${name}`)}) ${does}; return ;;`;
}

function secondCase({ name, actions, words = [] }: Command): string[] {
  if (actions) {
    const rows = Object.entries(actions).map(([action, { about }]) => [action, about] as const);
    return [`      ${name}) items=(${described(rows)}); _describe 'action' items; return ;;`];
  }
  return words.length === 0 ? [] : [`      ${name}) compadd -- ${words.join(' ')}; return ;;`];
}

function placeCase({ command, action, options, takesFile }: Place): string {
  const pattern = action === undefined ? `${quoted(`${command} `)}*` : quoted(`${command} ${action}`);
  const rows = options.map(([name, { about }]) => [`--${name}`, about] as const);
  const file = takesFile ? `[[ $PREFIX != -* ]] && { _files; return }; ` : '';
  return `    ${pattern}) ${file}items=(${described(rows)}); _describe 'option' items ;;`;
}
