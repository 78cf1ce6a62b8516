import type { Words } from './words.ts';

/** `{company}` and the like stand for what is filled in. */
export const en: Words = {
  foot: 'This mail was sent automatically by {sender}. Replies are not read.',
  linkHint: 'If the button does not work, open this address:',
  scope: { monitoring: 'monitoring', remoteControl: 'remote control', dataPoints: 'data points' },
  mails: {
    'confirm-email': {
      subject: 'Please confirm your e-mail address',
      lines: [
        'Please confirm that this is your address, so that we reach you about your heating system.',
        'The link is valid for 7 days. If you have not created an account, you need not do anything.',
      ],
      action: 'Confirm address',
    },
    'password-reset': {
      subject: 'Choose a new password',
      lines: [
        'A new password was asked for your account. You choose it with this link, within one hour.',
        'If it was not you, you need not do anything: your password stays as it is.',
      ],
      action: 'Choose a password',
    },
    'password-changed': {
      subject: 'Your password was changed',
      lines: [
        'The password of the account {email} was changed, and all other devices were signed out.',
        'If it was not you, choose a new password at once with “Forgot password” on the sign-in page.',
      ],
    },
    'co-owner-offer': {
      subject: 'You are invited to share gateway {gatewayId}',
      lines: [
        '{from} invites you as a co-owner of gateway {gatewayId}. You will see the heating system and can share it.',
        'Sign in with this e-mail address, or create an account with it. The invitation is valid until {until}.',
      ],
      action: 'View invitation',
    },
    'transfer-offer': {
      subject: 'Gateway {gatewayId} is offered to you',
      lines: [
        '{from} wants to hand gateway {gatewayId} over to you. If you accept, it is yours alone; earlier access of companies ends.',
        'Sign in with this e-mail address, or create an account with it. The offer is valid until {until}.',
      ],
      action: 'View offer',
    },
    'access-given': {
      subject: '{company} now has access to your heating system',
      lines: [
        '{company} has access to gateway {gatewayId}: {scope}.',
        'Access ends by itself on {until}.',
        'You can narrow it, pause it or end it at any time.',
      ],
      action: 'View access',
    },
    'access-rejected': {
      subject: '{company} has declined access',
      lines: [
        '{company} does not take the access to gateway {gatewayId} that you offered. Nothing is shared.',
      ],
      action: 'View gateway',
    },
    'access-ended': {
      subject: '{company} no longer has access to your heating system',
      lines: [
        'The access of {company} to gateway {gatewayId} has ended. It sees and controls nothing any more.',
      ],
      action: 'View gateway',
    },
    'gateway-gone': {
      subject: 'Gateway {gatewayId} is no longer in your account',
      lines: [
        'Gateway {gatewayId} was taken over by somebody else, or your share in it has ended.',
        'If you still have the gateway and this surprises you, add it again with the password on its label.',
      ],
      action: 'View gateways',
    },
    'consent-outdated': {
      subject: 'Please accept the new consent text',
      lines: [
        'The text under which you share gateway {gatewayId} has changed.',
        'From {from} on companies can control your heating system only if you have accepted the new text. What they see stays as you have shared it.',
      ],
      action: 'Read and accept',
    },
    'export-ready': {
      subject: 'Your data is ready',
      lines: ['The copy of your data that you asked for is ready to be downloaded until {until}.'],
      action: 'Download',
    },
    'member-invitation': {
      subject: 'You are invited to work for {company}',
      lines: [
        'You are invited to the portal of {company}. Choose a password to begin.',
        'The link is valid until {until} and works once.',
      ],
      action: 'Accept invitation',
    },
    'application-received': {
      subject: 'We have received your application',
      lines: [
        'Your application {registrationId} for access to the API has arrived. A person looks at it; we write again when it is decided.',
        'If you have not applied, you need not do anything.',
      ],
    },
    'application-approved': {
      subject: 'Your application is approved',
      lines: [
        'The application of {company} is approved.',
        'Next the operator sets your company up. Then you get a link to your first API key.',
      ],
    },
    'application-refused': {
      subject: 'Your application was not approved',
      lines: ['The application of {company} was not approved.', 'Reason: {reason}'],
    },
    'first-key': {
      subject: 'Your first API key',
      lines: [
        '{company} is set up. This link makes your API key and shows it once, so have a safe place ready for it.',
        'The link is valid until {until} and works once. Do not pass it on.',
        'To sign in to the portal of your company and to invite colleagues, choose a password here, also until {until}: {join}',
      ],
      action: 'Make the key',
    },
    'api-key-created': {
      subject: 'A new API key for {company}',
      lines: [
        'The API key {keyId} was created for {company}. It is valid until {until}.',
        'If nobody at your company made it, remove it at once with another key.',
      ],
    },
    'api-key-removed': {
      subject: 'An API key of {company} was removed',
      lines: ['The API key {keyId} of {company} was removed. Calls with it are refused from now on.'],
    },
    'api-key-expiring': {
      subject: 'An API key of {company} ends in {days} day(s)',
      lines: [
        'The API key {keyId} of {company} ends on {until}. Afterwards calls with it are refused.',
        'Make a new key with POST /api-keys, put it to use, then remove the old one.',
      ],
    },
    'webhook-gone': {
      subject: 'A webhook of {company} was paused',
      lines: [
        'The webhook {webhook} of {company} answered 410 Gone, so nothing more is sent to it.',
        'Its events stay in the log for 30 days. Resume it when it is back.',
      ],
    },
    'webhook-failing': {
      subject: 'A webhook of {company} was paused',
      lines: [
        'The webhook {webhook} of {company} has taken no event for days, so nothing more is sent to it.',
        'Its events stay in the log for 30 days. Resume it when it works again.',
      ],
    },
    'webhook-hosts': {
      subject: 'The webhook hosts of {company} were changed',
      lines: [
        'Webhooks of {company} may now lead to: {hosts}',
        'If nobody at your company asked for this, tell the operator at once.',
      ],
    },
  },
};
