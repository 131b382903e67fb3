import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { type AnswerOf, ClientProblem, type QueryOf } from '../../client.ts'
import { paths } from '../../paths.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { useInvitation } from './invitation.ts'
import { Page } from './Page.tsx'
import { ProblemNotice } from './problems.tsx'
import { useSessionState } from './session-state.ts'
import { useSignOut } from './sign-out.ts'

/** Words around an offer, by what is offered. */
type LinkWords = ReturnType<typeof useWords>

function useWords(area: 'hosts' | 'organisations') {
  const { t } = useTranslation(area)
  return {
    title: t('accept_title'),
    loading: t('accept_loading'),
    incompleteTitle: t('accept_incomplete_title'),
    incomplete: t('accept_incomplete'),
    signedOut: t('accept_signed_out'),
    signIn: t('accept_sign_in'),
    home: t('accept_home'),
    other: t('accept_other'),
  }
}

/** The two calls by which a link is read; each gives the offer. */
type ReadsLink = 'offers.open' | 'organisations.accept'

interface LinkPageProps<C extends ReadsLink> {
  /** Of which texts its words are. */
  area: 'hosts' | 'organisations'
  query: (secret: string) => QueryOf<C>
  children: (offer: AnswerOf<C>, secret: string) => ReactNode
}

/** The page of a link for one person: they sign in, read the offer, and accept. */
export function LinkPage<C extends ReadsLink>({ area, query, children }: LinkPageProps<C>) {
  const words = useWords(area)
  const secret = useInvitation()
  const { status } = useSessionState()
  if (secret === null) return <Incomplete words={words} />
  if (status !== 'signed_in') return <SignInFirst words={words} />
  return (
    <Offer words={words} query={query(secret)}>
      {(offer) => children(offer, secret)}
    </Offer>
  )
}

function Incomplete({ words }: { words: LinkWords }) {
  return (
    <Page title={words.incompleteTitle}>
      <div className="stack">
        <p>{words.incomplete}</p>
        <div className="actions">
          <LinkButton href={paths.home}>{words.home}</LinkButton>
        </div>
      </div>
    </Page>
  )
}

/** By the page that asks where, as there may be several places to sign in. */
function SignInFirst({ words }: { words: LinkWords }) {
  const { pathname } = useLocation()
  return (
    <Page title={words.title}>
      <div className="stack">
        <p>{words.signedOut}</p>
        <div className="actions">
          <Link className="button button-primary" to={paths.signIn(pathname)}>
            {words.signIn}
          </Link>
        </div>
      </div>
    </Page>
  )
}

interface OfferProps<C extends ReadsLink> {
  words: LinkWords
  query: QueryOf<C>
  children: (offer: AnswerOf<C>) => ReactNode
}

/** The offer of a link, as the proxy knows it. */
function Offer<C extends ReadsLink>({ words, query, children }: OfferProps<C>) {
  const { data, error, isFetching, refetch } = useQuery(query)
  return (
    <Page title={words.title}>
      <div className="stack">
        {data !== undefined && children(data)}
        {data === undefined && error && (
          <>
            <ProblemNotice
              problem={error}
              {...(isFinal(error) ? {} : { onRetry: () => void refetch(), isRetrying: isFetching })}
            />
            <div className="actions">
              <SignInAsSomeoneElse label={words.other} />
              <LinkButton href={paths.home}>{words.home}</LinkButton>
            </div>
          </>
        )}
        {data === undefined && !error && <p role="status">{words.loading}</p>}
      </div>
    </Page>
  )
}

/** Asked again, the proxy says the same: another link or another person is needed. */
function isFinal(error: Error): boolean {
  return error instanceof ClientProblem && (error.status ?? 500) < 500 && error.code !== 'too_many_attempts'
}

/** The sign-out ends at `/signed-out`, which leads back here, with the same invitation. */
export function SignInAsSomeoneElse({ label }: { label: string }) {
  const { signOut, isBusy } = useSignOut(true)
  return (
    <Button busy={isBusy} onClick={signOut}>
      {label}
    </Button>
  )
}
