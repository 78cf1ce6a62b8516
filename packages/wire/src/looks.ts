import type { Brand } from './partner/common.ts';

/** How the pages of a brand look: a name and the colour of what can be pressed, for light and for dark screens. */
export interface Look {
  readonly name: string;
  /** With white text on it. */
  readonly accent: string;
  /** With near-black text on it. */
  readonly accentOnDark: string;
}

export const LOOKS: Readonly<Record<Brand | 'NONE', Look>> = {
  BOSCH: { name: 'Bosch', accent: '#00629a', accentOnDark: '#63b8ec' },
  BUDERUS: { name: 'Buderus', accent: '#23408e', accentOnDark: '#93aef5' },
  IVT: { name: 'IVT', accent: '#a8152c', accentOnDark: '#ff949f' },
  NONE: { name: 'Hearthgate', accent: '#2c5c4c', accentOnDark: '#86cbb1' },
};

/** A page has its brand as the class of `html`; its stylesheet chooses between the two by the screen. */
export function accentCss(): string {
  return Object.entries(LOOKS)
    .map(
      ([brand, { accent, accentOnDark }]) =>
        `.${brand}{--accent-light:${accent};--accent-dark:${accentOnDark}}`,
    )
    .join('\n');
}
