import { hasEntity, type EmsKnowledge } from './knowledge.ts';

/** Entities that only a heat pump has, and those that only a burner has; `heatstarts` and `dhw/starts` may be of either. */
const OF_PUMPS = ['hpactivity', 'hpcompspd', 'hptc0', 'totalcompstarts', 'heatingstarts', 'dhw/startshp'];
const OF_BURNERS = ['burngas', 'curburnpow', 'burnstarts'];

/** What heats, in the catalogue's words for `/heatSources/hs1/type`; undefined until the device has shown it. */
export function heatSourceOf(knowledge: EmsKnowledge): 'Heatpump' | 'unknownBoiler' | undefined {
  const hasAny = (names: readonly string[]) => names.some((name) => hasEntity(knowledge, `boiler/${name}`));
  // A heat pump may have a burner beside it.
  if (hasAny(OF_PUMPS)) return 'Heatpump';
  return hasAny(OF_BURNERS) ? 'unknownBoiler' : undefined;
}
