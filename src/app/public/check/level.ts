/** From here on it is a voice and no longer the noise of a quiet room; 0 to 1. */
export const heard = 0.06

/**
 * Follows how loud a microphone is.
 * @param tell 0 to 1, some twenty times a second
 * @returns ends it
 */
export function followLevel(stream: MediaStream, tell: (level: number) => void): () => void {
  const audio = new AudioContext()
  const analyser = new AnalyserNode(audio, { fftSize: 1024 })
  new MediaStreamAudioSourceNode(audio, { mediaStream: stream }).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
    // A voice has little power: the root spreads what the eye is to see.
    tell(Math.min(1, Math.sqrt(Math.sqrt(power)) * 1.2))
  }, 50)
  return () => {
    clearInterval(timer)
    void audio.close()
  }
}
