/** A sentence about a setting for `docs/settings.md`, and what counts without it where the schema cannot tell. */
export interface Description {
  is: string
  otherwise?: string
}

/**
 * One for every key of `foyer.yaml`: a key that is missing here, or too many, is an error of `npm run docs:settings`.
 */
export const descriptions: Readonly<Record<string, Description>> = {
  publicUrl: { is: 'Where people reach Foyer. Every absolute link is made from it.' },
  secret: {
    is: 'At least 32 bytes. Keys for each purpose are derived from it. Change it only while no meeting is running: the passwords of meetings depend on it.',
  },
  'listen.host': { is: 'The address to listen on.' },
  'listen.port': { is: 'The port; 0 takes any free one.' },
  'trustedProxies[]': {
    is: 'Addresses or networks of reverse proxies. Their `X-Forwarded-For` is believed, so that wrong access codes and limits by address are counted for the guest’s own address.',
  },
  database: { is: '`postgres://…` (PostgreSQL 15 or later).', otherwise: 'SQLite in `dataDir`' },
  dataDir: {
    is: 'The embedded database, presentations and backups. A relative path starts at the settings file.',
  },
  'brand.name': { is: 'The name of the service.', otherwise: '`Foyer`' },
  'brand.logo': { is: 'The path of a picture.' },
  'brand.colour': { is: 'The accent colour. Shades that stay legible are computed from it.' },
  defaultLanguage: { is: 'Counts where neither the person nor the browser names a language.' },
  'support.email': { is: 'Shown to people who need help.' },
  'support.url': { is: 'A page for people who need help.' },
  'links.help': { is: 'In the footer: one address, or one per language.' },
  'links.privacy': { is: 'In the footer: the privacy policy.' },
  'links.accessibility': { is: 'In the footer: the accessibility statement.' },
  'links.source': {
    is: 'Where users find the source of the running version, which the licence (AGPL) promises them. Without it Foyer hands out its own files, changes included.',
    otherwise: '`/source.tar.gz`',
  },
  'signIn.issuers[].id': { is: 'A short name; part of the redirect URI.' },
  'signIn.issuers[].issuer': { is: 'The issuer as its tokens name it (`iss`).' },
  'signIn.issuers[].clientId': { is: 'The browser’s client.' },
  'signIn.issuers[].audience': { is: 'What access tokens for Foyer carry as `aud`.' },
  'signIn.issuers[].state': {
    is: '`acceptOnly`: nobody signs in there anew, but sessions go on (they are renewed and signed out there). `retired`: its tokens are refused, and each session is told once where to sign in now.',
  },
  'signIn.issuers[].vouchesForEmail': {
    is: 'Whether its `email_verified` is believed. Invitations and offers to an email address then go to the account that has that address; elsewhere only their links work. Say `true` only where nobody can have an address marked verified that is not theirs.',
  },
  'signIn.issuers[].label': { is: 'The text of the sign-in button.', otherwise: 'its `id`' },
  'signIn.claims.groups': { is: 'The claim that holds the groups, or a path with dots.' },
  'organisations[].id': { is: 'A short name. Rooms refer to it: it must not change.' },
  'organisations[].name': { is: 'The name as people read it.' },
  'organisations[].members.groups[]': { is: 'Anybody in one of these groups is a member.' },
  'organisations[].members.emails[]': {
    is: 'An invitation: the first account that proves the address (`vouchesForEmail`) takes it up and keeps it.',
  },
  'organisations[].members.subjects[]': { is: 'Single accounts, as `issuer-id:subject`.' },
  'organisations[].administrators.groups[]': {
    is: 'Members who also manage the organisation’s list of members at `/organisations/{id}`.',
  },
  'organisations[].administrators.issuers[]': {
    is: 'The issuers whose groups count for that; required with `groups`.',
  },
  'organisations[].limits.roomsPerPerson': { is: 'Rooms of a person’s own.', otherwise: 'no limit' },
  'organisations[].limits.rooms': { is: 'Rooms that belong to the organisation itself.' },
  'organisations[].limits.participants': {
    is: 'People in one meeting; BigBlueButton enforces it.',
    otherwise: 'no limit',
  },
  'organisations[].limits.minutes': {
    is: 'Length of one meeting; BigBlueButton enforces it.',
    otherwise: 'no limit',
  },
  'organisations[].limits.record': { is: 'Whether rooms may allow recording.' },
  'organisations[].roomDefaults': {
    is: 'What its new rooms begin with, by the names of the second table. Existing rooms are not changed.',
  },
  'organisations[].roomForced': {
    is: 'What counts in all of its rooms immediately, whatever is set in them. Hosts see it as locked, and by whom.',
  },
  'organisations[].presets[].id': { is: 'A short name.' },
  'organisations[].presets[].name': { is: 'The name as hosts read it.' },
  'organisations[].presets[].description': { is: 'What it is for, in a sentence.' },
  'organisations[].presets[].settings': {
    is: 'What it fills in, by the names of the second table. Hosts can change each value afterwards.',
  },
  'organisations[].servers[]': {
    is: 'Where its meetings go: the first server that can take one.',
    otherwise: 'all servers, in their order',
  },
  'operators.groups[]': {
    is: 'The people who run the service: they see `/operator/access` and every organisation’s list.',
  },
  'operators.issuers[]': { is: 'The issuers whose groups count for that; required with `groups`.' },
  'waiting.atOnce': {
    is: 'Waiting guests who are let in immediately when a meeting opens, by all processes together.',
  },
  'waiting.perSecond': { is: 'Waiting guests who are let in every second after that.' },
  'phone.pinDigits': { is: 'As many digits as the servers’ dial-in expects.' },
  'presentations.maxMegabytes': {
    is: 'The largest file, in millions of bytes. BigBlueButton’s own limit is 30 unless it was changed.',
  },
  'presentations.perRoom': { is: 'How many files a room may have; 0 allows none.' },
  'presentations.s3.endpoint': {
    is: 'A store that speaks S3, `https://s3.example.coop`.',
    otherwise: 'files in `dataDir`',
  },
  'presentations.s3.region': { is: 'The region of the store.' },
  'presentations.s3.bucket': {
    is: 'The bucket, which is named in the path. Files lie below `presentations/`.',
  },
  'presentations.s3.accessKeyId': { is: 'A key that may read, write and delete in the bucket.' },
  'presentations.s3.secretAccessKey': { is: 'The secret of that key.' },
  'servers[].id': { is: 'A short name. Meetings and recordings refer to it: it must not change.' },
  'servers[].url': { is: 'The address as `bbb-conf --secret` prints it.' },
  'servers[].secret': { is: 'The secret as `bbb-conf --secret` prints it.' },
  'servers[].checksum': { is: 'The hash that signs calls to this server.' },
  'servers[].name': { is: 'The name as people read it.' },
  'servers[].country': {
    is: 'Two capital letters (ISO 3166-1). People want to know where their data is.',
  },
  'servers[].runBy': { is: 'Who runs it, shown on `/status`.' },
  'servers[].state': { is: '`draining`: no new meetings. `disabled`: the server is not asked at all.' },
  'servers[].recordingHosts[]': {
    is: 'Hosts that play its recordings. Playback elsewhere is not linked; `/status`, the doctor and the log say so.',
    otherwise: 'the host of `url`',
  },
  'servers[].dialIn.hash': { is: 'Whether the pound key ends the PIN.' },
  'servers[].dialIn.numbers[].number': { is: 'A number as people read it, `+49 30 1234567`.' },
  'servers[].dialIn.numbers[].country': { is: 'The number’s country, as two capital letters.' },
  'servers[].dialIn.numbers[].tollFree': { is: 'Whether a call to it is free.' },
}

/** The settings that hosts change in a room, by the names of `RoomSettings`. */
export const roomDescriptions: Readonly<Record<string, Description>> = {
  recordingAllowed: { is: 'A host may record. Guests are told before they join.' },
  recordingStarts: { is: 'Recording starts by itself where it is allowed.' },
  approval: {
    is: 'Guests wait until a moderator lets them in; members of the organisation do not.',
  },
  membersOnly: { is: 'Only members of the organisation, hosts and bearers of a host link can join.' },
  membersStart: { is: 'Any member of the organisation may start and moderate.' },
  everyoneModerates: { is: 'Everyone is a moderator, except guests who wait for approval.' },
  mutedOnEntry: { is: 'Everyone joins muted.' },
  camerasLocked: { is: 'Only moderators may use a camera.' },
  microphonesLocked: { is: 'Only moderators may use a microphone.' },
  privateChatLocked: { is: 'Only moderators may write private messages.' },
  publicChatLocked: { is: 'Only moderators may write in the public chat.' },
  notesLocked: { is: 'Only moderators may write in the shared notes.' },
  listLocked: { is: 'Viewers see only moderators in the list of people.' },
  webcamsForModerators: { is: 'Only moderators see the viewers’ cameras.' },
  layout: { is: 'How BigBlueButton arranges the meeting.' },
  welcome: { is: 'Plain text in the chat at the beginning.', otherwise: 'BigBlueButton’s own' },
  waitingMessage: { is: 'Plain text for guests who wait.' },
  participants: { is: 'At most so many people.', otherwise: 'the organisation’s limit' },
  minutes: { is: 'At most so many minutes.', otherwise: 'the organisation’s limit' },
  language: {
    is: 'The language of the room’s page for readers who chose none; invitations begin with it.',
    otherwise: 'the reader’s own',
  },
  phone: { is: 'Taking part by phone.' },
  breakoutRooms: { is: 'Breakout rooms.' },
  polls: { is: 'Polls.' },
  screenShare: { is: 'Sharing a screen.' },
  sharedNotes: { is: 'Shared notes.' },
  learningDashboard: { is: 'The dashboard about who took part.' },
}
