/** Measuring beside the call: mounted by the room when the two are connected. */

import "../../styles/measuring.css";
import type { MountMeasuring } from "../channels";
import { CameraDevice } from "./device";
import { MemberSide } from "./member";
import { loadSetup } from "./record";
import { TherapistSide } from "./therapist";

export const mountMeasuring: MountMeasuring = (place) => {
  let side: { stop(): void } | null = null;
  let isOver = false;
  loadSetup(place.visitId)
    .then((setup) => {
      if (isOver) return;
      side = place.role === "member" ? new MemberSide(place, setup, (...parts) => new CameraDevice(...parts)) : new TherapistSide(place, setup);
    })
    .catch((refused: unknown) => {
      place.panel.textContent = refused instanceof Error ? refused.message : "Measuring could not be opened.";
    });
  return {
    stop: () => {
      isOver = true;
      side?.stop();
    },
  };
};
