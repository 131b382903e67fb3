import type { AnswerTo, Endpoint, InputTo } from './endpoints/endpoint.ts'
import { pageEndpoints } from './endpoints.ts'

type Table = typeof pageEndpoints

/** The calls that pages of ours make, by name. */
export type CallName = keyof Table

type Line = Pick<Endpoint, 'method' | 'path'>

const named = Object.entries<Endpoint>(pageEndpoints).map(([name, { method, path }]) => [
  name,
  { method, path },
])

/**
 * Method and path of each call. A browser needs no more of the table of endpoints: `vite.config.ts` writes what this
 * comes to in its place, and leaves the schemas out.
 */
export const calls: Record<CallName, Line> = Object.fromEntries(named)

/** Types of the calls' inputs. */
export type Inputs = { [Name in CallName]: InputTo<Table[Name]> }

/** Types of the calls' answers; null: nothing is answered. */
export type Answers = { [Name in CallName]: AnswerTo<Table[Name]> }

type NamesWith<Part> = { [Name in CallName]: Table[Name] extends Part ? Name : never }[CallName]

/** A call whose body is a file. */
export type UploadName = NamesWith<{ file: string }>

/** A call that is a question and an answer: neither a file nor an event stream. */
export type Call = Exclude<CallName, UploadName | NamesWith<{ media: string }>>
