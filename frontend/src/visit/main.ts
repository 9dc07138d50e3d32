/** The page of a visit's room. */

import "../styles/visit.css";
import type { RoomData } from "./contract";
import { Room } from "./room";

const root = document.getElementById("visit-room");
const data = document.getElementById("room-data")?.textContent;
if (root && data) new Room(root, JSON.parse(data) as RoomData).open();
