import { type DragEvent, useRef, useState } from 'react'

interface Ordered {
  id: string
}

/**
 * Rows that a mouse drags to another place, beside the buttons that do the same for fingers and keys.
 * @param move called with the row and its new place, from 0
 * @returns what each row needs, by its place
 */
export function useDragOrder<Row extends Ordered>(
  rows: readonly Row[],
  move: (row: Row, to: number) => void,
) {
  const dragged = useRef<Row | null>(null)
  const [target, setTarget] = useState<{ id: string; side: 'before' | 'after' } | null>(null)
  const placeOf = (row: Row | null) => rows.findIndex(({ id }) => id === row?.id)
  const end = () => {
    dragged.current = null
    setTarget(null)
  }

  return (row: Row, place: number) => ({
    draggable: rows.length > 1,
    /** On which side of this row the dragged one comes to lie. */
    'data-drop': target?.id === row.id ? target.side : undefined,
    onDragStart(event: DragEvent) {
      // Selected words can be dragged as well, and dialogs of the row report theirs here.
      if (event.target !== event.currentTarget) return
      event.dataTransfer.effectAllowed = 'move'
      // Some browsers drag nothing that carries nothing.
      event.dataTransfer.setData('text/plain', '')
      dragged.current = row
    },
    onDragOver(event: DragEvent) {
      const from = placeOf(dragged.current)
      if (from === -1) return
      event.preventDefault()
      const side = from > place ? 'before' : 'after'
      if (from === place) setTarget(null)
      else if (target?.id !== row.id || target.side !== side) setTarget({ id: row.id, side })
    },
    onDrop(event: DragEvent) {
      const from = placeOf(dragged.current)
      if (from === -1) return
      event.preventDefault()
      if (dragged.current && from !== place) move(dragged.current, place)
      end()
    },
    onDragEnd: end,
  })
}
