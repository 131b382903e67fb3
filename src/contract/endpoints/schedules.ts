import {
  Feed,
  NewSchedule,
  Schedule,
  ScheduleDateChange,
  ScheduleList,
  ScheduleListQuery,
  SchedulePreview,
  SchedulePreviewRequest,
} from '../schedules.ts'
import { get, patch, post, remove } from './endpoint.ts'
import { inRoom } from './problems.ts'

export const schedules = {
  'schedules.list': get('/api/rooms/{room}/schedules', {
    query: ScheduleListQuery,
    answer: ScheduleList,
    description: 'What is scheduled in the room, and the next dates.',
    problems: inRoom,
  }),
  'schedules.create': post('/api/rooms/{room}/schedules', {
    body: NewSchedule,
    answer: Schedule,
    status: 201,
    description: 'The schedule.',
    problems: [...inRoom, 'list_full'],
  }),
  'schedules.preview': post('/api/rooms/{room}/schedules/preview', {
    body: SchedulePreviewRequest,
    answer: SchedulePreview,
    description: 'Which dates it would have. Nothing is kept.',
    problems: [...inRoom, 'schedule_unknown'],
  }),
  'schedules.renewFeed': post('/api/rooms/{room}/schedules/feed', {
    answer: Feed,
    description: 'The new address of the calendar; the old one no longer answers.',
    problems: inRoom,
  }),
  'schedules.change': patch('/api/rooms/{room}/schedules/{schedule}', {
    body: NewSchedule,
    answer: Schedule,
    description: 'The schedule.',
    problems: [...inRoom, 'schedule_unknown', 'list_full'],
  }),
  'schedules.delete': remove('/api/rooms/{room}/schedules/{schedule}', {
    description: 'It is no longer scheduled.',
    problems: [...inRoom, 'schedule_unknown'],
  }),
  'schedules.changeDate': patch('/api/rooms/{room}/schedules/{schedule}/dates/{date}', {
    body: ScheduleDateChange,
    description: 'It is so.',
    problems: [...inRoom, 'schedule_unknown', 'list_full'],
  }),
}
