import { faultOf, type LinkNotification } from '@hearthgate/wire';
import { keyOf, type NotificationCode } from './lifecycle.ts';

/** The notifications of a gateway's list by their key. An entry without a code says nothing, a status is no fault. */
export function readList(list: readonly LinkNotification[]): Map<string, NotificationCode> {
  const codes = list
    .map(({ dcd, ccd, orig }) => ({
      displayCode: clean(dcd),
      causeCode: ccd ?? null,
      origin: clean(orig),
    }))
    .filter(({ displayCode, causeCode }) => displayCode !== null || causeCode !== null)
    .filter(({ displayCode, causeCode }) => faultOf(displayCode, causeCode).class !== 'STATUS');
  return new Map(codes.map((code) => [keyOf(code), code]));
}

/** Without what no database keeps as it came: control characters, halves of a character. */
function clean(text = ''): string | null {
  return (
    text
      .toWellFormed()
      .replaceAll(/\p{Cc}/gu, '')
      .trim() || null
  );
}
