import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../partner/common.ts';
import { FAULT_PAIRS, faultOf } from './fault-of.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
/** The facts from which the table was made; not part of this repository. */
const FACTS = join(ROOT, '../shared/facts/fault-codes.md');

function parts(pair: string): [display: string | undefined, cause: number | undefined] {
  const [display = '-', cause = '-'] = pair.split('/');
  return [display === '-' ? undefined : display, cause === '-' ? undefined : Number(cause)];
}

test('368 pairs have a meaning, each once', () => {
  expect(FAULT_PAIRS).toHaveLength(368);
  expect(new Set(FAULT_PAIRS).size).toBe(368);
});

test.each(LANGUAGES)('every pair has a text in %s, with its placeholder resolved', (language) => {
  for (const pair of FAULT_PAIRS) {
    const fault = faultOf(...parts(pair));
    const text = fault.texts[language];
    expect([pair, text]).toEqual([pair, expect.stringMatching(/^[^{}]{5,90}$/)]);
    expect([pair, text]).not.toEqual([pair, expect.stringMatching(/undefined|NaN|^\s|\s$/)]);
    expect([pair, fault.certainty]).not.toEqual([pair, 'UNKNOWN']);
  }
});

test('every circuit that a text names is the one that the fault tells', () => {
  const named = /\bcircuit (\d)\b/i;
  for (const pair of FAULT_PAIRS) {
    const { circuit, texts } = faultOf(...parts(pair));
    const inText = named.exec(texts.en)?.[1];
    expect([pair, circuit]).toEqual([pair, inText === undefined ? undefined : Number(inText)]);
  }
});

test('the second heat pump is told where the text names it, and nowhere else', () => {
  for (const pair of FAULT_PAIRS) {
    const { unit, texts } = faultOf(...parts(pair));
    expect([pair, unit]).toEqual([pair, texts.en.includes('heat pump 2') ? 2 : undefined]);
  }
});

test('the circuit is the last digit of the display code, or of the cause code', () => {
  expect(faultOf('A23', 806)).toMatchObject({ circuit: 3, class: 'FAULT', kind: 'controller' });
  expect(faultOf('A23', 806).texts.de).toBe('Raumfühler von Heizkreis 3 defekt oder unplausibel');
  expect(faultOf('A32', 3122)).toMatchObject({ circuit: 2, class: 'BLOCKING' });
  expect(faultOf('A32', 3121)).toMatchObject({ circuit: 1 });
  expect(faultOf('A11', 824).texts.en).toBe('No room controller assigned to circuit 4');
});

test('the display code decides where a cause has several meanings', () => {
  expect(faultOf('A02', 816).texts.en).toBe("No communication with the boiler's control panel");
  expect(faultOf('A24', 816).texts.en).toBe('No communication with the room controller of circuit 4');
  expect(faultOf('H01', undefined).texts.en).toBe('Flue gas hotter than normal');
  expect(faultOf('H01', 5596).texts.en).toBe('Clean the air filter (monthly reminder)');
});

test('a cause that is listed without a display code means the same under any', () => {
  expect(faultOf('A01', 6249)).toEqual(faultOf(undefined, 6249));
  expect(faultOf(null, 6249)).toMatchObject({ class: 'BLOCKING', certainty: 'STATED' });
});

test('the two meanings of a mark are told apart', () => {
  expect(faultOf('6A', 227).certainty).toBe('STATED');
  expect(faultOf('2E', 207).certainty).toBe('CLASS_ASSUMED');
  expect(faultOf('-', 5130).certainty).toBe('MEANING_UNCERTAIN');
  expect(faultOf('A11', 821).certainty).toBe('MEANING_UNCERTAIN');
});

test.each([
  ['4U', 521, '4U/521'],
  ['A99', undefined, 'A99'],
  [undefined, 5107, '5107'],
  // Listed with another display code only, and only without a cause code.
  ['Z9', 227, 'Z9/227'],
  ['H02', 1, 'H02/1'],
  ['$&', undefined, '$&'],
])('a code without a public meaning stays a code: %s/%s', (display, cause, raw) => {
  expect(faultOf(display, cause)).toEqual({
    class: 'UNKNOWN',
    kind: 'unknown',
    certainty: 'UNKNOWN',
    texts: {
      en: `Unknown message (code ${raw})`,
      de: `Unbekannte Meldung (Code ${raw})`,
      nl: `Onbekende melding (code ${raw})`,
      fr: `Message inconnu (code ${raw})`,
      sv: `Okänt meddelande (kod ${raw})`,
    },
  });
});

test('whatever a gateway sends, nothing is invented', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.option(fc.integer()), (display, cause) => {
      const isListed =
        FAULT_PAIRS.includes(`${display}/${cause ?? '-'}`) || FAULT_PAIRS.includes(`-/${cause}`);
      expect(faultOf(display, cause).class === 'UNKNOWN').toBe(!isListed);
    }),
  );
});

describe.skipIf(!existsSync(FACTS))(
  'the page of facts (left out where it is not beside the repository)',
  () => {
    const lines = existsSync(FACTS) ? readFileSync(FACTS, 'utf8').split('\n') : [];
    const rows = lines
      .map((line) => line.slice(2, -2).split(' | '))
      .filter((cells) => cells.length === 10 && /^(`|-)/.test(cells[0] ?? '') && cells[0] !== '---');

    /** All codes that a cell stands for. */
    const codes = (cell: string): string[] => {
      const listed = cell.replaceAll('`', '').split(', ');
      return listed.flatMap((code) => {
        const range = /^(\D?)(\d+)(?:-\D|\.\.)(\d+)$/.exec(code);
        if (!range) return [code];
        const [, letter, from, to] = range;
        const numbers = Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => Number(from) + i);
        return numbers.map((number) => `${letter}${number}`);
      });
    };
    const seen = new Set<string>();

    const expectPair = (pair: string, cells: readonly string[], digit: string) => {
      const [faultClass = '', kind, mark = '', ...texts] = cells;
      seen.add(pair);
      const fault = faultOf(...parts(pair));
      const certainty = mark.includes('m') ? 'MEANING_UNCERTAIN' : mark === 'c' ? 'CLASS_ASSUMED' : 'STATED';
      expect([pair, fault]).toMatchObject([
        pair,
        {
          class: faultClass.toUpperCase(),
          kind,
          certainty,
          texts: Object.fromEntries(
            LANGUAGES.map((language, index) => [
              language,
              texts[index]?.replace(/\{\d\.\.\d\}/, digit) ?? `no text in ${language}`,
            ]),
          ),
        },
      ]);
    };

    test('each of its 286 rows is in the table exactly', () => {
      expect(rows).toHaveLength(286);
      for (const [displays = '', causes = '', ...cells] of rows) {
        const inStep = displays.includes('-A') && causes.includes('..');
        codes(displays).forEach((display, index) => {
          const fitting = inStep ? codes(causes).slice(index, index + 1) : codes(causes);
          for (const cause of fitting) {
            const digit = (displays.includes('-A') ? display : cause).slice(-1);
            expectPair(`${display}/${cause}`, cells, digit);
          }
        });
      }
    });

    test('its one meaning for 29 pairs is in the table, and the table holds nothing else', () => {
      const line = lines.findIndex((text) => text.includes('one meaning for 29 pairs'));
      const pairs = (lines[line + 1] ?? '').replace(/\.$/, '').split(', ');
      const texts = (lines[line + 5] ?? '').slice(2, -2).split(' | ');
      expect(pairs).toHaveLength(29);
      for (const pair of pairs) expectPair(pair, ['locking', 'boiler', 'c', ...texts], '');
      expect([...seen].toSorted()).toEqual(FAULT_PAIRS.toSorted());
    });
  },
);
