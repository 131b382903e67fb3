/** What differs from one kind and version of server to the next. */
export interface Persona {
  /** The hash that a checksum was made with, by its number of hexadecimal digits. */
  checksums: Readonly<Record<number, string>>
  /** getMeetings writes the thousands of a count apart: `1,202`. */
  groupsThousandsInLists: boolean
  /** What a join to a meeting that does not exist is refused with. */
  joinToNoMeeting: { key: string; message: string }
  /** A join is led on to the server that holds the meeting, which has another address. */
  leadsJoinsOn: boolean
  /** A meeting that runs takes documents (BBB since 2.5). */
  insertsDocuments: boolean
  /** A meeting is known only once its creation was answered, after its documents were fetched. */
  learnsFromAnswers: boolean
}

export const bbb30: Persona = {
  checksums: { 40: 'sha1', 64: 'sha256', 96: 'sha384', 128: 'sha512' },
  groupsThousandsInLists: true,
  joinToNoMeeting: {
    key: 'meetingForciblyEnded',
    message: 'You can not join a meeting that has already been forcibly ended',
  },
  leadsJoinsOn: false,
  insertsDocuments: true,
  learnsFromAnswers: false,
}

/** A balancer that hands on only the calls that it knows, and never the browser's way in. */
export const scalelite: Persona = { ...bbb30, leadsJoinsOn: true, insertsDocuments: false }

/** A balancer that takes down what its servers answered. */
export const b3scale: Persona = {
  ...bbb30,
  checksums: { 40: 'sha1', 64: 'sha256' },
  learnsFromAnswers: true,
}
