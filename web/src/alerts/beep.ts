/** Two short tones, higher when it is critical: no file to load. */
export function beep(isCritical: boolean): void {
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.gain.value = 0.08;
  volume.connect(audio.destination);
  for (const nth of [0, 1]) {
    const tone = audio.createOscillator();
    tone.frequency.value = isCritical ? 880 : 520;
    tone.connect(volume);
    tone.start(audio.currentTime + nth * 0.22);
    tone.stop(audio.currentTime + nth * 0.22 + 0.14);
    if (nth === 1) tone.addEventListener("ended", () => void audio.close());
  }
}
