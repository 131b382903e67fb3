/*
 * Entries that real servers have in their lists and that are not as BBB's templates write them: of other front-ends
 * (Moodle, Nextcloud, Greenlight) that share the server, and now and then one of ours.
 */

const meetings = {
  no_count: foreignMeeting('moodle-1', '<createTime>1796000000000</createTime>'),
  negative_count: foreignMeeting(
    'moodle-2',
    '<createTime>1796000000000</createTime><participantCount>-1</participantCount>',
  ),
  no_create_time: foreignMeeting(
    'moodle-3',
    '<createTime>0</createTime><participantCount>1</participantCount>',
  ),
  doubled_id: foreignMeeting('moodle-4', '<meetingID>moodle-5</meetingID>'),
  /** BBB makes an element's name of `userdata-2fa`: the whole list is no XML then. */
  broken_userdata: foreignMeeting(
    'moodle-6',
    '<createTime>1796000000000</createTime><participantCount>1</participantCount><attendees><attendee><userID>u</userID><fullName>Max</fullName><role>VIEWER</role><customdata><2fa>1</2fa></customdata></attendee></attendees>',
  ),
  /** No XML 1.0 document may have it, escaped or not. */
  control_character: foreignMeeting(
    'moodle-7',
    '<createTime>1796000000000</createTime><participantCount>1</participantCount><metadata><course>\u000B</course></metadata>',
  ),
} as const

const recordings = {
  no_start_time:
    '<recording><recordID>lecture-7</recordID><meetingID>moodle-1</meetingID><name>Course</name><published>true</published><state>published</state><startTime></startTime><endTime></endTime><playback></playback></recording>',
  no_id: '<recording><meetingID>moodle-1</meetingID><name>Course</name><playback></playback></recording>',
  doubled_name:
    '<recording><recordID>lecture-8</recordID><meetingID>moodle-1</meetingID><name>Course</name><name>Cours</name></recording>',
} as const

/** Odd entries in a server's lists. */
export interface Oddities {
  meetings: (keyof typeof meetings)[]
  recordings: (keyof typeof recordings)[]
  /** meetingIDs of its own entries that are odd: no count of people, a recording's name twice. */
  own: string[]
}

export const noOddities: Oddities = { meetings: [], recordings: [], own: [] }

/** The answer of a call, its list with the oddities in it. */
export async function withOddities(answer: Response, call: string, odd: Oddities): Promise<Response> {
  if (call === 'getMeetingInfo' && odd.own.length > 0) {
    const { status, headers } = answer
    return new Response(odd.own.reduce(spoilt, await answer.text()), { status, headers })
  }
  const list = call === 'getMeetings' ? 'meetings' : call === 'getRecordings' ? 'recordings' : null
  const count = odd.meetings.length + odd.recordings.length + odd.own.length
  if (list === null || count === 0 || !answer.body) return answer
  const { status, headers } = answer
  const entries =
    list === 'meetings'
      ? odd.meetings.map((kind) => meetings[kind])
      : odd.recordings.map((kind) => recordings[kind])
  const xml = odd.own.reduce(spoilt, await answer.text())
  return new Response(withEntries(xml, list, entries.join('\n')), { status, headers })
}

function withEntries(xml: string, list: string, entries: string): string {
  return xml.replace(`<${list}/>`, `<${list}></${list}>`).replace(`</${list}>`, () => `${entries}</${list}>`)
}

function spoilt(xml: string, meetingId: string): string {
  const id = `<meetingID>${meetingId}</meetingID>`
  const [before = '', ...after] = xml.split(id)
  const entries = after.map((entry) =>
    entry
      .replace(/<participantCount>[\d,]+</, '<participantCount>-1<')
      .replace(/<name>.*?<\/name>/s, (name) => name + name),
  )
  return [before, ...entries].join(id)
}

function foreignMeeting(id: string, inside: string): string {
  return `<meeting><meetingName>Course</meetingName><meetingID>${id}</meetingID><running>true</running>${inside}</meeting>`
}
