import { readEach } from './each.ts'
import { BbbFailure } from './failure.ts'
import { UnreadableXml, type XmlElement } from './xml.ts'

/**
 * The envelope of every reply. Success is a root `response` with exactly one `returncode`, `SUCCESS` in any
 * case; the HTTP status says nothing, because balancers send BBB's words with 500 and their own errors with 200.
 * @param asked the call and the host, for the message of a failure
 * @param httpStatus of the answer
 * @returns the same element, once it is known to be a success
 * @throws BbbFailure refused or misconfigured where BBB says FAILED
 * @throws UnreadableXml where it is no reply of BBB
 */
export function openEnvelope(root: XmlElement, asked: string, httpStatus: number): XmlElement {
  if (root.name !== 'response') throw new UnreadableXml('XML whose root is not <response>')
  const returncode = root.requiredText('returncode').toUpperCase()
  if (returncode === 'SUCCESS') return root
  if (returncode !== 'FAILED') throw new UnreadableXml('a <returncode> that is neither SUCCESS nor FAILED')
  throw failed(asked, messageKeyOf(root), httpStatus)
}

/** A clash of voice bridges comes nested in `errors`, everything else directly; an error without a key says nothing. */
function messageKeyOf(root: XmlElement): string | null {
  const direct = root.text('messageKey')
  const nested = readEach(root.list('errors', 'error'), (error) => error.text('key'))
  return [direct, ...nested.good].find((key) => key !== '')?.slice(0, 100) ?? null
}

/**
 * The refusals of BBB's own that come before anything is done. Everything else may be a balancer's word for a machine
 * that failed behind it, after the call took effect: `internalError` (Scalelite, bbblb), `b3scaleGatewayError`, and
 * whatever others may say.
 * Source: bigbluebutton-web, ApiErrors.java and bbb-common-web, org.bigbluebutton.api.model.constraint
 */
const withoutEffect: ReadonlySet<string | null> = new Set([
  'validationError',
  'sizeError',
  'emptyError',
  'missingParamMeetingID',
  'missingParamName',
  'nonUniqueVoiceBridge',
  'unsupportedContentType',
  'unsupportedRequest',
])

function failed(asked: string, messageKey: string | null, httpStatus: number): BbbFailure {
  if (messageKey === 'checksumError') {
    return new BbbFailure(
      `${asked}: the secret or the checksum algorithm in the settings is not that of the server`,
      {
        kind: 'misconfigured',
        delivered: 'yes',
        messageKey,
        httpStatus,
      },
    )
  }
  return new BbbFailure(`${asked}: refused${messageKey ? ` (${messageKey})` : ''}`, {
    kind: 'refused',
    delivered: httpStatus < 400 && withoutEffect.has(messageKey) ? 'yes' : 'unknown',
    messageKey,
    httpStatus,
  })
}
