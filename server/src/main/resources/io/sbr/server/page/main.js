/** Puts the page together: a session, and one run or two that answer it. */

import { Clicks } from "./clicks.js";
import { element } from "./dom.js";
import { learnAll } from "./items.js";
import { Model } from "./model.js";
import { Search } from "./search.js";
import { ask, hasToken, useToken } from "./server.js";

const run = document.getElementById("run");
const beside = document.getElementById("beside");
const seen = document.getElementById("seen");
const place = document.getElementById("models");
const said = document.getElementById("said");
const problem = document.getElementById("trouble");
const form = document.getElementById("token");
const NOBODY = "";

let runs = [];
let models = [];

const clicks = new Clicks(() => changed());
const search = new Search(() => run.value, (id) => clicks.add(id), trouble);

function trouble(failure) {
  if (failure.status === 401) {
    form.hidden = false;
    document.getElementById("secret").focus();
    if (!hasToken()) {
      return; // who has not been asked has done nothing wrong
    }
  }
  problem.hidden = false;
  problem.textContent = failure.message;
}

/** What is on the page stands behind the # of its address, which no browser sends. */
function address() {
  const state = new URLSearchParams({ run: run.value });
  if (beside.value !== NOBODY) {
    state.set("beside", beside.value);
  }
  if (seen.checked) {
    state.set("exclude_seen", "true");
  }
  clicks.items.forEach((id) => state.append("item", id));
  return "#" + state;
}

/** A step of the visitor's, which the browser's way back undoes. */
function changed() {
  if (address() !== location.hash) {
    history.pushState(null, "", address());
  }
  return show();
}

async function show() {
  problem.hidden = true;
  const heard = await Promise.all(models.map((model) => model.show(clicks.items, seen.checked)));
  if (heard.every((sentence) => sentence !== undefined)) {
    said.textContent = heard.join(" ");
  }
}

function arrange() {
  const names = [run.value, beside.value].filter((name, at, all) => name !== NOBODY && all.indexOf(name) === at);
  models = names.map((name) => new Model(runs.find((one) => one.run === name), (id) => clicks.add(id), trouble));
  place.replaceChildren(...models.map((model) => model.place));
}

function option(name, text) {
  return element("option", { value: name }, text);
}

async function begin() {
  try {
    runs = (await ask("v1/runs")).answer.runs;
  } catch (failure) {
    trouble(failure);
    return;
  }
  form.hidden = true;
  run.replaceChildren(...runs.map((one) => option(one.run, one.run)));
  beside.replaceChildren(option(NOBODY, "no other run"), ...runs.map((one) => option(one.run, one.run)));
  beside.disabled = runs.length === 1;
  await restore();
}

/** Shows what the address says. */
async function restore() {
  const state = new URLSearchParams(location.hash.slice(1));
  const known = (name) => runs.some((one) => one.run === name);
  run.value = known(state.get("run")) ? state.get("run") : runs[0].run;
  beside.value = known(state.get("beside")) ? state.get("beside") : NOBODY;
  seen.checked = state.get("exclude_seen") === "true";
  clicks.items = state.getAll("item");
  history.replaceState(null, "", address());
  await learnAll(clicks.items, run.value).catch(trouble);
  clicks.show();
  search.look();
  arrange();
  await show();
  const strangers = [state.get("run"), state.get("beside")].filter((name) => name && !known(name));
  if (strangers.length > 0) {
    trouble({ message: `No run is served here as ${strangers.join(" or ")}, which the address names.` });
  }
}

// No link: what stands behind the # is the session.
document.getElementById("skip").addEventListener("click", () => document.getElementById("next").focus());
run.addEventListener("change", () => {
  search.look();
  arrange();
  changed();
});
beside.addEventListener("change", () => {
  arrange();
  changed();
});
seen.addEventListener("change", changed);
addEventListener("popstate", restore);
form.addEventListener("submit", (sent) => {
  sent.preventDefault();
  problem.hidden = true;
  useToken(document.getElementById("secret").value);
  begin();
});
begin();
