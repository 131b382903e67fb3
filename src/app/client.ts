import {
  type Answers,
  type Call,
  type CallName,
  calls,
  type Inputs,
  type UploadName,
} from '../contract/calls.ts'
import type { FieldProblem, Problem } from '../contract/problem.ts'
import type { ProblemCode } from '../contract/problems.ts'
import type { Session } from './session/session.ts'

export type { Call } from '../contract/calls.ts'
export type InputOf<C extends Call> = Inputs[C]
export type AnswerOf<C extends Call> = Answers[C]

/** Whether an answer is what its call answers with. */
export type AnswerCheck = (name: CallName, answer: unknown) => boolean | Promise<boolean>

/** `network`: no answer came. `unreadable`: something answered that is not the proxy. */
export type ClientProblemCode = ProblemCode | 'network' | 'unreadable'

/** Why a call failed. Words are found when it is shown, so that they follow the reader's language. */
export class ClientProblem extends Error {
  readonly code: ClientProblemCode
  /** HTTP status; null where no answer came. */
  readonly status: number | null
  /** The reference to quote to the support; null where the proxy gave none. */
  readonly ref: string | null
  readonly fields: Record<string, FieldProblem>
  readonly values: Record<string, string | number>

  constructor(code: ClientProblemCode, details: ProblemDetails = {}) {
    super(code, { cause: details.cause })
    this.name = 'ClientProblem'
    this.code = code
    this.status = details.status ?? null
    this.ref = details.ref ?? null
    this.fields = details.fields ?? {}
    this.values = details.values ?? {}
  }
}

interface ProblemDetails extends Partial<Pick<Problem, 'status' | 'ref' | 'fields' | 'values'>> {
  cause?: unknown
}

export interface Client {
  /** @throws ClientProblem; SessionProblem where the token cannot be renewed now; the abort of `signal` */
  call<C extends Call>(name: C, input: InputOf<C>, signal?: AbortSignal): Promise<AnswerOf<C>>
  /**
   * Sends a file, and says how far that is.
   * @throws as `call`
   */
  upload<U extends UploadName>(
    name: U,
    input: Inputs[U],
    file: Blob,
    options: UploadOptions,
  ): Promise<Answers[U]>
  /**
   * Asks for a new token, so that rights given meanwhile count.
   * @throws SessionProblem sign_in_unreachable
   */
  renew(): Promise<void>
  /**
   * Opens the event stream of this session, with a token.
   * @throws ClientProblem; SessionProblem; the abort of `signal`
   */
  events(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
  /** Key and function for react-query: the one place where keys are made. */
  query<C extends Call>(name: C, input: InputOf<C>): QueryOf<C>
}

export interface UploadOptions {
  signal: AbortSignal
  /** @param share of the file that is sent, 0 to 1 */
  onProgress: (share: number) => void
}

export interface QueryOf<C extends Call> {
  queryKey: readonly [C, InputOf<C>]
  queryFn: (context: { signal: AbortSignal }) => Promise<AnswerOf<C>>
}

export interface ClientDependencies {
  fetch: typeof fetch
  /** The proxy's origin, which is our own. */
  origin: string
  session: Pick<Session, 'authorize' | 'reauthorize'>
  /** Sends a file as the body of a request, and fails as `fetch` does; left out where nobody sends any. */
  sendFile?: (request: Request, file: Blob, onProgress: UploadOptions['onProgress']) => Promise<Response>
  /** Left out where answers are taken as they come. */
  check?: AnswerCheck | undefined
}

/** The only caller of the proxy in the member pages. */
export function createClient({ fetch, origin, session, sendFile, check }: ClientDependencies): Client {
  async function answerTo(
    wanted: Request,
    transmit: (request: Request) => Promise<Response> = fetch,
  ): Promise<{ request: Request; response: Response }> {
    const request = await session.authorize(wanted)
    const first = await send(transmit, request.clone())
    const response = first.status === 401 ? await sendAgain(request, first, transmit) : first
    if (!response.ok) throw await problemOf(request, response)
    return { request, response }
  }

  async function call<C extends Call>(
    name: C,
    input: InputOf<C>,
    signal?: AbortSignal,
  ): Promise<AnswerOf<C>> {
    const { request, response } = await answerTo(requestFor(origin, name, input, signal))
    return await read(name, request, response)
  }

  async function read<C extends CallName>(
    name: C,
    request: Request,
    response: Response,
  ): Promise<Answers[C]> {
    const text = await bodyOf(request, response)
    const answer = parsed(text, response)
    if (check && !(await check(name, answer)))
      throw new ClientProblem('unreadable', { status: response.status })
    return answer
  }

  /** A token may be refused before its time; one that cannot be replaced stays refused. */
  async function sendAgain(
    refused: Request,
    refusal: Response,
    transmit: (request: Request) => Promise<Response>,
  ): Promise<Response> {
    const renewed = await session.reauthorize(refused)
    return renewed === refused ? refusal : await send(transmit, renewed)
  }

  return {
    call,
    async upload(name, input, file, { signal, onProgress }) {
      if (!sendFile) throw new TypeError('this client sends no files')
      const wanted = requestFor(origin, name, input, signal)
      wanted.headers.set('Content-Type', 'application/octet-stream')
      const { request, response } = await answerTo(wanted, (sent) => sendFile(sent, file, onProgress))
      return await read(name, request, response)
    },
    async renew() {
      await session.reauthorize(await session.authorize(requestFor(origin, 'me.get', {})))
    },
    async events(signal) {
      const { response } = await answerTo(requestFor(origin, 'me.events', {}, signal))
      if (!response.body) throw new ClientProblem('unreadable', { status: response.status })
      return response.body
    },
    query: (name, input) => ({
      queryKey: [name, input],
      queryFn: ({ signal }) => call(name, input, signal),
    }),
  }
}

interface AnyInput {
  path?: Record<string, string>
  query?: Record<string, string | undefined>
  body?: object
}

function requestFor(origin: string, name: CallName, input: AnyInput, signal?: AbortSignal): Request {
  const { method, path } = calls[name]
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(input.path?.[key] ?? ''))
  const url = new URL(filled, origin)
  for (const [key, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) url.searchParams.set(key, value)
  }
  const headers = new Headers({ Accept: 'application/json' })
  if (input.body) headers.set('Content-Type', 'application/json')
  return new Request(url, {
    method,
    headers,
    ...(input.body ? { body: JSON.stringify(input.body) } : {}),
    ...(signal ? { signal } : {}),
  })
}

async function send(transmit: (request: Request) => Promise<Response>, request: Request): Promise<Response> {
  try {
    return await transmit(request)
  } catch (cause) {
    if (request.signal.aborted) throw cause
    throw new ClientProblem('network', { cause })
  }
}

function parsed(text: string, { status }: Response) {
  try {
    return JSON.parse(text === '' ? 'null' : text)
  } catch (cause) {
    throw new ClientProblem('unreadable', { status, cause })
  }
}

async function problemOf(request: Request, response: Response): Promise<ClientProblem> {
  const problem = asProblem(await bodyOf(request, response))
  if (problem) return new ClientProblem(problem.code, problem)
  const code = isTokenTooLarge(request, response) ? 'token_too_large' : 'unreadable'
  return new ClientProblem(code, { status: response.status })
}

/** The connection may also break after the first byte. */
async function bodyOf(request: Request, response: Response): Promise<string> {
  try {
    return await response.text()
  } catch (cause) {
    if (request.signal.aborted) throw cause
    throw new ClientProblem('network', { cause })
  }
}

function asProblem(text: string): Problem | null {
  try {
    const body: Problem = JSON.parse(text)
    return typeof body?.code === 'string' ? body : null
  } catch {
    return null
  }
}

/**
 * A reverse proxy in front of ours refuses large headers with a page of its own; only a token makes them large.
 */
function isTokenTooLarge(request: Request, response: Response): boolean {
  const token = request.headers.get('Authorization') ?? ''
  return token.length > 7_000 && [400, 413, 431].includes(response.status)
}
