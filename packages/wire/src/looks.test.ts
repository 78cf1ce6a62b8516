import { expect, test } from 'vitest';
import { LOOKS, lookCss, PALETTE } from './looks.ts';

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
/** The lower contrast of the two screens. */
function lowest(one: readonly [string, string], other: string): number {
  const pair = PALETTE[other] ?? ['', ''];
  return Math.min(contrast(one[0], pair[0]), contrast(one[1], pair[1]));
}
const colour = (name: string) => PALETTE[name] ?? (['', ''] as const);

test.each(Object.entries(LOOKS))('buttons and links of %s can be read', (_, { accent, accentOnDark }) => {
  for (const ground of ['on-accent', 'surface', 'ground'])
    expect(lowest([accent, accentOnDark], ground)).toBeGreaterThanOrEqual(4.5);
});

test.each(['ink', 'ink-soft'])('text in %s can be read on every ground', (name) => {
  for (const ground of ['surface', 'ground', 'sunken'])
    expect(lowest(colour(name), ground)).toBeGreaterThanOrEqual(4.5);
});

test.each(['ok', 'info', 'warn', 'bad'])(
  'the tone %s can be read on its own ground and on a card',
  (tone) => {
    for (const ground of [`${tone}-ground`, 'surface'])
      expect(lowest(colour(tone), ground)).toBeGreaterThanOrEqual(4.5);
    expect(lowest(colour('ink'), `${tone}-ground`)).toBeGreaterThanOrEqual(4.5);
  },
);

test('the edge of a field can be seen', () => {
  expect(lowest(colour('edge'), 'surface')).toBeGreaterThanOrEqual(3);
});

test('a chosen theme wins over the screen', () => {
  const css = lookCss();
  expect(css).toMatch(/@media\(prefers-color-scheme:dark\)\{:root:not\(\[data-theme\]\)\{color-scheme:dark/);
  expect(css).toMatch(/:root\[data-theme=dark\]\{color-scheme:dark/);
});
