import type { Config } from './config.ts'
import type { Afterwards } from './feedback.ts'
import type { JoinInfo, RoomClosed } from './join.ts'
import type { Language, LocalText } from './languages.ts'
import type { PhoneNumber } from './phone.ts'
import type { Problem } from './problem.ts'
import type { ProblemCode } from './problems.ts'
import type { RecordingState } from './recordings.ts'
import type { IssuerStatus, Status } from './status.ts'

/**
 * Why BBB did not let somebody in. over: there is no such meeting now. stale: the address was made for an
 * earlier one. session: BBB did not know the browser again.
 */
export type BbbError = 'over' | 'full' | 'refused' | 'stale' | 'session' | 'unknown'

/** A room that is closed, for whoever has its link. */
export interface ClosedRoom extends RoomClosed {
  room: string
  /** How it was called, and whose it is; null where it was deleted. */
  name: string | null
  organisation: LocalText | null
  /** Guests could take part by phone. */
  hadPhone: boolean
}

/** The content of a public page, by `view`. The proxy decides it, the client's renderer turns it into HTML. */
export type PublicView =
  | {
      view: 'home'
      signIn: IssuerStatus[]
      /** A typed link that led nowhere. number: digits alone, as PINs and access codes are. */
      typed: { text: string; why: 'empty' | 'number' | 'unknown' } | null
    }
  | {
      view: 'join'
      join: JoinInfo
      /** The typed name, given back when the form was refused. */
      name: string
      /** Why the posted form was refused. */
      error:
        | 'name_required'
        | 'name_too_long'
        | 'name_characters'
        | 'code_required'
        | 'code_wrong'
        | 'consent_required'
        | ProblemCode
        | null
      /** Figures that the sentence of a problem needs. */
      values?: Problem['values']
      /** The person came back from a meeting: "Join again" instead of a first greeting. */
      left: boolean
      /** Texts and questions for somebody who comes back from the meeting. */
      after?: Afterwards
      /** The person waited, and is not let in without being asked once more. */
      again?: boolean
      /** Why BBB sent the person back, each reason once. */
      bbbErrors: BbbError[]
    }
  | { view: 'waiting'; join: JoinInfo; ticket: string; name: string }
  /** On the way to the meeting, at this person's own address at BBB: the document is followed by it at once. */
  | { view: 'entering'; room: Pick<JoinInfo, 'name' | 'organisation'>; url: string }
  /** Microphone, sound and camera, tried before the meeting. */
  | { view: 'check'; join: JoinInfo }
  /** How to take part in one room by phone, to print or to read to somebody. */
  | { view: 'phone'; join: JoinInfo }
  /** The numbers of all servers, without any room's PIN. */
  | { view: 'numbers'; numbers: PhoneNumber[] }
  | {
      view: 'host_link'
      join: JoinInfo
      /** Why the link that was typed did not open; null: none was typed yet. */
      error: Pick<Problem, 'code' | 'values'> | null
    }
  | { view: 'status'; status: Status }
  | {
      view: 'recording'
      recording: {
        id: string
        name: string
        roomName: string
        startedAt: number
        minutes: number | null
        formats: string[]
      }
      state: RecordingState
    }
  | { view: 'closed'; closed: ClosedRoom }
  | { view: 'old_link'; shape: string }
  | {
      view: 'problem'
      code: ProblemCode
      ref: string
      /** Addresses that may have been meant, where no room has the one that was asked for. */
      meant?: string[]
    }

export interface PublicPage {
  language: Language
  config: Config
  /** The address of this page, path and query, for the language switch. */
  path: string
  /** A session is stored in this browser: show the member's links. */
  member: boolean
  /** Now, epoch milliseconds: rendered and hydrated HTML must agree on "2 minutes ago". */
  now: number
  view: PublicView
}

/** The part that renders public pages; given to the proxy by its entry file or by a test. */
export interface PublicPages {
  /** The document's title, its preview text, and the HTML inside `<div id="root">`. */
  render(page: PublicPage, texts: Texts): { title: string; description: string; html: string }
  /** The texts that a page needs in one language, fallback already applied: the same object each time. */
  texts(language: Language, view: PublicView): Texts
}

/** namespace → key → text, nested as in the locale files. */
export type Texts = Record<string, Record<string, unknown>>
