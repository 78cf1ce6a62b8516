import type { HealthFinding } from '@hearthgate/wire';
import { say, type Format } from '../../lib/format.ts';
import type { OperatorTexts } from '../texts/en.ts';
import { bytesText, durationText } from './units.ts';

export function findingText(t: OperatorTexts, format: Format, { id, value }: HealthFinding): string {
  const text = t.health.findings[id];
  if (typeof text !== 'string') return format.plural(text, Number(value));
  if (typeof value === 'string') return say(text, { value });
  return say(text, { value: id === 'archiveDisk' ? bytesText(format, value) : durationText(format, value) });
}
