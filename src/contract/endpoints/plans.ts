import {
  Feed,
  NewPlan,
  Plan,
  PlanDateChange,
  PlanList,
  PlanListQuery,
  PlanPreview,
  PlanPreviewRequest,
} from '../plans.ts'
import { get, patch, post, remove } from './endpoint.ts'
import { inRoom } from './problems.ts'

export const plans = {
  'plans.list': get('/api/rooms/{room}/plans', {
    query: PlanListQuery,
    answer: PlanList,
    description: 'What is planned in the room, and the next dates.',
    problems: inRoom,
  }),
  'plans.create': post('/api/rooms/{room}/plans', {
    body: NewPlan,
    answer: Plan,
    status: 201,
    description: 'The plan.',
    problems: [...inRoom, 'list_full'],
  }),
  'plans.preview': post('/api/rooms/{room}/plans/preview', {
    body: PlanPreviewRequest,
    answer: PlanPreview,
    description: 'Which dates it would have. Nothing is kept.',
    problems: [...inRoom, 'plan_unknown'],
  }),
  'plans.renewFeed': post('/api/rooms/{room}/plans/feed', {
    answer: Feed,
    description: 'The new address of the calendar; the old one no longer answers.',
    problems: inRoom,
  }),
  'plans.change': patch('/api/rooms/{room}/plans/{plan}', {
    body: NewPlan,
    answer: Plan,
    description: 'The plan.',
    problems: [...inRoom, 'plan_unknown', 'list_full'],
  }),
  'plans.delete': remove('/api/rooms/{room}/plans/{plan}', {
    description: 'It is no longer planned.',
    problems: [...inRoom, 'plan_unknown'],
  }),
  'plans.changeDate': patch('/api/rooms/{room}/plans/{plan}/dates/{date}', {
    body: PlanDateChange,
    description: 'It is so.',
    problems: [...inRoom, 'plan_unknown', 'list_full'],
  }),
}
