import type { Words } from './words.ts';

export const fr: Words = {
  foot: 'Cet e-mail a été envoyé automatiquement par {sender}. Les réponses ne sont pas lues.',
  linkHint: 'Si le bouton ne fonctionne pas, ouvrez cette adresse :',
  scope: { monitoring: 'surveillance', remoteControl: 'commande à distance', dataPoints: 'valeurs mesurées' },
  mails: {
    'confirm-email': {
      subject: 'Veuillez confirmer votre adresse e-mail',
      lines: [
        'Veuillez confirmer que cette adresse est la vôtre, pour que nous puissions vous joindre au sujet de votre chauffage.',
        'Le lien est valable 7 jours. Si vous n’avez pas créé de compte, vous n’avez rien à faire.',
      ],
      action: 'Confirmer l’adresse',
    },
    'password-reset': {
      subject: 'Choisissez un nouveau mot de passe',
      lines: [
        'Un nouveau mot de passe a été demandé pour votre compte. Ce lien vous permet de le choisir pendant une heure.',
        'Si ce n’était pas vous, vous n’avez rien à faire : votre mot de passe reste le même.',
      ],
      action: 'Choisir un mot de passe',
    },
    'password-changed': {
      subject: 'Votre mot de passe a été modifié',
      lines: [
        'Le mot de passe du compte {email} a été modifié, et tous les autres appareils ont été déconnectés.',
        'Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe avec « Mot de passe oublié » sur la page de connexion.',
      ],
    },
    'co-owner-offer': {
      subject: 'Vous êtes invité à partager la passerelle {gatewayId}',
      lines: [
        '{from} vous invite comme copropriétaire de la passerelle {gatewayId}. Vous verrez le chauffage et pourrez le partager.',
        'Connectez-vous avec cette adresse e-mail, ou créez un compte avec elle. L’invitation est valable jusqu’au {until}.',
      ],
      action: 'Voir l’invitation',
    },
    'transfer-offer': {
      subject: 'La passerelle {gatewayId} vous est proposée',
      lines: [
        '{from} souhaite vous céder la passerelle {gatewayId}. Si vous acceptez, elle n’est plus qu’à vous ; les accès accordés auparavant à des entreprises prennent fin.',
        'Connectez-vous avec cette adresse e-mail, ou créez un compte avec elle. L’offre est valable jusqu’au {until}.',
      ],
      action: 'Voir l’offre',
    },
    'access-given': {
      subject: '{company} a désormais accès à votre chauffage',
      lines: [
        '{company} a accès à la passerelle {gatewayId} : {scope}.',
        'L’accès prend fin de lui-même le {until}.',
        'Vous pouvez le restreindre, le suspendre ou y mettre fin à tout moment.',
      ],
      action: 'Voir l’accès',
    },
    'access-rejected': {
      subject: '{company} a refusé l’accès',
      lines: ['{company} n’accepte pas l’accès proposé à la passerelle {gatewayId}. Rien n’est partagé.'],
      action: 'Voir la passerelle',
    },
    'access-ended': {
      subject: '{company} n’a plus accès à votre chauffage',
      lines: [
        'L’accès de {company} à la passerelle {gatewayId} a pris fin. L’entreprise ne voit et ne commande plus rien.',
      ],
      action: 'Voir la passerelle',
    },
    'gateway-gone': {
      subject: 'La passerelle {gatewayId} n’est plus dans votre compte',
      lines: [
        'La passerelle {gatewayId} a été reprise par quelqu’un d’autre, ou votre part a pris fin.',
        'Si vous avez toujours la passerelle et que cela vous surprend, ajoutez-la de nouveau avec le mot de passe de son étiquette.',
      ],
      action: 'Voir les passerelles',
    },
    'consent-outdated': {
      subject: 'Veuillez accepter le nouveau texte de consentement',
      lines: [
        'Le texte selon lequel vous partagez la passerelle {gatewayId} a changé.',
        'À partir du {from}, les entreprises ne pourront commander votre chauffage que si vous avez accepté le nouveau texte. Ce qu’elles voient reste tel que vous l’avez partagé.',
      ],
      action: 'Lire et accepter',
    },
    'export-ready': {
      subject: 'Vos données sont prêtes',
      lines: ['La copie de vos données que vous avez demandée peut être téléchargée jusqu’au {until}.'],
      action: 'Télécharger',
    },
    'member-invitation': {
      subject: 'Vous êtes invité à travailler pour {company}',
      lines: [
        'Vous êtes invité sur le portail de {company}. Choisissez un mot de passe pour commencer.',
        'Le lien est valable jusqu’au {until} et ne sert qu’une fois.',
      ],
      action: 'Accepter l’invitation',
    },
    'application-received': {
      subject: 'Nous avons reçu votre demande',
      lines: [
        'Votre demande {registrationId} d’accès à l’API est arrivée. Une personne l’examine ; nous vous écrirons dès qu’elle aura été décidée.',
        'Si vous n’avez rien demandé, vous n’avez rien à faire.',
      ],
    },
    'application-approved': {
      subject: 'Votre demande est acceptée',
      lines: [
        'La demande de {company} est acceptée.',
        'L’opérateur va maintenant configurer votre entreprise. Vous recevrez ensuite un lien vers votre première clé d’API.',
      ],
    },
    'application-refused': {
      subject: 'Votre demande n’a pas été acceptée',
      lines: ['La demande de {company} n’a pas été acceptée.', 'Motif : {reason}'],
    },
    'first-key': {
      subject: 'Votre première clé d’API',
      lines: [
        '{company} est configurée. Ce lien crée votre clé d’API et la montre une seule fois ; préparez un endroit sûr.',
        'Le lien est valable jusqu’au {until} et ne sert qu’une fois. Ne le transmettez pas.',
        'Pour vous connecter au portail de votre entreprise et inviter des collègues, choisissez un mot de passe ici, aussi jusqu’au {until} : {join}',
      ],
      action: 'Créer la clé',
    },
    'api-key-created': {
      subject: 'Une nouvelle clé d’API pour {company}',
      lines: [
        'La clé d’API {keyId} a été créée pour {company}. Elle est valable jusqu’au {until}.',
        'Si personne dans votre entreprise ne l’a créée, supprimez-la tout de suite avec une autre clé.',
      ],
    },
    'api-key-removed': {
      subject: 'Une clé d’API de {company} a été supprimée',
      lines: [
        'La clé d’API {keyId} de {company} a été supprimée. Les appels avec elle sont désormais refusés.',
      ],
    },
    'api-key-expiring': {
      subject: 'Une clé d’API de {company} expire dans {days} jour(s)',
      lines: [
        'La clé d’API {keyId} de {company} expire le {until}. Ensuite, les appels avec elle seront refusés.',
        'Créez une nouvelle clé avec POST /api-keys, utilisez-la, puis supprimez l’ancienne.',
      ],
    },
    'webhook-gone': {
      subject: 'Un webhook de {company} a été suspendu',
      lines: [
        'Le webhook {webhook} de {company} a répondu 410 Gone ; plus rien ne lui est envoyé.',
        'Ses événements restent 30 jours dans le journal. Reprenez-le quand il existe de nouveau.',
      ],
    },
    'webhook-failing': {
      subject: 'Un webhook de {company} a été suspendu',
      lines: [
        'Le webhook {webhook} de {company} n’a accepté aucun événement depuis des jours ; plus rien ne lui est envoyé.',
        'Ses événements restent 30 jours dans le journal. Reprenez-le quand il fonctionne de nouveau.',
      ],
    },
    'webhook-hosts': {
      subject: 'Les hôtes de webhooks de {company} ont été modifiés',
      lines: [
        'Les webhooks de {company} peuvent désormais mener à : {hosts}',
        'Si personne dans votre entreprise ne l’a demandé, prévenez tout de suite l’opérateur.',
      ],
    },
  },
};
