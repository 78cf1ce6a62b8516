import type { Command } from '../shell/command.ts';
import { isFile, placesOf, quoted, type Place } from './places.ts';

export function fishScript(commands: readonly Command[]): string {
  return `# Completion of hearthgate for fish; made by "hearthgate completion fish".
# True behind a command, with an action also behind that.
function __hearthgate_in
  set -l given (commandline -opc)
  test (count $given) -gt 1; and test "$given[2]" = "$argv[1]"; or return 1
  test (count $argv) -eq 1; and return 0
  test (count $given) -gt 2; and test "$given[3]" = "$argv[2]"
end
# True where the word behind a command stands.
function __hearthgate_second
  test (count (commandline -opc)) -eq 2; and __hearthgate_in $argv
end
complete -c hearthgate -f
${commands.flatMap(commandLines).join('\n')}
${placesOf(commands).flatMap(placeLines).join('\n')}`;
}

function commandLines({ name, summary, actions = {}, words = [] }: Command): string[] {
  const second = Object.entries(actions).map(([action, { about }]) => [action, about] as const);
  const all = [...second, ...words.map((word) => [word, ''] as const)];
  return [
    `complete -c hearthgate -n 'test (count (commandline -opc)) -eq 1' -a ${name} -d ${quoted(summary)}`,
    ...all.map(
      ([word, about]) =>
        `complete -c hearthgate -n '__hearthgate_second ${name}' -a ${word} -d ${quoted(about)}`,
    ),
  ];
}

function placeLines({ command, action, options, takesFile }: Place): string[] {
  const inside = quoted(`__hearthgate_in ${command}${action === undefined ? '' : ` ${action}`}`);
  return [
    ...(takesFile ? [`complete -c hearthgate -n ${inside} -F`] : []),
    ...options.map(([name, { value, words, about }]) => {
      const kind =
        value === undefined
          ? ''
          : words
            ? ` -x -a ${quoted(words.join(' '))}`
            : isFile(value)
              ? ' -r -F'
              : ' -x';
      return `complete -c hearthgate -n ${inside} -l ${name}${kind} -d ${quoted(about)}`;
    }),
  ];
}
