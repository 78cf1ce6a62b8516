import { X509Certificate, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface SelfSigned {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
  readonly fingerprint: string;
}

const [SEQUENCE, SET, INTEGER, BITS, OID, UTF8, UTC_TIME, OCTETS, BOOLEAN] = [
  0x30, 0x31, 0x02, 0x03, 0x06, 0x0c, 0x17, 0x04, 0x01,
];
const ECDSA_SHA256 = der(SEQUENCE, oid(1, 2, 840, 10045, 4, 3, 2));
const COMMON_NAME = oid(2, 5, 4, 3);
const BASIC_CONSTRAINTS = oid(2, 5, 29, 19);
const ALTERNATIVE_NAME = oid(2, 5, 29, 17);
const DAY_MS = 86_400_000;

/** A certificate as a gateway makes itself one: signed by its own key, with its id as name. Also good as an authority of its own. */
export function selfSigned(commonName: string, address = '127.0.0.1'): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, Buffer.from(commonName)))));
  const nowMs = Date.now();
  const validity = der(SEQUENCE, utcTime(nowMs - DAY_MS), utcTime(nowMs + 3_650 * DAY_MS));
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)]);
  const isAuthority = der(SEQUENCE, der(BOOLEAN, Buffer.from([0xff])));
  const ip = der(0x87, Buffer.from(address.split('.').map(Number)));
  const extensions = der(
    SEQUENCE,
    der(SEQUENCE, BASIC_CONSTRAINTS, der(OCTETS, isAuthority)),
    der(SEQUENCE, ALTERNATIVE_NAME, der(OCTETS, der(SEQUENCE, ip))),
  );
  const body = der(
    SEQUENCE,
    der(0xa0, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, serial),
    ECDSA_SHA256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = der(BITS, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]));
  const certificate = der(SEQUENCE, body, ECDSA_SHA256, signature);
  const cert = `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { cert, key, fingerprint: new X509Certificate(cert).fingerprint256 };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
  const bytes = rest.flatMap((part) => {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(OID, Buffer.from([first * 40 + second, ...bytes]));
}

function utcTime(ms: number): Buffer {
  const text = new Date(ms)
    .toISOString()
    .replaceAll(/[-:T]|\.\d+/g, '')
    .slice(2);
  return der(UTC_TIME, Buffer.from(text));
}
