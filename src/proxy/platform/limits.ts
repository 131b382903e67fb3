/*
 * Bounds of everything that one party (a stranger, a device, a member, a room, an organisation) could use up to the harm
 * of others.
 */

/** Rows of each kind that one process keeps in memory while the store takes none; what comes beyond is lost. */
export const keptRows = { consents: 5_000, admissions: 5_000 } as const

/**
 * Shares of a guest, a device and an address when they join, at each process. An address may be that of a community
 * centre, or of a lecture: 60 people who join within a minute, and once more after a break, notice nothing, and 300 get
 * in. Addresses of private networks are those of a reverse proxy that the settings do not name, or of the house itself:
 * no bound holds for them. Of one ticket there is one event stream.
 */
export const joinLimits = {
  /** Event streams of one device in one room: tabs. Another one closes the oldest. */
  streamsPerDevice: 3,
  /** Event streams of one address; another one is refused, and its page asks now and then instead. */
  streamsPerAddress: 200,
  /** Event streams of all: some 17 KB each. */
  streams: 10_000,
  /** Waiting guests of one address and room who are let in by their order; further ones come after everybody else. */
  inOrderPerAddress: 60,
  /** Presses of Join by devices that were not seen before, from one address: a lecture of 300 comes at once. */
  newDevices: { burst: 400, perSecond: 5 },
  /** Part of a meeting's places that one address can hold for those who were let in and have not arrived yet. */
  heldPlaces: 1 / 4,
  /** Rows (who was let in, who accepted the notice) that are written for one room; who comes beyond leaves none. */
  rowsPerRoom: { burst: 2_000, perSecond: 2_000 / 3_600 },
  /** … for one room and one address. */
  rowsPerAddress: { burst: 400, perSecond: 400 / 3_600 },
  /** Devices, each in its meeting, whose rows were counted: another press costs no more of them. */
  countedDevices: 10_000,
  /** … for one person, or one host link, that may start meetings, in all rooms. */
  rowsPerStarter: { burst: 100, perSecond: 100 / 3_600 },
} as const

/** Event streams of one signed-in person at each process: one for each browser. */
export const sessionStreams = 20

/** Size and duration of a request. */
export const requestLimits = {
  /** Bytes of a body, but for files; a name of 60 graphemes fits many times. */
  bodyBytes: 64 * 1024,
  /** Bytes of all headers together: a token with 300 groups is 15 KB, Node's own limit 16 KiB. */
  headerBytes: 64 * 1024,
  /** Milliseconds for the headers to arrive, and again for the body, but for files. */
  timeout: 30_000,
  /** Milliseconds for a file to arrive: 30 MB by a slow line take longer than Node's own five minutes. */
  uploadTimeout: 20 * 60_000,
} as const

/**
 * Keys (addresses, rooms …) of one share by time that are remembered. Beyond it the one that was used longest ago is
 * forgotten, and begins with a whole share: whoever has so many addresses is stopped by the bounds of rooms and of the
 * process, and newcomers are not to pay for them.
 */
export const keptShares = 10_000

/** The decision log. */
export const decisionLimits = {
  /** Rows for one identity; beyond them the latest row is written over. */
  perDay: 20,
  perIdentity: 100,
  /** Groups of one token that are kept. */
  groupsPerToken: 200,
  /** Latest decisions that each process remembers. */
  remembered: 5_000,
} as const

/** Wrong attempts of a secret; the units are those of the pace. */
export const tryLimits = {
  /** Wrong attempts of one address that cost nothing: at one place, at one that is under attack, over all places. */
  freeHere: 10,
  freeInAttack: 3,
  freeAnywhere: 30,
  /** So many wrong attempts at one place, from wherever, are an attack. */
  attack: 200,
  /** Pauses after a wrong try: from the shortest, twice as long every time, to the longest. */
  pauses: { usual: { shortest: 1, longest: 60 }, attack: { shortest: 30, longest: 300 } },
} as const

/** Limits of comments on meetings. */
export const feedbackLimits = {
  /** Comments that one process takes about one room: a full house that leaves at once is heard, a flood is not. */
  ofRoom: { burst: 300, perSecond: 2 },
  /** No meeting has more guests: beyond it is no feedback. */
  perMeeting: 2_000,
  /** Sentences that are shown, the latest: more than anybody reads at a time. */
  shown: 100,
} as const

/** Files of rooms, where the settings say nothing. */
export const presentationLimits = { megabytes: 30, perRoom: 20 } as const

/** Statements that are kept prepared. */
export const keptStatements = {
  /** By each connection to SQLite, the latest. */
  sqlite: 200,
  /**
   * By each connection to PostgreSQL, which keeps every name until it closes: names, and of them those of texts with
   * lists.
   */
  names: 200,
  namesOfLists: 50,
  /** Texts of which it is known that they were asked once. */
  seen: 1_000,
} as const

/** Lists that people make for others. */
export const listLimits = {
  coHostsPerRoom: 100,
  /** Offers of one room that are open. */
  openOffersPerRoom: 50,
  /** … and that are made in a day: those that were withdrawn are kept for a while. */
  offersPerDay: 100,
  /** Host links of one room that work, or that expired not long ago. */
  hostLinksPerRoom: 50,
  /** … and that are made in a day. */
  hostLinksPerDay: 100,
  /** Entries of an organisation's own list. */
  membersPerOrganisation: 2_000,
  /** … and that are added in a day: those that were removed are kept for a year. */
  membersPerDay: 500,
  favouritesPerPerson: 500,
  /** Deleted files of one room that can still be restored, the latest. */
  deletedFilesPerRoom: 20,
} as const

/** Scheduled meetings of one room. */
export const scheduleLimits = {
  /** Schedules, also such as are over. */
  perRoom: 100,
  /** Dates of one schedule that were moved or cancelled. */
  changedDates: 100,
} as const

/** Rooms, and what each of them uses up: PINs are few, and an address stays a room's for ever. */
export const roomLimits = {
  /** PINs that one person may take in a day: by new rooms, also where they were deleted since, and by renewing. */
  pinsPerDay: 50,
  /** … and have taken at any time, of rooms that are there and at rest: of 90,000 that have five digits. */
  pinsPerPerson: 500,
  /** Rooms that belong to one organisation itself, where its settings say nothing. */
  perOrganisation: 500,
  /** Addresses that one room has and had. */
  addressesPerRoom: 20,
  /** … and may be given in a day. */
  addressesPerDay: 5,
} as const

/** Compressed answers that are kept, in bytes: of all together, and the longest of them. */
export const packedLimits = { bytes: 2 * 1024 * 1024, bytesEach: 128 * 1024 } as const

/** Public pages that are kept, so that all who see the same cost one rendering. */
export const keptDocuments = {
  /** Number of pages: visitors choose addresses, so there may be any number of different ones. */
  most: 300,
  /** Characters: a longer one is written anew each time. A quarter of it stays in memory. */
  longest: 64 * 1024,
  /** Age in milliseconds up to which a page is shown again: its durations are never older. */
  milliseconds: 10_000,
} as const

/** Calendars of rooms that are kept, the latest: some hundred kilobytes each where much is scheduled. */
export const keptCalendars = 20

/** QR codes that are kept of each kind, the latest: some kilobytes each. */
export const keptPictures = 300
