import { Events } from './events/events.ts';
import { AwayMode, Holidays } from './groups/absences.ts';
import { ApiKeys } from './groups/api-keys.ts';
import { DhwCircuits, HeatingCircuits } from './groups/circuits.ts';
import { Commands } from './groups/commands.ts';
import { Contracts } from './groups/contracts.ts';
import { Hvacs } from './groups/hvacs.ts';
import { Invitations } from './groups/invitations.ts';
import { Recordings } from './groups/recordings.ts';
import { Registrations } from './groups/registrations.ts';
import { Webhooks } from './groups/webhooks.ts';
import { Transport, type ClientOptions } from './transport/transport.ts';

/** The Partner API of one server, for one company. */
export class Hearthgate {
  readonly apiKeys: ApiKeys;
  readonly contracts: Contracts;
  readonly hvacs: Hvacs;
  readonly heatingCircuits: HeatingCircuits;
  readonly dhwCircuits: DhwCircuits;
  readonly away: AwayMode;
  readonly holidays: Holidays;
  readonly recordings: Recordings;
  readonly commands: Commands;
  readonly events: Events;
  readonly webhooks: Webhooks;
  readonly invitations: Invitations;
  readonly registrations: Registrations;

  constructor(options: ClientOptions) {
    const api = new Transport(options);
    this.apiKeys = new ApiKeys(api);
    this.contracts = new Contracts(api);
    this.hvacs = new Hvacs(api);
    this.heatingCircuits = new HeatingCircuits(api);
    this.dhwCircuits = new DhwCircuits(api);
    this.away = new AwayMode(api);
    this.holidays = new Holidays(api);
    this.recordings = new Recordings(api);
    this.commands = new Commands(api);
    this.events = new Events(api);
    this.webhooks = new Webhooks(api);
    this.invitations = new Invitations(api);
    this.registrations = new Registrations(api);
  }
}
