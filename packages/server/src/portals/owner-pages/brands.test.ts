import { expect, test } from 'vitest';
import { LOOKS } from '@hearthgate/wire/looks';
import { STYLE } from './style.ts';

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = channels.map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}
/** A colour of the stylesheet: first for light screens, then for dark ones. */
function colours(name: string): string[] {
  const found = [...STYLE.matchAll(new RegExp(`--${name}:(#[0-9a-f]{3,6})`, 'g'))].map(([, hex = '']) => hex);
  return found.map((hex) => (hex.length === 4 ? hex.replaceAll(/[0-9a-f]/g, '$&$&') : hex));
}

test.each(Object.entries(LOOKS))('buttons and links of %s can be read', (_, { accent, accentOnDark }) => {
  const [paper = '', darkPaper = ''] = colours('paper');
  const [onAccent = '', onAccentDark = ''] = colours('on-accent');
  expect(contrast(accent, onAccent)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(accent, paper)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(accentOnDark, onAccentDark)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(accentOnDark, darkPaper)).toBeGreaterThanOrEqual(4.5);
});

test.each(['ink', 'soft'])('text in %s can be read on every ground, light and dark', (name) => {
  for (const ground of ['paper', 'ground']) {
    const pairs = colours(name).map((colour, at) => contrast(colour, colours(ground)[at] ?? ''));
    expect(pairs).toHaveLength(2);
    expect(Math.min(...pairs)).toBeGreaterThanOrEqual(4.5);
  }
});
