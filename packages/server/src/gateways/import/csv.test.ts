import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldsOf, linesOf } from './csv.ts';

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;

test('whatever stands in quoted fields is read as it was written', () => {
  const field = fc.string().map((text) => text.trim());
  fc.assert(
    fc.property(fc.array(field, { minLength: 1 }), fc.constantFrom(',', ';'), (fields, separator) => {
      expect(fieldsOf(fields.map(quoted).join(separator), separator)).toEqual(fields);
    }),
  );
});

test.each([
  ['101000001,K40,BOSCH', ['101000001', 'K40', 'BOSCH']],
  [' 101000001 , K40 ,', ['101000001', 'K40', '']],
  ['', ['']],
  [',', ['', '']],
  ['"a', undefined],
  ['"a"b,c', undefined],
])('%j', (line, fields) => {
  expect(fieldsOf(line, ',')).toEqual(fields);
});

test('lines are the same however the text is cut into pieces', async () => {
  const text = Buffer.from('gatewayId;brand\r\n1;Bösch\n\n2;IVT');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(text.length)), async (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      async function* pieces() {
        for (const [at, place] of places.entries())
          yield await Promise.resolve(text.subarray(places[at - 1] ?? 0, place));
      }
      const lines: string[] = [];
      for await (const line of linesOf(pieces())) lines.push(line);
      expect(lines).toEqual(['gatewayId;brand', '1;Bösch', '', '2;IVT']);
    }),
  );
});
