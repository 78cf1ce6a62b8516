import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('../../../../../docs/proofs/ems-decoder.md', import.meta.url));

export interface DecoderFigures {
  readonly payloads: number;
  readonly seed: number;
  readonly settings: number;
  readonly buried: number;
  readonly other: number;
  readonly carried: number;
  readonly compared: number;
  readonly skipped: Readonly<Record<string, number>>;
}

export async function writeDecoderReport(figures: DecoderFigures): Promise<void> {
  const { payloads, seed, settings, buried, other, carried, compared, skipped } = figures;
  const rows = [
    ['payloads that could not be read: kept as dead letters', buried],
    ['payloads on topics of no device: logged once', other],
    ['readings that became values', carried],
    ...Object.entries(skipped).map(([reason, count]) => [`readings counted as \`${reason}\``, count]),
    ['values compared with the house', compared],
  ];
  await writeFile(
    FILE,
    `# Proof: the decoder of EMS-ESP

Written by \`npm run proof:decoder\` on ${new Date().toISOString().slice(0, 10)}, seed ${seed} (\`PROOF_SEED\`). A shorter form of the same
code is part of \`npm test\`. The code is in \`packages/server/test/proofs/\`.

**${payloads.toLocaleString('en-US')} payloads** of ${settings} virtual boards, one for each combination of format, booleans, enumerations,
language, scale and age of the firmware, were damaged: bytes cut, put in and exchanged, values and names replaced, values left
out, topics changed. Half were decoded with what the board says of itself, half without.

- No exception.
- Every reading became a value or was counted with a reason; what is no JSON object was buried. Nothing else happened to any.
- Every value can be stored as what the catalogue says of its resource.
- Every value that the damage did not touch is the one in the house, in the catalogue's unit and words.

| | how often |
| --- | --- |
${rows.map(([what, count]) => `| ${what} | ${count?.toLocaleString('en-US')} |`).join('\n')}
`,
  );
}
