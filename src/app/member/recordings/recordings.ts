import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Recording, RecordingAudience, RecordingList } from '../../../contract/recordings.ts'
import type { QueryOf } from '../../client.ts'
import { useMember } from '../parts/context.tsx'
import { useNotify } from '../parts/notify.tsx'
import { useProblemText } from '../parts/problems.tsx'

type ListQuery = QueryOf<'recordings.list'> | QueryOf<'recordings.ofRoom'>

/** Actions on the recordings of a list: play one, choose who may play it. */
export function useRecordingActions(list: ListQuery) {
  const player = usePlayer()
  const changeAudience = useAudience(list)
  return { ...player, changeAudience }
}

/** A navigation carries no token: the player's address is asked for, then opened. */
function usePlayer() {
  const { t } = useTranslation('recordings')
  const { client, browser } = useMember()
  const notify = useNotify()
  const problemText = useProblemText()
  const player = useMutation({
    mutationFn: ({ recording, format }: { recording: Recording; format: string }) =>
      client.call('recordings.play', { path: { id: recording.id }, body: { format } }),
    onSuccess: ({ url }) => browser.open(url),
    onError: (problem, { recording }) =>
      notify({ kind: 'bad', text: `${t('play_failed', { name: recording.name })} ${problemText(problem)}` }),
  })
  const { reset } = player
  useEffect(() => {
    const refresh = (event: PageTransitionEvent) => event.persisted && reset()
    addEventListener('pageshow', refresh)
    return () => removeEventListener('pageshow', refresh)
  }, [reset])

  const asked = player.isPending || player.isSuccess ? player.variables : null
  return {
    play: (recording: Recording, format: string) => player.mutate({ recording, format }),
    playing: asked ? `${asked.recording.id} ${asked.format}` : null,
  }
}

/** Shown at once, undone and said when it could not be saved. */
function useAudience({ queryKey }: ListQuery) {
  const { t } = useTranslation('recordings')
  const { client } = useMember()
  const queries = useQueryClient()
  const notify = useNotify()
  const problemText = useProblemText()
  const show = (id: string, audience: RecordingAudience) =>
    queries.setQueryData<RecordingList>(queryKey, (list) => list && withAudience(list, id, audience))

  const change = useMutation({
    mutationFn: ({ recording, audience }: { recording: Recording; audience: RecordingAudience }) =>
      client.call('recordings.change', { path: { id: recording.id }, body: { audience } }),
    onMutate: async ({ recording, audience }) => {
      await queries.cancelQueries({ queryKey })
      show(recording.id, audience)
    },
    onError: (problem, { recording }) => {
      show(recording.id, recording.audience)
      notify({
        kind: 'bad',
        text: `${t('audience_failed', { name: recording.name })} ${problemText(problem)}`,
      })
    },
  })
  return async (recording: Recording, audience: RecordingAudience) => {
    // A failure was said by the mutation.
    await change.mutateAsync({ recording, audience }).catch(() => undefined)
  }
}

function withAudience(list: RecordingList, id: string, audience: RecordingAudience): RecordingList {
  const recordings = list.recordings.map((one) => (one.id === id ? { ...one, audience } : one))
  return { ...list, recordings }
}
