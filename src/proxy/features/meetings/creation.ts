import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { BbbFailure } from '../../bbb/failure.ts'
import type { CreatedMeeting, NewMeeting } from '../../bbb/meeting.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { writeIfPossible } from '../../platform/store/later.ts'
import { hour } from '../../platform/time/spans.ts'
import { documentOf, fetchable } from '../presentations/address.ts'
import type { Server } from '../servers/servers.ts'
import type { Watch } from '../servers/snapshot.ts'
import { type Confirmed, confirmed } from './confirm.ts'
import { withShortAddress } from './request.ts'
import { changeMeeting, isLeaseUsed, lease, type Meeting, requestOf, takeLease } from './store.ts'

/** Milliseconds after which it is tried again whether a server takes a long address: a balancer may just have failed. */
const shortFor = hour

/** Another starter took the meeting over: it is followed. */
export class LeaseLost extends Error {}

/** Outcome of the attempts to create one meeting. */
export interface Attempts {
  /** One of them may have taken effect. */
  areUnsure: boolean
}

/** Creates meetings whose rows are held. */
export interface Creation {
  /** Whether a server took a meeting with presentations only with a short address, a short time ago. */
  isShort(server: Server): boolean
  /**
   * @returns the meeting, created and confirmed
   * @throws BbbFailure; LeaseLost where another starter took it over
   */
  create(row: Meeting, server: Server, attempts: Attempts): Promise<Confirmed>
}

export function createCreation(
  env: Pick<Environment, 'settings' | 'store' | 'now' | 'log' | 'pace'>,
  watch: Watch,
): Creation {
  const { store, now, pace } = env
  /** Servers that took a meeting with presentations only with a short address, a short time ago. */
  const shortAddresses = new LRUCache<string, true>({ max: 1_000, ttl: shortFor, perf: { now } })

  /** @throws LeaseLost */
  async function keepLease(row: Meeting): Promise<void> {
    if (isLeaseUsed(row, now())) await changeHeld(row, {})
  }

  /** Changes the meeting that is asked for, and renews the lease. @throws LeaseLost */
  async function changeHeld(row: Meeting, change: Pick<Partial<Meeting>, 'request'>): Promise<void> {
    if (!(await takeLease(store, row, now() + lease, change))) throw new LeaseLost()
  }

  async function create(row: Meeting, server: Server, attempts: Attempts): Promise<Confirmed> {
    const wanted = requestOf(row).voiceBridge
    const created = await createWithBridge(row, server, attempts)
    await changeMeeting(store, row.id, {
      state: 'running',
      createTime: created.createTime,
      voiceBridge: created.voiceBridge,
      confirmedAt: now(),
      unconfirmedSince: null,
    })
    watch.hurry(server.id)
    await writeIfPossible(env.log, 'last use of a room', () =>
      store.updateTable('rooms').set({ lastUsedAt: now() }).where('id', '=', row.roomId).execute(),
    )
    if (wanted !== null && wanted !== created.voiceBridge) {
      env.log.warn({ server: server.id, meeting: row.id }, 'the server replaced the PIN of a room')
    }
    return confirmed(row.id, server, created.createTime)
  }

  /**
   * A PIN stays taken until the room's old meeting is really gone (docs/bbb.md): it is waited for a while, and then the
   * meeting begins with a PIN of the server's. Balancers do not say that it is the PIN, nor whether the meeting was
   * created all the same: they are asked for it between the tries. Its id stays the same, so that none of the tries
   * makes a second meeting.
   */
  async function createWithBridge(row: Meeting, server: Server, attempts: Attempts): Promise<CreatedMeeting> {
    const timeout = now() + pace.bridgeTimeout
    const wanted = row.request
    let isShortened = false
    for (;;) {
      await keepLease(row)
      try {
        const created = await createOnce(withDocuments(row), server, attempts)
        if (requestOf(row).welcomeCut) tellCut(row, server)
        // One that was there already says nothing about the address that was refused.
        if (isShortened && !created.duplicate) shortAddresses.set(server.id, true)
        return created
      } catch (error) {
        const isHidden = hidesReason(error)
        await keepLease(row)
        const found = isHidden || isNoXml(error) ? await createdAfterAll(row, server) : null
        if (found) return found
        if (isHidden && (await shorten(row, server))) {
          isShortened = true
          continue
        }
        const isTaken = error instanceof BbbFailure && error.messageKey === 'nonUniqueVoiceBridge'
        if (!isTaken && !isHidden) throw error
        if (now() < timeout) {
          await sleep(pace.retry)
          continue
        }
        if (requestOf(row).voiceBridge === null) {
          // It was not for the PIN, nor the welcome: the next start asks for the room's own again.
          if (row.request !== wanted) await changeHeld(row, { request: wanted })
          throw error
        }
      }
      await changeHeld(row, { request: JSON.stringify({ ...requestOf(row), voiceBridge: null }) })
    }
  }

  /** The same meeting with a shorter welcome, where the length of the address may be what its server refuses. */
  async function shorten(row: Meeting, server: Server): Promise<boolean> {
    const request = requestOf(row)
    const shorter = withShortAddress(request, server)
    if (shorter === request) return false
    await changeHeld(row, { request: JSON.stringify(shorter) })
    return true
  }

  function tellCut(row: Meeting, server: Server): void {
    env.log.warn(
      { server: server.id, meeting: row.id },
      'the welcome of a room was cut: its address is too long',
    )
  }

  /** `create` is idempotent: a lost answer is asked for once more, at the same server with the same bytes. */
  async function createOnce(
    request: NewMeeting,
    server: Server,
    attempts: Attempts,
  ): Promise<CreatedMeeting> {
    const began = now()
    try {
      return await server.bbb.create(request)
    } catch (error) {
      if (error instanceof BbbFailure && error.delivered === 'unknown') attempts.areUnsure = true
      const lost =
        error instanceof BbbFailure &&
        error.delivered === 'unknown' &&
        error.kind !== 'refused' &&
        now() - began < pace.retry * 2
      if (!lost) throw error
      await sleep(Math.min(pace.retry, 250))
      return await server.bbb.create(request).catch((again: unknown) => {
        // That the second try never arrived says nothing about the first.
        throw again instanceof BbbFailure && again.delivered === 'no' ? error : again
      })
    }
  }

  /** @returns null where its server does not have it, or does not say so */
  async function createdAfterAll(row: Meeting, server: Server): Promise<CreatedMeeting | null> {
    const found = await server.bbb.meeting(row.id).catch(() => null)
    if (!found || found.forciblyEnded) return null
    const { meetingId, createTime, voiceBridge } = found
    return { meetingId, createTime, voiceBridge, duplicate: true }
  }

  /** With addresses that are the same for every try, and good for a while. */
  function withDocuments(row: Meeting): NewMeeting {
    const { presentations, welcomeCut: _, ...request } = requestOf(row)
    const until = row.createdAt + fetchable
    const documents = presentations.map((file) => documentOf(env.settings, row.id, file, until))
    return { ...request, documents }
  }

  return { isShort: ({ id }) => shortAddresses.has(id), create }
}

/** A balancer says that it failed, in words that may stand for anything. */
function hidesReason(error: unknown): boolean {
  return error instanceof BbbFailure && error.kind === 'refused' && error.delivered === 'unknown'
}

function isNoXml(error: unknown): boolean {
  return error instanceof BbbFailure && error.kind === 'not_bbb'
}
