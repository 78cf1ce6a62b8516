/** Shorter texts of this alphabet are too often plain words, e.g. `Bath`. */
const SURELY_CODED_LENGTH = 8;
/** What people write into names. */
const NAME = /^[\p{L}\p{N}\p{P}\p{Zs}]+$/u;

/**
 * Names that people give, as text: a K 40 RF sends them in base64 and says so in `valueConfig`; EasyControl sends some so without a
 * word, which is believed only where a name belongs.
 */
export function plainName(raw: string, valueConfig: unknown, isName: boolean): string {
  const { coding, charset } = configOf(valueConfig);
  if (coding === 'base64') return decoded(raw, charset) ?? raw;
  if (coding !== undefined || !isName || raw.length < SURELY_CODED_LENGTH) return raw;
  const name = decoded(raw, 'utf8');
  return name !== undefined && NAME.test(name) ? name : raw;
}

function configOf(config: unknown): { coding?: string; charset?: string } {
  if (typeof config !== 'object' || config === null) return {};
  return {
    ...('codingType' in config && { coding: String(config.codingType).toLowerCase() }),
    ...('charset' in config && { charset: String(config.charset).toLowerCase() }),
  };
}

/** UTF-16 is big endian here. Undefined for what is not base64 or not text. */
function decoded(raw: string, charset = 'utf8'): string | undefined {
  const bytes = Buffer.from(raw, 'base64');
  if (bytes.toString('base64') !== raw) return undefined;
  try {
    return new TextDecoder(charset === 'utf16' ? 'utf-16be' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
