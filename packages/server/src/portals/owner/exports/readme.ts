/** What stands in an export, for whoever opens it. */
export function readme(madeAt: Date): string {
  return `Everything that is kept of your account and your heating systems
==================================================================

Made ${madeAt.toISOString()}. All times are UTC (ISO 8601), temperatures degrees Celsius,
power W, energy kWh. Text is UTF-8. A JSON list has one entry a line.

account.json
  ownerId, email, language, createdAt; accessTokens: name, createdAt, expiresAt.

gateways.json: your gateways
  gatewayId      number on the label
  role           MAIN: you decide who else has it; CO_OWNER
  since          since when you have it; nothing older is in this file
  firmware, hardware, connectivity, lastSeen
  owners         everybody who has it

contracts.json: companies that you share with, or did
  status         PENDING, ACTIVE, PAUSED, REJECTED, REVOKED, CLOSED, EXPIRED
  scope          monitoring, remoteControl, dataPoints
  consent        version, language and time of the text that you accepted
  receipt        the signed proof of it: entry of the ledger, its text, the key that verifies it

systems/<gatewayId>/system.json
  leaves         each value that the system has: id, unit, range, writeable, value.
                 value {"no": "..."} says why there is none.
systems/<gatewayId>/notifications.json
  faults and hints: displayCode, causeCode, class, text, firstSeen, resolvedAt, occurrences
systems/<gatewayId>/changes.json
  remote changes of the past 30 days: by, acceptedAt, status, changes (resource, from, to),
  undoes, undoneBy
systems/<gatewayId>/access-record.json
  who read (kind READ: operation, count in that minute) or changed (kind CHANGE: action,
  detail) what; reads of 90 days, changes of two years
systems/<gatewayId>/recordings/<dataPoint>.<resolution>.csv
  RAW            from (time), value: every value that was recorded
  PT1H, P1D      from, to, then of a state: mean weighted by time, min, max, last;
                 of a counter: increase, last; coverage: part of the time that is known (0 to 1)
  The unit stands in the header. P1D are days of the system's time zone.
`;
}
