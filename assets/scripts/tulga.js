// Makes pages quicker and kinder. Every page works without it.
import { Button, Checkboxes, ErrorSummary, Radios } from "govuk-frontend";

import { enlivenChoosers } from "./chooser.js";
import { forgetOnLeaving } from "./kept.js";
import { quickExit } from "./quick_exit.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

function enliven(root) {
  for (const Component of [Button, Checkboxes, ErrorSummary, Radios]) {
    for (const element of root.querySelectorAll(`[data-module="${Component.moduleName}"]`)) {
      if (!element.hasAttribute(`data-${Component.moduleName}-init`)) new Component(element);
    }
  }
  enlivenChoosers(root);
}

enliven(document);
forgetOnLeaving(document.querySelector(".tu-sign-out"));
quickExit(document.querySelector("[data-quick-exit]"));

// What htmx put on the page is made lively too, and an error in it is read out first.
document.body.addEventListener("htmx:load", (event) => enliven(event.detail.elt.parentElement ?? document));

document.body.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) window.print();
});
