import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PlanDate, PlanList } from '../../../contract/plans.ts'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { useNotify } from '../parts/notify.tsx'
import { useProblemText } from '../parts/problems.tsx'
import { whenIs } from './plan-words.ts'

/** Asks for as many dates as there are to be had: a few hundred bytes once they are compressed. */
export function allDates(room: string) {
  return { path: { room }, query: { count: '50' } }
}

/** Asks again for what a change of the room's plans has changed. */
export function usePlansChanged(room: string): () => Promise<void> {
  const { client } = useMember()
  const queries = useQueryClient()
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: client.query('plans.list', allDates(room)).queryKey }),
      queries.invalidateQueries({ queryKey: client.query('rooms.get', { path: { room } }).queryKey }),
    ])
  }
}

type Called = { date: PlanDate; state: 'cancelled' | 'planned' }

/** Calls a date off, or takes it back: shown at once, undone and said when it could not be saved. */
export function useDateState(room: string) {
  const { t } = useTranslation('plans')
  const { client, language } = useMember()
  const queries = useQueryClient()
  const notify = useNotify()
  const problemText = useProblemText()
  const changed = usePlansChanged(room)
  const now = useNow()
  const { queryKey } = client.query('plans.list', allDates(room))
  const show = (shown: PlanDate) =>
    queries.setQueryData<PlanList>(queryKey, (list) => list && withDate(list, shown))

  const change = useMutation({
    mutationFn: ({ date, state }: Called) =>
      client.call('plans.changeDate', { path: { room, plan: date.plan, date: date.date }, body: { state } }),
    onMutate: async ({ date, state }) => {
      await queries.cancelQueries({ queryKey })
      show({ ...date, state, startsAt: date.movedFrom ?? date.startsAt, movedFrom: null })
    },
    onSuccess: changed,
    onError: (problem, { date }) => {
      show(date)
      notify({
        kind: 'bad',
        text: `${t('not_saved', { when: whenIs(date, language, now) })} ${problemText(problem)}`,
      })
    },
  })
  return (date: PlanDate, state: Called['state']) => change.mutate({ date, state })
}

function withDate(list: PlanList, shown: PlanDate): PlanList {
  const isIt = ({ plan, date }: PlanDate) => plan === shown.plan && date === shown.date
  return { ...list, dates: list.dates.map((date) => (isIt(date) ? shown : date)) }
}
