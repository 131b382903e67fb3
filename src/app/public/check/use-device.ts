import { useEffect, useRef, useState } from 'react'
import { type Device, type DeviceProblem, openDevice, stopStream } from './devices.ts'

/** A device that is asked for by a click, and let go when the page is left, in whatever way. */
export function useDevice(device: Device, onFound: (what: string) => void) {
  const [stream, setStream] = useState<MediaStream | null>(null)
  const [problem, setProblem] = useState<DeviceProblem | null>(null)
  const [isAsking, setAsking] = useState(false)
  const held = useRef<MediaStream | null>(null)
  const isGone = useRef(false)

  function close() {
    stopStream(held.current)
    held.current = null
    setStream(null)
  }

  useEffect(() => {
    isGone.current = false
    const leave = () => {
      stopStream(held.current)
      held.current = null
      setStream(null)
    }
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      isGone.current = true
      stopStream(held.current)
      held.current = null
    }
  }, [])

  async function open() {
    setAsking(true)
    setProblem(null)
    const opened = await openDevice(device, window)
    setAsking(false)
    if ('problem' in opened) {
      setProblem(opened.problem)
      onFound(`${opened.problem.replace('_', ' ')} (${opened.error})`)
      return
    }
    // The page was left while the browser asked.
    if (isGone.current) return stopStream(opened.stream)
    held.current = opened.stream
    setStream(opened.stream)
    onFound('opened')
  }

  return { stream, problem, isAsking, open, close }
}
