import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { readState, writeState } from '../state-file.ts';

/** What pairing gave: enough to read the gateway until somebody revokes the token. */
export const Pairing = Type.Object({
  deviceId: Type.String(),
  host: Type.String(),
  port: Type.Integer(),
  tokenPort: Type.Integer(),
  fingerprint: Type.String({ pattern: '^([0-9A-F]{2}:){31}[0-9A-F]{2}$' }),
  token: Type.String({ minLength: 1 }),
  pairedAt: Type.String(),
});
export type Pairing = Type.Static<typeof Pairing>;

const pairing = Compile(Pairing);

/** Undefined: not paired yet. */
export function readPairing(file: string): Pairing | undefined {
  const content = readState(file);
  if (content === undefined || pairing.Check(content)) return content;
  throw new Error(`${file} is not what pairing wrote: remove it and pair again`);
}

/** Holds the token. */
export function writePairing(file: string, content: Pairing): void {
  writeState(file, content);
}
