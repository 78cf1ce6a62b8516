import type { Webhook } from '@hearthgate/wire';
import { say, type Format } from '../../lib/format.ts';
import type { ProTexts } from '../texts/en.ts';

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** How many events wait. */
export function backlogText(t: ProTexts, format: Format, { backlog }: Webhook['state']): string {
  const words = format.plural(t.webhooks.backlogOf, backlog.events);
  return backlog.atLeast ? say(t.webhooks.atLeast, { n: words }) : words;
}

/** How long catching up takes; undefined: nothing waits. */
export function catchUpText(t: ProTexts, format: Format, { catchUp }: Webhook['state']): string | undefined {
  if (!catchUp) return undefined;
  const { seconds, startsAt, measured, ratePerSecond } = catchUp;
  const time = durationText(format, seconds);
  const rate = say(t.webhooks.rate, { n: format.number(ratePerSecond, { maximumFractionDigits: 1 }) });
  const words = say(startsAt === null ? t.webhooks.catchUpPaused : t.webhooks.catchUp, { time });
  return `${words} (${measured ? rate : `${rate}, ${t.webhooks.assumed}`})`;
}

function durationText(format: Format, seconds: number): string {
  const [value, unit] =
    seconds < 2 * MINUTE_S
      ? [seconds, 'second']
      : seconds < 2 * HOUR_S
        ? [Math.round(seconds / MINUTE_S), 'minute']
        : [Math.round(seconds / HOUR_S), 'hour'];
  return format.number(value, { style: 'unit', unit, unitDisplay: 'long' });
}
