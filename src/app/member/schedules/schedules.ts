import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ScheduleDate, ScheduleList } from '../../../contract/schedules.ts'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { useNotify } from '../parts/notify.tsx'
import { useProblemText } from '../parts/problems.tsx'
import { whenIs } from './schedule-words.ts'

/** Asks for as many dates as there are to be had: a few hundred bytes once they are compressed. */
export function allDates(room: string) {
  return { path: { room }, query: { count: '50' } }
}

/** Asks again for what a change of the room's schedules has changed. */
export function useSchedulesChanged(room: string): () => Promise<void> {
  const { client } = useMember()
  const queries = useQueryClient()
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: client.query('schedules.list', allDates(room)).queryKey }),
      queries.invalidateQueries({ queryKey: client.query('rooms.get', { path: { room } }).queryKey }),
    ])
  }
}

type Called = { date: ScheduleDate; state: 'cancelled' | 'scheduled' }

/** Calls a date off, or takes it back: shown at once, undone and said when it could not be saved. */
export function useDateState(room: string) {
  const { t } = useTranslation('schedules')
  const { client, language } = useMember()
  const queries = useQueryClient()
  const notify = useNotify()
  const problemText = useProblemText()
  const changed = useSchedulesChanged(room)
  const now = useNow()
  const { queryKey } = client.query('schedules.list', allDates(room))
  const show = (shown: ScheduleDate) =>
    queries.setQueryData<ScheduleList>(queryKey, (list) => list && withDate(list, shown))

  const change = useMutation({
    mutationFn: ({ date, state }: Called) =>
      client.call('schedules.changeDate', {
        path: { room, schedule: date.schedule, date: date.date },
        body: { state },
      }),
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
  return (date: ScheduleDate, state: Called['state']) => change.mutate({ date, state })
}

function withDate(list: ScheduleList, shown: ScheduleDate): ScheduleList {
  const isIt = ({ schedule, date }: ScheduleDate) => schedule === shown.schedule && date === shown.date
  return { ...list, dates: list.dates.map((date) => (isIt(date) ? shown : date)) }
}
