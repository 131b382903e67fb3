/*
 * Where what is set, in the words of Keycloak's admin console (26.7; older ones differ little). Other sign-in
 * servers have the same things under other names.
 */

const client = (id: string) => `Keycloak: Clients → ${id}`

export const keycloak = {
  webOrigins: (id: string, origin: string) =>
    `${client(id)} → Settings → Access settings → Web origins: ${origin} (no path, and no slash at the end)`,
  redirectUri: (id: string, address: string) =>
    `${client(id)} → Settings → Access settings → Valid redirect URIs: ${address}`,
  postLogout: (id: string, address: string) =>
    `${client(id)} → Settings → Access settings → Valid post logout redirect URIs: ${address}`,
  theClient: (id: string) =>
    `Keycloak: Clients → Create client (OpenID Connect, Client ID ${id}), in the realm of this issuer; or write its Client ID into foyer.yaml (clientId)`,
  enabled: (id: string) => `${client(id)} → the switch at the top right: Enabled`,
  isPublic: (id: string) => `${client(id)} → Settings → Capability config → Client authentication: Off`,
  standardFlow: (id: string) =>
    `${client(id)} → Settings → Capability config → Authentication flow: Standard flow`,
  pkce: (id: string) =>
    `${client(id)} → Settings → Capability config → Require PKCE: On, PKCE Method: S256 (in older ones: Advanced → Proof Key for Code Exchange Code Challenge Method)`,
  noDpop: (id: string) =>
    `${client(id)} → Settings → Capability config → Require DPoP bound tokens: Off (Foyer's pages sign in without it)`,
  noPushed: (id: string) =>
    `${client(id)} → Advanced → Advanced settings → Pushed authorization request required: Off`,
  namesIssuer: (id: string) =>
    `${client(id)} → Advanced → OpenID Connect Compatibility Modes → Exclude Issuer From Authentication Response: Off`,
  realmEnabled: 'Keycloak: Realm settings → the switch at the top right: Enabled',
  hostname: (origin: string) =>
    `Keycloak: start it with --hostname=${origin} (else its issuer follows whatever Host header comes; a realm may have its own: Realm settings → General → Frontend URL)`,
  behindProxy: 'Keycloak: start it with --proxy-headers=xforwarded where a reverse proxy speaks HTTPS for it',
  signingKey:
    'Keycloak: Realm settings → Keys → Add providers → Add provider: rsa-generated, Algorithm RS256; Realm settings → Tokens → Default Signature Algorithm: RS256',
  backchannel: (id: string, address: string) =>
    `${client(id)} → Settings → Logout settings → Front channel logout: Off, Backchannel logout URL: ${address}, Backchannel logout session required: On`,
  audience: (id: string, audience: string) =>
    `${client(id)} → Client scopes → ${id}-dedicated → Add mapper → By configuration → Audience: Included Client Audience ${audience} (a client that you create without any flow), Add to access token On`,
  groups: (id: string, claim: string) =>
    `${client(id)} → Client scopes → ${id}-dedicated → Add mapper → By configuration → Group Membership: Token Claim Name ${claim}, Full group path On, Add to access token On`,
  basicScope: (id: string) => `${client(id)} → Client scopes → Add client scope: basic, as Default`,
  emailScope: (id: string) => `${client(id)} → Client scopes → Add client scope: email, as Default`,
  notLightweight: (id: string) =>
    `${client(id)} → Advanced → Advanced settings → Always use lightweight access token: Off`,
  lifespan: 'Keycloak: Realm settings → Tokens → Access tokens → Access Token Lifespan: 5 minutes',
  fewerGroups:
    'Keycloak: fewer groups and roles in the token (the client → Client scopes → the dedicated one → Scope → Full scope allowed: Off)',
  joinGroup: 'Keycloak: Users → the person → Groups → Join Group; a renewed sign-in brings it',
}
