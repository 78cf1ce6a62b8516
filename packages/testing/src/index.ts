export { connectSandbox, startSandbox, type SandboxOptions } from './start-sandbox.ts';
export {
  type ConsentWish,
  type ContractWish,
  type GatewayWish,
  type Sandbox,
  type ShareWish,
} from './sandbox/sandbox.ts';
export type { EventFilter, ReceivedEvent, Webhooks } from './sandbox/webhooks.ts';
export type { SandboxCompany, SandboxGateway, World } from './sandbox/world.ts';
