import { type Context, Hono } from 'hono'
import { type Afterwards, NewFeedback } from '../../contract/feedback.ts'
import type { Language } from '../../contract/languages.ts'
import type { PublicView } from '../../contract/pages.ts'
import type { Feedback } from '../features/feedback/feedback.ts'
import type { JoinService } from '../features/join/join-service.ts'
import type { Visitors } from '../features/join/visitors.ts'
import { allNumbers, type PhoneDependencies } from '../features/phone/phone.ts'
import type { Rooms } from '../features/rooms/rooms.ts'
import type { Environment } from '../platform/environment/environment.ts'
import { fieldsOf } from '../platform/http/answers.ts'
import { readForm } from '../platform/http/body.ts'
import { knownUserId } from '../platform/http/device.ts'
import { checkPermissions } from '../platform/http/headers.ts'
import { languageOf } from '../platform/http/language.ts'
import { ProblemError } from '../platform/problem.ts'
import { settingsOf } from '../platform/settings/room.ts'
import { type AfterwardsServices, afterwardsOf } from './afterwards.ts'

interface GuestServices
  extends Pick<PhoneDependencies, 'servers' | 'watch'>,
    Pick<AfterwardsServices, 'recordings'> {
  rooms: Rooms
  joinService: JoinService
  visitors: Visitors
  feedback: Feedback
}

/** Answers with a public page. */
export type Show = (c: Context, view: PublicView, status?: number, language?: Language) => Response

/** Pages around joining. */
export function guestPages(
  env: Environment,
  { rooms, joinService, visitors, servers, watch, feedback, recordings }: GuestServices,
  show: Show,
): Hono {
  const routes = new Hono()

  routes.get('/phone', (c) => show(c, { view: 'numbers', numbers: allNumbers({ servers, watch }) }))

  routes.get('/:room/phone', async (c) => {
    const room = await rooms.byAddress(c.req.param('room'))
    const language = languageOf(c, env.settings, undefined, settingsOf(room, env.settings).language)
    const join = await joinService.info(room, await visitors.of(c, room))
    return show(c, { view: 'phone', join }, 200, language)
  })

  routes.get('/:room/check', async (c) => {
    const room = await rooms.byAddress(c.req.param('room'))
    c.header('Permissions-Policy', checkPermissions)
    return show(c, { view: 'check', join: await joinService.info(room, await visitors.of(c, room)) })
  })

  routes.post('/:room/feedback', async (c) => {
    const room = await rooms.byAddress(c.req.param('room'))
    const form = await readForm(c)
    const typed = { sentence: form.get('sentence') ?? '', name: form.get('name') ?? '' }
    const device = await knownUserId(c, env, room.id)
    const given = NewFeedback.safeParse({ ...typed, face: form.get('face') })
    try {
      if (!given.success) throw new ProblemError('fields_invalid', { fields: fieldsOf(given.error.issues) })
      await feedback.give(room, device, given.data)
      return c.redirect(`/${room.address}?left=sent`, 303)
    } catch (problem) {
      const error = feedbackError(problem)
      if (error === null) throw problem
      const after = await afterwardsOf({ feedback, recordings }, env, room, device, '')
      return show(
        c,
        {
          view: 'join',
          join: await joinService.info(room, await visitors.of(c, room)),
          name: '',
          error: null,
          left: true,
          after: {
            ...after,
            error,
            typed: { sentence: typed.sentence.slice(0, 2_000), name: typed.name.slice(0, 200) },
          },
          bbbErrors: [],
        },
        400,
      )
    }
  })

  return routes
}

/** The form's message about a refusal; null: it is none of the form's. */
function feedbackError(problem: unknown): Afterwards['error'] {
  if (!(problem instanceof ProblemError) || !problem.fields) return null
  if (problem.fields.face) return 'face_required'
  return problem.fields.sentence ? 'sentence_too_long' : 'name_invalid'
}
