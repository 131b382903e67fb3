import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { aMeeting, asHost, type Simulated, signed, simulated, textOf } from './simulated.ts'

/* Replies of real BBB 3.0 code, in a folder that may lie beside the checkout: ours must have the same shape. */

const folder = path.resolve(import.meta.dirname, '../../../shared/bbb-replies/bbb-3.0')
const here = existsSync(folder)
const skipped = here ? '' : ` (skipped: no folder ${path.basename(folder)} beside the checkout)`

/** What a meeting itself names is not part of the shape, nor are breakouts, which the simulator has none of. */
const open = /^(metadata|customdata|breakoutRooms)$/

/** The elements of a reply as paths, in order, each once. */
function shapeOf(xml: string): string[] {
  const paths = new Set<string>()
  const names: string[] = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name }) => {
    const isInside = names.some((parent) => open.test(parent))
    names.push(name)
    if (!isInside && name !== 'breakoutRooms') paths.add(names.join('/'))
  })
  parser.on('closetag', () => names.pop())
  parser.write(xml).close()
  return [...paths]
}

function real(name: string): string {
  return readFileSync(path.join(folder, `${name}.xml`), 'utf8')
}

interface Story {
  reply: string
  tell: (world: Simulated) => Promise<string>
}

const { attendeePW, moderatorPW, ...withoutPasswords } = aMeeting
const meetingID = aMeeting.meetingID

const stories: Story[] = [
  { reply: 'create_new', tell: ({ call }) => call('create', aMeeting) },
  { reply: 'create_no_passwords', tell: ({ call }) => call('create', withoutPasswords) },
  {
    reply: 'create_duplicate',
    tell: async ({ call }) => {
      await call('create', aMeeting)
      return await call('create', aMeeting)
    },
  },
  { reply: 'end', tell: afterCreate(({ call }) => call('end', { meetingID })) },
  { reply: 'isMeetingRunning_false', tell: ({ call }) => call('isMeetingRunning', { meetingID }) },
  { reply: 'isMeetingRunning_true', tell: afterJoin(({ call }) => call('isMeetingRunning', { meetingID })) },
  { reply: 'getMeetings_none', tell: ({ call }) => call('getMeetings') },
  { reply: 'getMeetings_two_comma_numbers', tell: afterJoin(({ call }) => call('getMeetings')) },
  {
    reply: 'getMeetingInfo_created_not_running',
    tell: afterCreate(({ call }) => call('getMeetingInfo', { meetingID })),
  },
  {
    reply: 'getMeetingInfo_running_1202_users_with_breakouts',
    tell: afterJoin(({ call }) => call('getMeetingInfo', { meetingID })),
  },
  {
    reply: 'join_redirect_false',
    tell: afterCreate(({ call }) => call('join', { ...asHost, redirect: 'false' })),
  },
  { reply: 'version_hidden', tell: async ({ ask }) => await (await ask('')).text() },
]

const refusals: Story[] = [
  {
    reply: 'error_checksumError_137',
    tell: async ({ simulator }) =>
      await (await simulator.fetch(new Request('https://bbb.example/bigbluebutton/api/getMeetings'))).text(),
  },
  {
    reply: 'error_checksumError_699',
    tell: async ({ simulator }) =>
      await (await simulator.fetch(new Request(signed('getMeetings', '', 'md5')))).text(),
  },
  {
    reply: 'error_idNotUnique_304',
    tell: afterCreate(({ call }) => call('create', { ...aMeeting, moderatorPW: 'other' })),
  },
  {
    reply: 'error_invalidPassword_460',
    tell: afterCreate(({ call }) => call('end', { meetingID, password: 'other' })),
  },
  { reply: 'error_meetingForciblyEnded_315', tell: ({ call }) => call('join', asHost) },
  { reply: 'error_notFound_93', tell: ({ call }) => call('getMeetingInfo', { meetingID }) },
  {
    reply: 'error_Params_required_180',
    tell: afterCreate(({ call }) => call('join', { ...asHost, password: 'other' })),
  },
  { reply: 'error_sizeError_684', tell: ({ call }) => call('getMeetingInfo', { meetingID: 'x' }) },
  {
    reply: 'error_unsupportedContentType_919',
    tell: async ({ ask }) => await (await ask('join', asHost, { method: 'POST', body: 'x' })).text(),
  },
  { reply: 'error_validationError_217', tell: ({ call }) => call('getMeetingInfo', { meetingID: 'a,b' }) },
  {
    reply: 'errors_nonUniqueVoiceBridge',
    tell: afterCreate(({ call }) => call('create', { ...aMeeting, meetingID: 'foyer-2' })),
  },
]

function afterCreate(tell: Story['tell']): Story['tell'] {
  return async (world) => {
    await world.call('create', aMeeting)
    return await tell(world)
  }
}

function afterJoin(tell: Story['tell']): Story['tell'] {
  return afterCreate(async (world) => {
    await world.browser().open(signed('join', asHost))
    return await tell(world)
  })
}

describe.skipIf(!here)(`beside replies of real BBB code${skipped}`, () => {
  test.each(stories)('$reply has the same elements in the same order', async ({ reply, tell }) => {
    expect(shapeOf(await tell(simulated()))).toEqual(shapeOf(real(reply)))
  })

  test.each(refusals)('$reply says the same', async ({ reply, tell }) => {
    const ours = await tell(simulated())
    expect(shapeOf(ours)).toEqual(shapeOf(real(reply)))
    for (const element of ['messageKey', 'key', 'message']) {
      expect(textOf(ours, element)).toBe(textOf(real(reply), element))
    }
  })
})
