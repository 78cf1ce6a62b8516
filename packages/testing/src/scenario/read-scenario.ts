import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { complainer, type Place } from './complaints.ts';
import { RULE_NAMES } from './match.ts';
import { nearest } from './nearest.ts';
import { STEP_KINDS, STEPS, ScenarioHead, type Scenario, type Step, type StepKind } from './schema.ts';

/** What is wrong with a scenario file, where, and what to write instead. */
export interface ScenarioFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Lists everything that is wrong at once. */
export class ScenarioFaults extends Error {
  readonly file: string;
  readonly faults: readonly ScenarioFault[];

  constructor(file: string, found: readonly ScenarioFault[]) {
    const faults = found.toSorted((a, b) => a.line - b.line || a.column - b.column);
    super(faults.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n'));
    this.file = file;
    this.faults = faults;
  }
}

const complaintsOfHead = complainer(ScenarioHead);
const complaintsOfStep = new Map(STEP_KINDS.map((kind) => [kind, complainer(STEPS[kind])]));
/** Where expectations stand in steps. */
const EXPECTING = ['expect', 'event', 'noEvent'];

/** Reads and checks a scenario; throws `ScenarioFaults`. */
export function readScenario(text: string, file: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults: ScenarioFault[] = [];
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  for (const { pos, message } of document.errors) faults.push({ ...at(pos[0]), message });
  if (faults.length > 0) throw new ScenarioFaults(file, faults);
  const positionOf = (place: Place) => at(offsetOf(document, place));
  const report = (place: Place, message: string) => faults.push({ ...positionOf(place), message });

  const value: unknown = document.toJS();
  for (const [place, message] of complaintsOfHead(value)) report(place, message);
  const steps: Step[] = [];
  const list: unknown = Object(value)['steps'];
  for (const [index, step] of (Array.isArray(list) ? list : []).entries()) {
    const place = ['steps', index];
    const kind = kindOf(step);
    if (typeof kind !== 'string') {
      report(place, kind.message);
      continue;
    }
    const found = complaintsOfStep.get(kind)?.(step) ?? [];
    for (const [inner, message] of found) report([...place, ...inner], message);
    for (const word of EXPECTING)
      for (const [inner, rule] of unknownRules(Object(step)[word], [word]))
        report([...place, ...inner], unknown('rule', rule, RULE_NAMES));
    steps.push({ kind, line: positionOf(place).line, step });
  }
  if (faults.length > 0) throw new ScenarioFaults(file, faults);
  return { ...(value as Omit<Scenario, 'file' | 'steps'>), file, steps };
}

function kindOf(step: unknown): StepKind | { message: string } {
  const words = typeof step === 'object' && step !== null && !Array.isArray(step) ? Object.keys(step) : [];
  const kinds = words.filter((word): word is StepKind => Object.hasOwn(STEPS, word));
  const [kind] = kinds;
  if (kind !== undefined && kinds.length === 1) return kind;
  if (kinds.length > 1)
    return { message: `a step does one thing, this one has ${kinds.join(' and ')}: make two steps of it` };
  const wrong = words.find((word) => word !== 'title');
  if (wrong !== undefined) return { message: unknown('step', wrong, STEP_KINDS) };
  return { message: `an empty step; it begins with one of ${STEP_KINDS.join(', ')}` };
}

function unknown(what: string, word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return `unknown ${what} "${word}"; ${meant ? `did you mean ${meant}?` : `there are ${known.join(', ')}`}`;
}

/** Rules of expectations that do not exist. */
function unknownRules(value: unknown, place: Place): [Place, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = [...place, Array.isArray(value) ? Number(name) : name];
    const wrong = name.startsWith('$') && !RULE_NAMES.includes(name) ? [[here, name] as [Place, string]] : [];
    return [...wrong, ...unknownRules(inner, here)];
  });
}

/** Where the value, or else the nearest thing around it that is there, begins. */
function offsetOf(document: Document.Parsed, place: Place): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  for (const part of place) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === part);
      if (!pair) return offset;
      offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      const range = (node as { range?: readonly number[] } | undefined)?.range;
      offset = range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}
