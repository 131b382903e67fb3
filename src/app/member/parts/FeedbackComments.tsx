import './feedback-comments.css'

interface FeedbackCommentsProps {
  sentences: readonly { id: string; sentence: string; notes: readonly (string | null)[] }[]
}

/** Comments from feedback, each with its room, time and server. */
export function FeedbackComments({ sentences }: FeedbackCommentsProps) {
  return (
    <ul className="plain-list said">
      {sentences.map(({ id, sentence, notes }) => (
        <li key={id}>
          {sentence !== '' && <p>{sentence}</p>}
          <p className="quiet">{notes.filter((note) => note !== null).join(' · ')}</p>
        </li>
      ))}
    </ul>
  )
}
