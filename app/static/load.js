// A load's progress as it goes; without scripts the page has a link to look again.
const panel = document.querySelector("[data-progress]");

function show(progress) {
  const bar = panel.querySelector("progress");
  panel.querySelector("[data-progress-doing]").textContent = progress.doing;
  panel.querySelector("[data-progress-count]").textContent = progress.total
    ? `${progress.done} of ${progress.total}`
    : `${progress.done} rows`;
  if (progress.total) {
    bar.max = progress.total;
    bar.value = progress.done;
  }
}

async function look() {
  const answer = await fetch(panel.dataset.progress, { headers: { Accept: "application/json" } });
  const progress = answer.ok ? await answer.json() : { running: false };
  if (!progress.running) {
    window.location.reload();
    return;
  }
  show(progress);
  window.setTimeout(look, 1000);
}

window.setTimeout(look, 700);
