import { createCipheriv, createDecipheriv } from 'node:crypto';
import { GatewayRefused } from '../gateway-errors.ts';

/** AES-256 in ECB mode, filled up with zeros, as base64: the gateway's own form, not ours to choose. */
const ALGORITHM = 'aes-256-ecb';
const BLOCK = 16;

/** Turns JSON into what a KM200 sends and takes, and back, with the finished key of 64 hex digits. */
export class Km200Cipher {
  readonly #key: Buffer;

  constructor(hexKey: string) {
    if (!/^[0-9a-f]{64}$/i.test(hexKey)) throw new Error('the key is not 64 hex digits');
    this.#key = Buffer.from(hexKey, 'hex');
  }

  encode(content: unknown): string {
    const text = Buffer.from(JSON.stringify(content), 'utf8');
    const padded = Buffer.concat([text, Buffer.alloc((BLOCK - (text.length % BLOCK)) % BLOCK)]);
    const cipher = createCipheriv(ALGORITHM, this.#key, null).setAutoPadding(false);
    return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
  }

  /** Throws `GatewayRefused` when the key is not the gateway's. */
  decode(body: Buffer): unknown {
    const bytes = Buffer.from(body.toString('latin1'), 'base64');
    // What is no whole number of blocks is plain text.
    if (bytes.length === 0 || bytes.length % BLOCK !== 0) return parse(body.toString('utf8'));
    const decipher = createDecipheriv(ALGORITHM, this.#key, null).setAutoPadding(false);
    const text = Buffer.concat([decipher.update(bytes), decipher.final()]).toString('utf8');
    return parse(text.replace(/\0+$/, ''));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GatewayRefused('the answer cannot be read with this key', { cause: error });
  }
}
