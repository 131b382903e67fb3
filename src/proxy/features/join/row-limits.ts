import { LRUCache } from 'lru-cache'
import type { Environment } from '../../platform/environment/environment.ts'
import { createBucket } from '../../platform/limits/bucket.ts'
import { joinLimits } from '../../platform/limits.ts'
import type { RoomRow } from '../../platform/store/rows.ts'

/**
 * The share that a row is taken from: that of an address (null: it says nothing of who it is), or that of whoever may
 * start meetings, by their id. Devices have none: whoever sends no cookie is another device with each request.
 */
export type RowsOf = { address: string | null } | { starter: string }

/** A device in a meeting: however often it presses, it leaves the same rows again. */
export interface Arrived {
  meeting: string
  device: string
}

/** Limit on the rows of admissions and consents that this process writes. */
export interface RowLimits {
  /**
   * Takes one from the shares of the room and of its guest or host, once for each device in a meeting.
   * @returns false: there is none left, and nothing is written
   */
  mayLeaveRows(room: RoomRow, arrived: Arrived, of: RowsOf): boolean
}

const oncePerHour = { burst: 1, perSecond: 1 / 3_600 }

export function createRowLimits({ now, log }: Pick<Environment, 'now' | 'log'>): RowLimits {
  const rowsOfRoom = createBucket(joinLimits.rowsPerRoom, now)
  const rowsOfAddress = createBucket(joinLimits.rowsPerAddress, now)
  const rowsOfStarter = createBucket(joinLimits.rowsPerStarter, now)
  const counted = new LRUCache<string, true>({ max: joinLimits.countedDevices })
  const toldOfRoom = createBucket(oncePerHour, now)

  function isWithinShare(room: RoomRow, of: RowsOf): boolean {
    if ('starter' in of) return rowsOfStarter.take(of.starter)
    return of.address === null || rowsOfAddress.take(`${room.id} ${of.address}`)
  }

  return {
    mayLeaveRows(room, { meeting, device }, of) {
      const key = `${meeting} ${device}`
      if (counted.get(key)) return true
      const isFew = isWithinShare(room, of)
      const isCounted = isFew && rowsOfRoom.take(room.id)
      if (isCounted) counted.set(key, true)
      else if (toldOfRoom.take(room.id)) {
        const whose = isFew ? 'room' : 'starter' in of ? 'starter' : 'address'
        log.warn({ room: room.id, of: whose }, 'too many came: consents are not kept')
      }
      return isCounted
    },
  }
}
