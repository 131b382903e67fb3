import { z } from 'zod'
import { get, post } from './endpoint.ts'

/** Calls that no page of ours makes: by BBB, by sign-in servers, by what watches the process. */
export const hooks = {
  'health.alive': get('/healthz', { media: 'text/plain', description: 'The process lives.' }),
  'health.ready': get('/readyz', { media: 'text/plain', description: 'The database answers.' }),
  'hooks.ended': get('/hooks/bbb/{server}/meetings/{meeting}/ended', {
    query: z.object({ mark: z.string(), recordingmarks: z.string().optional() }),
    description: 'Heard: the server is asked for its meetings.',
    problems: ['hook_invalid'],
  }),
  'hooks.recordingReady': post('/hooks/bbb/{server}/recording-ready', {
    form: z.object({ signed_parameters: z.string().max(8_000) }),
    description: 'Heard: the server is asked for the recording.',
    problems: ['hook_invalid'],
  }),
  'hooks.presentation': get('/hooks/presentations/{token}/{file}', {
    media: 'application/octet-stream',
    description: 'The file, for the server of the meeting that it was named to.',
    problems: ['hook_invalid'],
  }),
  'hooks.logout': post('/hooks/issuers/{issuer}/logout', {
    form: z.object({ logout_token: z.string() }),
    status: 200,
    description:
      'The session that it names has ended here, too (OpenID Connect Back-Channel Logout 1.0 §2.5).',
    problems: ['logout_token_invalid', 'sign_in_unreachable'],
  }),
}
