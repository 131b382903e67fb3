/** Two rising notes, 0.6 s. Where the browser allows no sound, or knows none, none is heard. */
export function chime(): void {
  try {
    const audio = new AudioContext()
    playNote(audio, 587.33, 0)
    playNote(audio, 880, 0.18)
  } catch {
    // The meeting is entered all the same.
  }
}

/**
 * @param pitch hertz
 * @param after seconds from now
 */
function playNote(audio: AudioContext, pitch: number, after: number): void {
  const start = audio.currentTime + after
  const tone = new OscillatorNode(audio, { type: 'sine', frequency: pitch })
  const loudness = new GainNode(audio, { gain: 0 })
  loudness.gain.linearRampToValueAtTime(0.2, start + 0.03)
  loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.4)
  tone.connect(loudness).connect(audio.destination)
  tone.start(start)
  tone.stop(start + 0.45)
}
