import type { FleetSystem, Webhook } from '@hearthgate/wire';
import type { Tone } from '../../ui/banner.tsx';

type FaultClass = NonNullable<FleetSystem['notification']>['class'];

/** What stops heating is bad; what goes on by itself is a warning. */
export function toneOfFault(faultClass: FaultClass): Tone {
  if (faultClass === 'FAULT' || faultClass === 'LOCKING' || faultClass === 'BLOCKING') return 'bad';
  return faultClass === 'INFO' ? 'info' : 'warn';
}

export function toneOfContract(status: FleetSystem['contractStatus']): Tone {
  if (status === 'ACTIVE') return 'ok';
  return status === 'PENDING' ? 'info' : status === 'PAUSED' ? 'warn' : 'none';
}

export function toneOfEndpoint({ status }: Webhook['state']): Tone {
  if (status === 'DELIVERING') return 'ok';
  return status === 'WAITING' ? 'bad' : 'warn';
}
