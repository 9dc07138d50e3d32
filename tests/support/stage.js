/* In the page, before its scripts: a camera that draws what the test asks for, and a voice that takes its time. */
(() => {
  const TICK_MS = 1000 / 30;
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { alpha: false });
  const pictures = fetch("/test-stage/pictures").then(async (answer) => {
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const view = new DataView(bytes.buffer);
    const found = [];
    for (let at = 0; at < bytes.length; ) {
      const length = view.getUint32(at, true);
      found.push(await createImageBitmap(new Blob([bytes.subarray(at + 4, at + 4 + length)], { type: "image/jpeg" })));
      at += 4 + length;
    }
    return found;
  });

  let reel = [0];
  let fps = 30;
  let began_ms = performance.now();
  let finished = () => undefined;
  let isTurned = false;

  const draw = (bitmaps) => {
    const at = Math.floor(((performance.now() - began_ms) / 1000) * fps);
    const bitmap = bitmaps[reel[Math.min(at, reel.length - 1)]];
    const [width, height] = isTurned ? [bitmap.height, bitmap.width] : [bitmap.width, bitmap.height];
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const scale = Math.min(width / bitmap.width, height / bitmap.height);
    const [wide, high] = [scale * bitmap.width, scale * bitmap.height];
    // The room goes on at both sides of the turned picture.
    for (const x of [0, bitmap.width - 1]) context.drawImage(bitmap, x, 0, 1, bitmap.height, x ? width / 2 : 0, 0, width / 2 + 1, height);
    context.drawImage(bitmap, (width - wide) / 2, (height - high) / 2, wide, high);
    if (at >= reel.length) finished();
  };

  const stage = {
    tracks: [],
    spoken: [],
    overlaps: [],
    play(next, wanted) {
      [reel, fps, began_ms] = [next, wanted, performance.now()];
      return new Promise((resolve) => {
        finished = resolve;
      });
    },
    turn() {
      isTurned = !isTurned;
    },
    unplug() {
      for (const track of stage.tracks.filter(({ readyState }) => readyState === "live")) {
        track.stop();
        track.dispatchEvent(new Event("ended"));
      }
    },
    hide(isHidden) {
      Object.defineProperty(document, "visibilityState", { configurable: true, get: () => (isHidden ? "hidden" : "visible") });
      document.dispatchEvent(new Event("visibilitychange"));
    },
  };
  window.stage = stage;

  navigator.mediaDevices.getUserMedia = async () => {
    const bitmaps = await pictures;
    draw(bitmaps);
    const stream = canvas.captureStream(30);
    const [track] = stream.getVideoTracks();
    stage.tracks.push(track);
    const timer = setInterval(() => (track.readyState === "live" ? draw(bitmaps) : clearInterval(timer)), TICK_MS);
    return stream;
  };

  // A synthesizer without a sound card: each line lasts as long as it would be heard, and one at a time is expected.
  let speaking = null;
  class Utterance {
    constructor(text) {
      this.text = text;
    }
  }
  window.SpeechSynthesisUtterance = Utterance;
  Object.defineProperty(window, "speechSynthesis", {
    value: {
      get speaking() {
        return speaking !== null;
      },
      speak(utterance) {
        stage.spoken.push({ text: utterance.text, at_ms: performance.now() });
        if (speaking) stage.overlaps.push(`${utterance.text} into ${speaking.text}`);
        speaking = utterance;
        const lasts_ms = 150 + 330 * utterance.text.split(/\s+/).length;
        setTimeout(() => {
          if (speaking !== utterance) return;
          speaking = null;
          utterance.onend?.();
        }, lasts_ms);
      },
      cancel() {
        speaking = null;
      },
    },
  });
})();
