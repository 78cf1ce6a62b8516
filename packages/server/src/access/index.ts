export { createAccess, type Access, type Urls } from './access.ts';
export { acceptConsent, endContract, shareGateway } from './change-contract.ts';
export type { ContractStatusFact } from './facts.ts';
export type { Caller } from './identify-caller.ts';
export { addPartnerGate, callerOf } from './partner-gate.ts';
export {
  claimGateway,
  createApiKey,
  onboardCompany,
  publishConsent,
  registerOwner,
  setAutoAccept,
} from './register.ts';
export { mayReceiveEvents, requireAccess } from './require-access.ts';
export { addAccessRoutes } from './routes.ts';
export { activeGatewaysOf } from './list-gateways.ts';
