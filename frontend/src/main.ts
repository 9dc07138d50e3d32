/** What every page loads: the styles, the small page behaviors, the moving figure, and the outbox. */
import "@fontsource-variable/source-sans-3/wght.css";
import "@fontsource-variable/source-sans-3/wght-italic.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/components.css";
import "./styles/tables.css";
import "./styles/menus.css";
import "./styles/forms.css";
import "./styles/charts.css";
import "./styles/figure.css";
import "./styles/reading.css";
import "./styles/account.css";
import "./styles/home.css";
import "./styles/body-map.css";
import "./styles/today.css";
import "./styles/practice.css";
import "./styles/tailoring.css";
import "./styles/record.css";
import "./styles/messages.css";
import "./styles/portal.css";
import "./styles/replay.css";
import "./styles/visits.css";
import "./styles/measured.css";
import "./styles/charting.css";
import "./styles/notices.css";
import "./styles/print.css";
import { attachControllers } from "./controllers/attach.ts";
import { outboxNotice } from "./controllers/outbox-notice.ts";
import { attachFigures } from "./figure/figure.ts";
import { deliverQuietly } from "./messages/deliver.ts";
import { accountOfPage, flushOutbox } from "./outbox/flush.ts";

attachControllers(document);
attachFigures(document);

// The player page sends by itself: it may take up again what waits there.
const main = document.getElementById("main");
if (main && !document.getElementById("player")) {
  outboxNotice(main);
  void flushOutbox();
  const account = accountOfPage();
  if (account && !main.querySelector('[data-controller="thread"]')) void deliverQuietly(account);
}
