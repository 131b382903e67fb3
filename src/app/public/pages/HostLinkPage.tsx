import { UserRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ClientProblem } from '../../client.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useBrowser } from '../browser.tsx'
import { RoomHead } from '../RoomHead.tsx'
import type { JoinProblem } from '../use-join.ts'
import type { ViewProps } from '../views.ts'

/** The page of a host link: its secret is exchanged for a pass, by the page itself or by hand. */
export function HostLinkPage({ page, view }: ViewProps<'host_link'>) {
  const { t } = useTranslation(['public', 'problems'])
  const { join } = view
  const { isChecking, problem } = useHostLink(view)
  return (
    <div className="door">
      <RoomHead join={join} language={page.language} />
      <Card>
        <h2>{t('host_link_title')}</h2>
        {problem && (
          <Notice kind="bad" title={t('host_link_failed')} role="alert">
            <p>
              {problem.code === 'no_answer' ? t('no_answer') : t(`problems:${problem.code}`, problem.values)}
            </p>
          </Notice>
        )}
        {isChecking ? (
          <p role="status">{t('host_link_checking')}</p>
        ) : (
          <form className="stack" method="post" action={paths.hostLink(join.room)}>
            <p>{t('host_link_text')}</p>
            <Field
              label={t('host_link_label')}
              name="secret"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={2000}
              hint={t('host_link_hint')}
            />
            <div className="actions">
              <Button type="submit" kind="primary">
                {t('host_link_go')}
              </Button>
            </div>
          </form>
        )}
      </Card>
      <div className="host-way">
        <a href={paths.roomAsGuest(join.room)}>
          <UserRound aria-hidden />
          {t('as_guest_instead')}
        </a>
      </div>
    </div>
  )
}

/** Takes the secret out of the address, so that no history or screenshot keeps it, and goes on with a pass. */
function useHostLink({ join, error }: ViewProps<'host_link'>['view']) {
  const browser = useBrowser()
  const [isChecking, setChecking] = useState(false)
  const [problem, setProblem] = useState<JoinProblem | null>(
    error && { code: error.code, values: error.values ?? {} },
  )

  useEffect(() => {
    const secret = browser().fragment()
    if (secret === '') return
    browser().replaceAddress(paths.hostLink(join.room))
    setChecking(true)
    browser()
      .client.call('join.pass', { path: { room: join.room }, body: { secret: secret.slice(0, 200) } })
      .then(
        () => browser().replace(paths.roomAsGuest(join.room)),
        (failure: unknown) => {
          setChecking(false)
          setProblem(problemOf(failure))
        },
      )
  }, [browser, join.room])

  return { isChecking, problem }
}

function problemOf(failure: unknown): JoinProblem {
  if (!(failure instanceof ClientProblem)) throw failure
  const isUnheard = failure.code === 'network' || failure.code === 'unreadable'
  return isUnheard ? { code: 'no_answer', values: {} } : { code: failure.code, values: failure.values }
}
