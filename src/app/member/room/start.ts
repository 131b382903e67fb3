import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useMember } from '../parts/context.tsx'
import { useShownName } from './shown-name.ts'

/**
 * Starts the meeting of a room, or joins the one that runs, as a host: the browser goes to BBB with an address
 * made for this click. It stays busy until the page is gone, and is fresh again when the back button returns.
 */
export function useStart(room: string) {
  const { client, browser, language } = useMember()
  const { account, shown } = useShownName()
  const start = useMutation({
    mutationFn: ({ elsewhere }: { elsewhere: boolean }) =>
      client.call('meetings.start', {
        path: { room },
        body: { language, elsewhere, ...(shown === account ? {} : { name: shown }) },
      }),
    onSuccess: ({ url }) => browser.open(url),
  })
  const { reset } = start

  useEffect(() => {
    const refresh = (event: PageTransitionEvent) => {
      if (event.persisted) reset()
    }
    addEventListener('pageshow', refresh)
    return () => removeEventListener('pageshow', refresh)
  }, [reset])

  return {
    start: () => start.mutate({ elsewhere: false }),
    startElsewhere: () => start.mutate({ elsewhere: true }),
    isBusy: start.isPending || start.isSuccess,
    problem: start.error,
  }
}
