import type { Format } from '../../lib/format.ts';

/** How long ago something was. A server whose clock was moved ahead, as in a sandbox, says times that are still to come here. */
export function pastText(format: Format, iso: string): string {
  return format.relative(Math.min(Date.parse(iso), Date.now()));
}
