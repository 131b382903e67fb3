import { CalendarPlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Plan, PlanList } from '../../../contract/plans.ts'
import type { Room } from '../../../contract/rooms.ts'
import { zoneName } from '../../parts/format.ts'
import { PlannedMeeting } from '../../parts/PlannedMeeting.tsx'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Folding } from '../../ui/Folding.tsx'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { useDialogRoute } from '../parts/dialog-route.ts'
import { Reading, useReading } from '../parts/reading.tsx'
import { DeletePlanDialog } from './DeletePlanDialog.tsx'
import { MoveDialog } from './MoveDialog.tsx'
import { PlanDates } from './PlanDates.tsx'
import { PlanDialog } from './PlanDialog.tsx'
import { usePlanWords, whenIs } from './plan-words.ts'
import { allDates } from './plans.ts'
import { RoomCalendar } from './RoomCalendar.tsx'
import './plans.css'

/** When one meets in the room: for whoever may only start, the next date; for its hosts, all of it. */
export function RoomPlans({ room }: { room: Room }) {
  return room.standing === 'starter' ? <NextOnly room={room} /> : <AllPlans room={room} />
}

function NextOnly({ room }: { room: Room }) {
  const { t } = useTranslation('plans')
  const { language } = useMember()
  const now = useNow()
  if (!room.planned.next && !room.planned.cancelled) return null
  return (
    <section className="card">
      <h2>{t('title')}</h2>
      <PlannedMeeting room={room.address} planned={room.planned} language={language} now={now} />
    </section>
  )
}

function AllPlans({ room }: { room: Room }) {
  const { t } = useTranslation('plans')
  const { language } = useMember()
  const now = useNow()
  const plans = useReading('plans.list', allDates(room.address))
  const next = plans.data?.dates.find(({ state }) => state !== 'cancelled')
  const write = useDialogRoute('plan')
  return (
    <Folding
      title={t('title')}
      summary={plans.data && (next ? t('next', { when: whenIs(next, language, now) }) : t('none'))}
      action={
        <Button onClick={write.open}>
          <CalendarPlus aria-hidden />
          {t('plan')}
        </Button>
      }
    >
      <Reading query={plans} loading={t('loading')}>
        {(list) => (
          <>
            {list.plans.length === 0 && <p className="quiet">{t('empty')}</p>}
            {list.plans.map((plan) => (
              <PlanPart key={plan.id} room={room} plan={plan} list={list} isOnly={list.plans.length === 1} />
            ))}
            {list.feed !== null && list.plans.length > 0 && <RoomCalendar room={room} feed={list.feed} />}
            <Dialogs room={room} list={list} />
          </>
        )}
      </Reading>
    </Folding>
  )
}

interface PlanPartProps {
  room: Room
  plan: Plan
  list: PlanList
  isOnly: boolean
}

/** One plan: what it is, how often, and its coming dates. */
function PlanPart({ room, plan, list, isOnly }: PlanPartProps) {
  const { t } = useTranslation('plans')
  const { language } = useMember()
  const words = usePlanWords()
  const write = useDialogRoute('plan')
  const remove = useDialogRoute('unplan')
  const name = plan.title || room.name
  const dates = list.dates.filter((date) => date.plan === plan.id)
  const at = dates[0]?.startsAt ?? Date.parse(`${plan.start}Z`)
  return (
    <section className="plan">
      <div className="plan-head">
        <div>
          <h3>{name}</h3>
          <p className="quiet">
            {words.rule(plan)} · {zoneName(at, language, plan.timeZone)}
          </p>
          {plan.message !== '' && <p className="plan-message">{plan.message}</p>}
        </div>
        <div className="plan-actions">
          <Button
            kind="quiet"
            aria-label={t('change_of', { plan: name })}
            onClick={() => write.openFor(plan.id)}
          >
            {t('change')}
          </Button>
          <Button
            kind="quiet"
            aria-label={t('delete_of', { plan: name })}
            onClick={() => remove.openFor(plan.id)}
          >
            {t('delete')}
          </Button>
        </div>
      </div>
      <PlanDates room={room} dates={dates} more={list.more} isOnly={isOnly} />
    </section>
  )
}

/** The dialogs of this part of the page, by the address. */
function Dialogs({ room, list }: { room: Room; list: PlanList }) {
  const navigate = useNavigate()
  const write = useDialogRoute('plan')
  const remove = useDialogRoute('unplan')
  const move = useDialogRoute('move')
  const written = list.plans.find(({ id }) => id === write.about)
  const removed = list.plans.find(({ id }) => id === remove.about)
  const moved = list.dates.find(({ plan, date }) => `${plan}~${date}` === move.about)
  return (
    <>
      {write.isOpen && (
        <PlanDialog
          key={write.about}
          room={room}
          {...(written ? { plan: written } : {})}
          onClose={write.close}
        />
      )}
      {removed && (
        <DeletePlanDialog
          room={room}
          plan={removed}
          onDeleted={() => navigate(paths.room(room.address), { replace: true })}
          onClose={remove.close}
        />
      )}
      {moved && <MoveDialog room={room} date={moved} onClose={move.close} />}
    </>
  )
}
