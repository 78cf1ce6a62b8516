import { LinkNotification } from '@hearthgate/wire';
import { Compile } from 'typebox/compile';
import { entriesOf, listOf, numberOf } from './fields.ts';

const notification = Compile(LinkNotification);

/** Active faults of an `errorList`, without the history of older gateways; fields of the wrong kind are left out. */
export function readNotifications(resource: object): LinkNotification[] {
  return listOf('values' in resource ? resource.values : undefined).flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null) return [];
    if ('act' in entry && entry.act === 'H') return [];
    const known = entriesOf(entry).flatMap(([key, value]): [string, unknown][] => {
      if (key === 'ccd') return [[key, numberOf(value)]];
      return ['dcd', 'fc', 'orig'].includes(key) ? [[key, String(value)]] : [];
    });
    const fault: unknown = Object.fromEntries(known);
    return notification.Check(fault) ? [fault] : [];
  });
}
