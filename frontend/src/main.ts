/** What every page loads: the styles, the small page behaviors, and the moving figure. */
import "@fontsource-variable/source-sans-3/wght.css";
import "@fontsource-variable/source-sans-3/wght-italic.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/components.css";
import "./styles/menus.css";
import "./styles/forms.css";
import "./styles/charts.css";
import "./styles/figure.css";
import "./styles/reading.css";
import "./styles/home.css";
import "./styles/today.css";
import "./styles/practice.css";
import "./styles/print.css";
import { attachControllers } from "./controllers/attach.ts";
import { attachFigures } from "./figure/figure.ts";

attachControllers(document);
attachFigures(document);
