import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;
const LAYOUT = /^hgOffer_([0-9]{9})_[0-9A-Za-z_-]{43}$/;

/** 256 random bits with the gateway they are about; only the hash of the code is kept. */
export function makeOfferCode(gatewayId: number): { code: string; hash: Buffer } {
  const code = `hgOffer_${gatewayId}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  return { code, hash: hashOfferCode(code) };
}

export function hashOfferCode(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}

/** The gateway in a well-formed code; undefined for any other text. */
export function gatewayOfCode(code: string): number | undefined {
  const match = LAYOUT.exec(code);
  return match ? Number(match[1]) : undefined;
}
