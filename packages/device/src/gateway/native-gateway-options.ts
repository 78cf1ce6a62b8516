import type { Appliance, SlowAppliance } from '../appliance.ts';
import type { ReportRing } from './report-ring.ts';

export interface NativeGatewayOptions {
  /** `mqtt://host:1883` or `mqtts://host:8883`. */
  readonly brokerUrl: string;
  readonly gatewayId: string;
  readonly password: string;
  /** Of the certificate authority that signed the broker's certificate, PEM; without it those of the system. */
  readonly ca?: string;
  readonly appliance: Appliance | SlowAppliance;
  /** Clock of reports and of command expiry, epoch milliseconds. */
  readonly now: () => number;
  readonly log?: (line: string) => void;
  /** After how long a report that is not acknowledged is sent again, milliseconds. */
  readonly resendMs?: number;
  /** Bytes of reports that may be under way without a `down/ack`. */
  readonly sendWindow?: number;
  /** How long a command waits before it is executed, milliseconds of `now`; whoever moves that clock calls `executeDue`. */
  readonly commandDelayMs?: () => number;
  /** Where reports are kept without an acknowledgement; in memory when left out. */
  readonly ring?: ReportRing;
  /** The platform has reports under our boot that the ring does not know: whatever keeps it has lost them. */
  readonly numbersLost?: () => void;
  /** What a report holds; `changes`: what changed, and everything once in ten minutes of `now`. */
  readonly tells?: 'numbers' | 'changes';
}
