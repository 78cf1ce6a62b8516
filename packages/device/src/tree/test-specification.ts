import { readFileSync } from 'node:fs';

interface Line {
  readonly indent: number;
  readonly text: string;
}

/** The example of each path of an OpenAPI file; reads the small part of YAML that examples are written in, tests need no more. */
export function readExamples(file: string): Map<string, object> {
  const examples = new Map<string, object>();
  const blocks = readFileSync(file, 'utf8').split(/^ {2}(?=\/)/m);
  for (const block of blocks.slice(1)) {
    const [head = '', ...rest] = block.split('\n');
    const lines = rest
      .filter((text) => text.trim() !== '')
      .map((text): Line => ({ indent: text.length - text.trimStart().length, text: text.trim() }));
    const at = lines.findIndex(({ text }) => text === 'example:');
    const example = at < 0 ? undefined : parse(deeper(lines, at));
    if (typeof example === 'object' && example !== null) examples.set(head.replace(/:$/, ''), example);
  }
  return examples;
}

/** Lines below the one at this place. */
function deeper(lines: readonly Line[], at: number): Line[] {
  const indent = lines[at]?.indent ?? 0;
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => line.indent <= indent);
  return end < 0 ? rest : rest.slice(0, end);
}

function parse(lines: readonly Line[]): unknown {
  const [first] = lines;
  if (!first) return undefined;
  const entries = lines.flatMap((line, at) => (line.indent === first.indent ? [at] : []));
  if (first.text.startsWith('- ')) return entries.map((at) => parseItem(lines, at));
  const pairs = entries.map((at): [string, unknown] => {
    const [, key = '', rest = ''] = /^'?([^:']+)'?:(?: (.*))?$/.exec(lines[at]?.text ?? '') ?? [];
    return [key, rest === '' ? parse(deeper(lines, at)) : scalarOf(rest)];
  });
  return Object.fromEntries(pairs);
}

function parseItem(lines: readonly Line[], at: number): unknown {
  const { indent = 0, text = '' } = lines[at] ?? {};
  const rest = text.slice(2);
  if (!/^('\w+'|\w+):( |$)/.test(rest)) return scalarOf(rest);
  return parse([{ indent: indent + 2, text: rest }, ...deeper(lines, at)]);
}

function scalarOf(text: string): unknown {
  const quoted = /^'(.*)'$|^"(.*)"$/.exec(text);
  if (quoted) return quoted[1] ?? quoted[2];
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === '[]') return [];
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
