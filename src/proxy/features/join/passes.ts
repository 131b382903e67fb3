import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { createSeal } from '../../platform/crypto/sealed.ts'
import { turnOf } from '../../platform/http/member-cookie.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import type { RoomRow } from '../../platform/store/rows.ts'

const Pass = z.object({
  room: z.string(),
  /** Name of a person's time at this browser: it is void in the next one's, on a computer that people share. */
  turn: z.string().default(''),
  /** The generation of the access code that was given on this device. */
  code: z.string().nullable().default(null),
  who: z
    .discriminatedUnion('kind', [
      z.object({
        kind: z.literal('member'),
        person: z.string(),
        name: z.string(),
        /** Epoch milliseconds: what a token said is not believed for longer. */
        until: z.number(),
      }),
      z.object({ kind: z.literal('hostLink'), link: z.string() }),
    ])
    .nullable()
    .default(null),
})
/** A device's pass to one room: it comes with every request to that room's page, and nowhere else. */
export type Pass = z.infer<typeof Pass>

export interface Passes {
  /** The pass that a request shows for this room; an empty one where there is none. */
  read(c: Context, room: RoomRow): Promise<Pass>
  /** Adds to the pass that the request shows. */
  give(c: Context, room: RoomRow, more: Partial<Omit<Pass, 'room' | 'turn'>>): Promise<void>
  drop(c: Context, room: RoomRow): void
}

const cookie = 'foyer_pass'
/** Seconds: a working day. */
const lasts = 12 * 60 * 60

/** An encrypted cookie (JWE, RFC 7516) that scripts do not see and other sites cannot make a browser post. */
export function createPasses({ secret, publicUrl }: Pick<Settings, 'secret' | 'publicUrl'>): Passes {
  const passes = createSeal(secret, 'passes', Pass, lasts)
  /** The door has a page and calls; a cookie has one path. */
  const paths = (room: RoomRow) => [`/${room.address}`, `/api/join/${room.address}`]

  async function read(c: Context, room: RoomRow): Promise<Pass> {
    const none = { room: room.id, turn: turnOf(c), code: null, who: null }
    const sealed = getCookie(c, cookie)
    if (!sealed || sealed.length > 4_000) return none
    const pass = await passes.open(sealed).catch(() => none)
    return pass.room === room.id && pass.turn === none.turn ? pass : none
  }

  return {
    read,
    async give(c, room, more) {
      const sealed = await passes.seal({ ...(await read(c, room)), ...more })
      const secure = publicUrl.startsWith('https:')
      for (const path of paths(room)) {
        setCookie(c, cookie, sealed, { path, secure, httpOnly: true, sameSite: 'Lax', maxAge: lasts })
      }
    },
    drop(c, room) {
      for (const path of paths(room)) deleteCookie(c, cookie, { path })
    },
  }
}
