import { createRoute, z } from '@hono/zod-openapi'
import {
  Feed,
  NewPlan,
  Plan,
  PlanDateChange,
  PlanList,
  PlanListQuery,
  PlanPreview,
  PlanPreviewRequest,
} from '../../contract/plans.ts'
import type { Access } from '../access/access.ts'
import { json, newRoutes } from '../http/app.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Plans } from './plans.ts'

const inRoom = z.object({ room: z.string() })
const ofPlan = z.object({ room: z.string(), plan: z.string() })
const ofDate = z.object({ room: z.string(), plan: z.string(), date: z.string() })

const listRoute = createRoute({
  method: 'get',
  path: '/api/rooms/{room}/plans',
  request: { params: inRoom, query: PlanListQuery },
  responses: { 200: json(PlanList, 'What is planned in the room, and the next dates.') },
})
const createPlanRoute = createRoute({
  method: 'post',
  path: '/api/rooms/{room}/plans',
  request: { params: inRoom, body: json(NewPlan, 'A meeting to plan.') },
  responses: { 201: json(Plan, 'The plan.') },
})
const previewRoute = createRoute({
  method: 'post',
  path: '/api/rooms/{room}/plans/preview',
  request: { params: inRoom, body: json(PlanPreviewRequest, 'A plan that is being written.') },
  responses: { 200: json(PlanPreview, 'Which dates it would have. Nothing is kept.') },
})
const renewFeedRoute = createRoute({
  method: 'post',
  path: '/api/rooms/{room}/plans/feed',
  request: { params: inRoom },
  responses: { 200: json(Feed, 'The new address of the calendar; the old one no longer answers.') },
})
const changeRoute = createRoute({
  method: 'patch',
  path: '/api/rooms/{room}/plans/{plan}',
  request: { params: ofPlan, body: json(NewPlan, 'What it becomes.') },
  responses: { 200: json(Plan, 'The plan.') },
})
const deleteRoute = createRoute({
  method: 'delete',
  path: '/api/rooms/{room}/plans/{plan}',
  request: { params: ofPlan },
  responses: { 204: { description: 'It is no longer planned.' } },
})
const changeDateRoute = createRoute({
  method: 'patch',
  path: '/api/rooms/{room}/plans/{plan}/dates/{date}',
  request: { params: ofDate, body: json(PlanDateChange, 'What becomes of this date.') },
  responses: { 204: { description: 'It is so.' } },
})

/** How many dates are listed where nobody asks for more. */
const usualCount = 5

interface PlanServices {
  access: Access
  rooms: Rooms
  plans: Plans
}

/** What is planned in a room, for its hosts. */
export function planRoutes({ access, rooms, plans }: PlanServices) {
  const routes = newRoutes()
  const roomId = async (request: Request, address: string) =>
    (await rooms.hostedBy(await access.person(request), address)).id

  routes.openapi(listRoute, async (c) => {
    const id = await roomId(c.req.raw, c.req.valid('param').room)
    return c.json(await plans.list(id, c.req.valid('query').count ?? usualCount), 200)
  })

  routes.openapi(createPlanRoute, async (c) => {
    const id = await roomId(c.req.raw, c.req.valid('param').room)
    return c.json(await plans.create(id, c.req.valid('json')), 201)
  })

  routes.openapi(previewRoute, async (c) => {
    const room = await roomId(c.req.raw, c.req.valid('param').room)
    const { id, ...wanted } = c.req.valid('json')
    return c.json(await plans.preview(room, wanted, id), 200)
  })

  routes.openapi(renewFeedRoute, async (c) => {
    const id = await roomId(c.req.raw, c.req.valid('param').room)
    return c.json({ feed: await plans.renewFeed(id) }, 200)
  })

  routes.openapi(changeRoute, async (c) => {
    const { room, plan } = c.req.valid('param')
    const id = await roomId(c.req.raw, room)
    return c.json(await plans.change(id, plan, c.req.valid('json')), 200)
  })

  routes.openapi(deleteRoute, async (c) => {
    const { room, plan } = c.req.valid('param')
    await plans.remove(await roomId(c.req.raw, room), plan)
    return c.body(null, 204)
  })

  routes.openapi(changeDateRoute, async (c) => {
    const { room, plan, date } = c.req.valid('param')
    await plans.changeDate(await roomId(c.req.raw, room), plan, date, c.req.valid('json'))
    return c.body(null, 204)
  })

  return routes
}
