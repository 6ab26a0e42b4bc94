/**
 * Errors of sign-ins: of people, of what they were granted, and of clients that sign assertions. A part of the token
 * service's catalogue (`oauth-error.ts`), with the same rules for sources.
 */
import type { OAuthErrorEntry } from './oauth-error.js'

const assertionPage = 'https://learn.microsoft.com/entra/identity-platform/certificate-credentials'
const federationPage = 'https://docs.microsoft.com/en-us/azure/active-directory/develop/workload-identity-federation'
const noFederatedRecord = 'No matching federated identity record found for presented assertion'

export const signInErrors = {
  // The user
  // the address is hidden by Entra itself
  UserNotFound: {
    status: 400,
    error: 'invalid_grant',
    code: 50034,
    hasHelpPage: true,
    text: 'The user account {EUII Hidden} does not exist in the {tenant} directory. To sign into this application, the account must be added to the directory.',
  },
  InvalidUserCredentials: {
    status: 400,
    error: 'invalid_grant',
    code: 50126,
    hasHelpPage: true,
    text: 'Error validating credentials due to invalid username or password.',
  },
  UserLocked: {
    status: 400,
    error: 'invalid_grant',
    code: 50053,
    hasHelpPage: true,
    text: "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
  },
  UserDisabled: {
    status: 400,
    error: 'invalid_grant',
    code: 50057,
    hasHelpPage: true,
    text: 'The user account is disabled.',
  },
  NobodySignedIn: {
    status: 400,
    error: 'login_required',
    code: 50058,
    hasHelpPage: true,
    text: 'A silent sign-in request was sent but no user is signed in.',
  },
  SeveralSignedIn: {
    status: 400,
    error: 'interaction_required',
    code: 16000,
    hasHelpPage: true,
    text: 'Either multiple user identities are available for the current request or selected account is not supported for the scenario.',
  },
  ConsentDeclined: {
    status: 400,
    error: 'access_denied',
    code: 65004,
    hasHelpPage: true,
    text: 'User declined to consent to access the app.',
  },
  NoPersonalAccounts: {
    status: 400,
    error: 'invalid_request',
    code: 9002331,
    text: "Application '{clientId}'({displayName}) is configured for use by Azure Active Directory users only. Please do not use the /consumers endpoint to serve this request.",
  },

  // The authorization request
  RedirectNotRegistered: {
    status: 400,
    error: 'invalid_request',
    code: 50011,
    hasHelpPage: true,
    text: "The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to fix this.",
  },
  NoRedirectRegistered: {
    status: 400,
    error: 'invalid_request',
    code: 500113,
    hasHelpPage: true,
    text: 'No reply address is registered for the application.',
  },
  RedirectMissing: {
    status: 400,
    error: 'invalid_request',
    code: 900971,
    hasHelpPage: true,
    text: 'No reply address provided.',
  },
  UnsupportedResponseType: {
    status: 400,
    error: 'unsupported_response_type',
    code: 70005,
    hasHelpPage: true,
    text: "'{responseType}' is not a supported value of 'response_type'.",
  },
  ResponseTypeNotEnabled: {
    status: 400,
    error: 'unsupported_response_type',
    code: 700054,
    hasHelpPage: true,
    text: "response_type '{responseType}' is not enabled for the application.",
  },
  UnsupportedResponseMode: {
    status: 400,
    error: 'invalid_request',
    code: 70007,
    hasHelpPage: true,
    text: "'{responseMode}' is not a supported value of 'response_mode' when requesting a token.",
  },
  UnsupportedPrompt: {
    status: 400,
    error: 'invalid_request',
    code: 90023,
    hasHelpPage: true,
    text: "Unsupported 'prompt' value.",
  },
  ChallengeInvalid: {
    status: 400,
    error: 'invalid_request',
    code: 501491,
    text: 'Invalid size of Code_Challenge parameter.',
  },
  ChallengeRequired: {
    status: 400,
    error: 'invalid_request',
    code: 9002325,
    hasHelpPage: true,
    text: 'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
  },
  ScopeSeveralResources: {
    status: 400,
    error: 'invalid_request',
    code: 28000,
    hasHelpPage: true,
    text: 'Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid.',
  },
  DefaultScopeMixed: {
    status: 400,
    error: 'invalid_scope',
    code: 70011,
    hasHelpPage: true,
    text: "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid. .default scope can't be combined with resource-specific scopes.",
  },
  PermissionUnknown: {
    status: 400,
    error: 'invalid_client',
    code: 650053,
    hasHelpPage: true,
    text: "The application '{client}' asked for scope '{permission}' that doesn't exist on the resource '{resource}'. Contact the app vendor.",
  },

  // What was granted
  GrantMalformed: {
    status: 400,
    error: 'invalid_grant',
    code: 9002313,
    hasHelpPage: true,
    text: 'Invalid request. Request is malformed or invalid.',
  },
  GrantOfAnotherClient: {
    status: 400,
    error: 'invalid_grant',
    code: 70000,
    hasHelpPage: true,
    text: 'Provided grant is invalid or malformed.',
  },
  GrantRevoked: {
    status: 400,
    error: 'invalid_grant',
    code: 50173,
    hasHelpPage: true,
    text: "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{issued}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{validFrom}'.",
  },
  CodeRedeemed: {
    status: 400,
    error: 'invalid_grant',
    code: 54005,
    hasHelpPage: true,
    text: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  },
  CodeExpired: {
    status: 400,
    error: 'invalid_grant',
    code: 70008,
    hasHelpPage: true,
    text: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  },
  RedirectChanged: {
    status: 401,
    error: 'invalid_client',
    code: 500112,
    hasHelpPage: true,
    text: "The reply address '{sent}' does not match the reply address '{granted}' provided when requesting Authorization code.",
  },
  VerifierMismatch: {
    status: 400,
    error: 'invalid_grant',
    code: 501481,
    text: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  },
  OriginNotAllowed: {
    status: 400,
    error: 'invalid_request',
    code: 9002326,
    hasHelpPage: true,
    text: "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: '{origin}'.",
  },
  OriginRequired: {
    status: 400,
    error: 'invalid_request',
    code: 9002327,
    hasHelpPage: true,
    text: "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
  },
  RefreshTokenExpired: {
    status: 400,
    error: 'invalid_grant',
    code: 700082,
    hasHelpPage: true,
    text: 'The refresh token has expired due to inactivity. The token was issued on {issued} and was inactive for {inactive}.',
  },
  SpaRefreshTokenExpired: {
    status: 400,
    error: 'invalid_grant',
    code: 700084,
    hasHelpPage: true,
    text: 'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of {lifetime}, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page. The token was issued on {issued}.',
  },

  // Device codes
  DevicePending: {
    status: 400,
    error: 'authorization_pending',
    code: 70016,
    hasHelpPage: true,
    text: 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
  },
  // Decision: RFC 8628 section 3.5; Entra has no code for it
  DeviceTooFast: {
    status: 400,
    error: 'slow_down',
    text: 'OAuth 2.0 device flow error. Authorization is pending. Poll less often: every {interval} seconds.',
  },
  DeviceDeclined: {
    status: 400,
    error: 'authorization_declined',
    code: 65004,
    hasHelpPage: true,
    text: 'User declined to consent to access the app.',
  },
  DeviceExpired: {
    status: 400,
    error: 'expired_token',
    code: 70020,
    hasHelpPage: true,
    text: "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
  },
  // the same, as version 1 says it
  DeviceExpiredV1: {
    status: 400,
    error: 'code_expired',
    code: 70020,
    hasHelpPage: true,
    text: "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
  },
  DeviceUnknown: {
    status: 400,
    error: 'bad_verification_code',
    code: 70018,
    hasHelpPage: true,
    text: "The provided value for the input parameter 'device_code' is not valid.",
  },

  // Signed assertions of clients
  AssertionMalformed: {
    status: 401,
    error: 'invalid_client',
    code: 50027,
    hasHelpPage: true,
    text: 'JWT token is invalid or malformed.',
  },
  AssertionWithoutThumbprint: {
    status: 401,
    error: 'invalid_client',
    code: 50027,
    hasHelpPage: true,
    text: 'Invalid JWT token. No certificate thumbprint specified in token header.',
  },
  AssertionAlgorithm: {
    status: 401,
    error: 'invalid_client',
    code: 5002738,
    text: "Invalid JWT token. '{algorithm}' is not a supported signature algorithm. Supported signing algorithms are: '{supported}'",
  },
  // `reason` is everything in the brackets up to the addresses
  AssertionSignature: {
    status: 401,
    error: 'invalid_client',
    code: 700027,
    hasHelpPage: true,
    text: "Client assertion contains an invalid signature. [Reason - {reason}, Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '{clientId}'. Review the documentation at https://docs.microsoft.com/en-us/graph/deployments to determine the corresponding service endpoint and https://docs.microsoft.com/en-us/graph/api/application-get?view=graph-rest-1.0&tabs=http to build a query request URL, such as 'https://graph.microsoft.com/beta/applications/{clientId}'].",
  },
  AssertionSubject: {
    status: 401,
    error: 'invalid_client',
    code: 700021,
    hasHelpPage: true,
    text: `Client assertion application identifier doesn't match 'client_id' parameter. Review the documentation at ${assertionPage} .`,
  },
  AssertionAudience: {
    status: 401,
    error: 'invalid_client',
    code: 700023,
    hasHelpPage: true,
    text: `Client assertion audience claim does not match Realm issuer. Review the documentation at ${assertionPage} .`,
  },
  AssertionTime: {
    status: 401,
    error: 'invalid_client',
    code: 700024,
    hasHelpPage: true,
    text: `Client assertion is not within its valid time range. Current time: {now}, assertion valid from {from}, expiry time of assertion {until}. Review the documentation at ${assertionPage} .`,
  },
  NothingFederated: {
    status: 401,
    error: 'invalid_client',
    code: 70025,
    text: "The client '{clientId}'({displayName}) has no configured federated identity credentials.",
  },
  FederatedIssuer: {
    status: 401,
    error: 'invalid_client',
    code: 700211,
    text: `${noFederatedRecord} issuer '{issuer}'. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion. ${federationPage}`,
  },
  FederatedAudience: {
    status: 401,
    error: 'invalid_client',
    code: 700212,
    text: `${noFederatedRecord} audience '{audience}'. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion. ${federationPage}`,
  },
  FederatedSubject: {
    status: 401,
    error: 'invalid_client',
    code: 700213,
    text: `${noFederatedRecord} subject '{subject}'. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion. ${federationPage}`,
  },
  FederatedSubjectCase: {
    status: 401,
    error: 'invalid_client',
    code: 7002138,
    text: `${noFederatedRecord} subject '{subject}'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison. ${federationPage}`,
  },
  FederatedKeyMissing: {
    status: 401,
    error: 'invalid_client',
    code: 7000272,
    hasHelpPage: true,
    text: "The certificate with identifier {keyId} used to sign the federated credential could not be found in the metadata of identity provider {issuer}. Please validate that your Identity Provider's metadata exposes the key used to sign the incoming token.",
  },
  FederatedSignature: {
    status: 401,
    error: 'invalid_client',
    code: 50013,
    hasHelpPage: true,
    text: 'Assertion failed signature validation. [Reason - The provided signature value did not match the expected signature value.]',
  },
  IssuerUnreachable: {
    status: 400,
    error: 'invalid_request',
    code: 50166,
    hasHelpPage: true,
    text: 'Request to External OIDC endpoint failed.',
  },

  // Access tokens that are shown to the token service itself (userinfo); RFC 6750 section 3.1
  TokenNotAccepted: {
    status: 401,
    error: 'invalid_token',
    text: 'The access token is missing, malformed or not for this endpoint.',
  },
} as const satisfies Record<string, OAuthErrorEntry>
