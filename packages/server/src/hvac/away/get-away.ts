import type { Away } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { andThen, type Soon } from '../../platform/soon.ts';
import type { HvacContext } from '../hvac.ts';
import type { Shown } from '../shown/answers.ts';
import { show } from '../shown/shown.ts';
import { requireAway } from './away-resources.ts';
import { awayView } from './away-view.ts';

/** Whether the system knows that nobody is at home. */
export function getAway({ hvac, caller }: HvacContext, id: string): Soon<Shown<Away>> {
  return andThen(requireAccess(hvac.access, caller, id, 'remoteControl'), (grant) =>
    show(hvac, grant, (state, connectivity) => {
      requireAway(state);
      return awayView(state, connectivity);
    }),
  );
}
