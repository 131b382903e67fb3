import { useCallback, useEffect, useReducer, useRef } from 'react'
import type { FileProblem, Presentation } from '../../../contract/presentations.ts'
import { useMember } from '../parts/context.tsx'

/** A file on its way, or one that did not arrive. */
export interface UploadState {
  id: number
  file: File
  /** checking: all of it is sent, and its content is judged. */
  stage: 'waiting' | 'sending' | 'checking' | 'failed'
  /** 0 to 1. */
  share: number
  /** A failed call, or what can be said before anything is sent. */
  problem: unknown
}

export interface Uploads {
  all: readonly UploadState[]
  isBusy: boolean
  add(files: readonly File[]): void
  /** Stops it, or takes a failed one off the list. */
  cancel(id: number): void
  retry(id: number): void
}

/** Known before anything is sent. */
export class UnfitFile extends Error {
  override readonly name = 'UnfitFile'
  readonly reason: FileProblem

  constructor(reason: FileProblem) {
    super(reason)
    this.reason = reason
  }
}

/** Events that a screen reader announces; progress is none. */
export type UploadEvent =
  | { kind: 'started' | 'half' | 'cancelled'; name: string }
  | { kind: 'added'; presentation: Presentation }
  | { kind: 'failed'; name: string; problem: unknown }

type Action = { add: UploadState[] } | { change: number; to: Partial<UploadState> } | { remove: number }

function reduce(uploads: readonly UploadState[], action: Action): readonly UploadState[] {
  if ('add' in action) return [...uploads, ...action.add]
  if ('remove' in action) return uploads.filter(({ id }) => id !== action.remove)
  return uploads.map((upload) => (upload.id === action.change ? { ...upload, ...action.to } : upload))
}

let counter = 0

/**
 * Sends files to a room, one after the other, so that the first is there soonest.
 * @param room its address
 * @param largest bytes; null while that is not known
 */
export function useUploads(
  room: string,
  largest: number | null,
  onEvent: (event: UploadEvent) => void,
): Uploads {
  const { client } = useMember()
  const [all, dispatch] = useReducer(reduce, [])
  const sending = useRef<{ id: number; stop: AbortController } | null>(null)
  const next = all.find(({ stage }) => stage === 'waiting')
  const isSending = all.some(({ stage }) => stage === 'sending' || stage === 'checking')

  const send = useCallback(
    async ({ id, file }: UploadState) => {
      const stop = new AbortController()
      sending.current = { id, stop }
      const { name } = file
      let wasHalf = false
      dispatch({ change: id, to: { stage: 'sending', share: 0 } })
      onEvent({ kind: 'started', name })
      const onProgress = (share: number) => {
        dispatch({ change: id, to: { share, stage: share < 1 ? 'sending' : 'checking' } })
        if (share >= 0.5 && share < 1 && !wasHalf) onEvent({ kind: 'half', name })
        wasHalf ||= share >= 0.5
      }
      try {
        const input = { path: { room }, query: { name } }
        const options = { signal: stop.signal, onProgress }
        const presentation = await client.upload('presentations.upload', input, file, options)
        dispatch({ remove: id })
        onEvent({ kind: 'added', presentation })
      } catch (problem) {
        if (stop.signal.aborted) return
        dispatch({ change: id, to: { stage: 'failed', problem } })
        onEvent({ kind: 'failed', name, problem })
      }
    },
    [client, room, onEvent],
  )

  useEffect(() => {
    if (next && !isSending) void send(next)
  }, [next, isSending, send])
  useEffect(() => () => sending.current?.stop.abort(), [])

  return {
    all,
    isBusy: isSending || next !== undefined,
    add(files) {
      const added = files.map((file) => newUpload(file, largest))
      dispatch({ add: added })
      for (const { file, problem } of added)
        if (problem !== null) onEvent({ kind: 'failed', name: file.name, problem })
    },
    cancel(id) {
      const upload = all.find((one) => one.id === id)
      if (sending.current?.id === id) sending.current.stop.abort()
      dispatch({ remove: id })
      if (upload && upload.stage !== 'failed') onEvent({ kind: 'cancelled', name: upload.file.name })
    },
    retry: (id) => dispatch({ change: id, to: { stage: 'waiting', share: 0, problem: null } }),
  }
}

function newUpload(file: File, largest: number | null): UploadState {
  const reason = file.size === 0 ? 'empty' : largest !== null && file.size > largest ? 'too_large' : null
  counter += 1
  const problem = reason && new UnfitFile(reason)
  return { id: counter, file, share: 0, stage: problem ? 'failed' : 'waiting', problem }
}
