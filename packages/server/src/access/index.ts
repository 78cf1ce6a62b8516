export { createAccess, type Access, type TransportRules, type Urls } from './access.ts';
export { acceptConsent } from './accept-consent.ts';
export { addContractTimers } from './contract-timers.ts';
export { applyForRegistration } from './companies/apply.ts';
export { changeCompanyStatus } from './companies/change-status.ts';
export { settingsFaults, settingsWarnings } from './companies/check-onboarding.ts';
export { companyStep } from './companies/company-machine.ts';
export { companySummary, describeCompany } from './companies/company-view.ts';
export { approveRegistration, refuseRegistration } from './companies/decide-registration.ts';
export { issueFirstKeyLink, redeemFirstKey, renewFirstKeyLink } from './companies/first-key.ts';
export { forgetCompanyTraces } from './companies/forget.ts';
export { listRefusedAddresses } from './companies/list-refused-addresses.ts';
export { noteCompanyChange, recordedAs } from './company-record/note-company-change.ts';
export { readCompanyRecord } from './company-record/read-company-record.ts';
export { listCompanies } from './companies/store.ts';
export { addOffboardingTimer, offboardCompany } from './companies/offboard.ts';
export { lockInService } from './companies/lock-in-service.ts';
export {
  lockRegistered,
  raiseVersion,
  readCompany,
  settingsOf,
  writeOnboarding,
} from './companies/onboarding.ts';
export { registrationView } from './companies/read-registration.ts';
export {
  countOpenRegistrations,
  findRegistration,
  listRegistrations,
  newestOpenRegistration,
} from './companies/registration-store.ts';
export { endContract } from './end-contract.ts';
export { listFleet, noteFleetRead, type FleetMember } from './fleet-contracts.ts';
export type { ConsentOutdatedFact, ContractStatusFact } from './facts.ts';
export { addIdempotency, forgetIdempotencyKeys } from './idempotency.ts';
export { createApiKey } from './keys/create-api-key.ts';
export { onKeyExpiry } from './keys/key-expiry.ts';
export type { ApiKeyFact } from './keys/key-facts.ts';
export { acceptInvitation, refuseInvitation } from './invitations/answer-invitation.ts';
export { brandOfHost } from './invitations/brand-of-host.ts';
export { forgetInvitations } from './invitations/forget-invitations.ts';
export { openInvitation } from './invitations/open-invitation.ts';
export { readInvitation, type Invitation } from './invitations/read-invitation.ts';
export { mailCompany } from './mails/mail-company.ts';
export { removeApiKey } from './keys/remove-api-key.ts';
export {
  actorOf,
  issuerOf,
  partyOf,
  personOf,
  type Caller,
  type ChangingCaller,
  type CompanyCaller,
  type Issuer,
} from './caller.ts';
export { identifyCaller, secureAddress } from './identify-caller.ts';
export { readConsentText, type ConsentText } from './owner-views/consent-text.ts';
export { findCompanies } from './owner-views/find-companies.ts';
export { ownConsents, type OwnConsent } from './owner-views/own-consents.ts';
export { ownGateways, type OwnGateway } from './owner-views/own-gateways.ts';
export { addPartnerGate, callerOf, changerOf, companyOf } from './partner-gate.ts';
export {
  inviteMember,
  issueAdministratorLink,
  listMemberInvitations,
  renewAdministratorLink,
  withdrawMemberInvitation,
} from './members/invite-member.ts';
export { joinCompany, openMemberInvitation } from './members/join-company.ts';
export {
  changeMemberRole,
  changeSelf,
  describeSelf,
  listMembers,
  memberContext,
  removeMember,
} from './members/manage-members.ts';
export type { MemberContext } from './members/member-context.ts';
export { requireRole } from './members/role.ts';
export { requireOwnPage } from './persons/own-page.ts';
export { takePersonToken } from './persons/person-limit.ts';
export type { PortalSessions } from './persons/sessions.ts';
export { pauseContract } from './pause-contract.ts';
export { registerOwner } from './register.ts';
export {
  deliveryTo,
  mayReceiveEach,
  mayReceiveEvents,
  requireAccess,
  requireStanding,
  takesDataPoints,
  type Grant,
} from './require-access.ts';
export { reApply } from './removals/re-apply.ts';
export { ACCESS_SHORT_LIVED } from './removals/short-lived.ts';
export { isAccessRemoval, type AccessRemoval } from './removals/removal.ts';
export { resumeContract } from './resume-contract.ts';
export { addAccessRoutes } from './routes.ts';
export { shareGateway } from './share-gateway.ts';
export { readableGatewaysOf } from './list-gateways.ts';
export { ACCESS_SEALED } from './sealed.ts';
export { addSigningKey } from './consent-ledger/signing-key.ts';
export { listSigningKeys } from './consent-ledger/store.ts';
export { anchorFileIn, openLedger } from './consent-ledger/ledger.ts';
export { forgetOwner } from './consent-ledger/owner-ref.ts';
export { ownConsentReceipt } from './consent-ledger/receipt.ts';
export { addConsentRoutes } from './consent-ledger/routes.ts';
export { sendReceipt } from './consent-ledger/send-receipt.ts';
export { SEEDED_TEXTS, type ConsentTexts } from './consent-ledger/seeded-texts.ts';
export { addMissingTexts, readTexts } from './consent-ledger/texts.ts';
export { verifyLedger } from './consent-ledger/verify/verify-ledger.ts';
export { publishConsent, type Publication } from './publish-consent.ts';
export { addConsentTimers } from './tell-outdated.ts';
export { listPlans } from './list-plans.ts';
export { setCompanyPlan } from './set-company-plan.ts';
export { setPlan } from './set-plan.ts';
export { listOwnedContracts, ownedView } from './list-owned-contracts.ts';
export { requireClaim, type OwnerContext } from './owner.ts';
export { acceptOffer } from './owners/accept-offer.ts';
export { deleteOwner } from './owners/delete-owner.ts';
export {
  ensureOwner,
  requireStanding as requireStandingOwner,
  setOwnerLanguage,
} from './owners/ensure-owner.ts';
export { listCoOwners, listOwnGateways } from './owners/list-owned.ts';
export { listOffers, offerGateway, withdrawOffer } from './owners/offer-gateway.ts';
export { recordClaim } from './owners/record-claim.ts';
export { releaseGateway, releaseGatewayIn } from './owners/release-gateway.ts';
export { removeCoOwner } from './owners/remove-co-owner.ts';
export { isClaimedSql } from './owners/is-claimed-sql.ts';
export { findClaim } from './owners/store.ts';
export type { Claim, OwnerRow } from './owners/tables.ts';
export {
  createOwnerToken,
  deleteOwnerToken,
  forgetOwnerTokens,
  listOwnerTokens,
} from './owner-tokens/owner-tokens.ts';
export { ACCESS_PARTITIONS, forgetOwnerRecords } from './access-record/forget.ts';
export { noteChange, type AccessRecordFact } from './access-record/note-change.ts';
export {
  noteDeliveries,
  noteDelivery,
  readForDelivery,
  type Delivered,
} from './access-record/note-delivery.ts';
export { noteOwnerRead } from './access-record/note-owner-read.ts';
export { readAccessRecord } from './access-record/read-access-record.ts';
export { newestText, requireNewest } from './consent-ledger/newest-text.ts';
export { addAccessMetrics } from './access-metrics.ts';
export { strangerAt } from './stranger.ts';
