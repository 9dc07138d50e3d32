/** Hearing whether it works: how loud the microphone is, and a tone for the speaker. */

const EVERY_MS = 100;
const TONE_S = 1.2;
/** From here on somebody speaks; room noise stays below. */
export const HEARD = 0.08;

/** Tells the loudness of a track, 0 to 1, ten times a second. Returns how to stop. */
export function listenTo(track: MediaStreamTrack, loudness: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    loudness(levelOf(samples));
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** Root mean square on a scale that follows the ear: -60 dB is 0, full scale is 1. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.min(1, Math.max(0, (decibels + 60) / 60));
}

/** Plays two soft notes on the chosen speaker; done when they are over. */
export async function playTone(speaker: string): Promise<void> {
  const context = new AudioContext();
  if (speaker && "setSinkId" in context) {
    await (context as AudioContext & { setSinkId(id: string): Promise<void> }).setSinkId(speaker).catch(() => undefined);
  }
  const volume = context.createGain();
  volume.connect(context.destination);
  volume.gain.setValueAtTime(0, context.currentTime);
  volume.gain.linearRampToValueAtTime(0.25, context.currentTime + 0.05);
  volume.gain.linearRampToValueAtTime(0, context.currentTime + TONE_S);
  const note = context.createOscillator();
  note.frequency.setValueAtTime(440, context.currentTime);
  note.frequency.setValueAtTime(554, context.currentTime + TONE_S / 2);
  note.connect(volume);
  note.start();
  note.stop(context.currentTime + TONE_S);
  await new Promise((done) => (note.onended = done));
  await context.close();
}
