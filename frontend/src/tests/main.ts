/** The page of one movement test in front of the camera. */

import type { TestData } from "../contract/movement-test";
import "../styles/player.css";
import "../styles/movement-test.css";
import { TestPage } from "./page";

const root = document.getElementById("movement-test");
const form = document.getElementById("test-result");
const data = document.getElementById("test-data")?.textContent;
if (root && form instanceof HTMLFormElement && data) new TestPage(root, form, JSON.parse(data) as TestData).start();
