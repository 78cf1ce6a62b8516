import { say, type Format } from '../../lib/format.ts';
import type { OperatorTexts } from '../texts/en.ts';
import type { Finding } from './judge.ts';
import { durationText } from './units.ts';

export function findingText(t: OperatorTexts, format: Format, { id, value }: Finding): string {
  const text = t.health.findings[id];
  if (typeof text !== 'string') return format.plural(text, Number(value));
  return say(text, { value: typeof value === 'number' ? durationText(format, value) : value });
}
