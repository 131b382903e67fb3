import type { PresentationKind } from '../../../contract/presentations.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { handle } from '../../platform/http/handlers.ts'
import { ProblemError } from '../../platform/problem.ts'
import { readToken } from './address.ts'
import { findPresentation, type PresentationRow } from './store.ts'

const types: Record<PresentationKind, string> = {
  pdf: 'application/pdf',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  ppt: 'application/vnd.ms-powerpoint',
  odp: 'application/vnd.oasis.opendocument.presentation',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  doc: 'application/msword',
  odt: 'application/vnd.oasis.opendocument.text',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xls: 'application/vnd.ms-excel',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  jpg: 'image/jpeg',
  png: 'image/png',
}

/** The address at which servers fetch presentations, by GET or HEAD, while the meeting lives. */
export function presentationHookRoutes(env: Pick<Environment, 'settings' | 'store' | 'files' | 'now'>) {
  return handle({
    'hooks.presentation': async ({ c, path }) => {
      const row = await namedBy(env, path.token)
      const headers = headersOf(row)
      // Hono answers HEAD by what GET answers, and would leave the file open.
      if (c.req.method === 'HEAD') return new Response(null, { headers })
      const body = await env.files.open(row.id)
      if (!body) throw new ProblemError('not_found')
      return new Response(body, { headers })
    },
  })
}

/** @throws ProblemError hook_invalid, whatever is wrong with the address: its meeting may be over */
async function namedBy(
  { settings, store, now }: Pick<Environment, 'settings' | 'store' | 'now'>,
  token: string,
): Promise<PresentationRow> {
  const named = readToken(settings, token, now())
  const meeting =
    named &&
    (await store
      .selectFrom('meetings')
      .select('roomId')
      .where('id', '=', named.meetingId)
      .where('endedAt', 'is', null)
      .executeTakeFirst())
  const row = meeting && (await findPresentation(store, meeting.roomId, named.id))
  if (!row || row.deletedAt !== null) throw new ProblemError('hook_invalid')
  return row
}

/** Never shown by a browser, whatever is in it; and not packed again on its way. */
function headersOf(row: PresentationRow): Record<string, string> {
  return {
    'Content-Type': types[row.kind],
    'Content-Length': String(row.bytes),
    'Content-Disposition': `attachment; filename="presentation.${row.kind}"`,
    'Content-Security-Policy': 'sandbox',
    'Cache-Control': 'private, no-store, no-transform',
  }
}
