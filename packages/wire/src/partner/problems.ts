import { LANGUAGES, type Language } from './common.ts';

/** One refusal: its status, its title, and how a caller gets out of it. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** Why it happens. */
  readonly cause: string;
  /** What makes the call work. */
  readonly cure: string;
  readonly detail: Readonly<Record<Language, string>>;
}

function problem(
  status: number,
  title: string,
  cause: string,
  cure: string,
  detail: Readonly<Record<Language, string>>,
): ProblemKind {
  return { status, title, cause, cure, detail };
}

export const PROBLEMS = {
  'request-invalid': problem(
    400,
    'The request is not valid',
    'A field, a path variable or a query parameter is missing, unknown, or of the wrong form. `errors` names each place.',
    'Correct what `errors` lists. Unknown fields are refused so that a typing error never passes silently.',
    {
      en: 'The request has fields that are missing, unknown or of the wrong form.',
      de: 'Die Anfrage hat fehlende, unbekannte oder falsch geformte Felder.',
      nl: 'Het verzoek bevat ontbrekende, onbekende of onjuiste velden.',
      fr: 'La requête comporte des champs manquants, inconnus ou mal formés.',
      sv: 'Begäran har fält som saknas, är okända eller har fel form.',
    },
  ),
  'version-unsupported': problem(
    400,
    'This version is not supported',
    'The header `x-api-version` names a version this server does not speak. It takes the major number alone.',
    'Send `x-api-version: 1`, or leave the header out.',
    {
      en: 'The requested API version is not supported; name the major number alone.',
      de: 'Die verlangte API-Version wird nicht unterstützt; nur die Hauptnummer angeben.',
      nl: 'De gevraagde API-versie wordt niet ondersteund; geef alleen het hoofdnummer.',
      fr: "La version d'API demandée n'est pas prise en charge ; indiquez seulement le numéro majeur.",
      sv: 'Den begärda API-versionen stöds inte; ange bara huvudnumret.',
    },
  ),
  'api-key-missing': problem(
    401,
    'No API key',
    'The request has no `x-api-key` header.',
    'Send the key of your company in the header `x-api-key`.',
    {
      en: 'Send your API key in the header x-api-key.',
      de: 'Senden Sie Ihren API-Schlüssel im Header x-api-key.',
      nl: 'Stuur uw API-sleutel in de header x-api-key.',
      fr: "Envoyez votre clé d'API dans l'en-tête x-api-key.",
      sv: 'Skicka din API-nyckel i headern x-api-key.',
    },
  ),
  'api-key-malformed': problem(
    401,
    'The API key is malformed',
    'The text is not a key of the form `xHCSAPI_<expiry>_<id>_<secret>_<checksum>`, or a character was lost: the checksum does not fit.',
    'Copy the whole key again, without quotes, spaces or line breaks.',
    {
      en: 'This is not a complete API key; copy it again.',
      de: 'Dies ist kein vollständiger API-Schlüssel; kopieren Sie ihn erneut.',
      nl: 'Dit is geen volledige API-sleutel; kopieer hem opnieuw.',
      fr: "Ce n'est pas une clé d'API complète ; copiez-la à nouveau.",
      sv: 'Detta är inte en fullständig API-nyckel; kopiera den igen.',
    },
  ),
  'api-key-unknown': problem(
    401,
    'The API key is not known',
    'The key is well-formed, but no company on this server has it.',
    'Check that the key belongs to this server and environment; ask the operator for a new one if it is lost.',
    {
      en: 'This API key is not known here.',
      de: 'Dieser API-Schlüssel ist hier nicht bekannt.',
      nl: 'Deze API-sleutel is hier niet bekend.',
      fr: "Cette clé d'API n'est pas connue ici.",
      sv: 'Denna API-nyckel är inte känd här.',
    },
  ),
  'api-key-expired': problem(
    401,
    'The API key has expired',
    'Every key ends six months after it was made; the expiry stands in the key itself (UTC).',
    'Make a new one with `POST /api-keys` and another valid key of your company; without one, ask the operator.',
    {
      en: 'This API key has expired; use a newer one.',
      de: 'Dieser API-Schlüssel ist abgelaufen; verwenden Sie einen neueren.',
      nl: 'Deze API-sleutel is verlopen; gebruik een nieuwere.',
      fr: "Cette clé d'API a expiré ; utilisez-en une plus récente.",
      sv: 'Denna API-nyckel har gått ut; använd en nyare.',
    },
  ),
  'api-key-removed': problem(
    401,
    'The API key was removed',
    'Somebody of your company removed this key.',
    'Use another valid key of your company.',
    {
      en: 'This API key was removed by your company.',
      de: 'Dieser API-Schlüssel wurde von Ihrer Firma entfernt.',
      nl: 'Deze API-sleutel is door uw bedrijf verwijderd.',
      fr: "Cette clé d'API a été supprimée par votre entreprise.",
      sv: 'Denna API-nyckel har tagits bort av ditt företag.',
    },
  ),
  'https-required': problem(
    403,
    'HTTPS is required',
    'The request came over plain HTTP, where a key can be read by anybody on the way.',
    'Use the `https://` address. If a proxy ends TLS in front of this server, list it in `TRUST_PROXY`.',
    {
      en: 'This API answers over HTTPS only.',
      de: 'Diese API antwortet nur über HTTPS.',
      nl: 'Deze API antwoordt alleen via HTTPS.',
      fr: "Cette API ne répond qu'en HTTPS.",
      sv: 'Detta API svarar endast över HTTPS.',
    },
  ),
  'ip-not-allowed': problem(
    403,
    'The address is not allowed',
    'The key is right, but the request came from an address that is not on the company list; `address` is what the server saw.',
    'Call from a listed address, or have the operator add this one.',
    {
      en: "Requests from this address are not on your company's list.",
      de: 'Diese Adresse steht nicht auf der Liste Ihrer Firma.',
      nl: 'Dit adres staat niet op de lijst van uw bedrijf.',
      fr: 'Cette adresse ne figure pas sur la liste de votre entreprise.',
      sv: 'Denna adress finns inte på ditt företags lista.',
    },
  ),
  'company-suspended': problem(
    403,
    'The company is suspended',
    'The operator has suspended the company; its keys stay valid but give no access.',
    'Talk to the operator of this server.',
    {
      en: 'The operator has suspended your company.',
      de: 'Der Betreiber hat Ihre Firma gesperrt.',
      nl: 'De beheerder heeft uw bedrijf geschorst.',
      fr: "L'exploitant a suspendu votre entreprise.",
      sv: 'Operatören har stängt av ditt företag.',
    },
  ),
  'access-not-granted': problem(
    403,
    'The owner has not given access',
    'No contract between your company and this gateway is active. A gateway that does not exist answers the same.',
    'Invite the owner to share the appliance. When `contractStatus` is PENDING, accept the contract first.',
    {
      en: 'The owner of this appliance has not given your company access.',
      de: 'Der Eigentümer dieses Geräts hat Ihrer Firma keinen Zugriff gegeben.',
      nl: 'De eigenaar van dit toestel heeft uw bedrijf geen toegang gegeven.',
      fr: "Le propriétaire de cet appareil n'a pas donné accès à votre entreprise.",
      sv: 'Ägaren av denna anläggning har inte gett ditt företag åtkomst.',
    },
  ),
  'scope-not-granted': problem(
    403,
    'The owner did not share this',
    'The contract is active, but the owner left out what this call needs; `scope` names it.',
    'Ask the owner to widen what is shared.',
    {
      en: 'The owner did not share what this call needs.',
      de: 'Der Eigentümer hat nicht freigegeben, was dieser Aufruf braucht.',
      nl: 'De eigenaar heeft niet gedeeld wat deze aanroep nodig heeft.',
      fr: "Le propriétaire n'a pas partagé ce que cet appel exige.",
      sv: 'Ägaren har inte delat det som anropet kräver.',
    },
  ),
  'not-found': problem(
    404,
    'Not found',
    'The path is unknown, or this gateway has no such circuit, program or command.',
    'List the collection above it to see what exists.',
    {
      en: 'There is nothing at this path.',
      de: 'Unter diesem Pfad gibt es nichts.',
      nl: 'Op dit pad is niets te vinden.',
      fr: "Il n'y a rien à ce chemin.",
      sv: 'Det finns inget på denna sökväg.',
    },
  ),
  'method-not-allowed': problem(
    405,
    'This method is not allowed here',
    'The path exists, but not with this method.',
    'Use one of the methods of the `Allow` header.',
    {
      en: 'This path does not answer this method.',
      de: 'Dieser Pfad kennt diese Methode nicht.',
      nl: 'Dit pad kent deze methode niet.',
      fr: 'Ce chemin ne répond pas à cette méthode.',
      sv: 'Denna sökväg svarar inte på metoden.',
    },
  ),
  'transition-not-allowed': problem(
    409,
    'The contract does not allow this now',
    'The contract is in status `from`, from which `action` leads nowhere; `allowed` lists what does.',
    'Read the contract again and take one of the actions in `allowed`.',
    {
      en: 'The contract does not allow this in its present status.',
      de: 'Der Vertrag erlaubt das in seinem jetzigen Status nicht.',
      nl: 'Het contract staat dit in de huidige status niet toe.',
      fr: 'Le contrat ne le permet pas dans son état actuel.',
      sv: 'Avtalet tillåter inte detta i sin nuvarande status.',
    },
  ),
  'key-limit-reached': problem(
    409,
    'The company has ten valid keys',
    'A company may have ten valid keys at a time; `maximum` says so.',
    'Remove a key that is no longer used with `DELETE /api-keys/{keyId}`, then make the new one.',
    {
      en: 'Your company has as many valid keys as it may have; remove one first.',
      de: 'Ihre Firma hat so viele gültige Schlüssel, wie sie haben darf; entfernen Sie zuerst einen.',
      nl: 'Uw bedrijf heeft het maximale aantal geldige sleutels; verwijder er eerst een.',
      fr: 'Votre entreprise a atteint le nombre maximal de clés valides ; supprimez-en une d’abord.',
      sv: 'Ditt företag har så många giltiga nycklar det får ha; ta bort en först.',
    },
  ),
  'idempotency-in-progress': problem(
    409,
    'The first request is still running',
    'A request with this `Idempotency-Key` is being carried out right now.',
    'Send the same request again after `Retry-After` seconds: it answers like the first one.',
    {
      en: 'The first request with this idempotency key is still running; try again shortly.',
      de: 'Die erste Anfrage mit diesem Idempotenzschlüssel läuft noch; versuchen Sie es gleich erneut.',
      nl: 'Het eerste verzoek met deze idempotentiesleutel loopt nog; probeer het zo opnieuw.',
      fr: 'La première requête avec cette clé d’idempotence est en cours ; réessayez sous peu.',
      sv: 'Den första begäran med denna idempotensnyckel pågår; försök snart igen.',
    },
  ),
  'secret-already-shown': problem(
    409,
    'The secret was shown already',
    'The first request with this `Idempotency-Key` made a secret. Secrets are shown once and never kept; `id` names it.',
    'If the answer was lost, remove what `id` names and make a new one with a new idempotency key.',
    {
      en: 'This request was carried out before, and its secret cannot be shown again.',
      de: 'Diese Anfrage wurde schon ausgeführt; ihr Geheimnis kann nicht noch einmal gezeigt werden.',
      nl: 'Dit verzoek is al uitgevoerd; het geheim kan niet opnieuw worden getoond.',
      fr: 'Cette requête a déjà été exécutée ; son secret ne peut plus être affiché.',
      sv: 'Denna begäran har redan utförts; hemligheten kan inte visas igen.',
    },
  ),
  'idempotency-key-reused': problem(
    409,
    'The idempotency key was used for something else',
    'A request with this `Idempotency-Key` but another body was already carried out.',
    'Use a new key for a new request.',
    {
      en: 'This idempotency key belongs to another request.',
      de: 'Dieser Idempotenzschlüssel gehört zu einer anderen Anfrage.',
      nl: 'Deze idempotentiesleutel hoort bij een ander verzoek.',
      fr: "Cette clé d'idempotence appartient à une autre requête.",
      sv: 'Denna idempotensnyckel hör till en annan begäran.',
    },
  ),
  'paging-required': problem(
    400,
    'The list is too long for one answer',
    'Without `limit` a list is given whole, up to 10,000 items; this one has more.',
    'Ask for pages: `?limit=500`, then follow `nextCursor`.',
    {
      en: 'The list is too long for one answer; ask for pages with limit and cursor.',
      de: 'Die Liste ist zu lang für eine Antwort; fragen Sie mit limit und cursor seitenweise.',
      nl: 'De lijst is te lang voor één antwoord; vraag per pagina met limit en cursor.',
      fr: 'La liste est trop longue pour une réponse ; demandez des pages avec limit et cursor.',
      sv: 'Listan är för lång för ett svar; begär sidor med limit och cursor.',
    },
  ),
  'body-too-large': problem(
    413,
    'The body is too large',
    'Bodies are limited to 64 kB; no call of this API needs more.',
    'Send a smaller body.',
    {
      en: 'The body of the request is too large.',
      de: 'Der Inhalt der Anfrage ist zu groß.',
      nl: 'De inhoud van het verzoek is te groot.',
      fr: 'Le corps de la requête est trop grand.',
      sv: 'Innehållet i begäran är för stort.',
    },
  ),
  'media-type-unsupported': problem(
    415,
    'The media type is not supported',
    'Bodies are JSON.',
    'Send `Content-Type: application/json`.',
    {
      en: 'Send the body as application/json.',
      de: 'Senden Sie den Inhalt als application/json.',
      nl: 'Stuur de inhoud als application/json.',
      fr: 'Envoyez le corps en application/json.',
      sv: 'Skicka innehållet som application/json.',
    },
  ),
  'value-out-of-range': problem(
    422,
    'The value is out of range',
    'The appliance takes values from `min` to `max` in steps of `step`.',
    'Send a value within the range.',
    {
      en: 'The appliance does not take this value; see min, max and step.',
      de: 'Das Gerät nimmt diesen Wert nicht an; siehe min, max und step.',
      nl: 'Het toestel accepteert deze waarde niet; zie min, max en step.',
      fr: "L'appareil n'accepte pas cette valeur ; voir min, max et step.",
      sv: 'Anläggningen tar inte emot värdet; se min, max och step.',
    },
  ),
  'value-not-allowed': problem(
    422,
    'The value is not one the appliance knows',
    'The appliance takes only the values in `allowed`.',
    'Send one of the values in `allowed`.',
    {
      en: 'The appliance takes only the values listed in allowed.',
      de: 'Das Gerät nimmt nur die unter allowed genannten Werte an.',
      nl: 'Het toestel accepteert alleen de waarden in allowed.',
      fr: "L'appareil n'accepte que les valeurs de allowed.",
      sv: 'Anläggningen tar bara emot värdena i allowed.',
    },
  ),
  'not-supported-by-gateway': problem(
    422,
    'The gateway cannot do this',
    'The gateway did not describe what this call needs as readable or writable; `capability` names it.',
    'Read `capabilities` of the system to see what it can do.',
    {
      en: 'This gateway does not offer what the call needs.',
      de: 'Dieses Gateway bietet nicht, was der Aufruf braucht.',
      nl: 'Deze gateway biedt niet wat de aanroep nodig heeft.',
      fr: "Cette passerelle n'offre pas ce que l'appel exige.",
      sv: 'Denna gateway erbjuder inte det som anropet kräver.',
    },
  ),
  'refused-by-gateway': problem(
    422,
    'The gateway refused the change',
    'The gateway got the command and did not carry it out; `results` tells for each leaf why.',
    'Read `results`; the values of the appliance are unchanged where it says REFUSED.',
    {
      en: 'The gateway got the command and refused it; see results.',
      de: 'Das Gateway hat den Befehl erhalten und abgelehnt; siehe results.',
      nl: 'De gateway heeft de opdracht ontvangen en geweigerd; zie results.',
      fr: "La passerelle a reçu la commande et l'a refusée ; voir results.",
      sv: 'Gatewayen tog emot kommandot och vägrade; se results.',
    },
  ),
  'rate-limit-exceeded': problem(
    429,
    'Too many requests',
    'A token bucket of this route, this gateway or this address is empty; `policy` names which.',
    'Wait `Retry-After` seconds. A refused request costs nothing and never makes the wait longer.',
    {
      en: 'Too many requests; wait as long as Retry-After says.',
      de: 'Zu viele Anfragen; warten Sie so lange, wie Retry-After angibt.',
      nl: 'Te veel verzoeken; wacht zolang als Retry-After aangeeft.',
      fr: 'Trop de requêtes ; attendez la durée indiquée par Retry-After.',
      sv: 'För många anrop; vänta så länge som Retry-After anger.',
    },
  ),
  'consent-outdated': problem(
    451,
    'The consent is outdated',
    'The owner accepted an older consent text; remote control needs at least the version in `requiredVersion`. Monitoring goes on.',
    'Send the owner to `updateUrl`. After they accept the newest text the same call works at once.',
    {
      en: 'The owner has to accept the newer consent text before remote control works.',
      de: 'Der Eigentümer muss dem neueren Einwilligungstext zustimmen, bevor Fernsteuerung möglich ist.',
      nl: 'De eigenaar moet de nieuwere toestemmingstekst aanvaarden voordat bediening op afstand werkt.',
      fr: 'Le propriétaire doit accepter le nouveau texte de consentement avant toute commande à distance.',
      sv: 'Ägaren måste godkänna den nyare samtyckestexten innan fjärrstyrning fungerar.',
    },
  ),
  internal: problem(
    500,
    'Something went wrong here',
    'A fault of this server. The request id leads the operator to it.',
    'Try again later; tell the operator the request id if it stays.',
    {
      en: 'Something went wrong on our side.',
      de: 'Bei uns ist etwas schiefgelaufen.',
      nl: 'Er is bij ons iets misgegaan.',
      fr: "Une erreur s'est produite de notre côté.",
      sv: 'Något gick fel hos oss.',
    },
  ),
  overloaded: problem(
    503,
    'The server is overloaded',
    'The server or its database cannot take the request now.',
    'Try again after `Retry-After` seconds.',
    {
      en: 'The server cannot take the request now; try again shortly.',
      de: 'Der Server kann die Anfrage gerade nicht annehmen; versuchen Sie es gleich noch einmal.',
      nl: 'De server kan het verzoek nu niet verwerken; probeer het zo weer.',
      fr: 'Le serveur ne peut pas traiter la requête maintenant ; réessayez sous peu.',
      sv: 'Servern kan inte ta emot begäran just nu; försök snart igen.',
    },
  ),
  'gateway-offline': problem(
    503,
    'The gateway is offline',
    'A command needs the gateway to be connected; `lastSeen` is when it last was.',
    'Try again when the gateway is back. Reads answer meanwhile with the last values and `connectivity: OFFLINE`.',
    {
      en: 'The gateway is not connected, so the change cannot be made now.',
      de: 'Das Gateway ist nicht verbunden; die Änderung ist jetzt nicht möglich.',
      nl: 'De gateway is niet verbonden; de wijziging kan nu niet worden gemaakt.',
      fr: "La passerelle n'est pas connectée ; la modification est impossible pour l'instant.",
      sv: 'Gatewayen är inte ansluten; ändringen kan inte göras nu.',
    },
  ),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

/** First of the wished languages that texts exist in; English when none does. */
export function chooseLanguage(wished: readonly string[]): Language {
  for (const wish of wished) {
    const found = LANGUAGES.find((language) => wish.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}
