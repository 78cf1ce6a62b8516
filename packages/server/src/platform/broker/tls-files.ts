import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { StartupError } from '../startup-error.ts';

export interface TlsFiles {
  /** PEM, the broker's own first, then what leads to the authority. */
  readonly certFile: string;
  /** PEM, not encrypted. */
  readonly keyFile: string;
  /** PEM of the authority, for those who do not know it; undefined: a public one. */
  readonly caFile: string | undefined;
}

/** Where the embedded broker speaks TLS, and with what. */
export interface MqttTls extends TlsFiles {
  readonly host: string;
  readonly port: number;
}

/** What the files held when they were read. */
export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
  readonly ca: string | undefined;
  readonly validTo: Date;
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Reads and checks the files; a StartupError says what is wrong with them. */
export function readTlsFiles({ certFile, keyFile, caFile }: TlsFiles, nowMs: number): TlsMaterial {
  const cert = read('MQTT_TLS_CERT_FILE', certFile);
  const chain = certificatesIn('MQTT_TLS_CERT_FILE', certFile, cert);
  const [own] = chain;
  const key = read('MQTT_TLS_KEY_FILE', keyFile);
  if (!own.checkPrivateKey(keyIn(keyFile, key)))
    throw new StartupError(
      `The key of MQTT_TLS_KEY_FILE (${keyFile}) is not the one of the certificate of MQTT_TLS_CERT_FILE (${certFile}): ` +
        'give the two that were made together, with the own certificate first in its file.',
    );
  checkDates(own, certFile, nowMs);
  const ca = caFile === undefined ? undefined : readCa(caFile);
  if (caFile !== undefined && ca !== undefined) {
    const authorities = certificatesIn('MQTT_TLS_CA_FILE', caFile, ca);
    if (!authorities.some((authority) => chain.some((each) => isSignedBy(each, authority))))
      throw new StartupError(
        `The authority of MQTT_TLS_CA_FILE (${caFile}) has not signed the certificate of MQTT_TLS_CERT_FILE (${certFile}): ` +
          'gateways would refuse it. Name the authority that has, or leave MQTT_TLS_CA_FILE empty for a public one.',
      );
  }
  return { cert, key, ca, validTo: new Date(own.validTo) };
}

/** PEM of an authority that is shown to owners. */
export function readCa(file: string): string {
  const text = read('MQTT_TLS_CA_FILE', file);
  certificatesIn('MQTT_TLS_CA_FILE', file, text);
  return text;
}

function read(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartupError(
      `${variable} is "${file}", which cannot be read (${reason}): name a PEM file that the server's user may read.`,
    );
  }
}

function certificatesIn(
  variable: string,
  file: string,
  text: string,
): [X509Certificate, ...X509Certificate[]] {
  try {
    const [own, ...more] = (text.match(PEM_CERTIFICATE) ?? []).map((pem) => new X509Certificate(pem));
    if (own) return [own, ...more];
  } catch {
    // The message below covers a broken one too.
  }
  throw new StartupError(`${variable} is "${file}", which holds no certificate in PEM form.`);
}

/** The message of the library is not repeated: nothing of a key comes into a log. */
function keyIn(file: string, text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    throw new StartupError(
      `MQTT_TLS_KEY_FILE is "${file}", which holds no private key in PEM form that opens without a password.`,
    );
  }
}

function checkDates({ validFrom, validTo }: X509Certificate, file: string, nowMs: number): void {
  const [from, to] = [new Date(validFrom), new Date(validTo)];
  if (nowMs > to.getTime())
    throw new StartupError(
      `The certificate of MQTT_TLS_CERT_FILE (${file}) ended at ${to.toISOString()}: renew it.`,
    );
  if (nowMs < from.getTime())
    throw new StartupError(
      `The certificate of MQTT_TLS_CERT_FILE (${file}) begins at ${from.toISOString()}: is this machine's clock right?`,
    );
}

function isSignedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}
