import { LOOKS } from '@hearthgate/wire/looks';

/** The server puts the brand on `html`, by the host name that was called. */
export function brandName(): string {
  const brand = document.documentElement.className;
  return LOOKS[brand in LOOKS ? (brand as keyof typeof LOOKS) : 'NONE'].name;
}
