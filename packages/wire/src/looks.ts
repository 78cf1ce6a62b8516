import type { Brand } from './partner/common.ts';

/** How the pages of a brand look: a name and the colour of what can be pressed, for light and for dark screens. */
export interface Look {
  readonly name: string;
  /** With `on-accent` on it. */
  readonly accent: string;
  readonly accentOnDark: string;
}

export const LOOKS: Readonly<Record<Brand | 'NONE', Look>> = {
  BOSCH: { name: 'Bosch', accent: '#00629a', accentOnDark: '#63b8ec' },
  BUDERUS: { name: 'Buderus', accent: '#23408e', accentOnDark: '#93aef5' },
  IVT: { name: 'IVT', accent: '#a8152c', accentOnDark: '#ff949f' },
  NONE: { name: 'Hearthgate', accent: '#2c5c4c', accentOnDark: '#86cbb1' },
};

/** The colours that all brands share: on light screens, and on dark ones. */
export const PALETTE: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  ground: ['#f4f3ef', '#13161a'],
  surface: ['#fffefb', '#1b1f25'],
  sunken: ['#ebe9e3', '#0e1114'],
  ink: ['#1c2126', '#e9e7e2'],
  'ink-soft': ['#555c64', '#a8adb3'],
  line: ['#dedbd2', '#30353c'],
  edge: ['#85827a', '#7b828a'],
  'on-accent': ['#ffffff', '#10141a'],
  ok: ['#1f6b43', '#84d3a4'],
  'ok-ground': ['#e3f1e8', '#173324'],
  info: ['#2b557a', '#9fcbf0'],
  'info-ground': ['#e4eef6', '#182f42'],
  warn: ['#7a4d00', '#efc472'],
  'warn-ground': ['#fbeed3', '#3a2c10'],
  bad: ['#9c2118', '#ffb0a4'],
  'bad-ground': ['#fbe7e3', '#431d19'],
};

/** As custom properties. A page has its brand as the class of `html`, and a chosen theme as its `data-theme`. */
export function lookCss(): string {
  const colours = (at: 0 | 1) =>
    Object.entries(PALETTE)
      .map(([name, pair]) => `--${name}:${pair[at]};`)
      .join('');
  const dark = `{color-scheme:dark;--accent:var(--accent-dark);${colours(1)}}`;
  return [
    ...Object.entries(LOOKS).map(
      ([brand, { accent, accentOnDark }]) =>
        `.${brand}{--accent-light:${accent};--accent-dark:${accentOnDark}}`,
    ),
    `:root{color-scheme:light;--accent:var(--accent-light);${colours(0)}}`,
    `@media(prefers-color-scheme:dark){:root:not([data-theme])${dark}}`,
    `:root[data-theme=dark]${dark}`,
  ].join('\n');
}
