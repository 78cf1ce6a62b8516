/** Why leaves that gateways have are not in the catalogue; each leaf has exactly one reason. */
export const UNMAPPED_REASONS: readonly (readonly [reason: string, pattern: RegExp])[] = [
  [
    'Personal, or a secret: never stored',
    /^\/gateway\/(user|installer)\/|^\/gateway\/(identificationKey|remoteServicesPassword|logging\/userAcceptance|tosAccepted)$|^\/system\/(location|autoAway\/users)\/|\/dlk$/,
  ],
  ["The owner's network: never stored", /^\/gateway\/wifi\//],
  ['Known from the registration of the gateway', /^\/gateway\/(uuid|serialnumber)$/],
  [
    'The same as other leaves, which are mapped',
    /^\/(zones|programs|devices)\/list$|^\/devices\/dev\d+$|^\/zones\/deviceTypeAllowed$|^\/programs\/pg\d+\/\w+day$/,
  ],
  ['Signals: each installation has others, and most of them repeat leaves that are mapped', /^\/signals\//],
  [
    'Changes with every report and tells nothing of heating',
    /^\/gateway\/(DateTime|time\/(current|connected|startup|startupWifi|timeZoneUtcOffset))$/,
  ],
  [
    "The gateway's own screen, radio, updates and diagnostics",
    /^\/gateway\/(test|ui|eco|hmip|zigbee|notificationLight)\/|^\/gateway\/(displayType|housingType|pirSensitivity|localisation|language|region|versionFirmwareBuild|wizardStepsDone|instAccess|instWriteAccess|time\/clockType|update\/(enabled|lastCheck|lastUpdate|state))$|^\/events\/|^\/system\/interfaces\//,
  ],
  ['Prices and goals that the owner typed in for a display', /^\/energy\//],
  ['What the gateway could have, not what it has', /^\/zones\/configuration$/],
];
