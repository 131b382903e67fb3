import type { TFunction } from 'i18next'
import type { JoinInfo } from '../../contract/join.ts'
import type { Language } from '../../contract/languages.ts'
import type { PublicPage } from '../../contract/pages.ts'
import { formatScheduled, localText, zoneName } from '../parts/format.ts'
import { problemTitle } from './problem-titles.ts'

type Translate = TFunction<('public' | 'problems' | 'phone' | 'check')[]>

/** The title of a page in the browser's tab. */
export function titleOf(page: PublicPage, t: Translate): string {
  const brand = localText(page.config.brand.name, page.language)
  const { view } = page
  switch (view.view) {
    case 'home':
      return brand
    case 'join':
      return `${view.join.name} · ${brand}`
    case 'waiting':
      return `${t('waiting_title', { room: view.join.name })} · ${brand}`
    case 'entering':
      return `${t('waiting_open_title', { room: view.room.name })} · ${brand}`
    case 'phone':
      return `${t('phone:title', { room: view.join.name })} · ${brand}`
    case 'check':
      return `${t('check:tab', { room: view.join.name })} · ${brand}`
    case 'numbers':
      return `${t('phone:numbers_title')} · ${brand}`
    case 'host_link':
      return `${t('host_link_title')} · ${view.join.name} · ${brand}`
    case 'status':
      return `${t('status_title')} · ${brand}`
    case 'recording':
      return `${view.recording.name} · ${brand}`
    case 'closed':
      return `${t('room_closed_title')} · ${brand}`
    case 'old_link':
      return `${t('old_title')} · ${brand}`
    case 'problem':
      return `${t(problemTitle(view.code))} · ${brand}`
  }
}

/** The line that chat applications show below a link. */
export function descriptionOf({ view, language }: PublicPage, t: Translate): string {
  switch (view.view) {
    case 'home':
      return t('home_description')
    case 'join':
    case 'host_link':
    case 'waiting':
      return [whenNext(view.join, language, t), roomOf(view.join, language, t)].filter(Boolean).join(' ')
    case 'entering':
      return roomOf(view.room, language, t)
    case 'phone':
      return t('phone:description', { room: view.join.name })
    case 'check':
      return t('check:description')
    case 'numbers':
      return t('phone:numbers_description')
    case 'status':
      return t('status_description')
    case 'recording':
      return t('recording_description', { room: view.recording.roomName })
    case 'closed':
      return t(view.closed.kind === 'archived' ? 'closed_archived' : 'closed_deleted')
    case 'old_link':
      return t('old_text')
    case 'problem':
      return t(`problems:${view.code}`)
  }
}

function roomOf({ organisation }: Pick<JoinInfo, 'organisation'>, language: Language, t: Translate): string {
  return t('join_description', { organisation: localText(organisation, language) })
}

/** The next date, for the preview of a link in a chat. */
function whenNext({ scheduled: { next } }: JoinInfo, language: Language, t: Translate): string {
  if (!next) return ''
  const { startsAt, timeZone } = next
  return t('join_next', {
    when: formatScheduled(startsAt, language, timeZone),
    zone: zoneName(startsAt, language, timeZone),
  })
}
