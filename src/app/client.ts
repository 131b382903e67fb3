import { api, type CallName } from '../contract/api.ts'
import type { Config } from '../contract/config.ts'
import type { FeedbackOverview, NewFeedback, RoomFeedback } from '../contract/feedback.ts'
import type { HostLinkList, HostLinkSecret, MadeHostLink, NewHostLink } from '../contract/host-links.ts'
import type {
  Favourite,
  HostsAnswer,
  NewHost,
  OfferedRoom,
  OfferLink,
  OfferReply,
  RoomHosts,
  Transfer,
} from '../contract/hosts.ts'
import type { JoinAnswer, JoinInfo, JoinRequest } from '../contract/join.ts'
import type { ExplanationRequest, Me } from '../contract/me.ts'
import type { AccessOverview, LoggedDecisions, PersonChange } from '../contract/operator.ts'
import type {
  AcceptAnswer,
  AcceptRequest,
  MemberLink,
  NewMember,
  Organisation,
} from '../contract/organisations.ts'
import type {
  Feed,
  NewPlan,
  Plan,
  PlanDateChange,
  PlanList,
  PlanPreview,
  PlanPreviewRequest,
} from '../contract/plans.ts'
import type { Presentation, PresentationChange, PresentationList } from '../contract/presentations.ts'
import type { FieldProblem, Problem, ProblemCode } from '../contract/problems.ts'
import type {
  PlayAnswer,
  PlayRequest,
  Recording,
  RecordingChange,
  RecordingList,
} from '../contract/recordings.ts'
import type {
  AccessCode,
  CodeRequest,
  Invitation,
  InvitationLanguage,
  NewRoom,
  Room,
  RoomChange,
  RoomCopy,
  RoomList,
  Started,
  StartRequest,
} from '../contract/rooms.ts'
import type { Status } from '../contract/status.ts'
import type { Session } from './session.ts'

/** What goes into each call, and what comes out. */
interface Calls {
  'config.get': { input: NoInput; answer: Config }
  'status.get': { input: NoInput; answer: Status }
  'join.get': { input: InRoom; answer: JoinInfo }
  'join.pass': { input: InRoom & { body: HostLinkSecret }; answer: null }
  'join.post': { input: InRoom & { body: JoinRequest }; answer: JoinAnswer }
  'feedback.give': { input: InRoom & { body: NewFeedback }; answer: null }
  'feedback.ofRoom': { input: InRoom; answer: RoomFeedback }
  'me.get': { input: NoInput; answer: Me }
  'me.explain': { input: { body: ExplanationRequest }; answer: Me }
  'rooms.list': { input: NoInput; answer: RoomList }
  'rooms.create': { input: { body: NewRoom }; answer: Room }
  'rooms.duplicate': { input: InRoom & { body: RoomCopy }; answer: Room }
  'rooms.get': { input: InRoom; answer: Room }
  'rooms.change': { input: InRoom & { body: RoomChange }; answer: Room }
  'rooms.delete': { input: InRoom; answer: null }
  'rooms.pass': { input: InRoom; answer: null }
  'hostLinks.list': { input: InRoom; answer: HostLinkList }
  'hostLinks.make': { input: InRoom & { body: NewHostLink }; answer: MadeHostLink }
  'hostLinks.revoke': { input: { path: { room: string; link: string } }; answer: null }
  'accessCode.draw': { input: InRoom & { body: CodeRequest }; answer: AccessCode }
  'pin.renew': { input: InRoom; answer: Room }
  'accessCode.remove': { input: InRoom; answer: null }
  'rooms.restore': { input: InRoom; answer: Room }
  'rooms.favourite': { input: InRoom & { body: Favourite }; answer: null }
  'rooms.transfer': { input: InRoom & { body: Transfer }; answer: HostsAnswer }
  'hosts.get': { input: InRoom; answer: RoomHosts }
  'hosts.add': { input: InRoom & { body: NewHost }; answer: HostsAnswer }
  'hosts.remove': { input: { path: { room: string; person: string } }; answer: null }
  'offers.link': { input: OfOffer; answer: HostsAnswer }
  'offers.withdraw': { input: OfOffer; answer: null }
  'offers.open': { input: { body: OfferLink }; answer: OfferedRoom }
  'offers.reply': { input: { path: { offer: string }; body: OfferReply }; answer: null }
  'meetings.start': { input: InRoom & { body: StartRequest }; answer: Started }
  'meetings.end': { input: InRoom; answer: null }
  'invitations.get': { input: InRoom & { query: { language: InvitationLanguage } }; answer: Invitation }
  'plans.list': { input: InRoom & { query: { count: string } }; answer: PlanList }
  'plans.create': { input: InRoom & { body: NewPlan }; answer: Plan }
  'plans.preview': { input: InRoom & { body: PlanPreviewRequest }; answer: PlanPreview }
  'plans.renewFeed': { input: InRoom; answer: Feed }
  'plans.change': { input: OfPlan & { body: NewPlan }; answer: Plan }
  'plans.delete': { input: OfPlan; answer: null }
  'plans.changeDate': {
    input: { path: { room: string; plan: string; date: string }; body: PlanDateChange }
    answer: null
  }
  'presentations.list': { input: InRoom; answer: PresentationList }
  'presentations.change': { input: OfPresentation & { body: PresentationChange }; answer: Presentation }
  'presentations.delete': { input: OfPresentation; answer: null }
  'presentations.restore': { input: OfPresentation; answer: Presentation }
  'presentations.show': { input: OfPresentation; answer: null }
  'recordings.ofRoom': { input: InRoom; answer: RecordingList }
  'recordings.list': { input: NoInput; answer: RecordingList }
  'recordings.change': { input: WithId & { body: RecordingChange }; answer: Recording }
  'recordings.play': { input: WithId & { body: PlayRequest }; answer: PlayAnswer }
  'organisations.get': { input: WithId; answer: Organisation }
  'organisations.accept': { input: WithId & { body: AcceptRequest }; answer: AcceptAnswer }
  'members.add': { input: WithId & { body: NewMember }; answer: MemberLink }
  'members.link': { input: OfMember; answer: MemberLink }
  'members.remove': { input: OfMember; answer: null }
  'operator.feedback': { input: NoInput; answer: FeedbackOverview }
  'operator.access': { input: NoInput; answer: AccessOverview }
  'operator.decisions': { input: { query: { search: string } }; answer: LoggedDecisions }
  'operator.person': { input: WithId & { body: PersonChange }; answer: null }
}

/** Calls whose body is a file. */
interface Uploads {
  'presentations.upload': { input: InRoom & { query: { name: string } }; answer: Presentation }
}

type NoInput = Record<never, never>
interface InRoom {
  path: { room: string }
}
interface WithId {
  path: { id: string }
}
interface OfPresentation {
  path: { room: string; presentation: string }
}
interface OfPlan {
  path: { room: string; plan: string }
}
interface OfOffer {
  path: { room: string; offer: string }
}
interface OfMember {
  path: { id: string; member: string }
}

/** Every call that is a question and an answer; an event stream is read elsewhere. */
export type Call = keyof Calls & CallName
export type InputOf<C extends Call> = Calls[C]['input']
export type AnswerOf<C extends Call> = Calls[C]['answer']
export type Upload = keyof Uploads & CallName

/** `network`: no answer came. `unreadable`: something answered that is not the proxy. */
export type ClientProblemCode = ProblemCode | 'network' | 'unreadable'

/** Why a call failed. Words are found when it is shown, so that they follow the reader's language. */
export class ClientProblem extends Error {
  readonly code: ClientProblemCode
  /** HTTP status; null where no answer came. */
  readonly status: number | null
  /** What to quote to the support; null where the proxy said nothing. */
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
  upload<U extends Upload>(
    name: U,
    input: Uploads[U]['input'],
    file: Blob,
    options: UploadOptions,
  ): Promise<Uploads[U]['answer']>
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

export interface ClientParts {
  fetch: typeof fetch
  /** Where the proxy is: our own origin. */
  origin: string
  session: Pick<Session, 'authorize' | 'reauthorize'>
  /** Sends a file as the body of a request, and fails as `fetch` does; left out where nobody sends any. */
  sendFile?: (request: Request, file: Blob, onProgress: UploadOptions['onProgress']) => Promise<Response>
}

/** The only caller of the proxy in the member pages. */
export function createClient({ fetch, origin, session, sendFile }: ClientParts): Client {
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
    return await read(request, response)
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
      return await read(request, response)
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
  query?: Record<string, string>
  body?: object
}

function requestFor(origin: string, name: CallName, input: AnyInput, signal?: AbortSignal): Request {
  const { method, path } = api[name]
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(input.path?.[key] ?? ''))
  const url = new URL(filled, origin)
  for (const [key, value] of Object.entries(input.query ?? {})) url.searchParams.set(key, value)
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

async function read<Answer>(request: Request, response: Response): Promise<Answer> {
  const text = await bodyOf(request, response)
  try {
    return JSON.parse(text === '' ? 'null' : text)
  } catch (cause) {
    throw new ClientProblem('unreadable', { status: response.status, cause })
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
