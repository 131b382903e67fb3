import { expect, test } from 'vitest'
import { bbbAt, bbbThatSays, failedReply, failureOf } from './loopback.ts'

const success = '<returncode>SUCCESS</returncode>'

test.each([
  ['nothing', null],
  ['an empty text', ''],
  ['white space', ' \n '],
  ['HTML', '<!DOCTYPE html><html><body>502 Bad Gateway</body></html>'],
  ['HTML that is well-formed', '<html><body>Welcome to nginx!</body></html>'],
  ['HTML that says SUCCESS', `<html>${success}</html>`],
  ['JSON', '{"response":{"returncode":"SUCCESS"}}'],
  ['half of an answer', `<response>${success}<meetings><meeting>`],
  ['an answer cut inside a tag', `<response>${success}</respon`],
  ['two answers', `<response>${success}</response><response>${success}</response>`],
  ['text after the answer', `<response>${success}</response>!`],
  ['a doubled returncode', `<response>${success}<returncode>FAILED</returncode></response>`],
  ['the same returncode twice', `<response>${success}${success}</response>`],
  ['no returncode', '<response><meetings/></response>'],
  ['an empty returncode', '<response><returncode/></response>'],
  ['a returncode that is neither', '<response><returncode>OK</returncode></response>'],
  ['a returncode in the wrong place', `<response><meetings>${success}</meetings></response>`],
  ['a returncode with elements inside', '<response><returncode>SUCCESS<b/></returncode></response>'],
  ['another root', `<reply>${success}</reply>`],
  ['a document type', `<!DOCTYPE response><response>${success}</response>`],
  [
    'entities that expand',
    `<!DOCTYPE response [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><response>${success}<x>&b;</x></response>`,
  ],
  ['an entity of nowhere', `<response>${success}<x>&eacute;</x></response>`],
  ['an attribute without quotes', `<response a=1>${success}</response>`],
  ['tags that cross', `<response>${success}<a><b></a></b></response>`],
  ['control characters', `<response>${success}<x>\u0001</x></response>`],
  ['elements too deep', `<response>${success}${'<a>'.repeat(40)}${'</a>'.repeat(40)}</response>`],
  ['a text too long', `<response>${success}<x>${'a'.repeat(100_001)}</x></response>`],
  [
    'a text too long in pieces',
    `<response>${success}<x>${`${'a'.repeat(60_000)}<!-- -->`.repeat(2)}</x></response>`,
  ],
  ['elements too many', `<response>${success}${'<a/>'.repeat(300_001)}</response>`],
])('%s is no answer of BBB', async (_, body) => {
  expect(await failureOf(bbbThatSays(body).meetings())).toMatchObject({
    kind: 'not_bbb',
    messageKey: null,
    delivered: 'unknown',
  })
})

test('bytes that are not UTF-8 are not guessed at', async () => {
  const latin1 = Buffer.from(`<response>${success}<x>é</x></response>`, 'latin1')
  const bbb = bbbAt('https://bbb.example/bigbluebutton', { fetch: async () => new Response(latin1) })
  expect(await failureOf(bbb.meetings())).toMatchObject({ kind: 'not_bbb' })
})

test.each([
  ['with an XML declaration', `<?xml version="1.0" encoding="UTF-8"?>\n<response>${success}</response>\n`],
  ['with a byte order mark', `\uFEFF<response>${success}</response>`],
  ['in lower case', '<response><returncode>success</returncode></response>'],
  ['with white space', '<response>\n  <returncode>\n SUCCESS\n </returncode>\n</response>'],
  ['in pieces', '<response><returncode>SUC<!-- -->C<![CDATA[ESS]]></returncode></response>'],
  [
    'with metadata called returncode',
    `<response>${success}<metadata><returncode>FAILED</returncode></metadata></response>`,
  ],
])('success %s is success', async (_, body) => {
  expect(await bbbThatSays(body).meetings()).toEqual({ meetings: [], unreadable: [] })
})

test.each([200, 400, 403, 404, 500, 503])(
  'BBB’s words count, whatever the HTTP status: %d',
  async (status) => {
    expect(await bbbThatSays(`<response>${success}</response>`, { status }).meetings()).toEqual({
      meetings: [],
      unreadable: [],
    })
    expect(await failureOf(bbbThatSays(failedReply('internalError'), { status }).meetings())).toMatchObject({
      kind: 'refused',
      messageKey: 'internalError',
      httpStatus: status,
    })
  },
)

test.each([403, 404, 500, 502])(
  'an empty or HTML answer with %d is none of BBB’s, and the status is told',
  async (status) => {
    for (const body of [null, '<html><body>nginx</body></html>']) {
      const failure = await failureOf(bbbThatSays(body, { status }).meetings())
      expect(failure.kind).toBe('not_bbb')
      expect(failure.message).toContain(`HTTP status ${status}`)
    }
  },
)

test.each([
  ['<messageKey>notAllowed</messageKey><message>checksumError</message>', 'refused', 'notAllowed'],
  [
    '<messageKey/><errors><error><key>first</key></error><error><key>second</key></error></errors>',
    'refused',
    'first',
  ],
  ['<messageKey>Params required</messageKey>', 'refused', 'Params required'],
  ['<message>No key.</message>', 'refused', null],
  ['', 'refused', null],
  ['<messageKey>checksumError</messageKey>', 'misconfigured', 'checksumError'],
  ['<errors><error><key>checksumError</key></error></errors>', 'misconfigured', 'checksumError'],
])('FAILED with %j is %s', async (inside, kind, messageKey) => {
  const body = `<response><returncode>failed</returncode>${inside}</response>`
  expect(await failureOf(bbbThatSays(body).meetings())).toMatchObject({ kind, messageKey })
})

test.each([
  ['sizeError', 200, 'yes'],
  ['validationError', 200, 'yes'],
  ['nonUniqueVoiceBridge', 200, 'yes'],
  ['validationError', 500, 'unknown'],
  ['internalError', 200, 'unknown'],
  ['b3scaleGatewayError', 500, 'unknown'],
  ['somethingNew', 200, 'unknown'],
  ['idNotUnique', 200, 'unknown'],
])(
  'FAILED with %s and HTTP %d: delivered %s, because only BBB’s own refusals had no effect',
  async (key, status, delivered) => {
    const body = `<response><returncode>FAILED</returncode><messageKey>${key}</messageKey></response>`
    expect(await failureOf(bbbThatSays(body, { status }).meetings())).toMatchObject({
      kind: 'refused',
      delivered,
    })
  },
)
