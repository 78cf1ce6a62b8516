import { LANGUAGES, type Language } from '../partner/common.ts';
import { FAULTS, type FaultId, type FaultTexts } from './codes.ts';
import type { FaultClass, FaultKind, FaultRow } from './fault-row.ts';
import { DE } from './texts/de.ts';
import { EN } from './texts/en.ts';
import { FR } from './texts/fr.ts';
import { NL } from './texts/nl.ts';
import { SV } from './texts/sv.ts';

/** What is stated publicly: meaning and class, the meaning alone, not even the whole meaning, or nothing. */
export type FaultCertainty = 'STATED' | 'CLASS_ASSUMED' | 'MEANING_UNCERTAIN' | 'UNKNOWN';

/** What a pair of codes means. */
export interface Fault {
  /** Its row in the table; none for an unknown code. */
  readonly id?: FaultId;
  readonly class: FaultClass;
  readonly kind: FaultKind | 'unknown';
  readonly texts: Readonly<Record<Language, string>>;
  readonly certainty: FaultCertainty;
  /** Heating circuit that the code names. */
  readonly circuit?: number;
  /** Heat pump of a system with two that the code names. */
  readonly unit?: number;
}

const TEXTS: Readonly<Record<Language, FaultTexts>> = { en: EN, de: DE, nl: NL, fr: FR, sv: SV };
const UNKNOWN_TEXTS: Readonly<Record<Language, string>> = {
  en: 'Unknown message (code {code})',
  de: 'Unbekannte Meldung (Code {code})',
  nl: 'Onbekende melding (code {code})',
  fr: 'Message inconnu (code {code})',
  sv: 'Okänt meddelande (kod {code})',
};
/** `{1..4}` in a text: the number of the heating circuit. */
const CIRCUIT = /\{\d\.\.\d\}/;
const DISPLAY_RANGE = /^([A-Z])(\d+)-\1(\d+)$/;
const CAUSE_RANGE = /^()(\d+)\.\.(\d+)$/;

interface Meaning {
  readonly id: FaultId;
  readonly circuit: number | undefined;
}

const meanings: ReadonlyMap<string, Meaning> = new Map(
  (Object.keys(FAULTS) as FaultId[]).flatMap((id) =>
    pairsOf(id).map(({ pair, digit }): [string, Meaning] => {
      const circuit = CIRCUIT.test(EN[id]) ? digit : rowOf(id).circuit;
      return [pair, { id, circuit }];
    }),
  ),
);

/** Every pair with a meaning, as `display/cause`; `-` stands for no such part. */
export const FAULT_PAIRS: readonly string[] = [...meanings.keys()];

/**
 * The meaning of a display code and a cause code. A cause that is listed without a display code means the same under any
 * display code. What is not listed gets a neutral text with the raw codes, never an invented meaning.
 */
export function faultOf(displayCode: string | null | undefined, causeCode: number | null | undefined): Fault {
  const meaning =
    meanings.get(`${displayCode ?? '-'}/${causeCode ?? '-'}`) ??
    (typeof causeCode === 'number' ? meanings.get(`-/${causeCode}`) : undefined);
  if (!meaning) return unknownFault(displayCode, causeCode);
  const { id, circuit } = meaning;
  const { class: faultClass, kind, marks, unit } = rowOf(id);
  return {
    id,
    class: faultClass,
    kind,
    texts: inAllLanguages((language) => TEXTS[language][id].replace(CIRCUIT, String(circuit))),
    certainty: marks === undefined ? 'STATED' : marks === 'c' ? 'CLASS_ASSUMED' : 'MEANING_UNCERTAIN',
    ...(circuit !== undefined && { circuit }),
    ...(unit !== undefined && { unit }),
  };
}

function unknownFault(displayCode: string | null | undefined, causeCode: number | null | undefined): Fault {
  const code = [displayCode ?? [], causeCode ?? []].flat().join('/');
  return {
    class: 'UNKNOWN',
    kind: 'unknown',
    // A code is the gateway's own text: it must not be read as a pattern of `replace`.
    texts: inAllLanguages((language) => UNKNOWN_TEXTS[language].replace('{code}', () => code)),
    certainty: 'UNKNOWN',
  };
}

function inAllLanguages(text: (language: Language) => string): Record<Language, string> {
  return Object.fromEntries(LANGUAGES.map((language) => [language, text(language)])) as Record<
    Language,
    string
  >;
}

function rowOf(id: FaultId): FaultRow {
  return FAULTS[id];
}

/** The pairs of a row, each with the digit in which it differs from its neighbours. */
function pairsOf(id: FaultId): { pair: string; digit: number }[] {
  const { codes } = rowOf(id);
  if (codes !== undefined) return codes.split(', ').map((pair) => ({ pair, digit: 0 }));
  const [displays = '', causes = ''] = id.split('/', 2);
  const inStep = DISPLAY_RANGE.test(displays) && CAUSE_RANGE.test(causes);
  return spread(displays).flatMap((display, index) => {
    const fitting = inStep ? spread(causes).slice(index, index + 1) : spread(causes);
    return fitting.map((cause) => {
      const numbered = DISPLAY_RANGE.test(displays) ? display : cause;
      return { pair: `${display}/${cause}`, digit: Number(numbered.slice(-1)) };
    });
  });
}

/** `A21-A24`, `821..824` and `826, 827` as lists. */
function spread(part: string): string[] {
  return part.split(', ').flatMap((code) => {
    const range = DISPLAY_RANGE.exec(code) ?? CAUSE_RANGE.exec(code);
    if (!range) return [code];
    const [, letter = '', from = '', to = ''] = range;
    const count = Number(to) - Number(from) + 1;
    return Array.from({ length: count }, (_unused, step) => `${letter}${Number(from) + step}`);
  });
}
