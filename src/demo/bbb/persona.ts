/** Differences between kinds and versions of servers. */
export interface Persona {
  /** The hash that a checksum was made with, by its number of hexadecimal digits. */
  checksums: Readonly<Record<number, string>>
  /** getMeetings writes the thousands of a count apart: `1,202`. */
  groupsThousandsInLists: boolean
  /** The refusal of a join to a meeting that does not exist. */
  joinToNoMeeting: { key: string; message: string }
  /** A meeting that runs takes documents (BBB since 2.5, Scalelite since 1.5.1). */
  insertsDocuments: boolean
  /** The most characters of a meetingID. */
  longestMeetingId: number
  /** getMeetings says which meetings there are; false: it says always that there are none. */
  listsMeetings: boolean
  /** `running` is true from the creation on, also where nobody is in. */
  runsFromCreation: boolean
  /** Recordings of these states are listed unless the call names some; `any` is all of them. */
  usualRecordingStates: readonly string[]
  /** The form of a recording's `<published>`: `true` or `false`, or the word for its state. */
  writesPublishedAs: 'flag' | 'word'
  /** Between callers and several machines; null: the machine itself. */
  balancer: Balancer | null
}

/** How a load balancer hands on what the machines behind it say, and what it says where they fail. */
export interface Balancer {
  /** The answer to any failure of a machine; refusals that BBB nests in `errors` count as one. */
  failure: { key: string; message: string; status: number }
  /** The HTTP status of refusals that are handed on. */
  refusalStatus: number
  /** A join is led on to the machine that holds the meeting, which has another address. */
  leadsJoinsOn: boolean
  /** A meeting is known only once its creation was answered, after its documents were fetched. */
  learnsFromAnswers: boolean
  /** getMeetings while a machine is gone: the failure, an HTTP 500 without XML, or what was known before. */
  listWithoutNode: 'failure' | 'http_500' | 'as_before'
  /** Milliseconds of BBB's time after which the meetings of a machine that is gone are forgotten; null: never. */
  forgetsAfter: number | null
  /** Milliseconds of BBB's time for which getMeetings still lists a meeting that ended by itself or from inside. */
  noticesEndsAfter: number
  /** The most characters of an address that goes with a body, the balancer's own parameters included. */
  longestAddressWithBody: number | null
}

export const bbb30: Persona = {
  checksums: { 40: 'sha1', 64: 'sha256', 96: 'sha384', 128: 'sha512' },
  groupsThousandsInLists: true,
  joinToNoMeeting: {
    key: 'meetingForciblyEnded',
    message: 'You can not join a meeting that has already been forcibly ended',
  },
  insertsDocuments: true,
  longestMeetingId: 256,
  listsMeetings: true,
  runsFromCreation: false,
  usualRecordingStates: ['published', 'unpublished'],
  writesPublishedAs: 'flag',
  balancer: null,
}

/** Scalelite 1.5.1 and later. Source: app/controllers/bigbluebutton_api_controller.rb */
export const scalelite: Persona = {
  ...bbb30,
  checksums: { 40: 'sha1', 64: 'sha256', 128: 'sha512' },
  balancer: {
    failure: { key: 'internalError', message: 'Unable to access meeting on server.', status: 200 },
    refusalStatus: 200,
    leadsJoinsOn: true,
    learnsFromAnswers: false,
    listWithoutNode: 'failure',
    forgetsAfter: 2 * 60_000,
    noticesEndsAfter: 0,
    longestAddressWithBody: null,
  },
}

/** … with `GET_MEETINGS_API_DISABLED=true`, which its documentation offers to large installations. */
export const scaleliteWithoutList: Persona = { ...scalelite, listsMeetings: false }

/** Source: pkg/cluster/gateway.go, and a real one with two servers behind it. */
export const b3scale: Persona = {
  ...bbb30,
  checksums: { 40: 'sha1', 64: 'sha256' },
  insertsDocuments: false,
  longestMeetingId: 100,
  runsFromCreation: true,
  usualRecordingStates: ['any'],
  balancer: {
    failure: { key: 'b3scaleGatewayError', message: 'backend not ready', status: 500 },
    refusalStatus: 500,
    leadsJoinsOn: false,
    learnsFromAnswers: true,
    listWithoutNode: 'as_before',
    forgetsAfter: null,
    noticesEndsAfter: 20_000,
    longestAddressWithBody: null,
  },
}

/** Source: bbblb/web/bbbapi.py, bbblb/lib/bbb.py, and a real one with two servers behind it. */
export const bbblb: Persona = {
  ...bbb30,
  checksums: { 40: 'sha1', 64: 'sha256', 128: 'sha512' },
  writesPublishedAs: 'word',
  balancer: {
    failure: { key: 'internalError', message: 'Unresponsive backend server', status: 200 },
    refusalStatus: 200,
    leadsJoinsOn: true,
    learnsFromAnswers: false,
    listWithoutNode: 'http_500',
    forgetsAfter: 60_000,
    noticesEndsAfter: 0,
    longestAddressWithBody: 2_048,
  },
}
