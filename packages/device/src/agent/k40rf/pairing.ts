import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

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
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const content: unknown = JSON.parse(text);
  if (!pairing.Check(content)) throw new Error(`${file} is not what pairing wrote: remove it and pair again`);
  return content;
}

/** Replaces the file as a whole; it holds the token, so nobody else may read it. */
export function writePairing(file: string, content: Pairing): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.new`;
  const fd = openSync(fresh, 'w', 0o600);
  writeSync(fd, `${JSON.stringify(content, null, 2)}\n`);
  fsyncSync(fd);
  closeSync(fd);
  renameSync(fresh, file);
}
