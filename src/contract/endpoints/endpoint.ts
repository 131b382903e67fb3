import type { z } from 'zod'
import type { ProblemCode } from '../problems.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Schemas and description of a call, beside its method and path. */
interface Details {
  query?: z.ZodObject
  /** JSON. */
  body?: z.ZodType
  /** The fields of a form. */
  form?: z.ZodObject
  /** Media type of a body that is a file: the handler reads it. */
  file?: string
  /** JSON. */
  answer?: z.ZodType
  /** Media type of an answer that is no JSON: the handler makes it. */
  media?: string
  /** HTTP status of the answer; left out: 200, and 204 where there is none. */
  status?: 200 | 201 | 202
  /** Description of the answer, or of the effect, for the OpenAPI document. */
  description: string
  /** Problems that it may answer, beside those of every call (`generalProblems`). */
  problems?: readonly ProblemCode[]
}

export interface Endpoint extends Details {
  method: Method
  path: string
}

type Made<M extends Method, Path, D> = { method: M; path: Path } & D

/** @param path has `{room}` for an address, `{id}` and others for ids of ours */
const by =
  <const M extends Method>(method: M) =>
  <const Path extends `/${string}`, const D extends Details>(path: Path, details: D): Made<M, Path, D> => ({
    method,
    path,
    ...details,
  })

export const get = by('GET')
export const post = by('POST')
export const put = by('PUT')
export const patch = by('PATCH')
export const remove = by('DELETE')

type NamesIn<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never

/** The values in the path of a call, by name. */
export type PathOf<E extends Endpoint> = Record<NamesIn<E['path']>, string>

type SchemaOf<E extends Endpoint, Part extends keyof E> = E[Part] extends z.ZodType ? E[Part] : never

/** Type of a call's input: values of its path, its query, its JSON body. */
export type InputTo<E extends Endpoint> = {
  [Part in
    | Extract<keyof E, 'query' | 'body'>
    | (NamesIn<E['path']> extends never ? never : 'path')]: Part extends keyof E & ('query' | 'body')
    ? z.input<SchemaOf<E, Part>>
    : PathOf<E>
}

/** Type of a call's answer; null: it answers nothing. */
export type AnswerTo<E extends Endpoint> = E extends { answer: infer Answer extends z.ZodType }
  ? z.output<Answer>
  : null
