import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button.tsx'

/** How many are shown before one asks for more. */
const page = 30

interface LongListProps<Item> {
  items: readonly Item[]
  keyOf: (item: Item) => string
  children: (item: Item) => ReactNode
}

/** Rows below each other; of many, the first ones and a way to more. */
export function LongList<Item>({ items, keyOf, children }: LongListProps<Item>) {
  const { t } = useTranslation('organisations')
  const [limit, setLimit] = useState(page)
  const hidden = items.length - limit
  return (
    <>
      <ul className="plain-list row-list">
        {items.slice(0, limit).map((item) => (
          <li key={keyOf(item)} className="row">
            {children(item)}
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <div className="actions">
          <Button onClick={() => setLimit(limit + page)}>
            {t('more', { count: Math.min(page, hidden) })}
          </Button>
        </div>
      )}
    </>
  )
}
