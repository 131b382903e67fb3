import { expect, test, vi } from 'vitest'

test('answers are held to their schemas without eval, which the pages forbid', async () => {
  const made = vi.fn()
  class Refused {
    constructor() {
      made()
      throw new EvalError('refused by the Content-Security-Policy')
    }
  }
  vi.stubGlobal('Function', Refused)
  try {
    const { fits } = await import('../../src/contract/answers.ts')
    expect(fits('rooms.list', { rooms: 'none' })).toBe(false)
    expect(made).not.toHaveBeenCalled()
  } finally {
    vi.unstubAllGlobals()
  }
})
