import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Presentation, PresentationList } from '../../../contract/presentations.ts'
import { useMember } from '../parts/context.tsx'
import { useNotify } from '../parts/notify.tsx'
import { useProblemText } from '../parts/problems.tsx'

/** Actions on the files of a room: shown at once, undone and said when they fail. */
export function usePresentationActions(room: string) {
  const { t } = useTranslation('presentations')
  const { client } = useMember()
  const queries = useQueryClient()
  const notify = useNotify()
  const problemText = useProblemText()
  const [deleted, setDeleted] = useState<readonly Presentation[]>([])
  const { queryKey } = client.query('presentations.list', { path: { room } })
  const pathOf = ({ id }: Presentation) => ({ path: { room, presentation: id } })
  const reload = () => queries.invalidateQueries({ queryKey })
  const change = (changed: (list: readonly Presentation[]) => Presentation[]) =>
    queries.setQueryData<PresentationList>(
      queryKey,
      (list) => list && { ...list, presentations: changed(list.presentations) },
    )
  const failed = async (sentence: string, problem: unknown) => {
    notify({ kind: 'bad', text: `${sentence} ${problemText(problem)}` })
    await reload()
  }

  const move = useMutation({
    mutationFn: ({ one, position }: { one: Presentation; position: number }) =>
      client.call('presentations.change', { ...pathOf(one), body: { position } }),
    onMutate: async ({ one, position }) => {
      await queries.cancelQueries({ queryKey })
      change((list) => list.filter(({ id }) => id !== one.id).toSpliced(position, 0, one))
    },
    onSuccess: reload,
    onError: (problem, { one }) => failed(t('not_moved', { name: one.name }), problem),
  })
  const remove = useMutation({
    mutationFn: (one: Presentation) => client.call('presentations.delete', pathOf(one)),
    onMutate: async (one) => {
      await queries.cancelQueries({ queryKey })
      change((list) => list.filter(({ id }) => id !== one.id))
      setDeleted((others) => [...others, one])
    },
    onSuccess: reload,
    onError: (problem, one) => {
      setDeleted((others) => others.filter(({ id }) => id !== one.id))
      return failed(t('not_deleted', { name: one.name }), problem)
    },
  })
  const restore = useMutation({
    mutationFn: (one: Presentation) => client.call('presentations.restore', pathOf(one)),
    onSuccess: async (_, one) => {
      await reload()
      setDeleted((others) => others.filter(({ id }) => id !== one.id))
    },
    onError: (problem, one) => failed(t('not_restored', { name: one.name }), problem),
  })
  const show = useMutation({
    mutationFn: (one: Presentation) => client.call('presentations.show', pathOf(one)),
    onSuccess: (_, one) => notify({ kind: 'good', text: t('on_its_way', { name: one.name }) }),
    onError: (problem, one) => failed(t('not_shown', { name: one.name }), problem),
  })

  return {
    room,
    deleted,
    renamed(one: Presentation): void {
      change((list) => list.map((other) => (other.id === one.id ? one : other)))
      notify({ kind: 'good', text: t('renamed', { name: one.name }) })
    },
    /** It has arrived: shown at once, and whatever else has changed meanwhile. */
    async added(one: Presentation): Promise<void> {
      change((list) => [...list.filter(({ id }) => id !== one.id), one])
      await reload()
    },
    move: (one: Presentation, position: number) => move.mutate({ one, position }),
    remove: (one: Presentation) => remove.mutate(one),
    restore: (one: Presentation) => restore.mutate(one),
    isRestoring: restore.isPending,
    show: (one: Presentation) => show.mutate(one),
    /** The one that is being shown. */
    showing: show.isPending ? show.variables.id : null,
  }
}
