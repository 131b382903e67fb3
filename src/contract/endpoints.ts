import { hooks } from './endpoints/hooks.ts'
import { hosts } from './endpoints/hosts.ts'
import { joinCalls } from './endpoints/join.ts'
import { meetings } from './endpoints/meetings.ts'
import { people } from './endpoints/people.ts'
import { presentations } from './endpoints/presentations.ts'
import { rooms } from './endpoints/rooms.ts'
import { schedules } from './endpoints/schedules.ts'

/** Every call that pages of ours make, by name. */
export const pageEndpoints = {
  ...people,
  ...rooms,
  ...hosts,
  ...joinCalls,
  ...meetings,
  ...schedules,
  ...presentations,
}

/**
 * Every call that the proxy answers to a program, each once: what it takes, answers and refuses with. The client's
 * types, the routes and their checks, and the OpenAPI document are made from it.
 */
export const endpoints = { ...pageEndpoints, ...hooks }

export type Endpoints = typeof endpoints
export type EndpointName = keyof Endpoints
